// What the parts of the planner share while one operation is planned. Private to the planner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/collect_fields.h"
#include "planner/planner.h"

namespace fraiseql::planner {

// How a request ends that cannot be planned at all.
struct PlanningError {
  GraphQLError error;
};

// The arguments of a field: their number among the plan's sites, and the values that decide the shape.
struct Site {
  uint32_t number = 0;
  uint32_t node = 0;  // of the field, by number
  values::InputValues values;

  // Null where the argument was not given and has no default.
  const values::InputValue* Find(std::string_view name) const;
};

class PlanContext {
 public:
  PlanContext(const PlannerInput& planner_input, Arena* plan_arena);

  // Counts fields of the answer's shape; throws PlanningError past the limit.
  void CountFields(size_t count);

  OutputField Output(const schema::ObjectType* parent, const CollectedField& field) const;

  // Coerces the arguments of a field to learn the shape they give it. A fault is kept, the field then has no
  // arguments: the plan is made again without it.
  Site AddSite(const OutputField& output);

  // The error mark of a field that is known to fail.
  std::optional<std::string_view> FailureMark(const OutputField& output) const;

  // The error mark of an object whose fields cannot be told. A new error is kept, the mark is then empty.
  std::string_view ObjectFailureMark(const GraphQLError& error);

  // `"Order"`, as JSON.
  std::string_view TypeNameConstant(const schema::NamedType* type) const;

  // Whether statements for this database are its own text; what was decided is kept with the plan.
  bool IsDirect(std::string_view database);
  std::string NextAlias() { return "t" + std::to_string(aliases_++); }

  const PlannerInput& input;
  Arena* const arena;
  CollectionContext collection;
  std::vector<Slot> slots;
  std::vector<ArgumentSite> sites;
  std::vector<std::pair<uint32_t, GraphQLError>> field_errors;
  std::vector<GraphQLError> object_errors;
  std::vector<KeyQuery> key_queries;
  std::vector<RouteUsed> routes;

 private:
  uint32_t NumberOf(const language::Field* node) const { return numbers_.at(node); }

  std::unordered_map<const language::Field*, uint32_t> numbers_;
  size_t fields_ = 0;
  uint32_t aliases_ = 0;
};

}  // namespace fraiseql::planner
