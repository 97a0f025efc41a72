// Waves: open places are filled with one request per database at a time, until none is left.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/error.h"
#include "execution/database.h"
#include "execution/observer.h"
#include "execution/parameters.h"
#include "execution/splice.h"
#include "planner/plan.h"

namespace fraiseql::execution {

// What is known of a request while it runs.
struct ExecutionState {
  const planner::Plan* plan = nullptr;
  Database* database = nullptr;
  Observation observation;
  ParameterContext parameters;
  std::vector<SlotValues> slots;
  std::vector<GraphQLError> errors;  // error marks of kind kRequest count them
  std::vector<Outcome> outcomes;     // they keep the texts that everything else points into
  // Fields of a query whose arguments cannot be used, by the number of their node: the plan is made again without them.
  std::vector<std::pair<uint32_t, GraphQLError>> failed;
};

// Asks for the keys that slots want, wave by wave, until every open place has a value or an error. Stops early where a
// field has failed.
void FillSlots(ExecutionState* state);

}  // namespace fraiseql::execution
