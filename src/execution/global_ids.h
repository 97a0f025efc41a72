// Global ids in requests (planner/node_type.h).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "planner/collect_fields.h"
#include "planner/document_index.h"
#include "planner/node_type.h"
#include "planner/plan.h"
#include "planner/planner.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::execution {

struct NodeRequest {
  const schema::Schema* schema = nullptr;
  const schema::InterfaceType* node = nullptr;
  const schema::Field* nodes = nullptr;          // planner::FindNodesField
  const language::Document* document = nullptr;  // this request's own
  const planner::DocumentIndex* index = nullptr;
  const language::OperationDefinition* operation = nullptr;
  const planner::FragmentMap* fragments = nullptr;
  const values::VariableValues* variables = nullptr;
  Arena* arena = nullptr;
};

// Whether a field of the document is called `node`, or `nodes` where the schema has that one. Most requests have none,
// and nothing is looked for in them.
bool HasNodeField(const planner::DocumentIndex& index, const schema::Field* nodes);

// Fields whose id is none get an error, by their number. Those whose argument cannot be coerced are left out: planning
// finds them.
planner::NodeTypes FindNodeTypes(const NodeRequest& request, std::vector<std::pair<uint32_t, GraphQLError>>* faults);

// `arguments`, coerced, of a field with global ids replaced by the keys in them wherever the type is ID.
values::InputValues WithKeys(const values::InputValues& arguments, const schema::Field& field,
                             const schema::Schema& schema, const schema::InterfaceType* node, Arena* arena);

// The list of open places that the global ids stand for, as JSON text with marks.
void AppendNodes(const planner::RootField& root, const values::InputValues& arguments, const schema::Schema& schema,
                 const schema::InterfaceType* node, std::string* out);

// The error of an id that `node` (`nodes` for the argument `ids`) cannot find a type in, or a key that its type does
// not take.
GraphQLError GlobalIdFault(std::string_view argument = "id");

}  // namespace fraiseql::execution
