#include "validation/rules/known_fragment_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(KnownFragmentNamesTest, TakesKnownOnes) {
  ExpectValid<KnownFragmentNames>(R"({ ...A } fragment A on Query { ...B } fragment B on Query { __typename })");
}

TEST(KnownFragmentNamesTest, ReportsUnknownOnes) {
  ExpectErrors<KnownFragmentNames>(R"(
  { ...A customer(id: 1) { ...C ... { ...D } } }
  fragment A on Query { ...B }
)",
                                   {
                                       {R"(Unknown fragment "C".)", {{2, 31}}},
                                       {R"(Unknown fragment "D".)", {{2, 42}}},
                                       {R"(Unknown fragment "B".)", {{3, 28}}},
                                   });
}

}  // namespace fraiseql::validation
