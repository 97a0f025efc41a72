#include "federation/server_database.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/arena.h"
#include "extension/guc.h"
#include "federation/access.h"
#include "federation/direct.h"
#include "federation/field_error.h"
#include "federation/scan_deadline.h"
#include "federation/writes.h"
#include "pg/spi.h"
#include "pg/statement_cache.h"
#include "pg/subtransaction.h"
#include "pg/type_input.h"

extern "C" {
#include "jit/jit.h"
}

namespace fraiseql::federation {

namespace {

using execution::Parameter;
using execution::Request;

// Carries "undo" through InSubtransaction, which rolls back and lets it pass.
struct Undo {};

Oid TypeOf(const Parameter& parameter) { return parameter.is_array ? pg::ArrayTypeOf(parameter.type) : parameter.type; }

// Copies rows out of SPI's memory. Columns of text and json are taken as they are.
execution::Outcome CopyRows(const pg::SpiResult& result) {
  execution::Outcome outcome;
  auto owner = std::make_shared<Arena>();
  outcome.columns = result.empty() ? 0 : static_cast<size_t>(result.descriptor()->natts);
  for (uint64_t row = 0; row < result.size(); ++row) {
    for (int column = 0; column < static_cast<int>(outcome.columns); ++column) {
      Oid type = TupleDescAttr(result.descriptor(), column)->atttypid;
      std::optional<std::string_view> value;
      if (type == planner::kJsonOid || type == planner::kTextOid) {
        value = result.Text(row, column);
        if (value) value = owner->CopyString(*value);
      } else if (std::optional<std::string> text = result.Output(row, column)) {
        value = owner->CopyString(*text);
      }
      outcome.values.push_back(value);
    }
  }
  outcome.owner = std::move(owner);
  return outcome;
}

// Keeps the planner from having statements compiled just in time. They do their work in functions, of which nothing is
// gained, and lists within lists multiply what the planner takes a statement for: forty of them took six seconds to
// compile, each time, and milliseconds to run.
class NotCompiled {
 public:
  NotCompiled() : was_(jit_enabled) { jit_enabled = false; }
  ~NotCompiled() { jit_enabled = was_; }
  NotCompiled(const NotCompiled&) = delete;
  NotCompiled& operator=(const NotCompiled&) = delete;

 private:
  bool was_;
};

// `key = ANY ($1)` is planned for ten keys where the array is a parameter, and looks cheaper with the two or three at
// hand, so that PostgreSQL would plan such a statement again for each request: at several times the cost of running it.
bool HasOnlyKeys(const Request& request) {
  return std::all_of(request.parameters.begin(), request.parameters.end(), [](const Parameter& parameter) {
    return parameter.source != nullptr && parameter.source->kind == planner::ParameterSource::Kind::kKeys;
  });
}

// Runs the steps in the current subtransaction. `*converting` is the parameter at work while its text is read.
execution::Outcome RunSteps(std::span<const Request> steps, bool read_only, std::optional<size_t>* converting) {
  std::optional<NotCompiled> not_compiled;
  if (read_only) not_compiled.emplace();  // what a mutation runs is the user's
  pg::SpiScope spi;
  execution::Outcome outcome;
  NullableDatum previous = {0, true};
  std::vector<pg::SpiResult> results;
  results.reserve(steps.size());
  for (const Request& step : steps) {
    std::vector<Oid> types;
    std::vector<NullableDatum> values;
    for (size_t i = 0; i < step.parameters.size(); ++i) {
      const Parameter& parameter = step.parameters[i];
      Oid type = TypeOf(parameter);
      NullableDatum value = {0, true};
      if (parameter.from_previous_step) {
        value = previous;
      } else if (!parameter.is_null) {
        *converting = i;
        value = {pg::InputDatum(type, parameter.text), false};
        converting->reset();
      }
      types.push_back(type);
      values.push_back(value);
    }
    const pg::SpiPlan& plan = pg::PreparedStatement(step.sql, types, HasOnlyKeys(step) ? CURSOR_OPT_GENERIC_PLAN : 0,
                                                    static_cast<size_t>(extension::settings.plan_cache_size));
    results.push_back(pg::Execute(plan, values, read_only));
    const pg::SpiResult& result = results.back();
    previous = {0, true};
    if (!result.empty()) previous.value = result.Value(0, 0, &previous.isnull);
    if (&step == &steps.back()) outcome = CopyRows(result);
  }
  return outcome;
}

// What the current user may not read of it. The direct route asks nobody else; a foreign scan would be refused in
// other words.
std::optional<RemoteError> RefusedRead(const Request& request) {
  for (const planner::ForeignRead& read : request.reads) {
    if (std::optional<RemoteError> refused = CheckAccess(read.relid, {read.columns.data, read.columns.size()})) {
      return refused;
    }
  }
  return std::nullopt;
}

// Sent before a foreign scan: postgres_fdw has no deadline, waits for a frozen host for ever, and once it has a
// transaction in a database that fails the COMMIT here fails too. A database that does not answer this is not scanned.
constexpr const char* kProbe = "SELECT 1";

RemoteRequest DirectRequest(Oid server, const Request& request) {
  RemoteRequest remote{server, request.sql, {}, HasOnlyKeys(request)};
  for (const Parameter& parameter : request.parameters) {
    remote.parameters.push_back({InvalidOid, std::string(parameter.text), parameter.is_null});
  }
  return remote;
}

// The parameter that its type does not take, where another database refused a request: nobody read them here.
// `*message` says why not.
std::optional<size_t> RefusedParameter(const Request& request, std::string* message) {
  for (size_t i = 0; i < request.parameters.size(); ++i) {
    const Parameter& parameter = request.parameters[i];
    if (parameter.is_null || parameter.is_array) continue;
    const ErrorData* error = pg::InSubtransaction([&] { pg::InputDatum(parameter.type, parameter.text); });
    if (error == nullptr) continue;
    *message = error->message;
    return i;
  }
  return std::nullopt;
}

// What became of a request on the direct route that failed.
execution::Outcome DirectFailure(const Request& request, const RemoteError& error) {
  execution::Outcome failure;
  std::string message;
  if (error.kind == RemoteError::Kind::kSql) failure.parameter = RefusedParameter(request, &message);
  if (failure.parameter) {
    failure.error.emplace();
    failure.error->message = std::move(message);
    failure.error->code = ErrorCode::kBadUserInput;
  } else {
    failure.error = FieldErrorOf(error, request.database);
  }
  return failure;
}

// What became of a request that the server ended with an error, while the parameter was read where there is one.
execution::Outcome Failure(const ErrorData& error, std::optional<size_t> converting, std::string_view database) {
  execution::Outcome failure;
  failure.parameter = converting;
  if (converting) {
    failure.error.emplace();
    failure.error->message = error.message;
    failure.error->code = ErrorCode::kBadUserInput;
  } else {
    failure.error = FieldErrorOf(error, database);
  }
  return failure;
}

// A foreign scan that ends at its deadline.
execution::Outcome RunScan(const Request& request, int timeout_ms) {
  execution::Outcome outcome;
  std::optional<size_t> converting;
  ScanDeadline deadline(timeout_ms);
  // Over there a statement may have a shorter time, which is no cancellation of this one.
  const auto too_slow = [&](const ErrorData& error) {
    return deadline.Caused(error) || (IsOfForeignScan(error) && error.sqlerrcode == ERRCODE_QUERY_CANCELED);
  };
  ErrorData* error = pg::InSubtransaction([&] { outcome = RunSteps({&request, 1}, true, &converting); }, too_slow);
  if (error == nullptr) return outcome;
  if (!too_slow(*error)) return Failure(*error, converting, request.database);
  execution::Outcome failure;
  failure.error = FieldErrorOf(TimeoutError(request.database, timeout_ms, error->message), request.database);
  return failure;
}

void TakeRows(RemoteResult rows, execution::Outcome* outcome) {
  auto result = std::make_shared<RemoteResult>(std::move(rows));
  outcome->columns = static_cast<size_t>(result->columns());
  for (int row = 0; row < result->size(); ++row) {
    for (int column = 0; column < result->columns(); ++column) {
      outcome->values.push_back(
          result->IsNull(row, column) ? std::nullopt : std::optional<std::string_view>(result->Value(row, column)));
    }
  }
  outcome->owner = std::move(result);
}

}  // namespace

ServerDatabase::ServerDatabase(std::shared_ptr<const Configuration> configuration)
    : configuration_(std::move(configuration)) {}

execution::Outcome ServerDatabase::RunPrimary(std::span<const Request> steps, bool read_only) {
  if (steps.back().database == planner::kPrimary) CountStatements(InvalidOid, steps.size());
  execution::Outcome outcome;
  std::optional<size_t> converting;
  ErrorData* error = pg::InSubtransaction([&] { outcome = RunSteps(steps, read_only, &converting); });
  return error == nullptr ? outcome : Failure(*error, converting, steps.back().database);
}

std::vector<execution::Outcome> ServerDatabase::RunFederated(std::span<const Request> requests) {
  std::vector<execution::Outcome> outcomes(requests.size());
  std::vector<RemoteRequest> remote;
  std::vector<size_t> remote_index;
  std::vector<size_t> scans;
  for (size_t i = 0; i < requests.size(); ++i) {
    const Request& request = requests[i];
    if (std::optional<RemoteError> refused = RefusedRead(request)) {
      outcomes[i].error = FieldErrorOf(*refused, request.database);
      continue;
    }
    const Oid server = configuration_->Find(request.database)->server;
    CountStatements(server, 1);
    const bool direct = RouteTo(request.database) == planner::Route::kDirect;
    if (!direct) scans.push_back(i);
    if (direct) {
      remote.push_back(DirectRequest(server, request));
    } else if (CanRunDirect(server) && !HasWrittenTo(server)) {
      remote.push_back({server, kProbe, {}, false});
    } else {
      continue;
    }
    remote_index.push_back(i);
  }
  std::vector<RemoteResult> results = RunDirect(remote);
  for (size_t i = 0; i < results.size(); ++i) {
    execution::Outcome& outcome = outcomes[remote_index[i]];
    const bool is_probe = remote[i].sql == kProbe;
    const double milliseconds = results[i].milliseconds();
    // What a probe is refused for otherwise, the foreign scan will say.
    if (!results[i].ok() && !(is_probe && results[i].error().kind == RemoteError::Kind::kSql)) {
      outcome = DirectFailure(requests[remote_index[i]], results[i].error());
    } else if (!is_probe) {
      TakeRows(std::move(results[i]), &outcome);
    }
    outcome.milliseconds = milliseconds;
  }
  for (size_t i : scans) {
    if (outcomes[i].error) continue;
    const auto started = std::chrono::steady_clock::now();
    const double probed = outcomes[i].milliseconds;
    outcomes[i] = RunScan(requests[i], configuration_->Find(requests[i].database)->timeout_ms());
    const std::chrono::duration<double, std::milli> scanned = std::chrono::steady_clock::now() - started;
    outcomes[i].milliseconds = probed + scanned.count();
  }
  return outcomes;
}

void ServerDatabase::CountStatements(Oid server, size_t count) {
  for (auto& [known, statements] : statements_) {
    if (statements != 0 && known != server) continue;
    known = server;
    statements += count;
    return;
  }
}

size_t ServerDatabase::BatchSize(std::string_view database) const {
  constexpr size_t kLocalBatch = 1000;
  const federation::Database* found = configuration_->Find(database);
  return found == nullptr ? kLocalBatch : static_cast<size_t>(std::max(found->batch_size(), 1));
}

void ServerDatabase::Atomically(const std::function<bool()>& work) {
  try {
    ErrorData* error = pg::InSubtransaction([&] {
      if (!work()) throw Undo{};
    });
    if (error != nullptr) throw pg::PgError(error);
  } catch (const Undo&) {
  }
}

const ServerDatabase::RouteChoice& ServerDatabase::ChoiceFor(std::string_view database) const {
  auto found = routes_.find(database);
  if (found == routes_.end()) found = routes_.emplace(database, ChooseRoute(database)).first;
  return found->second;
}

ServerDatabase::RouteChoice ServerDatabase::ChooseRoute(std::string_view database) const {
  constexpr planner::Route kForeignScan = planner::Route::kForeignScan;
  const federation::Database* found = configuration_->Find(database);
  if (found == nullptr) return {kForeignScan, "it is not configured"};
  if (extension::settings.route == static_cast<int>(extension::Route::kForeignScan)) {
    return {kForeignScan, "fraiseql.route asks for it"};
  }
  if (!found->has_extension) return {kForeignScan, "the extension is not there in this version"};
  if (!CanRunDirect(found->server)) return {kForeignScan, "its server is not one of postgres_fdw"};
  if (HasWrittenTo(found->server)) return {kForeignScan, "this transaction has written there"};
  return {planner::Route::kDirect, "the extension is there in this version"};
}

}  // namespace fraiseql::federation
