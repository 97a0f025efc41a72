// Input objects that could never be given a value, because they contain themselves through non-null fields (spec
// 3.10 "Circular References").
#pragma once

#include <vector>

#include "schema/schema.h"

namespace fraiseql::schema {

struct InputCycle {
  const InputObjectType* type;            // where the cycle closes
  std::vector<const InputValue*> fields;  // from `type` back to it
};

// Each cycle that a depth-first search meets, types in the order of the schema. Without recursion: a chain of input
// objects may be as long as a document.
std::vector<InputCycle> FindInputCycles(const Schema& schema);

}  // namespace fraiseql::schema
