// From the values of a request to the parameters of a statement.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "execution/database.h"
#include "planner/plan.h"
#include "values/input_value.h"

namespace fraiseql::execution {

struct ParameterContext {
  const planner::Plan* plan = nullptr;
  List<values::InputValues> arguments;                   // coerced, by site
  std::vector<std::string_view> key_query_results = {};  // array texts, by number
  uint32_t max_rows = 0;
  Arena* arena = nullptr;
};

// Appends the statement's text, its parameters and its relations to a request; `keys` are those of a batch (kKeys).
//
// A count of rows that many requests ask for (a limit of at most two digits and zeros, no offset) becomes part of the
// text. PostgreSQL then plans for it, and keeps the plan; a parameter would have it plan for a tenth of all rows, find
// that bad, and make a new plan each time. Other counts stay parameters, so that there is no end of statements.
void AppendStatement(const planner::Statement& statement, const ParameterContext& context,
                     const std::vector<std::string_view>& keys, Request* request);

// The fields by number with an argument in this statement that can be seen to be wrong, a negative count or a cursor
// that is none of its ordering, each with its error, without path and locations. Asked before anything runs: a mutation
// cannot be taken back to leave such a field out.
void CheckArguments(const planner::Statement& statement, const ParameterContext& context,
                    std::vector<std::pair<uint32_t, GraphQLError>>* faults);

// The error of a cursor that cannot be used. `is_other`: it is one, but of another ordering.
GraphQLError CursorFault(std::string_view argument, bool is_other);

// The text of an array of these keys.
std::string_view KeyArrayText(const std::vector<std::string_view>& keys, Arena* arena);

}  // namespace fraiseql::execution
