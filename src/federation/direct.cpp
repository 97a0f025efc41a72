#include "federation/direct.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "federation/exchange.h"
#include "federation/wait_set.h"
#include "pg/boundary.h"

extern "C" {
#include "common/pg_prng.h"
#include "foreign/foreign.h"
#include "storage/latch.h"
}

namespace fraiseql::federation {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Connections that one call opens to the same server at most; further requests wait for one of them.
constexpr int kConnectionsPerServer = 4;
// How often a request that waits for a pool slot looks again, and asks for an idle connection of another session. It is
// woken when a slot becomes free.
constexpr milliseconds kSlotPoll{50};
// The statement over there is ended this much later than nobody waits for it.
constexpr int kStatementTimeoutSlack = 1000;

std::string Field(const PGresult* result, int code) {
  const char* text = Libpq().PQresultErrorField(result, code);
  return text != nullptr ? text : "";
}

}  // namespace

// One request on its way. States: waiting for a slot or for the next attempt → connecting → running → done.
class DirectRun {
 public:
  DirectRun(const RemoteRequest& request, const Configuration& configuration, int timeout_ms, RemoteResult* result)
      : request_(request),
        user_(GetUserId()),
        result_(result),
        signal_relid_(configuration.signal_relid),
        started_(Clock::now()) {
    const Database* database = configuration.FindServer(request.server);
    if (database != nullptr) {
      name_ = database->name;
      limits_ = database->limits;
      timeout_ms_ = database->timeout_ms();
    } else {
      ForeignServer* server = pg::CallPg([&] { return GetForeignServerExtended(request.server, FSV_MISSING_OK); });
      if (server != nullptr) name_ = server->servername;
      timeout_ms_ = limits_.timeout_ms;
    }
    if (timeout_ms > 0) timeout_ms_ = timeout_ms;
    deadline_ = started_ + milliseconds(timeout_ms_);
    slot_deadline_ = std::min(deadline_, started_ + milliseconds(limits_.pool_timeout_ms));
    int retry_in_ms = 0;
    if (!configuration.federation_enabled) {
      Fail("", "federation is switched off");
    } else if (!BreakerAllows(request.server, limits_, &retry_in_ms)) {
      Fail("", "not asked after repeated timeouts; the next attempt is made in " + std::to_string(retry_in_ms) + " ms");
    }
  }

  bool done() const { return state_ == State::kDone; }
  bool sent() const { return state_ == State::kRunning; }
  Oid server() const { return request_.server; }
  const Connection* connection() const { return connection_.get(); }
  WaitSet::Socket Socket() {
    const bool connecting = state_ == State::kConnecting;
    uint32_t events = WL_SOCKET_READABLE;
    if (connecting) {
      if (polling_ != PGRES_POLLING_READING) events = WL_SOCKET_WRITEABLE;
    } else if (exchange_->WantsToWrite()) {
      events |= WL_SOCKET_WRITEABLE;
    }
    return {this, connection_.get(), Libpq().PQsocket(connection_->handle()), events, connecting};
  }

  // Sends the request where an idle connection is at hand.
  void SendIfIdle() {
    if (done()) return;
    if (auto idle = ConnectionCache::Take(request_.server, user_)) SendOver(std::move(idle));
  }

  // Somebody listens again after so long a time.
  void Return(Clock::duration absence) {
    if (done()) return;
    deadline_ += absence;
    slot_deadline_ += absence;
    if (state_ == State::kRunning) {
      may_have_waited_for_us_ = absence >= milliseconds(kStatementTimeoutSlack);
    } else {
      started_ += absence;
    }
  }

  // When to call Tick at the latest.
  Clock::time_point wake_at() const {
    if (state_ == State::kWaiting) return std::min(next_attempt_, deadline_);
    return deadline_;
  }

  // Time has passed: gives up at the deadline, starts what waits. `connections`: those of this call to this server.
  void Tick(Clock::time_point now, int connections) {
    if (done()) return;
    if (now >= deadline_ && !waits_for_slot_) return TimeOut();
    if (state_ == State::kWaiting && now >= next_attempt_) TryToStart(now, connections);
  }

  // A connection of this call, or the slot it waits for, may have become free.
  void LookAgain() {
    if (state_ == State::kWaiting && waits_for_slot_) next_attempt_ = Clock::now();
  }

  // The socket is ready.
  void Advance() {
    if (state_ == State::kConnecting) {
      Connect();
    } else if (state_ == State::kRunning) {
      Exchange_();
    }
  }

 private:
  enum class State { kWaiting, kConnecting, kRunning, kDone };

  void TryToStart(Clock::time_point now, int connections) {
    if (auto idle = ConnectionCache::Take(request_.server, user_)) return SendOver(std::move(idle));
    attempt_++;
    std::optional<PoolSlot> slot;
    if (connections < kConnectionsPerServer) {
      slot = PoolSlot::Take(request_.server, limits_.pool_size, &place_);
      // Connections of other roles of this session count too.
      if (!slot && ConnectionCache::CloseIdle(request_.server, InvalidOid)) {
        slot = PoolSlot::Take(request_.server, limits_.pool_size, &place_);
      }
      if (!slot) AskForIdleSlot(request_.server, signal_relid_);
    }
    waits_for_slot_ = !slot;
    if (!slot) {
      attempt_--;
      if (now >= slot_deadline_) {
        return Fail("53300", "no connection became free (pool_size " + std::to_string(limits_.pool_size) + ")");
      }
      next_attempt_ = std::min<Clock::time_point>(now + kSlotPoll, slot_deadline_);
      return;
    }
    ConnectionTarget target;
    if (auto fault = LookUpTarget(request_.server, user_, &target)) {
      result_->error_ = {RemoteError::Kind::kSql, fault->sqlstate, fault->message, {}, fault->hint};
      return Finish();
    }
    connection_ = std::make_unique<Connection>(target, std::move(*slot));
    state_ = State::kConnecting;
    polling_ = PGRES_POLLING_WRITING;
    if (connection_->Bad()) LoseConnection(connection_->ErrorText());
  }

  void SendOver(std::unique_ptr<Connection> idle) {
    attempt_++;
    waits_for_slot_ = false;
    place_.Leave();
    connection_ = std::move(idle);
    Send();
  }

  void Connect() {
    polling_ = Libpq().PQconnectPoll(connection_->handle());
    if (polling_ == PGRES_POLLING_FAILED) return LoseConnection(connection_->ErrorText());
    if (polling_ != PGRES_POLLING_OK) return;
    if (connection_->must_use_password && Libpq().PQconnectionUsedPassword(connection_->handle()) == 0) {
      connection_.reset();
      result_->error_ = {RemoteError::Kind::kSql,
                         "2F003",
                         "password is required",
                         {},
                         "Roles that are no superusers cannot connect where the server asks for no password."};
      return Finish();
    }
    Send();
  }

  void Send() {
    state_ = State::kRunning;
    exchange_.emplace(connection_.get(), request_, timeout_ms_ + kStatementTimeoutSlack);
    Exchange_();
  }

  void Exchange_() {
    switch (exchange_->Advance()) {
      case Exchange::Progress::kWaiting:
        return;
      case Exchange::Progress::kBroken:
        return LoseConnection(exchange_->failure != nullptr ? Field(exchange_->failure.get(), PG_DIAG_MESSAGE_PRIMARY)
                                                            : connection_->ErrorText());
      case Exchange::Progress::kDone:
        return Answered();
    }
  }

  void Answered() {
    Exchange exchange = std::move(*exchange_);
    exchange_.reset();
    if (exchange.failure == nullptr) {
      RecordOutcome(request_.server, limits_, Outcome::kAnswered, {});
      ConnectionCache::Keep(std::move(connection_), signal_relid_);
      result_->rows_ = std::move(exchange.rows);
      if (result_->rows_ == nullptr) result_->error_ = {RemoteError::Kind::kSql, "0A000", "not a query", {}, {}};
      return Finish();
    }
    const PGresult* failure = exchange.failure.get();
    const std::string sqlstate = Field(failure, PG_DIAG_SQLSTATE);
    // Shutting down or starting up: as good as not there. The connection is about to be closed over there.
    if (sqlstate.starts_with("57P")) return LoseConnection(Field(failure, PG_DIAG_MESSAGE_PRIMARY));
    if (exchange.worth_another_try) {
      connection_->reused = false;
      return Send();
    }
    // A conflict with other transactions, or a statement that a standby had to end: reading again is safe.
    if ((sqlstate == "40001" || sqlstate == "40P01") && Retry()) {
      ConnectionCache::Keep(std::move(connection_), signal_relid_);
      return;
    }
    // The time of the statement over there went on while nobody took its rows.
    if (sqlstate == "57014" && std::exchange(may_have_waited_for_us_, false)) {
      deadline_ = Clock::now() + milliseconds(timeout_ms_);
      return Send();
    }
    ConnectionCache::Keep(std::move(connection_), signal_relid_);
    // The statement timeout there is the later twin of the deadline here.
    if (sqlstate == "57014") return TimeOut();
    RecordOutcome(request_.server, limits_, Outcome::kAnswered, {});
    result_->error_ = {RemoteError::Kind::kSql,
                       sqlstate,
                       Field(failure, PG_DIAG_MESSAGE_PRIMARY),
                       Field(failure, PG_DIAG_MESSAGE_DETAIL),
                       Field(failure, PG_DIAG_MESSAGE_HINT),
                       Field(failure, PG_DIAG_SOURCE_FUNCTION) == "exec_stmt_raise"};
    Finish();
  }

  // No connection, or not any more.
  void LoseConnection(std::string reason) {
    const bool was_kept = connection_->reused;
    exchange_.reset();
    connection_.reset();
    if (was_kept) {
      // It had been idle, and the server was restarted or closed it: that says nothing about the server of now. The
      // other idle ones are of the same age.
      ConnectionCache::CloseIdle(request_.server, user_);
      attempt_--;
      state_ = State::kWaiting;
      next_attempt_ = Clock::now();
      return;
    }
    if (Retry()) return;
    RecordOutcome(request_.server, limits_, Outcome::kUnavailable, reason);
    Fail("08006", std::move(reason));
  }

  // Plans the next attempt; false when there is none, or no time for it.
  bool Retry() {
    if (attempt_ >= limits_.max_attempts) return false;
    double delay = limits_.backoff_initial_ms;
    switch (limits_.backoff) {
      case Backoff::kNone:
        delay = 0;
        break;
      case Backoff::kConstant:
        break;
      case Backoff::kLinear:
        delay *= attempt_;
        break;
      case Backoff::kExponential:
        delay *= static_cast<double>(uint64_t{1} << std::min(attempt_ - 1, 30));
        break;
    }
    // Between half of it and all: sessions that failed together do not come back together.
    delay = std::min<double>(delay, limits_.backoff_max_ms) * (0.5 + pg_prng_double(&pg_global_prng_state) / 2);
    const Clock::time_point next = Clock::now() + milliseconds(static_cast<int64_t>(delay));
    if (next >= deadline_) return false;
    state_ = State::kWaiting;
    next_attempt_ = next;
    return true;
  }

  void TimeOut() {
    std::string where = state_ == State::kConnecting ? "while connecting"
                        : state_ == State::kWaiting  ? "while waiting for a connection"
                                                     : "while waiting for the answer";
    RecordOutcome(request_.server, limits_, Outcome::kTimeout,
                  "no answer within " + std::to_string(timeout_ms_) + " ms, " + where);
    // Closed without a word: asking the other side to cancel would wait for it.
    exchange_.reset();
    connection_.reset();
    result_->error_ = TimeoutError(name_, timeout_ms_, std::move(where));
    Finish();
  }

  void Fail(const char* sqlstate, std::string detail) {
    result_->error_ = {RemoteError::Kind::kUnavailable,
                       sqlstate,
                       "database \"" + name_ + "\" is not available",
                       std::move(detail),
                       {}};
    Finish();
  }

  void Finish() {
    place_.Leave();
    result_->milliseconds_ = std::chrono::duration<double, std::milli>(Clock::now() - started_).count();
    state_ = State::kDone;
  }

  const RemoteRequest& request_;
  const Oid user_;
  RemoteResult* result_;
  const Oid signal_relid_;
  std::string name_;
  RemoteLimits limits_;
  int timeout_ms_ = 0;
  Clock::time_point started_;
  Clock::time_point deadline_;
  Clock::time_point slot_deadline_;
  Clock::time_point next_attempt_ = started_;
  State state_ = State::kWaiting;
  int attempt_ = 0;
  bool waits_for_slot_ = false;
  bool may_have_waited_for_us_ = false;
  PoolPlace place_;
  std::unique_ptr<Connection> connection_;
  PostgresPollingStatusType polling_ = PGRES_POLLING_WRITING;
  std::optional<Exchange> exchange_;
};

RemoteError TimeoutError(std::string_view database, int timeout_ms, std::string detail) {
  return {RemoteError::Kind::kTimeout,
          "57014",
          "database \"" + std::string(database) + "\" did not answer within " + std::to_string(timeout_ms) + " ms",
          std::move(detail),
          {}};
}

namespace {
DirectCalls* innermost = nullptr;  // of those that have begun and are not over
}

DirectCalls::DirectCalls(std::span<const RemoteRequest> requests, int timeout_ms)
    : results_(requests.size()), outer_(innermost) {
  // What has begun around this call holds connections of the session, which may be all that the pool has.
  if (outer_ != nullptr) outer_->RunToEnd(true);
  std::shared_ptr<const Configuration> configuration = CurrentConfiguration();
  for (size_t i = 0; i < requests.size(); i++) {
    runs_.push_back(std::make_unique<DirectRun>(requests[i], *configuration, timeout_ms, &results_[i]));
  }
  left_at_ = Clock::now();
  innermost = this;
}

DirectCalls::~DirectCalls() { innermost = outer_; }

void DirectCalls::SendIfIdle(size_t request) {
  runs_[request]->SendIfIdle();
  left_at_ = Clock::now();
}

std::vector<RemoteResult> DirectCalls::Finish() {
  RunToEnd(false);
  return std::move(results_);
}

// `only_sent`: those that wait for an answer, and no other.
void DirectCalls::RunToEnd(bool only_sent) {
  const Clock::duration absence = Clock::now() - left_at_;
  for (const auto& run : runs_) run->Return(absence);
  const auto takes_part = [&](const DirectRun& run) { return !run.done() && (!only_sent || run.sent()); };
  WaitSet wait_set;
  while (true) {
    const Clock::time_point now = Clock::now();
    Clock::time_point wake = Clock::time_point::max();
    bool all_done = true;
    for (const auto& run : runs_) {
      if (!takes_part(*run)) continue;
      const auto connections = std::count_if(runs_.begin(), runs_.end(), [&](const auto& other) {
        return other->server() == run->server() && !other->done() && other->connection() != nullptr;
      });
      run->Tick(now, static_cast<int>(connections));
      if (!takes_part(*run)) continue;
      all_done = false;
      wake = std::min(wake, run->wake_at());
    }
    if (all_done) break;
    // Rounded up, so that the moment has come when the wait is over.
    const auto timeout = std::chrono::ceil<milliseconds>(std::max(wake - Clock::now(), Clock::duration::zero()));
    std::vector<WaitSet::Socket> sockets;
    for (const auto& run : runs_) {
      if (takes_part(*run) && run->connection() != nullptr) sockets.push_back(run->Socket());
    }
    for (void* owner : wait_set.Wait(std::move(sockets), timeout)) static_cast<DirectRun*>(owner)->Advance();
    // A connection of this call or a slot may have become free.
    for (const auto& run : runs_) run->LookAgain();
  }
  left_at_ = Clock::now();
}

bool CanRunDirect(Oid server) {
  return pg::CallPg([&] {
    ForeignServer* entry = GetForeignServerExtended(server, FSV_MISSING_OK);
    if (entry == nullptr) return false;
    ForeignDataWrapper* wrapper = GetForeignDataWrapperExtended(entry->fdwid, FDW_MISSING_OK);
    return wrapper != nullptr && strcmp(wrapper->fdwname, "postgres_fdw") == 0;
  });
}

}  // namespace fraiseql::federation
