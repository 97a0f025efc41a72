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
execution::Outcome RunSteps(std::span<const Request> steps, bool read_only,
                            const planner::ParameterSource** converting) {
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
        *converting = parameter.source;
        value = {pg::InputDatum(type, parameter.text), false};
        *converting = nullptr;
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
const planner::ParameterSource* RefusedParameter(const Request& request, std::string* message) {
  for (const Parameter& parameter : request.parameters) {
    if (parameter.is_null) continue;
    const ErrorData* error = pg::InSubtransaction([&] { pg::InputDatum(TypeOf(parameter), parameter.text); });
    if (error == nullptr) continue;
    *message = error->message;
    return parameter.source;
  }
  return nullptr;
}

// What became of a request on the direct route that failed.
execution::Outcome DirectFailure(const Request& request, const RemoteError& error) {
  execution::Outcome failure;
  std::string message;
  if (error.kind == RemoteError::Kind::kSql) failure.refused = RefusedParameter(request, &message);
  if (failure.refused != nullptr) {
    failure.error.emplace();
    failure.error->message = std::move(message);
    failure.error->code = ErrorCode::kBadUserInput;
  } else {
    failure.error = FieldErrorOf(error, request.database);
  }
  return failure;
}

// What became of a request that the server ended with an error, while the parameter was read where there is one.
execution::Outcome Failure(const ErrorData& error, const planner::ParameterSource* converting,
                           std::string_view database) {
  execution::Outcome failure;
  failure.refused = converting;
  if (converting != nullptr) {
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
  const planner::ParameterSource* converting = nullptr;
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
  const planner::ParameterSource* converting = nullptr;
  ErrorData* error = pg::InSubtransaction([&] { outcome = RunSteps(steps, read_only, &converting); });
  return error == nullptr ? outcome : Failure(*error, converting, steps.back().database);
}

// Requests to federated databases on their way, each over the route that fits.
class ServerDatabase::Calls final : public execution::BegunRequests {
 public:
  Calls(ServerDatabase* database, std::span<const Request> requests)
      : database_(*database), requests_(requests), outcomes_(requests.size()) {
    for (size_t i = 0; i < requests.size(); ++i) Begin(i);
    calls_.emplace(remote_);
    // A probe tells of the moment before its scan.
    for (size_t i = 0; i < remote_.size(); ++i) {
      if (remote_[i].sql != kProbe) calls_->SendIfIdle(i);
    }
  }

  std::vector<execution::Outcome> Finish() override {
    std::vector<RemoteResult> results = calls_->Finish();
    for (size_t i = 0; i < results.size(); ++i) Take(i, std::move(results[i]));
    for (size_t i : scans_) {
      if (!outcomes_[i].error) Scan(i);
    }
    return std::move(outcomes_);
  }

 private:
  void Begin(size_t index) {
    const Request& request = requests_[index];
    if (std::optional<RemoteError> refused = RefusedRead(request)) {
      outcomes_[index].error = FieldErrorOf(*refused, request.database);
      return;
    }
    const Oid server = database_.configuration_->Find(request.database)->server;
    database_.CountStatements(server, 1);
    const bool direct = database_.RouteTo(request.database) == planner::Route::kDirect;
    if (!direct) scans_.push_back(index);
    if (direct) {
      remote_.push_back(DirectRequest(server, request));
    } else if (CanRunDirect(server) && !HasWrittenTo(server)) {
      remote_.push_back({server, kProbe, {}, false});
    } else {
      return;
    }
    remote_index_.push_back(index);
  }

  void Take(size_t index, RemoteResult result) {
    execution::Outcome& outcome = outcomes_[remote_index_[index]];
    const bool is_probe = remote_[index].sql == kProbe;
    const double milliseconds = result.milliseconds();
    // What a probe is refused for otherwise, the foreign scan will say.
    if (!result.ok() && !(is_probe && result.error().kind == RemoteError::Kind::kSql)) {
      outcome = DirectFailure(requests_[remote_index_[index]], result.error());
    } else if (!is_probe) {
      TakeRows(std::move(result), &outcome);
    }
    outcome.milliseconds = milliseconds;
  }

  void Scan(size_t index) {
    const auto started = std::chrono::steady_clock::now();
    const double probed = outcomes_[index].milliseconds;
    const Request& request = requests_[index];
    outcomes_[index] = RunScan(request, database_.configuration_->Find(request.database)->timeout_ms());
    const std::chrono::duration<double, std::milli> scanned = std::chrono::steady_clock::now() - started;
    outcomes_[index].milliseconds = probed + scanned.count();
  }

  ServerDatabase& database_;
  std::span<const Request> requests_;
  std::vector<execution::Outcome> outcomes_;
  std::vector<RemoteRequest> remote_;
  std::vector<size_t> remote_index_;  // of the request that each is for
  std::vector<size_t> scans_;         // requests that are foreign scans
  std::optional<DirectCalls> calls_;
};

std::unique_ptr<execution::BegunRequests> ServerDatabase::BeginFederated(std::span<const Request> requests) {
  return std::make_unique<Calls>(this, requests);
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
