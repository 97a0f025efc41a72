// From the values of a request to the parameters of a statement.
#pragma once

#include <string>
#include <string_view>
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

// Appends the statement's parameters; `keys` are those of a batch (kKeys). False where a
// value cannot be used (a negative limit): `*fault` is a field error without path and locations.
bool AppendParameters(const planner::Statement& statement, const ParameterContext& context,
                      const std::vector<std::string_view>& keys, std::vector<Parameter>* out, GraphQLError* fault);

// The text of an array of these keys.
std::string_view KeyArrayText(const std::vector<std::string_view>& keys, Arena* arena);

}  // namespace fraiseql::execution
