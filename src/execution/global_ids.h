// Global ids in requests (planner/node_type.h).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "planner/collect_fields.h"
#include "planner/document_index.h"
#include "planner/node_type.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::execution {

// The types that the root fields `node` of an operation ask for, by the number of the field. They decide the plan.
using NodeTypes = std::unordered_map<uint32_t, const schema::ObjectType*>;

struct NodeRequest {
  const schema::Schema* schema = nullptr;
  const schema::InterfaceType* node = nullptr;
  const language::Document* document = nullptr;  // this request's own
  const planner::DocumentIndex* index = nullptr;
  const language::OperationDefinition* operation = nullptr;
  const planner::FragmentMap* fragments = nullptr;
  const values::VariableValues* variables = nullptr;
  Arena* arena = nullptr;
};

// Whether a field of the document is called `node`. Most requests have none, and nothing is looked for in them.
bool HasNodeField(const planner::DocumentIndex& index);

// Fields whose id is none get an error, by their number. Those whose argument cannot be coerced are left out: planning
// finds them.
NodeTypes FindNodeTypes(const NodeRequest& request, std::vector<std::pair<uint32_t, GraphQLError>>* faults);

// `arguments`, coerced, of a field with global ids replaced by the keys in them wherever the type is ID.
values::InputValues WithKeys(const values::InputValues& arguments, const schema::Field& field,
                             const schema::Schema& schema, const schema::InterfaceType* node, Arena* arena);

// The error of an id that `node` cannot find a type in, or a key that its type does not take.
GraphQLError GlobalIdFault();

}  // namespace fraiseql::execution
