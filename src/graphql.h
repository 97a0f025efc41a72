// The pipeline: a GraphQL request to its response.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/limits.h"
#include "execution/database.h"
#include "execution/observer.h"
#include "planner/binding.h"
#include "planner/operation_cache.h"
#include "planner/planner.h"
#include "schema/schema.h"

namespace fraiseql {

struct GraphqlRequest {
  std::string_view query;                               // UTF-8, outlives the call
  std::optional<std::string_view> variables = {};       // JSON text of an object; nothing or "null": none
  std::optional<std::string_view> operation_name = {};  // nothing: the only operation of the document
};

// Told which operation a request is: fraiseql.stat_operations.
class OperationListener {
 public:
  virtual ~OperationListener() = default;
  // Before anything is run for it; `document` serves all of the same form.
  virtual void Identified(const std::shared_ptr<planner::PreparedDocument>& document,
                          const language::OperationDefinition& operation) = 0;
  // It runs by a plan that was kept from an earlier request.
  virtual void FoundPlan() = 0;
};

struct GraphqlContext {
  const schema::Schema* schema = nullptr;
  const planner::Binding* binding = nullptr;
  const planner::Routes* routes = nullptr;
  execution::Database* database = nullptr;
  execution::Observer* observer = nullptr;  // may be null
  OperationListener* listener = nullptr;    // may be null
  // The schema lacks definitions that few requests use; WholeSchemaNeeded tells of those.
  bool is_partial = false;
  planner::OperationCache* cache = nullptr;  // of this schema and binding; null: nothing is kept
  size_t cache_capacity = 0;                 // documents; 0: nothing is kept
  Limits limits = {};
  uint32_t max_rows = 0;
  bool introspection = true;  // whether clients may ask for the schema
  bool atomic_mutations = false;
  Arena* arena = nullptr;
};

// Thrown where the schema is_partial and the request may be about what it lacks: an unknown name, introspection.
// Nothing has been run; the request is to be answered with the whole schema.
struct WholeSchemaNeeded {};

// Answers a request: the JSON text of a response (spec section 7.1), errors of the request included. Throws what the
// database throws (errors that must stay errors of the statement), WholeSchemaNeeded, Interrupted, and std::bad_alloc.
// Nothing ("") where the observer did not want the plan to be run.
std::string Graphql(const GraphqlRequest& request, const GraphqlContext& context);

}  // namespace fraiseql
