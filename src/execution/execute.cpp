#include "execution/execute.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "base/json.h"
#include "base/marks.h"
#include "execution/complete.h"
#include "execution/global_ids.h"
#include "execution/introspect.h"
#include "execution/parameters.h"
#include "execution/splice.h"
#include "execution/waves.h"
#include "planner/binding.h"
#include "values/coerce_arguments.h"
#include "values/json.h"

namespace fraiseql::execution {

namespace {

using planner::kPrimary;
using planner::RootField;
using planner::Statement;

constexpr std::string_view kNull = "null";
// What fraiseql.project writes around the one value of a leaf: {"v":value}.
constexpr std::string_view kUnwrapHead = "{\"v\":";

class Executor {
 public:
  explicit Executor(ExecutionInput input) : input_(std::move(input)), plan_(*input_.plan) {
    state_.errors = std::move(input_.field_errors);
    state_.plan = &plan_;
    state_.database = input_.database;
    state_.observation = Observation(input_.observer);
    state_.slots.resize(plan_.slots.size());
    pieces_.resize(plan_.roots.size(), kNull);
    CoerceArguments();
  }

  ExecutionResult Run() {
    ExecutionResult result;
    CheckAllArguments();
    if (state_.failed.empty()) RunKeyQueries();
    if (!state_.failed.empty()) {
      result.failed = std::move(state_.failed);
      return result;
    }
    if (plan_.operation == language::OperationType::kMutation) {
      RunMutation();
    } else {
      RunQuery();
      FillSlots(&state_);
    }
    if (!state_.failed.empty()) {
      result.failed = std::move(state_.failed);
      return result;
    }
    std::string open;
    AppendData(&open);
    std::string text;
    bool has_errors = Splice(open, plan_.slots, state_.slots, &text);
    if (has_errors) {
      Complete(text, *input_.schema, *plan_.output, input_.document, state_.errors, &result.data, &result.errors);
    } else {
      RemoveTypeMarks(&text);
      result.data = std::move(text);
    }
    return result;
  }

 private:
  void CoerceArguments() {
    std::vector<values::InputValues> arguments;
    for (const planner::ArgumentSite& site : plan_.sites) {
      const language::Field& node = *(*input_.document.fields)[site.node];
      // A fault was found when the plan was made; the values of another document are checked by validation.
      arguments.push_back(values::CoerceArgumentValues(site.field->arguments, node.arguments, node.location,
                                                       input_.document.source, *input_.variables, input_.arena)
                              .values);
      const auto number = static_cast<uint32_t>(arguments.size() - 1);
      const auto takes_ids = [number](const RootField& root) {
        return root.kind == RootField::Kind::kNodes && root.site == number;
      };
      if (plan_.node != nullptr && std::none_of(plan_.roots.begin(), plan_.roots.end(), takes_ids)) {
        arguments.back() = WithKeys(arguments.back(), *site.field, *input_.schema, plan_.node, input_.arena);
      }
    }
    state_.parameters = {&plan_, input_.arena->Copy(arguments), {}, input_.max_rows, input_.arena};
  }

  void CheckAllArguments() {
    for (const RootField& root : plan_.roots) {
      CheckArguments(root.call, state_.parameters, &state_.failed);
      CheckArguments(root.read, state_.parameters, &state_.failed);
    }
    for (const planner::Slot& slot : plan_.slots) CheckArguments(slot.statement, state_.parameters, &state_.failed);
  }

  void AppendData(std::string* out) {
    *out += '{';
    for (size_t i = 0; i < plan_.roots.size(); ++i) {
      if (i > 0) *out += ',';
      AppendJsonString(plan_.roots[i].output->response_key, out);
      *out += ':';
      out->append(pieces_[i]);
    }
    *out += '}';
  }

  // ── Key queries ────────────────────────────────────────────────────────────────────────────────────────────────

  // What filters over rows of other databases need first. A fault is that of the field which is filtered.
  void RunKeyQueries() {
    for (uint32_t i = 0; i < plan_.key_queries.size(); ++i) {
      const planner::KeyQuery& query = plan_.key_queries[i];
      Request request;
      request.database = query.statement.database;
      AppendStatement(query.statement, state_.parameters, {}, &request);
      state_.observation.BeginWave();
      state_.observation.WillRun();
      Outcome outcome = RunAnywhere(request, true);
      state_.observation.DidRun({RequestPart::Kind::kKeyQuery, i}, outcome);
      if (outcome.error) {
        state_.failed.emplace_back(plan_.sites[query.site].node, std::move(*outcome.error));
        return;
      }
      std::vector<std::string_view> keys;
      for (size_t row = 0; row < outcome.rows(); ++row) keys.push_back(*outcome.Value(row, 0));
      state_.parameters.key_query_results.push_back(KeyArrayText(keys, input_.arena));
    }
  }

  // ── Root fields ────────────────────────────────────────────────────────────────────────────────────────────────

  // One statement with a column per root field.
  struct SelectRequest {
    Request request;
    std::vector<size_t> roots;
  };

  void RunQuery() {
    state_.observation.BeginWave();
    std::map<std::string_view, std::vector<size_t>> selects;  // root fields by database
    for (size_t i = 0; i < plan_.roots.size(); ++i) {
      const RootField& root = plan_.roots[i];
      if (root.kind == RootField::Kind::kSelect) {
        selects[root.read.database].push_back(i);
      } else {
        RunOnItsOwn(i);
      }
    }
    std::vector<SelectRequest> federated;
    std::vector<Request> requests;
    for (auto& [database, roots] : selects) {
      if (database == kPrimary) continue;
      federated.push_back(SelectOf(database, roots));
      requests.push_back(federated.back().request);
    }
    std::unique_ptr<BegunRequests> begun;
    if (!federated.empty()) begun = input_.database->BeginFederated(requests);
    if (auto primary = selects.find(kPrimary); primary != selects.end()) {
      const SelectRequest select = SelectOf(kPrimary, primary->second);
      state_.observation.WillRun();
      TakeSelects(input_.database->RunPrimary({&select.request, 1}, true), select);
    }
    if (federated.empty()) return;
    state_.observation.WillRun();
    std::vector<Outcome> outcomes = begun->Finish();
    for (size_t i = 0; i < outcomes.size(); ++i) TakeSelects(std::move(outcomes[i]), federated[i]);
  }

  // Fields that need no statement shared with others.
  void RunOnItsOwn(size_t index) {
    const RootField& root = plan_.roots[index];
    switch (root.kind) {
      case RootField::Kind::kConstant:
        pieces_[index] = root.constant;
        break;
      case RootField::Kind::kIntrospection: {
        std::string text;
        Introspect(*input_.schema, *root.output, state_.parameters, &text);
        pieces_[index] = input_.arena->CopyString(text);
        break;
      }
      case RootField::Kind::kNodes: {
        std::string text;
        AppendNodes(root, state_.parameters.arguments[root.site], *input_.schema, plan_.node, &text);
        SetPiece(index, input_.arena->CopyString(text));
        break;
      }
      case RootField::Kind::kSelect: {
        SelectRequest select = SelectOf(root.read.database, {index});
        bool read_only = plan_.operation != language::OperationType::kMutation;
        state_.observation.WillRun();
        TakeSelects(RunAnywhere(select.request, read_only), select);
        break;
      }
      case RootField::Kind::kFunction:
        RunFunction(index);
        break;
    }
  }

  Outcome RunAnywhere(const Request& request, bool read_only) {
    if (request.database == kPrimary) return input_.database->RunPrimary({&request, 1}, read_only);
    return std::move(input_.database->RunFederated({&request, 1})[0]);
  }

  SelectRequest SelectOf(std::string_view database, std::vector<size_t> roots) {
    SelectRequest select;
    select.request.database = database;
    select.request.sql = "SELECT ";
    for (size_t index : roots) {
      const Statement& statement = plan_.roots[index].read;
      if (index != roots.front()) select.request.sql += ", ";
      AppendStatement(statement, state_.parameters, {}, &select.request);
    }
    select.roots = std::move(roots);
    return select;
  }

  // A value that does not fit: in a query the field that it belongs to is left out of a new plan.
  void NoteParameterFault(const planner::ParameterSource& source, GraphQLError error, size_t root) {
    const bool is_cursor = source.kind == planner::ParameterSource::Kind::kCursor;
    if (is_cursor) error = CursorFault(source.path[0], false);
    const planner::OutputField& output = *plan_.roots[root].output;
    const bool is_node = output.binding != nullptr && output.binding->is_node;
    if (is_node && plan_.sites[source.site].node == output.nodes[0]) error = GlobalIdFault();
    const bool is_argument = is_cursor || source.kind == planner::ParameterSource::Kind::kArgument;
    if (is_argument && plan_.operation != language::OperationType::kMutation) {
      state_.failed.emplace_back(plan_.sites[source.site].node, std::move(error));
    } else {
      Fail(root, std::move(error));
    }
  }

  void TakeSelects(Outcome outcome, const SelectRequest& select) {
    state_.observation.DidRunRoots(select.roots, outcome);
    const std::vector<size_t>& roots = select.roots;
    if (outcome.error) {
      if (outcome.refused != nullptr) {
        NoteParameterFault(*outcome.refused, std::move(*outcome.error), roots[0]);
      } else if (roots.size() > 1) {
        // One of them fails: each for itself, so that the others have their answers.
        for (size_t index : roots) RunOnItsOwn(index);
      } else {
        Fail(roots[0], std::move(*outcome.error));
      }
      return;
    }
    for (size_t column = 0; column < roots.size(); ++column) {
      SetPiece(roots[column], outcome.Value(0, column));
    }
    Keep(std::move(outcome));
  }

  void RunFunction(size_t index) {
    const RootField& root = plan_.roots[index];
    std::vector<Request> steps(2);
    steps[0].database = steps[1].database = kPrimary;
    AppendStatement(root.call, state_.parameters, {}, &steps[0]);
    steps[1].sql = "SELECT ";
    AppendStatement(root.read, state_.parameters, {}, &steps[1]);
    state_.observation.WillRun();
    Outcome outcome = input_.database->RunPrimary(steps, false);
    state_.observation.DidRun({RequestPart::Kind::kRoot, static_cast<uint32_t>(index)}, outcome);
    if (outcome.error) {
      const bool is_cursor =
          outcome.refused != nullptr && outcome.refused->kind == planner::ParameterSource::Kind::kCursor;
      Fail(index, is_cursor ? CursorFault(outcome.refused->path[0], false) : std::move(*outcome.error));
      return;
    }
    if (root.can_report_failure && outcome.Value(0, 1)) {
      Fail(index, ReportedFailure(*outcome.Value(0, 1)));
      return;
    }
    SetPiece(index, outcome.Value(0, 0));
    Keep(std::move(outcome));
  }

  // What a mutation_response says of a call that failed. What the function did before it said so stays done.
  GraphQLError ReportedFailure(std::string_view report) {
    GraphQLError error;
    error.message = "The mutation failed.";
    error.code = ErrorCode::kDatabaseError;
    values::ParsedJson parsed = values::ParseJson(report, input_.arena);
    for (const values::InputObjectField& member : parsed.value->fields) {
      if (member.value.kind == values::InputValue::Kind::kNull) continue;
      if (member.name == "message") {
        error.message = member.value.text;
      } else {
        error.extensions.emplace_back(member.name, member.value.text);
      }
    }
    return error;
  }

  void SetPiece(size_t index, std::optional<std::string_view> value) {
    const RootField& root = plan_.roots[index];
    if (!value) {
      pieces_[index] = root.non_null ? std::string_view("\x03N\x03") : kNull;
      return;
    }
    pieces_[index] = *value;
    if (root.unwrap) pieces_[index] = value->substr(kUnwrapHead.size(), value->size() - kUnwrapHead.size() - 1);
    CollectOpenPlaces(pieces_[index], &state_.slots);
  }

  std::string_view ErrorPiece(GraphQLError error) {
    std::string mark(1, kErrorMark);
    mark += static_cast<char>(ErrorMark::kRequest);
    mark += std::to_string(state_.errors.size());
    mark += kErrorMark;
    state_.errors.push_back(std::move(error));
    return input_.arena->CopyString(mark);
  }

  void Fail(size_t index, GraphQLError error) { pieces_[index] = ErrorPiece(std::move(error)); }

  void Keep(Outcome outcome) { state_.outcomes.push_back(std::move(outcome)); }

  // ── Mutations ──────────────────────────────────────────────────────────────────────────────────────────────────

  // Root fields one after the other (spec section 6.2.2), each with all that is selected below it.
  void RunMutation() {
    if (!input_.atomic_mutations) {
      for (size_t i = 0; i < plan_.roots.size(); ++i) RunMutationField(i);
      return;
    }
    size_t failed = plan_.roots.size();
    input_.database->Atomically([&] {
      for (size_t i = 0; i < plan_.roots.size(); ++i) {
        RunMutationField(i);
        if (pieces_[i].starts_with(kErrorMark)) {
          failed = i;
          return false;
        }
      }
      return true;
    });
    if (failed == plan_.roots.size()) return;
    for (size_t i = 0; i < plan_.roots.size(); ++i) {
      if (i == failed || plan_.roots[i].kind == RootField::Kind::kConstant) continue;
      GraphQLError error;
      error.message = std::string(i < failed ? "Undone" : "Not run") + " because \"" +
                      std::string(plan_.roots[failed].output->response_key) + "\" failed.";
      error.code = ErrorCode::kOperationResolutionFailure;
      Fail(i, std::move(error));
    }
  }

  void RunMutationField(size_t index) {
    state_.observation.BeginWave();
    RunOnItsOwn(index);
    FillSlots(&state_);
  }

  ExecutionInput input_;
  const planner::Plan& plan_;
  ExecutionState state_;
  std::vector<std::string_view> pieces_;
};

}  // namespace

ExecutionResult ExecutePlan(ExecutionInput input) { return Executor(std::move(input)).Run(); }

void AppendResponse(std::string_view data, const std::vector<GraphQLError>& errors, std::string* out) {
  *out += '{';
  if (!errors.empty()) {
    *out += "\"errors\":[";
    for (size_t i = 0; i < errors.size(); ++i) {
      if (i > 0) *out += ',';
      AppendJson(errors[i], out);
    }
    *out += ']';
  }
  if (!data.empty()) {
    if (!errors.empty()) *out += ',';
    *out += "\"data\":";
    *out += data;
  }
  *out += '}';
}

}  // namespace fraiseql::execution
