#include "schema/schema.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "language/directive_locations.h"

namespace fraiseql::schema {

namespace {

template <typename T>
const T* FindByName(const List<T>& items, std::string_view name) {
  for (const T& item : items) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

}  // namespace

const InputValue* Field::FindArgument(std::string_view argument_name) const {
  return FindByName(arguments, argument_name);
}

const InputValue* Directive::FindArgument(std::string_view argument_name) const {
  return FindByName(arguments, argument_name);
}

const Field* CompositeType::FindField(std::string_view field_name) const {
  return field_index_.Find(fields(), field_name);
}

const EnumValue* EnumType::FindValue(std::string_view value_name) const { return value_index.Find(values, value_name); }

const InputValue* InputObjectType::FindField(std::string_view field_name) const {
  return field_index_.Find(fields(), field_name);
}

std::string_view DirectiveLocationName(DirectiveLocation location) {
  return language::kDirectiveLocationNames[static_cast<size_t>(location)];
}

std::optional<DirectiveLocation> FindDirectiveLocation(std::string_view name) {
  const auto* found =
      std::find(std::begin(language::kDirectiveLocationNames), std::end(language::kDirectiveLocationNames), name);
  if (found == std::end(language::kDirectiveLocationNames)) return std::nullopt;
  return static_cast<DirectiveLocation>(found - std::begin(language::kDirectiveLocationNames));
}

const ObjectType* Schema::RootType(language::OperationType operation) const {
  switch (operation) {
    case language::OperationType::kQuery:
      return query_type_;
    case language::OperationType::kMutation:
      return mutation_type_;
    case language::OperationType::kSubscription:
      return subscription_type_;
  }
  return nullptr;
}

const NamedType* Schema::FindType(std::string_view name) const {
  auto found = types_by_name_.find(name);
  return found == types_by_name_.end() ? nullptr : found->second;
}

const Directive* Schema::FindDirective(std::string_view name) const {
  auto found = directives_by_name_.find(name);
  return found == directives_by_name_.end() ? nullptr : found->second;
}

List<const ObjectType*> Schema::PossibleTypes(const NamedType* type) const {
  auto found = implementations_.find(type);
  return found == implementations_.end() ? List<const ObjectType*>{} : found->second.objects;
}

List<const InterfaceType*> Schema::ImplementingInterfaces(const InterfaceType* type) const {
  auto found = implementations_.find(type);
  return found == implementations_.end() ? List<const InterfaceType*>{} : found->second.interfaces;
}

bool Schema::IsSubType(const NamedType* abstract_type, const NamedType* maybe_sub_type) const {
  auto found = implementations_.find(abstract_type);
  if (found == implementations_.end()) return false;
  const List<const NamedType*>& sub_types = found->second.sub_types;
  return std::binary_search(sub_types.begin(), sub_types.end(), maybe_sub_type, std::less<const NamedType*>{});
}

const Field* Schema::FindMetaField(const NamedType* parent, std::string_view name) const {
  if (name.substr(0, 2) != "__" || !IsCompositeKind(parent->kind)) return nullptr;
  if (name == "__typename") return typename_field_;
  if (parent != query_type_) return nullptr;
  if (name == "__schema") return schema_field_;
  if (name == "__type") return type_field_;
  return nullptr;
}

bool IsSpecifiedScalar(const NamedType* type) {
  return type->kind == TypeKind::kScalar && static_cast<const ScalarType*>(type)->scalar <= ScalarKind::kId;
}

bool IsIntrospectionType(const NamedType* type) { return type->built_in && type->name.substr(0, 2) == "__"; }

bool IsInputType(const Type* type) {
  TypeKind kind = GetNamedType(type)->kind;
  return IsLeafKind(kind) || kind == TypeKind::kInputObject;
}

bool IsOutputType(const Type* type) { return GetNamedType(type)->kind != TypeKind::kInputObject; }

bool IsEqualType(const Type* a, const Type* b) {
  while (a != b) {
    if (a->kind != b->kind || !IsWrapping(a)) return false;
    a = OfType(a);
    b = OfType(b);
  }
  return true;
}

bool IsTypeSubTypeOf(const Schema& schema, const Type* maybe_sub_type, const Type* super_type) {
  while (maybe_sub_type != super_type) {
    if (IsNonNull(super_type)) {
      if (!IsNonNull(maybe_sub_type)) return false;
      maybe_sub_type = OfType(maybe_sub_type);
      super_type = OfType(super_type);
    } else if (IsNonNull(maybe_sub_type)) {
      // A non-null type is a sub type of its nullable type.
      maybe_sub_type = OfType(maybe_sub_type);
    } else if (IsList(super_type)) {
      if (!IsList(maybe_sub_type)) return false;
      maybe_sub_type = OfType(maybe_sub_type);
      super_type = OfType(super_type);
    } else if (IsList(maybe_sub_type)) {
      return false;
    } else {
      const NamedType* abstract_type = static_cast<const NamedType*>(super_type);
      const NamedType* sub_type = static_cast<const NamedType*>(maybe_sub_type);
      return IsAbstractKind(abstract_type->kind) &&
             (sub_type->kind == TypeKind::kObject || sub_type->kind == TypeKind::kInterface) &&
             schema.IsSubType(abstract_type, sub_type);
    }
  }
  return true;
}

void AppendTypeName(const Type* type, std::string* out) {
  // Brackets open from the outside in and close from the inside out.
  size_t lists = 0;
  for (const Type* t = type; IsWrapping(t); t = OfType(t)) {
    if (IsList(t)) ++lists;
  }
  out->append(lists, '[');
  out->append(GetNamedType(type)->name);
  std::string closing;
  for (const Type* t = type; IsWrapping(t); t = OfType(t)) closing.push_back(IsList(t) ? ']' : '!');
  out->append(closing.rbegin(), closing.rend());
}

std::string TypeName(const Type* type) {
  std::string name;
  AppendTypeName(type, &name);
  return name;
}

}  // namespace fraiseql::schema
