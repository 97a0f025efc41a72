// The type system at run time (spec section 3): what a document is validated, planned and executed against.
//
// A Schema and everything it points to lives in one Arena, looks the same to everyone once built (types may be
// completed when they are first looked into, see BuildTrustedSchema), and keeps its own copy of the document it was
// built from, so that every definition can be traced to its syntax. Equality of types: named types by pointer, wrapping
// types with IsEqualType.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/arena.h"
#include "base/large_memory.h"
#include "language/ast.h"
#include "schema/name_index.h"

namespace fraiseql::schema {

// The values of the introspection enum __TypeKind.
enum class TypeKind : uint8_t {
  kScalar,
  kObject,
  kInterface,
  kUnion,
  kEnum,
  kInputObject,
  kList,
  kNonNull,
};

struct Type {
  TypeKind kind;
};

// kList and kNonNull.
struct WrappingType : Type {
  const Type* of_type = nullptr;
};

// What a text attribute holds when it may be missing: `data() == nullptr` is not enough, since "" is a value.
using OptionalText = std::optional<std::string_view>;

struct NamedType;

// Builds what has been left out of a type until somebody looks for it.
class TypeCompleter {
 public:
  virtual ~TypeCompleter() = default;
  virtual void Complete(const NamedType* type) = 0;
};

struct NamedType : Type {
  std::string_view name;
  OptionalText description;
  bool built_in = false;  // the five specified scalars, introspection types, the contract's own scalars
  const language::TypeDefinition* definition = nullptr;  // null for types the engine brings
  List<const language::TypeDefinition*> extension_definitions;
  TypeCompleter* completer = nullptr;  // null once the type is complete
};

// An argument or a field of an input object: __InputValue.
struct InputValue {
  std::string_view name;
  OptionalText description;
  const Type* type = nullptr;
  // A constant literal in the form in which the value is coerced: `[1]` for `[Int] = 1`, with the defaults of input
  // fields that it leaves out, keys in the order of the type's fields. Null where there is none.
  const language::Value* default_value = nullptr;
  OptionalText deprecation_reason;
  const language::InputValueDefinition* definition = nullptr;

  // Spec 5.4.2.1: non-null and without a default.
  bool IsRequired() const { return type->kind == TypeKind::kNonNull && default_value == nullptr; }
};

struct Field {
  std::string_view name;
  OptionalText description;
  List<InputValue> arguments;
  const Type* type = nullptr;
  OptionalText deprecation_reason;
  const language::FieldDefinition* definition = nullptr;  // null for fields the engine adds

  const InputValue* FindArgument(std::string_view argument_name) const;
};

// How a scalar's values are read and written; the five of the specification, the engine's own (CONTRACT.md
// "Values out"), and any other (passed through as JSON).
enum class ScalarKind : uint8_t {
  kInt,
  kFloat,
  kString,
  kBoolean,
  kId,
  kBigInt,
  kDecimal,
  kDateTime,
  kDate,
  kTime,
  kUuid,
  kJson,
  kCustom,
};

struct ScalarType : NamedType {
  ScalarKind scalar = ScalarKind::kCustom;
  OptionalText specified_by_url;
};

struct InterfaceType;

// Object and interface types: what has fields and implements interfaces.
struct CompositeType : NamedType {
  List<const InterfaceType*> interfaces;

  const List<Field>& fields() const {
    if (completer != nullptr) completer->Complete(this);
    return fields_;
  }
  const Field* FindField(std::string_view field_name) const;

 private:
  friend class SchemaBuilder;
  List<Field> fields_;
  NameIndex field_index_;
};

struct ObjectType : CompositeType {};
struct InterfaceType : CompositeType {};

struct UnionType : NamedType {
  List<const ObjectType*> types;
};

struct EnumValue {
  std::string_view name;
  std::string_view stored;  // what rows and functions have for it (@stored); the name where the document says nothing
  OptionalText description;
  OptionalText deprecation_reason;
  const language::EnumValueDefinition* definition = nullptr;
};

struct EnumType : NamedType {
  List<EnumValue> values;
  NameIndex value_index;

  const EnumValue* FindValue(std::string_view value_name) const;
};

struct InputObjectType : NamedType {
  bool is_one_of = false;

  const List<InputValue>& fields() const {
    if (completer != nullptr) completer->Complete(this);
    return fields_;
  }
  const InputValue* FindField(std::string_view field_name) const;

 private:
  friend class SchemaBuilder;
  List<InputValue> fields_;
  NameIndex field_index_;
};

// The values of the introspection enum __DirectiveLocation, in its order.
enum class DirectiveLocation : uint8_t {
  kQuery,
  kMutation,
  kSubscription,
  kField,
  kFragmentDefinition,
  kFragmentSpread,
  kInlineFragment,
  kVariableDefinition,
  kSchema,
  kScalar,
  kObject,
  kFieldDefinition,
  kArgumentDefinition,
  kInterface,
  kUnion,
  kEnum,
  kEnumValue,
  kInputObject,
  kInputFieldDefinition,
};

std::string_view DirectiveLocationName(DirectiveLocation location);
std::optional<DirectiveLocation> FindDirectiveLocation(std::string_view name);

struct Directive {
  std::string_view name;
  OptionalText description;
  List<InputValue> arguments;
  List<DirectiveLocation> locations;
  bool is_repeatable = false;
  bool built_in = false;  // @skip, @include, @deprecated, @specifiedBy, @oneOf, and the engine's own (hidden) ones
  bool hidden = false;    // the engine's own: known to documents, not shown to clients
  const language::DirectiveDefinition* definition = nullptr;

  const InputValue* FindArgument(std::string_view argument_name) const;
};

class Schema {
 public:
  Schema() = default;
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  const ObjectType* query_type() const { return query_type_; }
  const ObjectType* mutation_type() const { return mutation_type_; }
  const ObjectType* subscription_type() const { return subscription_type_; }
  // Null where the document has no such root type.
  const ObjectType* RootType(language::OperationType operation) const;
  // What the document names as the root type, of whatever kind it is: the same as RootType in a valid schema.
  const NamedType* DeclaredRootType(language::OperationType operation) const {
    return declared_root_types_[static_cast<size_t>(operation)];
  }

  OptionalText description() const { return description_; }

  // All named types, introspection types included, in the order of the document.
  List<const NamedType*> types() const { return types_; }
  List<Directive> directives() const { return directives_; }

  // Null where there is none of that name.
  const NamedType* FindType(std::string_view name) const;
  const Directive* FindDirective(std::string_view name) const;

  // The document's `schema { ... }` and its extensions; null and empty where it has none.
  const language::SchemaDefinition* definition() const { return definition_; }
  List<const language::SchemaDefinition*> extension_definitions() const { return extension_definitions_; }
  // The document the schema was built from. Locations of its definitions are offsets into document()->source.
  const language::Document* document() const { return document_; }

  // Object types that an abstract type can be at run time (spec "GetPossibleTypes"); of an object type: itself.
  List<const ObjectType*> PossibleTypes(const NamedType* type) const;
  // Interface types that implement `type`.
  List<const InterfaceType*> ImplementingInterfaces(const InterfaceType* type) const;
  // Whether `maybe_sub_type` is a possible type of, or an interface that implements, `abstract_type`.
  bool IsSubType(const NamedType* abstract_type, const NamedType* maybe_sub_type) const;

  // `__typename` on any composite type; `__schema` and `__type` on the query root. Null for every other name.
  const Field* FindMetaField(const NamedType* parent, std::string_view name) const;

 private:
  friend class SchemaBuilder;

  Arena arena_{LargeMemory()};
  std::unique_ptr<TypeCompleter> completer_;  // of types that are built when they are needed
  const ObjectType* query_type_ = nullptr;
  const ObjectType* mutation_type_ = nullptr;
  const ObjectType* subscription_type_ = nullptr;
  const NamedType* declared_root_types_[3] = {};
  OptionalText description_;
  const language::Document* document_ = nullptr;
  const language::SchemaDefinition* definition_ = nullptr;
  List<const language::SchemaDefinition*> extension_definitions_;
  List<const NamedType*> types_;
  List<Directive> directives_;
  std::unordered_map<std::string_view, const NamedType*> types_by_name_;
  std::unordered_map<std::string_view, const Directive*> directives_by_name_;
  struct Implementations {
    List<const ObjectType*> objects;
    List<const InterfaceType*> interfaces;
    List<const NamedType*> sub_types;  // objects and interfaces, ordered by address
  };
  std::unordered_map<const NamedType*, Implementations> implementations_;
  const Field* typename_field_ = nullptr;
  const Field* schema_field_ = nullptr;
  const Field* type_field_ = nullptr;
};

// ── Questions about types (spec 3.4.2 IsInputType, IsOutputType, and graphql-js type/definition.ts) ───────────────

inline bool IsNonNull(const Type* type) { return type->kind == TypeKind::kNonNull; }
inline bool IsList(const Type* type) { return type->kind == TypeKind::kList; }
inline bool IsWrapping(const Type* type) { return IsList(type) || IsNonNull(type); }
inline const Type* OfType(const Type* type) { return static_cast<const WrappingType*>(type)->of_type; }
// The type without an outer non-null.
inline const Type* NullableType(const Type* type) { return IsNonNull(type) ? OfType(type) : type; }
// The named type inside all wrappers.
inline const NamedType* GetNamedType(const Type* type) {
  while (IsWrapping(type)) type = OfType(type);
  return static_cast<const NamedType*>(type);
}
inline bool IsLeafKind(TypeKind kind) { return kind == TypeKind::kScalar || kind == TypeKind::kEnum; }
inline bool IsAbstractKind(TypeKind kind) { return kind == TypeKind::kInterface || kind == TypeKind::kUnion; }
inline bool IsCompositeKind(TypeKind kind) { return kind == TypeKind::kObject || IsAbstractKind(kind); }
// One of Int, Float, String, Boolean, ID.
bool IsSpecifiedScalar(const NamedType* type);
// One of the types of the introspection system, whose names begin with "__".
bool IsIntrospectionType(const NamedType* type);
bool IsInputType(const Type* type);
bool IsOutputType(const Type* type);
bool IsEqualType(const Type* a, const Type* b);
// Covariance: whether a value of `maybe_sub_type` is a value of `super_type`.
bool IsTypeSubTypeOf(const Schema& schema, const Type* maybe_sub_type, const Type* super_type);
// As written in SDL: `[Order!]!`.
void AppendTypeName(const Type* type, std::string* out);
std::string TypeName(const Type* type);

}  // namespace fraiseql::schema
