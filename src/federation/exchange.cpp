#include "federation/exchange.h"

namespace fraiseql::federation {

namespace {

// Statements that a connection keeps prepared. Texts come from a bounded plan cache, so that this is a safety net.
constexpr size_t kMaxStatements = 500;

}  // namespace

Exchange::Exchange(Connection* connection, const RemoteRequest& request, int statement_timeout_ms)
    : connection_(connection), handle_(connection->handle()), sql_(request.sql) {
  Libpq().PQsetnonblocking(handle_, 1);
  failed_ = Libpq().PQenterPipelineMode(handle_) == 0;
  if (connection->statement_timeout_ms != statement_timeout_ms || connection->generic_plans != request.generic_plan) {
    // A transaction of its own, so that they hold for the next one.
    const std::string settings = Settings(statement_timeout_ms, request.generic_plan);
    Queue(Step::kSettings,
          Libpq().PQsendQueryParams(handle_, settings.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    failed_ |= Libpq().PQpipelineSync(handle_) == 0;
    syncs_++;
    connection->statement_timeout_ms = statement_timeout_ms;
    connection->generic_plans = request.generic_plan;
  }

  const int count = static_cast<int>(request.parameters.size());
  std::vector<Oid> types;
  std::vector<const char*> values;
  for (const RemoteParameter& parameter : request.parameters) {
    types.push_back(parameter.type);
    values.push_back(parameter.is_null ? nullptr : parameter.value.c_str());
  }
  auto known = connection->statements.find(sql_);
  was_prepared_ = known != connection->statements.end();
  if (!was_prepared_) {
    if (connection->statements.size() >= kMaxStatements) {
      connection->statements.clear();
      Queue(Step::kSettings,
            Libpq().PQsendQueryParams(handle_, "DEALLOCATE ALL", 0, nullptr, nullptr, nullptr, nullptr, 0));
    }
    std::string name = "fraiseql_" + std::to_string(connection->next_statement++);
    Queue(Step::kPrepare, Libpq().PQsendPrepare(handle_, name.c_str(), sql_.c_str(), count, types.data()));
    known = connection->statements.emplace(sql_, std::move(name)).first;
  }
  Queue(Step::kStatement,
        Libpq().PQsendQueryPrepared(handle_, known->second.c_str(), count, values.data(), nullptr, nullptr, 0));
  failed_ |= Libpq().PQpipelineSync(handle_) == 0;
  syncs_++;
}

void Exchange::Queue(Step step, int sent) {
  failed_ |= sent == 0;
  steps_.push_back(step);
}

// What makes values look the same whichever way they are fetched: the settings that postgres_fdw makes, too. Servers
// that can notice a closed connection while they work are asked to, and none compiles statements, see NotCompiled.
std::string Exchange::Settings(int statement_timeout_ms, bool generic_plans) const {
  std::string settings =
      "SELECT pg_catalog.set_config('statement_timeout', '" + std::to_string(statement_timeout_ms) + "', false)";
  if (generic_plans != connection_->generic_plans) {
    settings += std::string(", pg_catalog.set_config('plan_cache_mode', '") +
                (generic_plans ? "force_generic_plan" : "auto") + "', false)";
  }
  if (connection_->statement_timeout_ms >= 0) return settings;
  settings +=
      ", pg_catalog.set_config('search_path', 'pg_catalog', false)"
      ", pg_catalog.set_config('TimeZone', 'UTC', false)"
      ", pg_catalog.set_config('DateStyle', 'ISO', false)"
      ", pg_catalog.set_config('IntervalStyle', 'postgres', false)"
      ", pg_catalog.set_config('extra_float_digits', '3', false)"
      ", pg_catalog.set_config('default_transaction_read_only', 'on', false)";
  if (Libpq().PQserverVersion(handle_) >= 140000) {
    settings += ", pg_catalog.set_config('client_connection_check_interval', '1s', false)";
  }
  if (Libpq().PQserverVersion(handle_) >= 110000) settings += ", pg_catalog.set_config('jit', 'off', false)";
  return settings;
}

// A statement that could not be prepared is not there; one that a pooler or a DISCARD ALL took away, or whose result
// type changed with a relation, is to be prepared again.
void Exchange::NoteFailure(ResultPtr result) {
  const char* sqlstate = Libpq().PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const std::string_view code = sqlstate != nullptr ? sqlstate : "";
  const bool preparing = step_ < steps_.size() && steps_[step_] == Step::kPrepare;
  const bool stale = code == "26000" || code == "0A000" || code == "42P05";
  if (preparing || stale) connection_->statements.erase(sql_);
  if (failure != nullptr) return;
  failure = std::move(result);
  worth_another_try = was_prepared_ && stale;
}

Exchange::Progress Exchange::Advance() {
  if (failed_ || Libpq().PQconsumeInput(handle_) == 0) return Progress::kBroken;
  const int flushed = Libpq().PQflush(handle_);
  if (flushed < 0) return Progress::kBroken;
  wants_to_write_ = flushed > 0;
  return Read();
}

Exchange::Progress Exchange::Read() {
  while (syncs_ > 0) {
    if (Libpq().PQisBusy(handle_) != 0) return Progress::kWaiting;
    ResultPtr result(Libpq().PQgetResult(handle_));
    if (result == nullptr) {
      // The end of one step's results; after the last one nothing but syncs can follow.
      if (step_ >= steps_.size()) return Progress::kBroken;
      step_++;
      continue;
    }
    switch (Libpq().PQresultStatus(result.get())) {
      case PGRES_PIPELINE_SYNC:
        syncs_--;
        break;
      case PGRES_TUPLES_OK:
        if (step_ < steps_.size() && steps_[step_] == Step::kStatement) rows = std::move(result);
        break;
      case PGRES_COMMAND_OK:
      case PGRES_PIPELINE_ABORTED:
        break;
      default:
        if (connection_->Bad()) {
          failure = std::move(result);
          return Progress::kBroken;
        }
        NoteFailure(std::move(result));
        break;
    }
  }
  Libpq().PQexitPipelineMode(handle_);
  if (failure != nullptr) rows.reset();
  return Progress::kDone;
}

}  // namespace fraiseql::federation
