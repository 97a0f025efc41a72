#include "schema/introspection.h"

#include "base/json.h"
#include "language/printer.h"

namespace fraiseql::schema {

namespace {

using Kind = IntrospectionObject::Kind;
using Value = IntrospectionValue;

constexpr std::string_view kObjectTypeNames[] = {"__Schema",     "__Type",      "__Field",
                                                 "__InputValue", "__EnumValue", "__Directive"};
// Of the values of TypeKind.
constexpr std::string_view kTypeKindNames[] = {"SCALAR", "OBJECT",       "INTERFACE", "UNION",
                                               "ENUM",   "INPUT_OBJECT", "LIST",      "NON_NULL"};

Value Null() { return {}; }

Value Object(Kind kind, const void* pointer) {
  if (pointer == nullptr) return Null();
  Value value;
  value.kind = Value::Kind::kObject;
  value.object = {kind, pointer};
  return value;
}

Value Text(std::string_view text, std::string* out) {
  AppendJsonString(text, out);
  Value value;
  value.kind = Value::Kind::kLeaf;
  return value;
}

Value Text(OptionalText text, std::string* out) { return text.has_value() ? Text(*text, out) : Null(); }

Value Boolean(bool truth, std::string* out) {
  out->append(truth ? "true" : "false");
  Value value;
  value.kind = Value::Kind::kLeaf;
  return value;
}

// Elements that have a deprecation reason are left out unless `include_deprecated`.
template <typename T>
Value Elements(Kind kind, const List<T>& elements, bool include_deprecated) {
  Value value;
  value.kind = Value::Kind::kList;
  value.list.reserve(elements.size());
  for (const T& element : elements) {
    if (include_deprecated || !element.deprecation_reason.has_value()) value.list.push_back({kind, &element});
  }
  return value;
}

template <typename T>
Value Types(const List<const T*>& types) {
  Value value;
  value.kind = Value::Kind::kList;
  value.list.reserve(types.size());
  // Through Type*: that is what ResolveType takes the pointer for.
  for (const T* type : types) value.list.push_back({Kind::kType, static_cast<const Type*>(type)});
  return value;
}

Value TypeObject(const Type* type) { return Object(Kind::kType, type); }

Value ResolveSchema(const Schema& schema, std::string_view field, std::string* out) {
  if (field == "description") return Text(schema.description(), out);
  if (field == "types") return Types(schema.types());
  if (field == "queryType") return TypeObject(schema.query_type());
  if (field == "mutationType") return TypeObject(schema.mutation_type());
  if (field == "subscriptionType") return TypeObject(schema.subscription_type());
  if (field != "directives") return Null();
  Value value;
  value.kind = Value::Kind::kList;
  for (const Directive& directive : schema.directives()) {
    if (!directive.hidden) value.list.push_back({Kind::kDirective, &directive});
  }
  return value;
}

Value ResolveType(const Schema& schema, const Type& type, std::string_view field, bool include_deprecated,
                  std::string* out) {
  if (field == "kind") return Text(kTypeKindNames[static_cast<size_t>(type.kind)], out);
  if (IsWrapping(&type)) return field == "ofType" ? TypeObject(OfType(&type)) : Null();

  const auto& named = static_cast<const NamedType&>(type);
  if (field == "name") return Text(named.name, out);
  if (field == "description") return Text(named.description, out);
  switch (type.kind) {
    case TypeKind::kScalar:
      if (field == "specifiedByURL") return Text(static_cast<const ScalarType&>(type).specified_by_url, out);
      break;
    case TypeKind::kObject:
    case TypeKind::kInterface: {
      const auto& composite = static_cast<const CompositeType&>(type);
      if (field == "fields") return Elements(Kind::kField, composite.fields(), include_deprecated);
      if (field == "interfaces") return Types(composite.interfaces);
      if (field == "possibleTypes" && type.kind == TypeKind::kInterface) return Types(schema.PossibleTypes(&named));
      break;
    }
    case TypeKind::kUnion:
      if (field == "possibleTypes") return Types(schema.PossibleTypes(&named));
      break;
    case TypeKind::kEnum:
      if (field == "enumValues") {
        return Elements(Kind::kEnumValue, static_cast<const EnumType&>(type).values, include_deprecated);
      }
      break;
    case TypeKind::kInputObject: {
      const auto& input = static_cast<const InputObjectType&>(type);
      if (field == "inputFields") return Elements(Kind::kInputValue, input.fields(), include_deprecated);
      if (field == "isOneOf") return Boolean(input.is_one_of, out);
      break;
    }
    default:
      break;
  }
  return Null();
}

// What fields, input values and enum values have in common.
template <typename T>
Value ResolveElement(const T& element, std::string_view field, std::string* out) {
  if (field == "name") return Text(element.name, out);
  if (field == "description") return Text(element.description, out);
  if (field == "isDeprecated") return Boolean(element.deprecation_reason.has_value(), out);
  if (field == "deprecationReason") return Text(element.deprecation_reason, out);
  return Null();
}

Value ResolveField(const Field& object, std::string_view field, bool include_deprecated, std::string* out) {
  if (field == "args") return Elements(Kind::kInputValue, object.arguments, include_deprecated);
  if (field == "type") return TypeObject(object.type);
  return ResolveElement(object, field, out);
}

Value ResolveInputValue(const InputValue& object, std::string_view field, std::string* out) {
  if (field == "type") return TypeObject(object.type);
  if (field == "defaultValue") {
    if (object.default_value == nullptr) return Null();
    std::string text;
    language::PrintValue(*object.default_value, &text);
    return Text(std::string_view(text), out);
  }
  return ResolveElement(object, field, out);
}

Value ResolveDirective(const Directive& object, std::string_view field, bool include_deprecated, std::string* out) {
  if (field == "name") return Text(object.name, out);
  if (field == "description") return Text(object.description, out);
  if (field == "isRepeatable") return Boolean(object.is_repeatable, out);
  if (field == "args") return Elements(Kind::kInputValue, object.arguments, include_deprecated);
  if (field != "locations") return Null();
  out->push_back('[');
  bool first = true;
  for (DirectiveLocation location : object.locations) {
    if (!first) out->push_back(',');
    AppendJsonString(DirectiveLocationName(location), out);
    first = false;
  }
  out->push_back(']');
  Value value;
  value.kind = Value::Kind::kLeaf;
  return value;
}

}  // namespace

IntrospectionObject IntrospectSchema(const Schema& schema) { return {Kind::kSchema, &schema}; }

std::optional<IntrospectionObject> IntrospectType(const Schema& schema, std::string_view name) {
  const NamedType* type = schema.FindType(name);
  if (type == nullptr) return std::nullopt;
  return IntrospectionObject{Kind::kType, static_cast<const Type*>(type)};
}

const ObjectType* IntrospectionObjectType(const Schema& schema, IntrospectionObject object) {
  return static_cast<const ObjectType*>(schema.FindType(kObjectTypeNames[static_cast<size_t>(object.kind)]));
}

IntrospectionValue ResolveIntrospection(const Schema& schema, IntrospectionObject object, std::string_view field_name,
                                        bool include_deprecated, std::string* out) {
  if (field_name == "__typename") return Text(kObjectTypeNames[static_cast<size_t>(object.kind)], out);
  switch (object.kind) {
    case Kind::kSchema:
      return ResolveSchema(schema, field_name, out);
    case Kind::kType:
      return ResolveType(schema, *static_cast<const Type*>(object.pointer), field_name, include_deprecated, out);
    case Kind::kField:
      return ResolveField(*static_cast<const Field*>(object.pointer), field_name, include_deprecated, out);
    case Kind::kInputValue:
      return ResolveInputValue(*static_cast<const InputValue*>(object.pointer), field_name, out);
    case Kind::kEnumValue:
      return ResolveElement(*static_cast<const EnumValue*>(object.pointer), field_name, out);
    case Kind::kDirective:
      return ResolveDirective(*static_cast<const Directive*>(object.pointer), field_name, include_deprecated, out);
  }
  return Null();
}

}  // namespace fraiseql::schema
