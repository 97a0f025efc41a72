#include "validation/rules/unique_directives_per_location.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueDirectivesPerLocationTest, TakesTheSameOneInDifferentPlaces) {
  ExpectValid<UniqueDirectivesPerLocation>(R"(
  query @onQuery { orders @onField { id @onField ...F @onFragmentSpread } }
  fragment F on Order { id @onField }
)");
}

TEST(UniqueDirectivesPerLocationTest, TakesRepeatableAndUnknownOnes) {
  ExpectValid<UniqueDirectivesPerLocation>(
      R"({ orders @mark(label: "a") @mark(label: "b") @unknown @unknown { id } })");
}

TEST(UniqueDirectivesPerLocationTest, ReportsRepetitions) {
  ExpectErrors<UniqueDirectivesPerLocation>(
      R"({ orders @onField @skip(if: true) @onField @onField { id @skip(if: true) @skip(if: false) } })",
      {
          {R"(The directive "@onField" can only be used once at this location.)", {{1, 10}, {1, 35}}},
          {R"(The directive "@onField" can only be used once at this location.)", {{1, 10}, {1, 44}}},
          {R"(The directive "@skip" can only be used once at this location.)", {{1, 58}, {1, 74}}},
      });
}

}  // namespace fraiseql::validation
