// The introspection system (spec section 4): what `__schema` and `__type` answer.
//
// The types of the introspection system are ordinary types of every Schema, so documents that select from them are
// validated and collected like any other. This header answers the fields of such a selection one by one: an executor
// starts with IntrospectSchema or IntrospectType, resolves each collected field of the object it holds, writes leaves
// as they are and goes on with objects and lists of objects.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace fraiseql::schema {

// An object of the introspection system: the kind tells what `pointer` points to.
struct IntrospectionObject {
  enum class Kind : uint8_t {
    kSchema,      // __Schema: Schema
    kType,        // __Type: Type
    kField,       // __Field: Field
    kInputValue,  // __InputValue: InputValue
    kEnumValue,   // __EnumValue: EnumValue
    kDirective,   // __Directive: Directive
  };
  Kind kind = Kind::kSchema;
  const void* pointer = nullptr;
};

// The answer to one field of an introspection object.
struct IntrospectionValue {
  enum class Kind : uint8_t { kNull, kLeaf, kObject, kList };
  Kind kind = Kind::kNull;
  IntrospectionObject object;             // kObject
  std::vector<IntrospectionObject> list;  // kList, all of one kind; it may be empty
};

// The answer to `__schema`.
IntrospectionObject IntrospectSchema(const Schema& schema);
// The answer to `__type(name:)`; nothing (null) where the schema has no such type.
std::optional<IntrospectionObject> IntrospectType(const Schema& schema, std::string_view name);

// The object type `object` is of: "__Type". Null only for a schema that was not built by BuildSchema.
const ObjectType* IntrospectionObjectType(const Schema& schema, IntrospectionObject object);

// Answers the field `field_name` of `object`, `__typename` included. A leaf (a string, an enum value, a boolean, a list
// of enum values) is appended to `out` as JSON text. `include_deprecated` is the coerced argument of that name, false
// for fields that have none. An unknown field is null: validation has rejected it before.
IntrospectionValue ResolveIntrospection(const Schema& schema, IntrospectionObject object, std::string_view field_name,
                                        bool include_deprecated, std::string* out);

}  // namespace fraiseql::schema
