// Input coercion of literals (spec section 3.10 and the "Input Coercion" of every kind of input type), with variables
// in them replaced by their values. What graphql-js calls valueFromAST.
#pragma once

#include "base/arena.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::values {

// Coerces `literal`, which validation has accepted, to the input type `type`. False where there is no value: a
// variable that was not given, null for a non-null type, or a literal that the type does not take (also a text with a
// NUL character, which no PostgreSQL value can hold). Variables are taken as they are: validation has made sure that
// their types fit. `result` may share memory with the literal, the variables and the schema; the rest is in `arena`.
bool CoerceLiteral(const language::Value& literal, const schema::Type* type, const VariableValues& variables,
                   Arena* arena, InputValue* result);

// A literal without a type, as custom scalars take it: enum values become strings, variables that were not given
// leave their key out of an object and null in a list. False where there is no value.
bool CoerceUntypedLiteral(const language::Value& literal, const VariableValues& variables, Arena* arena,
                          InputValue* result);

// The default of an argument or an input field: a constant of the schema in coerced form. False where there is none.
bool CoerceDefault(const schema::InputValue& definition, Arena* arena, InputValue* result);

}  // namespace fraiseql::values
