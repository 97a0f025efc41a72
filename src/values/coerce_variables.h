// CoerceVariableValues (spec section 6.1.2): raw variables of a request to values of their declared types.
#pragma once

#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::values {

struct CoerceVariablesOptions {
  uint32_t max_errors = 50;
};

struct CoercedVariables {
  VariableValues values = {};
  // Request errors, BAD_USER_INPUT, in graphql-js' words, each at its variable definition. Not empty: nothing may run.
  std::vector<GraphQLError> errors = {};
};

// `raw` is what the client sent: an object by variable name, or null for no variables; entries that the operation
// does not declare are ignored. The results, defaults applied, are in `arena` in the order of the definitions and
// may share memory with `raw`, the document and the schema.
CoercedVariables CoerceVariableValues(const schema::Schema& schema, const language::Document& document,
                                      const language::OperationDefinition& operation, const InputValue& raw,
                                      Arena* arena, const CoerceVariablesOptions& options = {});

}  // namespace fraiseql::values
