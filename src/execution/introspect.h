// Executes the introspection fields of an operation: `__schema` and `__type`.
#pragma once

#include <string>

#include "execution/parameters.h"
#include "planner/plan.h"
#include "schema/schema.h"

namespace fraiseql::execution {

// Appends the JSON of the root field `field`, as its plan's output selects it.
void Introspect(const schema::Schema& schema, const planner::OutputField& field, const ParameterContext& context,
                std::string* out);

}  // namespace fraiseql::execution
