#include "planner/node_type.h"

#include <algorithm>

#include "base/base64.h"
#include "base/marks.h"

namespace fraiseql::planner {

namespace {

bool IsNonNullId(const schema::Type* type) {
  if (!schema::IsNonNull(type)) return false;
  const schema::Type* nullable = schema::NullableType(type);
  return nullable->kind == schema::TypeKind::kScalar &&
         static_cast<const schema::ScalarType*>(nullable)->scalar == schema::ScalarKind::kId;
}

bool Implements(const schema::ObjectType* type, const schema::InterfaceType* node) {
  return std::find(type->interfaces.begin(), type->interfaces.end(), node) != type->interfaces.end();
}

// Whether UnescapeMarkText can read a text that anybody may have written: no control characters, and none escaped by
// number (keys hold none).
bool IsEscapedText(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < ' ') return false;
    if (text[i] == '\\' && (++i == text.size() || text[i] == 'u')) return false;
  }
  return true;
}

}  // namespace

const schema::InterfaceType* FindNodeInterface(const schema::Schema& schema) {
  if (schema.query_type() == nullptr) return nullptr;
  const schema::Field* field = schema.query_type()->FindField("node");
  if (field == nullptr || field->type->kind != schema::TypeKind::kInterface) return nullptr;
  if (field->arguments.size() != 1 || field->arguments[0].name != "id" || !IsNonNullId(field->arguments[0].type)) {
    return nullptr;
  }
  const auto* node = static_cast<const schema::InterfaceType*>(field->type);
  const bool has_just_id =
      node->fields().size() == 1 && node->fields()[0].name == "id" && IsNonNullId(node->fields()[0].type);
  return has_just_id ? node : nullptr;
}

const schema::Field* FindNodesField(const schema::Schema& schema, const schema::InterfaceType* node) {
  if (node == nullptr) return nullptr;
  const schema::Field* field = schema.query_type()->FindField("nodes");
  if (field == nullptr || field->arguments.size() != 1 || field->arguments[0].name != "ids") return nullptr;
  const auto item_of = [](const schema::Type* type) {
    const schema::Type* list = schema::NullableType(type);
    return schema::IsList(list) ? schema::OfType(list) : nullptr;
  };
  const schema::Type* item = item_of(field->type);
  const schema::Type* id = item_of(field->arguments[0].type);
  const bool fits = item != nullptr && schema::NullableType(item) == node && id != nullptr && IsNonNullId(id) &&
                    schema::IsNonNull(field->arguments[0].type);
  return fits ? field : nullptr;
}

bool IsGlobalId(const schema::InterfaceType* node, const schema::ObjectType* type, const schema::Field& field) {
  return node != nullptr && field.name == "id" && Implements(type, node);
}

std::optional<GlobalId> DecodeGlobalId(const schema::Schema& schema, const schema::InterfaceType* node,
                                       std::string_view text) {
  std::optional<std::string> plain = DecodeBase64(text);
  if (!plain) return std::nullopt;
  const size_t colon = plain->find(':');
  if (colon == std::string::npos) return std::nullopt;
  const schema::NamedType* type = schema.FindType(std::string_view(*plain).substr(0, colon));
  if (type == nullptr || type->kind != schema::TypeKind::kObject) return std::nullopt;
  const auto* object = static_cast<const schema::ObjectType*>(type);
  if (!Implements(object, node)) return std::nullopt;
  const std::string_view key = std::string_view(*plain).substr(colon + 1);
  if (!IsEscapedText(key)) return std::nullopt;
  return GlobalId{object, UnescapeMarkText(key)};
}

}  // namespace fraiseql::planner
