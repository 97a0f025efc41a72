#include "validation/rules/no_undefined_variables.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(NoUndefinedVariablesTest, TakesDefinedOnes) {
  ExpectValid<NoUndefinedVariables>(R"(
  query A($a: ID!, $b: Boolean!) @mark(label: "x") { node(id: $a) @include(if: $b) { ...F } }
  fragment F on Node { ... @skip(if: $b) { id } ...F }
)");
}

TEST(NoUndefinedVariablesTest, ReportsUsesInOperations) {
  ExpectErrors<NoUndefinedVariables>(R"(
  query A($a: ID!) {
    node(id: $a) { id @skip(if: $b) }
    orders(filter: {total: {from: $c}, ids: [$d, $a]}) { id }
  }
)",
                                     {
                                         {R"(Variable "$b" is not defined by operation "A".)", {{3, 33}, {2, 3}}},
                                         {R"(Variable "$c" is not defined by operation "A".)", {{4, 35}, {2, 3}}},
                                         {R"(Variable "$d" is not defined by operation "A".)", {{4, 46}, {2, 3}}},
                                     });
}

TEST(NoUndefinedVariablesTest, ReportsUsesWithoutANameOfTheOperation) {
  ExpectErrors<NoUndefinedVariables>(R"({ node(id: $a) { id } })",
                                     {
                                         {R"(Variable "$a" is not defined.)", {{1, 12}, {1, 1}}},
                                     });
}

TEST(NoUndefinedVariablesTest, ReportsUsesInFragmentsForEachOperation) {
  ExpectErrors<NoUndefinedVariables>(R"(
  query A($a: ID!) { ...F }
  query B { ...F }
  fragment F on Query { node(id: $a) { ...G } }
  fragment G on Node { id @skip(if: $b) }
)",
                                     {
                                         {R"(Variable "$a" is not defined by operation "B".)", {{4, 34}, {3, 3}}},
                                         {R"(Variable "$b" is not defined by operation "A".)", {{5, 37}, {2, 3}}},
                                         {R"(Variable "$b" is not defined by operation "B".)", {{5, 37}, {3, 3}}},
                                     });
}

}  // namespace fraiseql::validation
