#include "validation/rules/unique_argument_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(UniqueArgumentNamesTest, TakesDifferentNames) {
  ExpectValid<UniqueArgumentNames>(R"(
  {
    orders(filter: {}, numbers: []) @mark(label: "x", level: 2) { id }
    a: customer(id: 1) { id }
    b: customer(id: 1) { id }
  }
)");
}

TEST(UniqueArgumentNamesTest, ReportsAllPlacesAtOnce) {
  ExpectErrors<UniqueArgumentNames>(R"(
  { customer(id: 1, id: 2, x: 3, id: 4, x: 5) { id } orders @mark(label: "x", label: "y") { id } }
)",
                                    {
                                        {R"(There can be only one argument named "id".)", {{2, 14}, {2, 21}, {2, 34}}},
                                        {R"(There can be only one argument named "x".)", {{2, 28}, {2, 41}}},
                                        {R"(There can be only one argument named "label".)", {{2, 67}, {2, 79}}},
                                    });
}

TEST(UniqueArgumentNamesTest, ReportsAmongMany) {
  ExpectErrors<UniqueArgumentNames>(R"({ orders(a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, a: 2) { id } })",
                                    {
                                        {R"(There can be only one argument named "a".)", {{1, 10}, {1, 64}}},
                                    });
}

}  // namespace fraiseql::validation
