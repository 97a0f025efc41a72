#include "validation/rules/unique_fragment_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueFragmentNamesTest, TakesDifferentNames) {
  ExpectValid<UniqueFragmentNames>(
      R"(query A { ...A ...B } fragment A on Query { __typename } fragment B on Query { __typename })");
}

TEST(UniqueFragmentNamesTest, ReportsEachRepetitionBesideTheFirst) {
  ExpectErrors<UniqueFragmentNames>(R"(
  { ...A }
  fragment A on Query { __typename }
  fragment A on Query { x: __typename }
  fragment A on Query { y: __typename }
)",
                                    {
                                        {R"(There can be only one fragment named "A".)", {{3, 12}, {4, 12}}},
                                        {R"(There can be only one fragment named "A".)", {{3, 12}, {5, 12}}},
                                    });
}

}  // namespace fraiseql::validation
