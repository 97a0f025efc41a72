#include "planner/served_types.h"

#include <algorithm>

namespace fraiseql::planner {

namespace {

bool HasRequiredArgument(const schema::Field& field) {
  return std::any_of(field.arguments.begin(), field.arguments.end(),
                     [](const schema::InputValue& argument) { return argument.IsRequired(); });
}

}  // namespace

const TypeBinding* ServedTypes::Rows(const schema::NamedType* type) const {
  const TypeBinding* own = binding_.Find(type);
  if (own != nullptr && own->relation != nullptr) return own;
  const TypeBinding* embedded = nullptr;
  for (const TypeBinding* variant : binding_.Variants(type)) {
    if (variant->relation != nullptr) return variant;
    if (variant->embedded) embedded = variant;
  }
  return embedded;
}

const FieldBinding* ServedTypes::BoundField(const schema::NamedType* type, const schema::Field& field) const {
  if (HasRequiredArgument(field)) return nullptr;
  const TypeBinding* binding = Rows(type);
  if (binding == nullptr) return InMembers(type, field);
  const FieldBinding* bound = binding->Find(&field);
  if (bound == nullptr || bound->is_aggregate) return nullptr;
  switch (bound->kind) {
    case FieldBinding::Kind::kAttribute:
      return bound;
    case FieldBinding::Kind::kEmbedded:
      return !bound->to_many() || IsListOfNamed(field.type) ? bound : nullptr;
    case FieldBinding::Kind::kJoin:
      // Members of an abstract type have each their own relation and fields.
      return bound->relation != nullptr ? bound : nullptr;
    default:
      return nullptr;
  }
}

const FieldBinding* ServedTypes::InMembers(const schema::NamedType* type, const schema::Field& field) const {
  if (type->kind != schema::TypeKind::kInterface) return nullptr;
  const FieldBinding* bound = nullptr;
  for (const schema::ObjectType* member : schema_.PossibleTypes(type)) {
    const TypeBinding* rows = binding_.Find(member);
    const schema::Field* own = member->FindField(field.name);
    if (rows == nullptr || rows->relation == nullptr || HasRequiredArgument(*own)) return nullptr;
    bound = rows->Find(own);
    const bool is_same = schema::GetNamedType(own->type) == schema::GetNamedType(field.type);
    if (bound == nullptr || bound->kind != FieldBinding::Kind::kAttribute || !is_same) return nullptr;
  }
  return bound;
}

bool ServedTypes::InSameDatabase(const schema::NamedType* type, const FieldBinding& bound) const {
  if (bound.relation == nullptr) return true;
  if (const Relation* relation = Rows(type)->relation) return bound.relation->database == relation->database;
  std::unordered_set<const schema::NamedType*> seen;
  return IsEmbeddedIn(type, bound.relation->database, &seen);
}

bool ServedTypes::IsEmbeddedIn(const schema::NamedType* type, std::string_view database,
                               std::unordered_set<const schema::NamedType*>* seen) const {
  if (!seen->insert(type).second) return false;
  for (const schema::NamedType* parent : schema_.types()) {
    for (const TypeBinding* rows : binding_.Variants(parent)) {
      if (rows->relation != nullptr && rows->relation->database != database) continue;
      for (const schema::Field& field : rows->type_fields) {
        if (schema::GetNamedType(field.type) != type) continue;
        const FieldBinding* bound = rows->Find(&field);
        if (bound == nullptr || bound->kind != FieldBinding::Kind::kEmbedded) continue;
        if (rows->relation != nullptr || IsEmbeddedIn(parent, database, seen)) return true;
      }
    }
  }
  return false;
}

std::string ServedTypes::Want(const std::string& name, schema::TypeKind kind, bool* is_new) {
  *is_new = false;
  if (const schema::NamedType* declared = schema_.FindType(name)) return declared->kind == kind ? name : std::string();
  *is_new = wanted_.insert(name).second;
  return name;
}

std::string ServedTypes::Text() const {
  std::string text;
  for (const std::string& type : types_) text += "\n\n" + type;
  return text.empty() ? text : text + "\n";
}

}  // namespace fraiseql::planner
