#include "validation/rules/variables_in_allowed_position.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(VariablesInAllowedPositionTest, TakesTypesThatFit) {
  ExpectValid<VariablesInAllowedPosition>(R"(
  query ($i: Int, $n: Int!, $d: Int = 1, $l: [Int], $id: ID!, $b: Boolean!, $f: OrderFilter, $t: String = "x", $s: [Int!]!) {
    a: flags(i: $i, b: $b)
    b: flags(i: $n, b: true)
    search(text: $t, limit: $i) { __typename }
    c: orders(filter: {total: {from: $n, to: $i}, ids: [$id], nested: $f, strict: $b}, numbers: $l) { id }
    d: orders(filter: {total: {from: $d}}, numbers: [$i], matrix: [$s]) { id }
  }
)");
}

TEST(VariablesInAllowedPositionTest, ReportsTypesThatDoNot) {
  ExpectErrors<VariablesInAllowedPosition>(
      R"(
  query A($i: Int, $s: String!, $l: [Int], $b: Boolean, $null: String = null) {
  customer(id: $i) { name(short: $s) }
  orders(filter: {total: {from: $i}}, numbers: $i, matrix: [$l]) { id @skip(if: $b) }
  search(text: $null, limit: $b) { __typename }
  }
)",
      {
          {R"(Variable "$i" of type "Int" used in position expecting type "ID!".)", {{2, 11}, {3, 16}}},
          {R"(Variable "$i" of type "Int" used in position expecting type "Int!".)", {{2, 11}, {4, 33}}},
          {R"(Variable "$i" of type "Int" used in position expecting type "[Int]".)", {{2, 11}, {4, 48}}},
          {R"(Variable "$s" of type "String!" used in position expecting type "Boolean".)", {{2, 20}, {3, 34}}},
          {R"(Variable "$l" of type "[Int]" used in position expecting type "[Int!]!".)", {{2, 33}, {4, 61}}},
          {R"(Variable "$b" of type "Boolean" used in position expecting type "Boolean!".)", {{2, 44}, {4, 81}}},
          {R"(Variable "$b" of type "Boolean" used in position expecting type "Int!".)", {{2, 44}, {5, 30}}},
          {R"(Variable "$null" of type "String" used in position expecting type "String!".)", {{2, 57}, {5, 16}}},
      });
}

TEST(VariablesInAllowedPositionTest, ReportsUsesInFragments) {
  ExpectErrors<VariablesInAllowedPosition>(
      R"(
  query A($id: Int) { ...F }
  query B($id: ID!) { ...F }
  query C($id: ID) { ...F }
  fragment F on Query { customer(id: $id) { id } }
)",
      {
          {R"(Variable "$id" of type "Int" used in position expecting type "ID!".)", {{2, 11}, {5, 38}}},
          {R"(Variable "$id" of type "ID" used in position expecting type "ID!".)", {{4, 11}, {5, 38}}},
      });
}

TEST(VariablesInAllowedPositionTest, ReportsNullableOnesInOneOfs) {
  ExpectErrors<VariablesInAllowedPosition>(
      R"(
  query ($id: ID, $e: String!, $k: Key) {
    a: flags(b: true, k: {id: $id})
    b: flags(b: true, k: {email: $e})
    c: flags(b: true, k: $k)
    d: buyer(key: {id: $id}) { __typename }
  }
)",
      {
          {R"(Variable "$id" is of type "ID" but must be non-nullable to be used for OneOf Input Object "Key".)",
           {{2, 10}, {3, 31}}},
      });
}

}  // namespace fraiseql::validation
