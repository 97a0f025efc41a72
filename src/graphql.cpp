#include "graphql.h"

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "execution/execute.h"
#include "execution/global_ids.h"
#include "language/parser.h"
#include "language/printer.h"
#include "planner/operation_cache.h"
#include "validation/validate.h"
#include "values/coerce_variables.h"
#include "values/json.h"

namespace fraiseql {

namespace {

using Errors = std::vector<GraphQLError>;

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
    } else if (!candidate->name.value().empty() && candidate->name.value() == *name) {
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
    fragments.emplace(fragment->name.value(), fragment);
  }
  return fragments;
}

// The document of a request, and the one whose plans serve it: the same, or one of the same form.
struct RequestDocuments {
  std::shared_ptr<planner::PreparedDocument> own;
  std::shared_ptr<planner::PreparedDocument> planned;
};

// Whether a document may ask for the schema. Where a string or comment does, nothing is lost but time.
bool MentionsIntrospection(std::string_view query) {
  for (size_t at = query.find("__"); at != std::string_view::npos; at = query.find("__", at + 2)) {
    const std::string_view name = query.substr(at);
    if (name.starts_with("__schema") || (name.starts_with("__type") && !name.starts_with("__typename"))) return true;
  }
  return false;
}

// Parses and validates, unless that has been done for this text before.
std::optional<RequestDocuments> Prepare(std::string_view query, const GraphqlContext& context, Errors* errors) {
  planner::OperationCache* cache = context.cache;
  if (cache != nullptr) {
    if (std::shared_ptr<planner::PreparedDocument> known = cache->FindText(query)) return {{known, known}};
  }
  auto own = std::make_shared<planner::PreparedDocument>(query);
  language::ParseResult parsed = language::Parse(own->source, &own->arena, context.limits);
  if (parsed.error) {
    errors->push_back(std::move(*parsed.error));
    return std::nullopt;
  }
  if (context.is_partial && MentionsIntrospection(query)) throw WholeSchemaNeeded{};
  *errors = validation::Validate(
      *context.schema, *parsed.document,
      {.max_depth = context.limits.max_depth, .max_fields = kMaxFields, .introspection = context.introspection});
  if (!errors->empty() && context.is_partial) throw WholeSchemaNeeded{};
  if (!errors->empty()) return std::nullopt;
  own->document = parsed.document;
  own->index = planner::IndexDocument(*own->document);
  if (cache != nullptr) {
    if (std::shared_ptr<planner::PreparedDocument> planned = cache->FindForm(own->index.form)) return {{own, planned}};
  }
  own->fragments = FragmentsOf(*own->document);
  if (cache != nullptr) cache->Insert(own, context.cache_capacity);
  return {{own, own}};
}

// Plans and runs until no field is found whose arguments its database refuses.
std::string PlanAndExecute(const GraphqlContext& context, const RequestDocuments& documents,
                           std::optional<std::string_view> operation_name, const values::VariableValues& variables) {
  planner::PreparedDocument& planned = *documents.planned;
  Errors no_errors;  // both documents have the same operations
  const language::OperationDefinition& planned_operation =
      *FindOperation(*planned.document, operation_name, &no_errors);
  std::unordered_map<uint32_t, uint32_t> failed;  // fields by number, to their errors
  Errors field_errors;
  const auto note_failures = [&](auto& failures) {
    for (auto& [number, error] : failures) {
      if (failed.emplace(number, static_cast<uint32_t>(field_errors.size())).second) {
        field_errors.push_back(std::move(error));
      }
    }
  };
  planner::NodeTypes node_types;
  const schema::InterfaceType* node = planner::FindNodeInterface(*context.schema);
  const schema::Field* nodes = planner::FindNodesField(*context.schema, node);
  if (node != nullptr && execution::HasNodeField(documents.own->index, nodes)) {
    const planner::FragmentMap fragments = FragmentsOf(*documents.own->document);
    std::vector<std::pair<uint32_t, GraphQLError>> faults;
    node_types =
        execution::FindNodeTypes({.schema = context.schema,
                                  .node = node,
                                  .nodes = nodes,
                                  .document = documents.own->document,
                                  .index = &documents.own->index,
                                  .operation = FindOperation(*documents.own->document, operation_name, &no_errors),
                                  .fragments = &fragments,
                                  .variables = &variables,
                                  .arena = context.arena},
                                 &faults);
    note_failures(faults);
  }
  planner::PlannerInput input{.schema = context.schema,
                              .binding = context.binding,
                              .document = planned.document,
                              .index = &planned.index,
                              .operation = &planned_operation,
                              .fragments = &planned.fragments,
                              .variables = &variables,
                              .routes = context.routes,
                              .max_fields = kMaxFields,
                              .has_max_rows = context.max_rows != 0,
                              .node = node,
                              .node_types = &node_types,
                              .failed = &failed,
                              .errors = &field_errors};
  std::string shape = planner::ShapeOf(planned_operation, planned.index, variables, input.has_max_rows);
  for (uint32_t i = 0; i < planned.index.fields.size() && !node_types.empty(); ++i) {
    auto found = node_types.find(i);
    if (found == node_types.end()) continue;
    shape += " " + std::to_string(i) + ":";
    for (const schema::ObjectType* type : found->second) shape += std::string(type->name) + ",";
  }
  while (true) {
    std::shared_ptr<const planner::Plan> plan =
        field_errors.empty() ? planned.FindPlan(shape, *context.routes) : nullptr;
    if (plan == nullptr) {
      auto arena = std::make_shared<Arena>();
      planner::PlannerResult result = planner::BuildPlan(input, arena.get());
      const bool has_errors = result.operation_error || !result.request_errors.empty() ||
                              !result.field_errors.empty() || !result.object_errors.empty();
      if (has_errors && documents.planned != documents.own) {
        // They tell places and values of the other document.
        documents.own->fragments = FragmentsOf(*documents.own->document);
        return PlanAndExecute(context, {documents.own, documents.own}, operation_name, variables);
      }
      if (!result.request_errors.empty()) return RequestErrors(result.request_errors);
      if (result.operation_error) {
        std::string response;
        execution::AppendResponse("null", {*result.operation_error}, &response);
        return response;
      }
      if (!result.field_errors.empty() || !result.object_errors.empty()) {
        note_failures(result.field_errors);
        field_errors.insert(field_errors.end(), result.object_errors.begin(), result.object_errors.end());
        continue;
      }
      plan = {arena, result.plan};
      // A plan without what fails is for this request only.
      if (field_errors.empty()) planned.AddPlan(shape, plan);
    } else if (context.listener != nullptr) {
      context.listener->FoundPlan();
    }
    if (context.observer != nullptr) {
      std::vector<std::pair<uint32_t, uint32_t>> left_out(failed.begin(), failed.end());
      if (!context.observer->Planned({plan.get(), planned_operation.name.value(), left_out, &field_errors})) return {};
    }
    execution::ExecutionResult result =
        execution::ExecutePlan({.schema = context.schema,
                                .plan = plan.get(),
                                .document = {documents.own->source, &documents.own->index.fields},
                                .variables = &variables,
                                .field_errors = field_errors,
                                .max_rows = context.max_rows,
                                .atomic_mutations = context.atomic_mutations,
                                .database = context.database,
                                .observer = context.observer,
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

// The variables as JSON text to what the client sent, an object or null.
std::optional<values::InputValue> RawVariables(const GraphqlRequest& request, Arena* arena, Errors* errors) {
  values::InputValue raw;
  if (!request.variables) return raw;
  values::ParsedJson json = values::ParseJson(*request.variables, arena);
  if (json.value == nullptr) {
    errors->push_back(RequestError(ErrorCode::kBadUserInput, "Variables are not valid: " + json.error));
    return std::nullopt;
  }
  raw = *json.value;
  if (raw.kind != values::InputValue::Kind::kObject && raw.kind != values::InputValue::Kind::kNull) {
    errors->push_back(RequestError(ErrorCode::kBadUserInput, "Variables must be a JSON object."));
    return std::nullopt;
  }
  return raw;
}

}  // namespace

std::string Graphql(const GraphqlRequest& request, const GraphqlContext& context) {
  Errors errors;
  std::optional<RequestDocuments> documents = Prepare(request.query, context, &errors);
  if (!documents) return RequestErrors(errors);

  const language::Document& document = *documents->own->document;
  const language::OperationDefinition* operation = FindOperation(document, request.operation_name, &errors);
  if (operation == nullptr) return RequestErrors(errors);
  // Validation passes over selections whose type it does not know.
  const bool has_type = context.schema->RootType(operation->operation) != nullptr;
  if (has_type && operation->operation == language::OperationType::kSubscription) {
    return RequestErrors({RequestError(ErrorCode::kOperationResolutionFailure,
                                       "Subscriptions cannot be executed as a single request.")});
  }

  if (has_type && context.listener != nullptr) context.listener->Identified(documents->planned, *operation);
  std::optional<values::InputValue> raw = RawVariables(request, context.arena, &errors);
  if (!raw) return RequestErrors(errors);
  values::CoercedVariables variables =
      values::CoerceVariableValues(*context.schema, document, *operation, *raw, context.arena);
  if (!variables.errors.empty()) return RequestErrors(variables.errors);
  if (!has_type) {
    GraphQLError error = RequestError(
        ErrorCode::kOperationResolutionFailure,
        "Schema is not configured to execute " + std::string(language::NameOf(operation->operation)) + " operation.");
    error.locations = {language::LocationOf(documents->own->source, operation->location.start)};
    return RequestErrors({error});
  }

  return PlanAndExecute(context, *documents, request.operation_name, variables.values);
}

}  // namespace fraiseql
