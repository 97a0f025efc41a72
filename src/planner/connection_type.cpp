#include "planner/connection_type.h"

#include <array>
#include <utility>

#include "planner/applied_directive.h"
#include "planner/names.h"

namespace fraiseql::planner {

namespace {

const schema::ObjectType* AsObject(const schema::NamedType* type) {
  return type->kind == schema::TypeKind::kObject ? static_cast<const schema::ObjectType*>(type) : nullptr;
}

bool IsListField(const schema::Field& field) { return schema::IsList(schema::NullableType(field.type)); }

// The object type of `field` where it is that, not a list of it.
const schema::ObjectType* ObjectOf(const schema::Field& field) {
  const schema::Type* type = schema::NullableType(field.type);
  return schema::IsList(type) ? nullptr : AsObject(static_cast<const schema::NamedType*>(type));
}

bool ReadEdge(const schema::ObjectType* edge, ConnectionType* result) {
  bool has_cursor = false;
  for (const schema::Field& field : edge->fields()) {
    const schema::NamedType* named = schema::GetNamedType(field.type);
    switch (ConnectionPartOf(field.name)) {
      case ConnectionPart::kCursor:
        has_cursor = schema::IsLeafKind(named->kind) && !IsListField(field);
        break;
      case ConnectionPart::kNode:
        if (schema::IsCompositeKind(named->kind) && !IsListField(field)) result->node = named;
        break;
      default:
        result->unknown = &field;
    }
  }
  result->edge = edge;
  return has_cursor && result->node != nullptr;
}

bool ReadPageInfo(const schema::ObjectType* page_info, ConnectionType* result) {
  bool any = false;
  for (const schema::Field& field : page_info->fields()) {
    const ConnectionPart part = ConnectionPartOf(field.name);
    const bool known = part >= ConnectionPart::kHasNextPage;
    any = any || known;
    if (!known) result->unknown = &field;
  }
  result->page_info = page_info;
  return any;
}

}  // namespace

ConnectionPart ConnectionPartOf(std::string_view field_name) {
  using Named = std::pair<std::string_view, ConnectionPart>;
  constexpr std::array kParts = {
      Named{"edges", ConnectionPart::kEdges},
      Named{"nodes", ConnectionPart::kNodes},
      Named{"page_info", ConnectionPart::kPageInfo},
      Named{"total_count", ConnectionPart::kTotalCount},
      Named{"cursor", ConnectionPart::kCursor},
      Named{"node", ConnectionPart::kNode},
      Named{"has_next_page", ConnectionPart::kHasNextPage},
      Named{"has_previous_page", ConnectionPart::kHasPreviousPage},
      Named{"start_cursor", ConnectionPart::kStartCursor},
      Named{"end_cursor", ConnectionPart::kEndCursor},
  };
  const std::string name = SnakeCase(field_name);
  for (const auto& [known, part] : kParts) {
    if (name == known) return part;
  }
  return ConnectionPart::kUnknown;
}

std::optional<ConnectionType> FindConnectionType(const schema::NamedType* type) {
  const schema::ObjectType* object = AsObject(type);
  if (object == nullptr || object->FindField("edges") == nullptr || FindDirective(*type, "source")) {
    return std::nullopt;
  }
  ConnectionType result;
  result.type = object;
  for (const schema::Field& field : object->fields()) {
    const schema::NamedType* named = schema::GetNamedType(field.type);
    switch (ConnectionPartOf(field.name)) {
      case ConnectionPart::kEdges:
        if (!IsListField(field) || AsObject(named) == nullptr || !ReadEdge(AsObject(named), &result)) {
          return std::nullopt;
        }
        break;
      case ConnectionPart::kPageInfo:
        if (ObjectOf(field) == nullptr || !ReadPageInfo(ObjectOf(field), &result)) return std::nullopt;
        break;
      case ConnectionPart::kNodes:
        if (!IsListField(field)) result.unknown = &field;
        break;
      case ConnectionPart::kTotalCount:
        if (!schema::IsLeafKind(named->kind) || IsListField(field)) result.unknown = &field;
        break;
      default:
        result.unknown = &field;
    }
  }
  if (result.edge == nullptr || result.page_info == nullptr) return std::nullopt;
  return result;
}

const schema::NamedType* RowTypeOf(const schema::Type* type) {
  const schema::NamedType* named = schema::GetNamedType(type);
  if (schema::IsList(schema::NullableType(type))) return named;
  std::optional<ConnectionType> connection = FindConnectionType(named);
  return connection ? connection->node : named;
}

bool LeadsToMany(const schema::Type* type) {
  return schema::IsList(schema::NullableType(type)) || FindConnectionType(schema::GetNamedType(type)).has_value();
}

bool IsListOfNamed(const schema::Type* type) {
  const schema::Type* list = schema::NullableType(type);
  return schema::IsList(list) && !schema::IsWrapping(schema::NullableType(schema::OfType(list)));
}

}  // namespace fraiseql::planner
