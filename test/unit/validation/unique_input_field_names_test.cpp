#include "validation/rules/unique_input_field_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueInputFieldNamesTest, TakesEqualNamesInDifferentObjects) {
  ExpectValid<UniqueInputFieldNames>(
      R"({ orders(filter: {text: "a", nested: {text: "b", nested: {text: "c"}}}) { id } })");
}

TEST(UniqueInputFieldNamesTest, ReportsEachRepetitionBesideTheFirst) {
  ExpectErrors<UniqueInputFieldNames>(R"(
  {
    orders(filter: {text: "a", text: "b", text: "c", nested: {total: {from: 1, from: 2}}}) @unknown(x: [{a: 1, a: 2}]) { id }
  }
)",
                                      {
                                          {R"(There can be only one input field named "text".)", {{3, 21}, {3, 32}}},
                                          {R"(There can be only one input field named "text".)", {{3, 21}, {3, 43}}},
                                          {R"(There can be only one input field named "from".)", {{3, 71}, {3, 80}}},
                                          {R"(There can be only one input field named "a".)", {{3, 106}, {3, 112}}},
                                      });
}

}  // namespace fraiseql::validation
