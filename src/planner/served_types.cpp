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
  for (const TypeBinding* variant : binding_.Variants(type)) {
    if (variant->relation != nullptr) return variant;
  }
  return nullptr;
}

const FieldBinding* ServedTypes::BoundField(const schema::NamedType* type, const schema::Field& field) const {
  if (HasRequiredArgument(field)) return nullptr;
  const TypeBinding* binding = Rows(type);
  if (binding == nullptr) return nullptr;  // an abstract type that is read from its members has no rows of its own
  const FieldBinding* bound = binding->Find(&field);
  if (bound == nullptr) return nullptr;
  if (bound->kind == FieldBinding::Kind::kAttribute) return bound;
  // Members of an abstract type have each their own relation and fields.
  return bound->kind == FieldBinding::Kind::kJoin && bound->relation != nullptr ? bound : nullptr;
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
