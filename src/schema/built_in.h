// What every schema has without declaring it, as SDL: one source for building, validating and printing.
#pragma once

#include <string_view>

namespace fraiseql::schema {

// @include, @skip, @deprecated, @specifiedBy, @oneOf (spec 3.13), in the order in which introspection lists them.
extern const std::string_view kSpecifiedDirectives;
// The types of the introspection system (spec 4.2).
extern const std::string_view kIntrospectionTypes;
// One type definition with the fields that objects have without declaring them (spec 4.1, 4.2): __typename, and those
// of the query root, __schema and __type.
extern const std::string_view kMetaFields;
// The engine's own: directives that say how a type is read from relations and functions. Hidden from clients.
extern const std::string_view kEngineDirectives;

// Int, Float, String, Boolean, ID.
bool IsSpecifiedScalarName(std::string_view name);
// BigInt, Decimal, DateTime, Date, Time, UUID, JSON.
bool IsEngineScalarName(std::string_view name);
bool IsIntrospectionTypeName(std::string_view name);
bool IsEngineDirectiveName(std::string_view name);

inline constexpr std::string_view kSpecifiedScalarNames[] = {"String", "Int", "Float", "Boolean", "ID"};
inline constexpr std::string_view kEngineScalarNames[] = {"BigInt", "Decimal", "DateTime", "Date",
                                                          "Time",   "UUID",    "JSON"};
inline constexpr std::string_view kIntrospectionTypeNames[] = {
    "__Schema", "__Directive", "__DirectiveLocation", "__Type", "__Field", "__InputValue", "__EnumValue", "__TypeKind"};

// The reason of `@deprecated` without one (spec 3.13.3).
inline constexpr std::string_view kDefaultDeprecationReason = "No longer supported";

}  // namespace fraiseql::schema
