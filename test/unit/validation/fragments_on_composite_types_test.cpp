#include "validation/rules/fragments_on_composite_types.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(FragmentsOnCompositeTypesTest, TakesObjectsInterfacesAndUnions) {
  ExpectValid<FragmentsOnCompositeTypes>(R"(
  fragment A on Order { id }
  fragment B on Named { id }
  fragment C on Buyer { ... on Node { id } ... @include(if: true) { __typename } }
)");
}

TEST(FragmentsOnCompositeTypesTest, LeavesUnknownTypesToOthers) {
  ExpectValid<FragmentsOnCompositeTypes>(R"(fragment A on Nothing { ... on NothingElse { id } })");
}

TEST(FragmentsOnCompositeTypesTest, ReportsScalarsEnumsAndInputs) {
  ExpectErrors<FragmentsOnCompositeTypes>(
      R"(
  fragment A on Int { id }
  fragment B on OrderStatus { id }
  fragment C on OrderFilter { id }
  fragment D on Order { ... on Note { id } }
)",
      {
          {R"(Fragment "A" cannot condition on non composite type "Int".)", {{2, 17}}},
          {R"(Fragment "B" cannot condition on non composite type "OrderStatus".)", {{3, 17}}},
          {R"(Fragment "C" cannot condition on non composite type "OrderFilter".)", {{4, 17}}},
          {R"(Fragment cannot condition on non composite type "Note".)", {{5, 32}}},
      });
}

}  // namespace fraiseql::validation
