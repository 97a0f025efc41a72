#include "validation/rules/no_schema_introspection.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(NoSchemaIntrospectionTest, ReportsTheWayIn) {
  constexpr std::string_view kQuery = R"(
  { __typename s: __schema { queryType { name } } ...F }
  fragment F on QueryRoot { __type(name: "x") { name } })";
  ValidationOptions options;
  EXPECT_TRUE(ErrorsOf<NoSchemaIntrospection>(kQuery, options).empty());
  options.introspection = false;
  CompareErrors(ErrorsOf<NoSchemaIntrospection>(kQuery, options),
                {{R"(GraphQL introspection has been disabled, but the requested query contained the field "__schema".)",
                  {{2, 16}}},
                 {R"(GraphQL introspection has been disabled, but the requested query contained the field "__type".)",
                  {{3, 29}}}});
}

}  // namespace fraiseql::validation
