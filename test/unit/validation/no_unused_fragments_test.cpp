#include "validation/rules/no_unused_fragments.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(NoUnusedFragmentsTest, TakesWhatOperationsReach) {
  ExpectValid<NoUnusedFragments>(R"(
  query X { ...A }
  query Y { orders { ...C } }
  fragment A on Query { ...B }
  fragment B on Query { __typename }
  fragment C on Order { id }
)");
}

TEST(NoUnusedFragmentsTest, ReportsWhatOnlyUnusedFragmentsReach) {
  ExpectErrors<NoUnusedFragments>(R"(
  { ...A }
  fragment A on Query { __typename }
  fragment B on Query { ...C }
  fragment C on Query { __typename }
)",
                                  {
                                      {R"(Fragment "B" is never used.)", {{4, 3}}},
                                      {R"(Fragment "C" is never used.)", {{5, 3}}},
                                  });
}

TEST(NoUnusedFragmentsTest, ReportsCyclesThatNothingReaches) {
  ExpectErrors<NoUnusedFragments>(R"(
  { __typename }
  fragment B on Query { ...C }
  fragment C on Query { ...B ...Unknown }
)",
                                  {
                                      {R"(Fragment "B" is never used.)", {{3, 3}}},
                                      {R"(Fragment "C" is never used.)", {{4, 3}}},
                                  });
}

}  // namespace fraiseql::validation
