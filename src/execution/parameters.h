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

// Appends the statement's parameters; `keys` are those of a batch (kKeys).
void AppendParameters(const planner::Statement& statement, const ParameterContext& context,
                      const std::vector<std::string_view>& keys, std::vector<Parameter>* out);

// The fields by number whose limit or offset in this statement is negative, each with its error, without path and
// locations. Asked before anything runs: a mutation cannot be taken back to leave such a field out.
void CheckCounts(const planner::Statement& statement, const ParameterContext& context,
                 std::vector<std::pair<uint32_t, GraphQLError>>* faults);

// The text of an array of these keys.
std::string_view KeyArrayText(const std::vector<std::string_view>& keys, Arena* arena);

}  // namespace fraiseql::execution
