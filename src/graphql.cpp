#include "graphql.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "execution/execute.h"
#include "language/parser.h"
#include "planner/collect_fields.h"
#include "validation/validate.h"
#include "values/coerce_variables.h"
#include "values/json.h"

namespace fraiseql {

namespace {

using Errors = std::vector<GraphQLError>;

// Fields of an answer's shape, fragments expanded: a short document can ask for 2^n of them.
constexpr uint32_t kMaxFields = 50000;

std::string RequestErrors(const Errors& errors) {
  std::string response;
  execution::AppendResponse({}, errors, &response);
  return response;
}

GraphQLError RequestError(ErrorCode code, std::string message) {
  GraphQLError error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

// GetOperation (spec section 6.1.1).
const language::OperationDefinition* FindOperation(const language::Document& document,
                                                   std::optional<std::string_view> name, Errors* errors) {
  const language::OperationDefinition* operation = nullptr;
  for (const language::Definition* definition : document.definitions) {
    if (definition->kind != language::Definition::Kind::kOperation) continue;
    const auto* candidate = static_cast<const language::OperationDefinition*>(definition);
    if (!name) {
      if (operation != nullptr) {
        errors->push_back(RequestError(ErrorCode::kOperationResolutionFailure,
                                       "Must provide operation name if query contains multiple operations."));
        return nullptr;
      }
      operation = candidate;
    } else if (candidate->name.value == *name) {
      operation = candidate;
    }
  }
  if (operation == nullptr) {
    errors->push_back(
        RequestError(ErrorCode::kOperationResolutionFailure,
                     name ? "Unknown operation named \"" + std::string(*name) + "\"." : "Must provide an operation."));
  }
  return operation;
}

planner::FragmentMap FragmentsOf(const language::Document& document) {
  planner::FragmentMap fragments;
  for (const language::Definition* definition : document.definitions) {
    if (definition->kind != language::Definition::Kind::kFragment) continue;
    const auto* fragment = static_cast<const language::FragmentDefinition*>(definition);
    fragments.emplace(fragment->name.value, fragment);
  }
  return fragments;
}

// Plans and runs until no field is found that its database refuses the arguments of.
std::string PlanAndExecute(const GraphqlContext& context, const language::Document& document,
                           const language::OperationDefinition& operation, const values::VariableValues& variables) {
  planner::FragmentMap fragments = FragmentsOf(document);
  std::unordered_map<const language::Field*, uint32_t> failed;
  Errors field_errors;
  const auto note_failures = [&](auto& failures) {
    for (auto& [node, error] : failures) {
      if (failed.emplace(node, static_cast<uint32_t>(field_errors.size())).second) {
        field_errors.push_back(std::move(error));
      }
    }
  };
  planner::PlannerInput input{.schema = context.schema,
                              .binding = context.binding,
                              .document = &document,
                              .operation = &operation,
                              .fragments = &fragments,
                              .variables = &variables,
                              .routes = context.routes,
                              .max_fields = kMaxFields,
                              .has_max_rows = context.max_rows != 0,
                              .failed = &failed};
  while (true) {
    planner::PlannerResult planned = planner::BuildPlan(input, context.arena);
    if (!planned.request_errors.empty()) return RequestErrors(planned.request_errors);
    if (!planned.field_errors.empty()) {
      note_failures(planned.field_errors);
      continue;
    }
    execution::ExecutionResult result = execution::ExecutePlan({.schema = context.schema,
                                                                .plan = planned.plan,
                                                                .source = document.source,
                                                                .variables = &variables,
                                                                .field_errors = field_errors,
                                                                .max_rows = context.max_rows,
                                                                .atomic_mutations = context.atomic_mutations,
                                                                .database = context.database,
                                                                .arena = context.arena});
    if (!result.failed.empty()) {
      note_failures(result.failed);
      continue;
    }
    std::string response;
    execution::AppendResponse(result.data, result.errors, &response);
    return response;
  }
}

}  // namespace

std::string Graphql(const GraphqlRequest& request, const GraphqlContext& context) {
  language::ParseResult parsed = language::Parse(request.query, context.arena, context.limits);
  if (parsed.error) return RequestErrors({std::move(*parsed.error)});
  const language::Document& document = *parsed.document;

  Errors errors = validation::Validate(*context.schema, document,
                                       {.max_depth = context.limits.max_depth, .max_fields = kMaxFields});
  if (!errors.empty()) return RequestErrors(errors);

  const language::OperationDefinition* operation = FindOperation(document, request.operation_name, &errors);
  if (operation == nullptr) return RequestErrors(errors);
  if (operation->operation == language::OperationType::kSubscription) {
    return RequestErrors({RequestError(ErrorCode::kOperationResolutionFailure,
                                       "Subscriptions cannot be executed as a single request.")});
  }

  values::InputValue raw;
  if (request.variables) {
    values::ParsedJson json = values::ParseJson(*request.variables, context.arena);
    if (json.value == nullptr) {
      return RequestErrors({RequestError(ErrorCode::kBadUserInput, "Variables are not valid: " + json.error)});
    }
    raw = *json.value;
    if (raw.kind != values::InputValue::Kind::kObject && raw.kind != values::InputValue::Kind::kNull) {
      return RequestErrors({RequestError(ErrorCode::kBadUserInput, "Variables must be a JSON object.")});
    }
  }
  values::CoercedVariables variables =
      values::CoerceVariableValues(*context.schema, document, *operation, raw, context.arena);
  if (!variables.errors.empty()) return RequestErrors(variables.errors);

  return PlanAndExecute(context, document, *operation, variables.values);
}

}  // namespace fraiseql
