#include "validation/rules/known_argument_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(KnownArgumentNamesTest, TakesKnownOnes) {
  ExpectValid<KnownArgumentNames>(R"(
  {
    customer(id: 1) { name(short: true) @skip(if: true) }
    __type(name: "x") { fields(includeDeprecated: true) { name } }
  }
)");
}

TEST(KnownArgumentNamesTest, LeavesUnknownFieldsAndDirectivesToOthers) {
  ExpectValid<KnownArgumentNames>(R"({ unknown(x: 1) orders @unknown(x: 1) { id } })");
}

TEST(KnownArgumentNamesTest, ReportsUnknownOnesOfFields) {
  ExpectErrors<KnownArgumentNames>(
      R"(
  {
    customer(id: 1, idd: 2) { name(shrt: true) orders(statuss: NEW, zzzzzz: 1) { id(x: 1) } }
    node(id: 1) { id(y: 2) }
  }
)",
      {
          {R"(Unknown argument "idd" on field "Query.customer". Did you mean "id"?)", {{3, 21}}},
          {R"(Unknown argument "shrt" on field "Customer.name". Did you mean "short"?)", {{3, 36}}},
          {R"(Unknown argument "statuss" on field "Customer.orders". Did you mean "status"?)", {{3, 55}}},
          {R"(Unknown argument "zzzzzz" on field "Customer.orders".)", {{3, 69}}},
          {R"(Unknown argument "x" on field "Order.id".)", {{3, 85}}},
          {R"(Unknown argument "y" on field "Node.id".)", {{4, 22}}},
      });
}

TEST(KnownArgumentNamesTest, ReportsUnknownOnesOfDirectives) {
  ExpectErrors<KnownArgumentNames>(
      R"({ orders @skip(if: true, iff: 1) @mark(label: "x", lebel: "y") { id } })",
      {
          {R"(Unknown argument "iff" on directive "@skip". Did you mean "if"?)", {{1, 26}}},
          {R"(Unknown argument "lebel" on directive "@mark". Did you mean "label" or "level"?)", {{1, 52}}},
      });
}

}  // namespace fraiseql::validation
