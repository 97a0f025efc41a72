#include "validation/rules/executable_definitions.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(ExecutableDefinitionsTest, TakesOperationsAndFragments) {
  ExpectValid<ExecutableDefinitions>(R"(query Orders { orders { ...F } } fragment F on Order { id })");
}

TEST(ExecutableDefinitionsTest, ReportsTypeSystemDefinitions) {
  ExpectErrors<ExecutableDefinitions>(R"(
  { orders { id } }
  type Cow { name: String }
  extend type Order { colour: Int }
  directive @d on FIELD
  schema { query: Query }
  extend schema @d
)",
                                      {
                                          {R"(The "Cow" definition is not executable.)", {{3, 3}}},
                                          {R"(The "Order" definition is not executable.)", {{4, 3}}},
                                          {R"(The "d" definition is not executable.)", {{5, 3}}},
                                          {R"(The schema definition is not executable.)", {{6, 3}}},
                                          {R"(The schema definition is not executable.)", {{7, 3}}},
                                      });
}

}  // namespace fraiseql::validation
