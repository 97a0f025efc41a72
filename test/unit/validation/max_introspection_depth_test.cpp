#include "validation/rules/max_introspection_depth.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(MaxIntrospectionDepthTest, TakesListsInLists) {
  ExpectValid<MaxIntrospectionDepth>(R"(
  {
    __schema { types { fields { type { fields { name } } } } }
    __type(name: "x") { ofType { ofType { ofType { ofType { name } } } } interfaces { possibleTypes { name } } }
  }
)");
}

TEST(MaxIntrospectionDepthTest, ReportsThreeLevels) {
  ExpectErrors<MaxIntrospectionDepth>(R"(
  { __schema { types { fields { type { fields { type { fields { name } } } } } } }
  t: __type(name: "x") { interfaces { possibleTypes { inputFields { name } } } }
  }
)",
                                      {
                                          {R"(Maximum introspection depth exceeded)", {{2, 5}}},
                                          {R"(Maximum introspection depth exceeded)", {{3, 3}}},
                                      });
}

TEST(MaxIntrospectionDepthTest, CountsThroughFragments) {
  ExpectErrors<MaxIntrospectionDepth>(R"(
  { __schema { types { ...A } } }
  fragment A on __Type { fields { type { ...B } } }
  fragment B on __Type { ... { interfaces { ...C } } }
  fragment C on __Type { possibleTypes { name } }
)",
                                      {
                                          {R"(Maximum introspection depth exceeded)", {{2, 5}}},
                                      });
}

TEST(MaxIntrospectionDepthTest, IsNotCaughtInCycles) {
  ExpectValid<MaxIntrospectionDepth>(R"(
  { __schema { types { ...A } } }
  fragment A on __Type { fields { type { ...A } } }
)");
}

}  // namespace fraiseql::validation
