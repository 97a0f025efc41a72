#include "validation/rules/no_unused_variables.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(NoUnusedVariablesTest, TakesUsedOnes) {
  ExpectValid<NoUnusedVariables>(R"(
  query A($a: ID!, $b: Boolean!, $c: Int!) {
    node(id: $a) { ...F }
    orders(filter: {total: {from: $c}}) { id }
  }
  fragment F on Node { id @skip(if: $b) }
)");
}

TEST(NoUnusedVariablesTest, ReportsUnusedOnes) {
  ExpectErrors<NoUnusedVariables>(R"(
  query A($a: ID!, $b: Int) { node(id: $a) { id } }
  query ($c: Int) { __typename }
)",
                                  {
                                      {R"(Variable "$b" is never used in operation "A".)", {{2, 20}}},
                                      {R"(Variable "$c" is never used.)", {{3, 10}}},
                                  });
}

TEST(NoUnusedVariablesTest, ReportsOnesThatOnlyAnotherOperationUses) {
  ExpectErrors<NoUnusedVariables>(R"(
  query A($a: ID!) { ...F }
  query B($a: ID!) { __typename }
  fragment F on Query { node(id: $a) { id } }
)",
                                  {
                                      {R"(Variable "$a" is never used in operation "B".)", {{3, 11}}},
                                  });
}

}  // namespace fraiseql::validation
