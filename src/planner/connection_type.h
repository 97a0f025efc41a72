// Types of the shape that Relay's "GraphQL Cursor Connections Specification" gives connections.
#pragma once

#include <optional>
#include <string_view>

#include "schema/schema.h"

namespace fraiseql::planner {

struct ConnectionType {
  const schema::ObjectType* type = nullptr;       // edges: [Edge], pageInfo: PageInfo, nodes: [Node], totalCount
  const schema::ObjectType* edge = nullptr;       // cursor, node: Node
  const schema::ObjectType* page_info = nullptr;  // hasNextPage, hasPreviousPage, startCursor, endCursor
  const schema::NamedType* node = nullptr;        // a composite type
  const schema::Field* unknown = nullptr;         // a field that no connection has
};

// What the fields of these types are, by their names in camel or snake case.
enum class ConnectionPart : uint8_t {
  kUnknown,
  kEdges,
  kNodes,
  kPageInfo,
  kTotalCount,
  kCursor,
  kNode,
  kHasNextPage,
  kHasPreviousPage,
  kStartCursor,
  kEndCursor,
};

ConnectionPart ConnectionPartOf(std::string_view field_name);

// Nothing where `type` has another shape: a connection has edges that have a node and a cursor, and a pageInfo with at
// least one of its fields, and no @source.
std::optional<ConnectionType> FindConnectionType(const schema::NamedType* type);

// The type of the rows that a field of this type leads to: that of the nodes of a connection, else the type itself.
const schema::NamedType* RowTypeOf(const schema::Type* type);

// Whether a field of this type leads to any number of rows: a list, or a connection.
bool LeadsToMany(const schema::Type* type);

// Whether the type is a list whose items are no lists.
bool IsListOfNamed(const schema::Type* type);

}  // namespace fraiseql::planner
