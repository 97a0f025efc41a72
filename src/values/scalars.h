// Input coercion of scalars and enums: what a value or a literal of each must look like (spec section 3.5 and 3.9;
// the engine's own scalars: docs, "Scalars"), in the words of graphql-js for those it knows.
#pragma once

#include <optional>
#include <string>

#include "base/arena.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::values {

// What is wrong with a value.
struct LeafFault {
  std::string message;
  // True: the message stands alone (enums and the five scalars of the specification). False: it is the reason that
  // follows after what was expected, as with an error thrown by a custom scalar of graphql-js.
  bool whole = true;
};

// How the program that embeds the core reads scalars that the engine does not know. Null, as it is in the server: it
// takes every value as it is. A fault without a message means that there is no value.
using CustomScalarParser = std::optional<LeafFault> (*)(const schema::ScalarType& type, const InputValue& value,
                                                        InputValue* result);
inline CustomScalarParser custom_scalar_parser = nullptr;

// Reads a JSON value that is not null. The result is canonical: an Int has the digits of an integer, an ID is a
// string, an enum value is kEnum with its stored text, BigInt and Decimal are kInt or kFloat, DateTime and UUID have
// one spelling each.
std::optional<LeafFault> ParseLeafValue(const schema::NamedType& type, const InputValue& value, Arena* arena,
                                        InputValue* result);

// Reads a literal that is not null and no variable; variables inside of a JSON or custom scalar are replaced. False
// where CheckLeafLiteral finds a fault, or the text has a NUL character, which no PostgreSQL value can hold.
bool ParseLeafLiteral(const schema::NamedType& type, const language::Value& literal, const VariableValues& variables,
                      Arena* arena, InputValue* result);

// Checks a literal without making its value.
std::optional<LeafFault> CheckLeafLiteral(const schema::NamedType& type, const language::Value& literal);

}  // namespace fraiseql::values
