// What all sessions of the server know together about other databases: how many connections are open (pool slots) and
// which databases do not answer (breakers). In shared memory when the library is preloaded; else every session counts
// for itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "federation/databases.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::federation {

// A place in the line of those who wait for a connection to a server; left when the object goes.
class PoolPlace {
 public:
  PoolPlace() = default;
  // What might throw is the first look for the shared state, which the place was taken in.
  // NOLINTNEXTLINE(bugprone-exception-escape)
  ~PoolPlace() { Leave(); }
  PoolPlace(const PoolPlace&) = delete;
  PoolPlace& operator=(const PoolPlace&) = delete;
  void Leave();

 private:
  friend class PoolSlot;
  int index_ = -1;
};

// One of a database's pool_size connections, held as long as the object lives.
class PoolSlot {
 public:
  PoolSlot() = default;
  ~PoolSlot() { Release(); }  // NOLINT(bugprone-exception-escape): as PoolPlace
  PoolSlot(PoolSlot&& other) noexcept : index_(other.index_) { other.index_ = -1; }
  PoolSlot& operator=(PoolSlot&& other) noexcept {
    std::swap(index_, other.index_);
    return *this;
  }

  // A free slot of the server, unless others wait longer for one: then `place` is one in their line, and the latch of
  // this session is set when it may be its turn.
  static std::optional<PoolSlot> Take(Oid server, int pool_size, PoolPlace* place);

  // Whether the connection is idle: then another session may want it closed.
  void SetIdle(bool idle);
  // Another session waits for the slot of this idle connection, or for any of the server.
  bool Wanted() const;
  void Release();

 private:
  explicit PoolSlot(int index) : index_(index) {}
  int index_ = -1;
};

// Asks the holder of an idle connection to the server, in another session, to close it. `signal_relid` is that of the
// configuration.
void AskForIdleSlot(Oid server, Oid signal_relid);

// Whether a request may be sent. Where it may not, `retry_in_ms` says when the next probe is due.
bool BreakerAllows(Oid server, const RemoteLimits& limits, int* retry_in_ms);
// What became of a request: an answer of any kind, no answer within the deadline, or a connection that failed.
enum class Outcome { kAnswered, kTimeout, kUnavailable };
void RecordOutcome(Oid server, const RemoteLimits& limits, Outcome outcome, const std::string& error);

// Closes the breaker: the server may lead somewhere else now.
void ForgetOutcomes(Oid server);

// What fraiseql.databases shows of a server.
struct ServerState {
  Oid server = InvalidOid;
  enum class Breaker { kClosed, kOpen, kHalfOpen } breaker = Breaker::kClosed;
  int timeouts_in_a_row = 0;
  int connections = 0;
  int idle_connections = 0;
  std::string last_error;
  TimestampTz last_error_at = 0;
};
ServerState StateOf(Oid server);

// Reserves shared memory. Called once, from _PG_init while the postmaster loads the library.
void ReserveSharedState();

}  // namespace fraiseql::federation
