#include "validation/rules/variables_are_input_types.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(VariablesAreInputTypesTest, TakesInputTypes) {
  ExpectValid<VariablesAreInputTypes>(
      R"(query ($a: Int!, $b: [OrderStatus!], $c: [[OrderFilter]!]!, $d: Note) { __typename })");
}

TEST(VariablesAreInputTypesTest, LeavesUnknownTypesToOthers) {
  ExpectValid<VariablesAreInputTypes>(R"(query ($a: Unknown, $b: [[Unknown!]]!) { __typename })");
}

TEST(VariablesAreInputTypesTest, ReportsOutputTypes) {
  ExpectErrors<VariablesAreInputTypes>(R"(query ($a: Order, $b: [[Buyer!]]!, $c: Node!) { __typename })",
                                       {
                                           {R"(Variable "$a" cannot be non-input type "Order".)", {{1, 12}}},
                                           {R"(Variable "$b" cannot be non-input type "[[Buyer!]]!".)", {{1, 23}}},
                                           {R"(Variable "$c" cannot be non-input type "Node!".)", {{1, 40}}},
                                       });
}

}  // namespace fraiseql::validation
