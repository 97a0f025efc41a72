// ExecuteRequest (spec section 6.1): runs a plan against the databases and puts the answer together.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "execution/complete.h"
#include "execution/database.h"
#include "execution/observer.h"
#include "planner/plan.h"
#include "schema/schema.h"
#include "values/variable_values.h"

namespace fraiseql::execution {

struct ExecutionInput {
  const schema::Schema* schema = nullptr;
  const planner::Plan* plan = nullptr;
  RequestDocument document;
  const values::VariableValues* variables = nullptr;
  // Errors that the plan's error marks refer to (fields that failed before).
  std::vector<GraphQLError> field_errors;
  uint32_t max_rows = 0;          // 0: no cap
  bool atomic_mutations = false;  // one failing mutation field undoes all of them
  Database* database = nullptr;
  Observer* observer = nullptr;  // may be null
  Arena* arena = nullptr;
};

struct ExecutionResult {
  std::string data;  // JSON
  std::vector<GraphQLError> errors;
  // A field of a query whose arguments its database does not take: nothing is answered yet, the caller plans again
  // without it. (A mutation has run by then; there the error is that of its root field.)
  std::vector<std::pair<uint32_t, GraphQLError>> failed;  // by the number of its node
};

ExecutionResult ExecutePlan(ExecutionInput input);

// Appends a response: {"errors": [...], "data": ...}; without errors no `errors`. `data` empty: a request error, there
// is no `data` (spec section 7.1).
void AppendResponse(std::string_view data, const std::vector<GraphQLError>& errors, std::string* out);

}  // namespace fraiseql::execution
