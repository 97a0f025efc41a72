// Global object identification (Relay): the root fields `node(id: ID!): Node` and `nodes(ids: [ID!]!): [Node]!`, and
// the ids they take.
//
// Where a schema has that field, the `id` of a type that implements Node is a global id: base64 of the type's name, a
// colon and the key in JSON's escaped form. Arguments of type ID take a global id wherever they take a key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace fraiseql::planner {

// The interface that `node` returns, with `id: ID!` for its only field; null where the schema has no such root field.
const schema::InterfaceType* FindNodeInterface(const schema::Schema& schema);

// The field `nodes` beside `node`, whose items may be non-null as well; null where there is none of this shape. `node`
// may be null.
const schema::Field* FindNodesField(const schema::Schema& schema, const schema::InterfaceType* node);

// Whether a field of an object type is its global id; `node` may be null.
bool IsGlobalId(const schema::InterfaceType* node, const schema::ObjectType* type, const schema::Field& field);

struct GlobalId {
  const schema::ObjectType* type = nullptr;
  std::string key;
};

// Nothing where `text` is no id of a type that implements `node`.
std::optional<GlobalId> DecodeGlobalId(const schema::Schema& schema, const schema::InterfaceType* node,
                                       std::string_view text);

}  // namespace fraiseql::planner
