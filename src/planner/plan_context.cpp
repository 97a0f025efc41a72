#include "planner/plan_context.h"

#include "base/interrupt.h"
#include "base/marks.h"
#include "values/coerce_arguments.h"

namespace fraiseql::planner {

namespace {

std::string RequestErrorMark(size_t index) {
  std::string mark(1, kErrorMark);
  mark += static_cast<char>(ErrorMark::kRequest);
  mark += std::to_string(index);
  mark += kErrorMark;
  return mark;
}

}  // namespace

const values::InputValue* Site::Find(std::string_view name) const {
  for (const values::InputObjectField& value : values) {
    if (value.name == name) return &value.value;
  }
  return nullptr;
}

PlanContext::PlanContext(const PlannerInput& planner_input, Arena* plan_arena)
    : input(planner_input),
      arena(plan_arena),
      collection{input.schema, input.fragments, input.document->source, input.variables, arena} {
  for (size_t i = 0; i < input.index->fields.size(); ++i) {
    numbers_.emplace(input.index->fields[i], static_cast<uint32_t>(i));
  }
}

void PlanContext::CountFields(size_t count) {
  CheckForInterrupts();
  fields_ += count;
  if (input.max_fields != 0 && fields_ > input.max_fields) {
    GraphQLError error;
    error.message = "The operation selects more than " + std::to_string(input.max_fields) +
                    " fields once its fragments are expanded. Execution aborted.";
    error.code = ErrorCode::kOperationResolutionFailure;
    throw PlanningError{std::move(error)};
  }
}

OutputField PlanContext::Output(const schema::ObjectType* parent, const CollectedField& field) const {
  OutputField output;
  output.response_key = field.response_key;
  std::string_view name = field.nodes[0]->name.value();
  output.field = parent->FindField(name);
  if (output.field == nullptr) output.field = input.schema->FindMetaField(parent, name);
  output.parent = parent;
  std::vector<uint32_t> nodes;
  for (const language::Field* node : field.nodes) nodes.push_back(NumberOf(node));
  output.nodes = arena->Copy(nodes);
  return output;
}

Site PlanContext::AddSite(const OutputField& output) {
  Site site;
  if (output.field->arguments.empty()) return site;
  const language::Field* node = input.index->fields[output.nodes[0]];
  site.number = static_cast<uint32_t>(sites.size());
  site.node = output.nodes[0];
  sites.push_back({output.field, output.nodes[0]});
  values::CoercedArguments coerced = values::CoerceArgumentValues(
      output.field->arguments, node->arguments, node->location, input.document->source, *input.variables, arena);
  if (coerced.error) field_errors.emplace_back(output.nodes[0], std::move(*coerced.error));
  site.values = coerced.values;
  return site;
}

std::optional<std::string_view> PlanContext::FailureMark(const OutputField& output) const {
  if (input.failed == nullptr) return std::nullopt;
  auto found = input.failed->find(output.nodes[0]);
  if (found == input.failed->end()) return std::nullopt;
  return arena->CopyString(RequestErrorMark(found->second));
}

std::string_view PlanContext::ObjectFailureMark(const GraphQLError& error) {
  const size_t count = input.errors == nullptr ? 0 : input.errors->size();
  for (size_t i = 0; i < count; ++i) {
    const GraphQLError& known = (*input.errors)[i];
    if (known.locations == error.locations && known.message == error.message) {
      return arena->CopyString(RequestErrorMark(i));
    }
  }
  object_errors.push_back(error);
  return {};
}

std::string_view PlanContext::TypeNameConstant(const schema::NamedType* type) const {
  return arena->CopyString("\"" + std::string(type->name) + "\"");
}

bool PlanContext::IsDirect(std::string_view database) {
  if (database == kPrimary) return false;
  for (const RouteUsed& used : routes) {
    if (used.database == database) return used.route == Route::kDirect;
  }
  Route route = input.routes->RouteTo(database);
  routes.push_back({database, route});
  return route == Route::kDirect;
}

}  // namespace fraiseql::planner
