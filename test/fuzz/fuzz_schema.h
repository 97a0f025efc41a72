// A schema with every kind of type, for the targets that need one.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "schema/build.h"

namespace fraiseql::fuzz {

inline constexpr const char* kSdl = R"(
directive @tag(name: String = "x", filter: Filter) repeatable on QUERY | FIELD | VARIABLE_DEFINITION | FRAGMENT_SPREAD
directive @once(if: Boolean!) on FIELD | INLINE_FRAGMENT | FRAGMENT_DEFINITION
interface Node { id: ID! }
interface Named implements Node { id: ID!, name(upper: Boolean = false): String }
type Order implements Node { id: ID!, status: Status!, items(first: Int = 10, where: Filter): [Item!]!, total: Decimal }
type Item implements Node & Named { id: ID!, name(upper: Boolean = false): String, order: Order, price: Float }
union Thing = Order | Item
enum Status { PAID SHIPPED @deprecated(reason: "gone") }
input Filter { eq: Int, in: [Int!], and: [Filter!], status: Status = PAID, at: DateTime, key: Key }
input Key @oneOf { id: ID, name: String }
type Query {
  node(id: ID!): Node
  named: [Named]
  orders(ids: [ID!]! = [], where: Filter, matrix: [[Int]], big: BigInt, raw: JSON): [Order!]
  thing(key: Key!): Thing
}
type Mutation { pay(id: ID!, amount: Decimal!): Order, set(flag: Boolean, ratio: Float, day: Date): Boolean }
type Subscription { changed(status: Status!): Order }
)";

inline const schema::Schema& FuzzSchema() {
  static const schema::Schema& schema = [&]() -> const schema::Schema& {
    static auto& built = *new schema::BuildResult(schema::BuildSchema(kSdl));
    for (const GraphQLError& error : built.errors) std::fprintf(stderr, "%s\n", error.message.c_str());
    if (built.schema == nullptr) std::abort();
    return *built.schema;
  }();
  return schema;
}

}  // namespace fraiseql::fuzz
