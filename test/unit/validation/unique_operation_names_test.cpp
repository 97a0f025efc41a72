#include "validation/rules/unique_operation_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueOperationNamesTest, TakesDifferentNamesAndNoName) {
  ExpectValid<UniqueOperationNames>(R"(query A { __typename } mutation B { __typename } { __typename })");
}

TEST(UniqueOperationNamesTest, TakesAFragmentOfTheName) {
  ExpectValid<UniqueOperationNames>(R"(query A { ...A } fragment A on Query { __typename })");
}

TEST(UniqueOperationNamesTest, ReportsEachRepetitionBesideTheFirst) {
  ExpectErrors<UniqueOperationNames>(R"(
  query A { __typename }
  mutation A { __typename }
  query A { __typename }
)",
                                     {
                                         {R"(There can be only one operation named "A".)", {{2, 9}, {3, 12}}},
                                         {R"(There can be only one operation named "A".)", {{2, 9}, {4, 9}}},
                                     });
}

}  // namespace fraiseql::validation
