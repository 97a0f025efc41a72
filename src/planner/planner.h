// From a validated operation to a Plan (planner/plan.h).
#pragma once

#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "planner/binding.h"
#include "planner/collect_fields.h"
#include "planner/document_index.h"
#include "planner/node_type.h"
#include "planner/plan.h"
#include "values/variable_values.h"

namespace fraiseql::planner {

class Routes {
 public:
  virtual ~Routes() = default;
  virtual Route RouteTo(std::string_view database) const = 0;
};

// The types that the root fields `node` and `nodes` of an operation ask for, each once, by the number of the field.
// They decide the shape.
using NodeTypes = std::unordered_map<uint32_t, std::vector<const schema::ObjectType*>>;

struct PlannerInput {
  const schema::Schema* schema = nullptr;
  const Binding* binding = nullptr;
  const language::Document* document = nullptr;
  const DocumentIndex* index = nullptr;  // of the document
  const language::OperationDefinition* operation = nullptr;
  const FragmentMap* fragments = nullptr;
  const values::VariableValues* variables = nullptr;  // they decide the shape, see plan.h
  const Routes* routes = nullptr;
  uint32_t max_fields = 0;                      // of the whole answer's shape, fragments expanded; 0: no limit
  bool has_max_rows = false;                    // fraiseql.max_rows is not 0
  const schema::InterfaceType* node = nullptr;  // FindNodeInterface of the schema
  const NodeTypes* node_types = nullptr;
  // Fields that cannot run, by the number of their first node: an error found before, as an index into the executor's
  // errors. They become error marks.
  const std::unordered_map<uint32_t, uint32_t>* failed = nullptr;
  // The executor's errors. Those of objects are found among them by their places.
  const std::vector<GraphQLError>* errors = nullptr;
};

struct PlannerResult {
  const Plan* plan = nullptr;
  std::vector<GraphQLError> request_errors;  // not empty: there is no plan
  // Of the operation's own selections: there is no plan, and `data` is null.
  std::optional<GraphQLError> operation_error;
  // Fields whose arguments or selections could not be coerced: plan again with them in `failed`.
  std::vector<std::pair<uint32_t, GraphQLError>> field_errors;
  // Objects whose fields cannot be told (DirectiveValueError): plan again with them in `errors`.
  std::vector<GraphQLError> object_errors;
};

// Plans `operation`. The plan lives in `arena` and points into the schema, the binding and the document; it serves
// every document of the same form, as long as the values that decide the shape (plan.h) stay the same.
PlannerResult BuildPlan(const PlannerInput& input, Arena* arena);

}  // namespace fraiseql::planner
