#include "validation/rules/no_fragment_cycles.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(NoFragmentCyclesTest, TakesAnythingWithoutCycles) {
  ExpectValid<NoFragmentCycles>(R"(
  fragment A on Order { ...B ...C ...Unknown }
  fragment B on Order { ...C ...C }
  fragment C on Order { id }
)");
}

TEST(NoFragmentCyclesTest, ReportsAFragmentWithinItself) {
  ExpectErrors<NoFragmentCycles>(R"(fragment A on Order { id ...A customer { orders { ...A } } })",
                                 {
                                     {R"(Cannot spread fragment "A" within itself.)", {{1, 26}}},
                                     {R"(Cannot spread fragment "A" within itself.)", {{1, 51}}},
                                 });
}

TEST(NoFragmentCyclesTest, ReportsTheWay) {
  ExpectErrors<NoFragmentCycles>(
      R"(
  fragment A on Order { ...B }
  fragment B on Order { id ...C }
  fragment C on Order { ...A ... on Order { ...B } }
)",
      {
          {R"(Cannot spread fragment "A" within itself via "B", "C".)", {{2, 25}, {3, 28}, {4, 25}}},
          {R"(Cannot spread fragment "B" within itself via "C".)", {{3, 28}, {4, 45}}},
      });
}

TEST(NoFragmentCyclesTest, ReportsEachCycleOnce) {
  ExpectErrors<NoFragmentCycles>(
      R"(
  fragment A on Order { ...B ...C }
  fragment B on Order { ...A ...C }
  fragment C on Order { ...A ...B }
)",
      {
          {R"(Cannot spread fragment "A" within itself via "B".)", {{2, 25}, {3, 25}}},
          {R"(Cannot spread fragment "A" within itself via "B", "C".)", {{2, 25}, {3, 30}, {4, 25}}},
          {R"(Cannot spread fragment "B" within itself via "C".)", {{3, 30}, {4, 30}}},
      });
}

TEST(NoFragmentCyclesTest, FollowsInnerSelectionsBackwards) {
  ExpectErrors<NoFragmentCycles>(R"(
  fragment A on Order { a: customer { orders { ...B } } ...C b: customer { orders { ...D } } }
  fragment B on Order { ...A }
  fragment C on Order { ...A }
  fragment D on Order { ...A ...C }
)",
                                 {
                                     {R"(Cannot spread fragment "A" within itself via "B".)", {{2, 48}, {3, 25}}},
                                     {R"(Cannot spread fragment "A" within itself via "C".)", {{2, 57}, {4, 25}}},
                                     {R"(Cannot spread fragment "A" within itself via "D".)", {{2, 85}, {5, 25}}},
                                 });
}

}  // namespace fraiseql::validation
