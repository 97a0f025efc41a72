#include "validation/rules/lone_anonymous_operation.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(LoneAnonymousOperationTest, TakesOneWithFragments) {
  ExpectValid<LoneAnonymousOperation>(R"({ orders { ...F } } fragment F on Order { id })");
}

TEST(LoneAnonymousOperationTest, TakesSeveralNamed) {
  ExpectValid<LoneAnonymousOperation>(R"(query A { __typename } query B { __typename })");
}

TEST(LoneAnonymousOperationTest, ReportsEachAnonymousOne) {
  ExpectErrors<LoneAnonymousOperation>(
      R"(
  { __typename }
  { __typename }
  query A { __typename }
)",
      {
          {R"(This anonymous operation must be the only defined operation.)", {{2, 3}}},
          {R"(This anonymous operation must be the only defined operation.)", {{3, 3}}},
      });
}

}  // namespace fraiseql::validation
