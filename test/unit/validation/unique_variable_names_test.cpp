#include "validation/rules/unique_variable_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueVariableNamesTest, TakesTheSameNameInTwoOperations) {
  ExpectValid<UniqueVariableNames>(R"(query A($x: Int, $y: Int) { __typename } query B($x: String) { __typename })");
}

TEST(UniqueVariableNamesTest, ReportsAllPlacesAtOnce) {
  ExpectErrors<UniqueVariableNames>(R"(
  query A($x: Int, $y: Int, $x: String, $x: Int) { __typename }
  query B($x: String, $x: Int) { __typename }
)",
                                    {
                                        {R"(There can be only one variable named "$x".)", {{2, 12}, {2, 30}, {2, 42}}},
                                        {R"(There can be only one variable named "$x".)", {{3, 12}, {3, 24}}},
                                    });
}

}  // namespace fraiseql::validation
