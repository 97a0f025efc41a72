// The syntax tree of a GraphQL document (spec section 2, September 2025; type system documents: section 3).
//
// Every node lives in an Arena and is trivially destructible. String views point into the source text where the
// text stands there as it is, else (escapes, block strings) into the arena; the source must outlive the tree.
// Names of nodes and members are those of the specification.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::language {

// Byte offsets of the first byte of a node's first token and one past the last byte of its last token.
struct Location {
  uint32_t start = 0;
  uint32_t end = 0;
};

// A name stands in the source as it is. Nothing, as a name that may be left out, has no characters.
struct Name {
  const char* data = nullptr;
  uint32_t size = 0;
  uint32_t start = 0;  // offset in the source

  std::string_view value() const { return {data, size}; }
  Location location() const { return {start, start + size}; }
};

// Type : NamedType | ListType | NonNullType
struct TypeReference {
  enum class Kind : uint8_t { kNamed, kList, kNonNull };
  Kind kind = Kind::kNamed;
  Location location;
  std::string_view name;                   // kNamed
  const TypeReference* of_type = nullptr;  // kList, kNonNull
};

struct ObjectField;

// Value : Variable | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue | ListValue |
// ObjectValue
struct Value {
  enum class Kind : uint8_t {
    kVariable,
    kInt,
    kFloat,
    kString,
    kBoolean,
    kNull,
    kEnum,
    kList,
    kObject,
  };
  Kind kind = Kind::kNull;
  bool boolean = false;  // kBoolean
  bool block = false;    // kString: written as a block string
  Location location;
  // What the three accessors give, each for its kinds of values and empty for the others.
  uint32_t size = 0;
  const void* data = nullptr;

  // kVariable: the name without `$`. kInt, kFloat: the digits as written. kString: the value, escapes resolved
  // (a lone surrogate cannot occur: the lexer rejects it). kBoolean, kNull, kEnum: the name.
  std::string_view text() const {
    return kind < Kind::kList ? std::string_view(static_cast<const char*>(data), size) : std::string_view();
  }
  List<Value> items() const;         // kList
  List<ObjectField> fields() const;  // kObject

  void SetText(std::string_view text) {
    data = text.data();
    size = static_cast<uint32_t>(text.size());
  }
  template <typename T>  // Value or ObjectField
  void SetList(List<T> list) {
    data = list.data;
    size = list.count;
  }
};

struct ObjectField {
  Name name;
  Value value;

  Location location() const { return {name.start, value.location.end}; }
};

inline List<Value> Value::items() const {
  return kind == Kind::kList ? List<Value>{static_cast<const Value*>(data), size} : List<Value>();
}
inline List<ObjectField> Value::fields() const {
  return kind == Kind::kObject ? List<ObjectField>{static_cast<const ObjectField*>(data), size} : List<ObjectField>();
}

struct Argument {
  Name name;
  Value value;

  Location location() const { return {name.start, value.location.end}; }
};

struct Directive {
  Name name;
  List<Argument> arguments;
  Location location;
};

struct Selection;

struct SelectionSet {
  List<const Selection*> selections;
  Location location;
};

// Selection : Field | FragmentSpread | InlineFragment
struct Selection {
  enum class Kind : uint8_t { kField, kFragmentSpread, kInlineFragment };
  Kind kind;
  Location location;
  List<Directive> directives;
};

struct Field : Selection {
  Name alias;  // empty where there is none
  Name name;
  List<Argument> arguments;
  const SelectionSet* selection_set = nullptr;  // null for a leaf

  std::string_view response_key() const { return alias.size == 0 ? name.value() : alias.value(); }
};

struct FragmentSpread : Selection {
  Name name;
};

struct InlineFragment : Selection {
  const TypeReference* type_condition = nullptr;  // null where there is none
  const SelectionSet* selection_set = nullptr;
};

struct VariableDefinition {
  const Value* description = nullptr;
  Name variable;               // without `$`
  Location variable_location;  // of the variable, `$` included
  const TypeReference* type = nullptr;
  const Value* default_value = nullptr;
  List<Directive> directives;
  Location location;
};

// ── Definitions ──────────────────────────────────────────────────────────────────────────────────────────────────

struct Definition {
  enum class Kind : uint8_t {
    kOperation,
    kFragment,
    kSchema,
    kScalarType,
    kObjectType,
    kInterfaceType,
    kUnionType,
    kEnumType,
    kInputObjectType,
    kDirective,
    kSchemaExtension,
    kScalarTypeExtension,
    kObjectTypeExtension,
    kInterfaceTypeExtension,
    kUnionTypeExtension,
    kEnumTypeExtension,
    kInputObjectTypeExtension,
  };
  Kind kind;
  Location location;
  const Value* description = nullptr;  // a kString value, or null
  List<Directive> directives;          // of a directive definition: always empty
};

enum class OperationType : uint8_t { kQuery, kMutation, kSubscription };

struct OperationDefinition : Definition {
  OperationType operation = OperationType::kQuery;
  Name name;  // empty for an anonymous operation
  List<VariableDefinition> variable_definitions;
  const SelectionSet* selection_set = nullptr;
};

struct FragmentDefinition : Definition {
  Name name;
  const TypeReference* type_condition = nullptr;
  const SelectionSet* selection_set = nullptr;
};

struct RootOperationTypeDefinition {
  OperationType operation = OperationType::kQuery;
  TypeReference type;  // kNamed
  Location location;
};

// SchemaDefinition (kSchema) and SchemaExtension (kSchemaExtension).
struct SchemaDefinition : Definition {
  List<RootOperationTypeDefinition> operation_types;
};

struct InputValueDefinition {
  const Value* description = nullptr;
  Name name;
  const TypeReference* type = nullptr;
  const Value* default_value = nullptr;
  List<Directive> directives;
  Location location;
};

struct FieldDefinition {
  const Value* description = nullptr;
  Name name;
  List<InputValueDefinition> arguments;
  const TypeReference* type = nullptr;
  List<Directive> directives;
  Location location;
};

struct EnumValueDefinition {
  const Value* description = nullptr;
  Name name;
  List<Directive> directives;
  Location location;
};

// The six kinds of type definitions and their extensions; lists that a kind does not have are empty.
struct TypeDefinition : Definition {
  Name name;
  List<TypeReference> interfaces;           // object and interface types: ImplementsInterfaces
  List<FieldDefinition> fields;             // object and interface types
  List<TypeReference> types;                // union types: UnionMemberTypes
  List<EnumValueDefinition> values;         // enum types
  List<InputValueDefinition> input_fields;  // input object types
  uint32_t body = 0;  // offset of the `{` before fields or input fields that are still to be read, see ParseOutline
};

struct DirectiveDefinition : Definition {
  Name name;
  List<InputValueDefinition> arguments;
  bool repeatable = false;
  List<Name> locations;
};

struct Document {
  std::string_view source;
  List<const Definition*> definitions;
  Location location;
};

}  // namespace fraiseql::language
