// The direct route: statements for other databases, sent over connections of the extension's own, all at once.
//
// It reads what is committed there. A request has its own connection and its own transaction, read only; a deadline
// closes the connection and never waits for the other side (libpq's PQcancel would), so that a database that is slow,
// down or frozen costs its own fields at most the time it was given.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/connection.h"

namespace fraiseql::federation {

// A parameter in text form; arrays as '{...}'.
struct RemoteParameter {
  Oid type = InvalidOid;  // of a built-in type; InvalidOid: as the statement implies
  std::string value;
  bool is_null = false;
};

struct RemoteRequest {
  Oid server = InvalidOid;
  std::string sql;  // one statement for the remote database, with parameters $1 ...
  std::vector<RemoteParameter> parameters;
  // One plan over there serves all values of the parameters.
  bool generic_plan = false;
};

struct RemoteError {
  enum class Kind {
    kUnavailable,  // cannot be reached, or is not asked: breaker, pool, federation switched off
    kTimeout,      // no answer within the deadline
    kSql,          // the database, or the local catalog, refused
  };
  Kind kind = Kind::kSql;
  std::string sqlstate;
  std::string message;  // kUnavailable and kTimeout: fit for strangers, it names the database only
  std::string detail;   // the same kinds: what exactly happened, for the log
  std::string hint;
  bool raised = false;  // kSql: by a RAISE of PL/pgSQL
};

// Of a database that did not answer in time; `detail` is for the log.
RemoteError TimeoutError(std::string_view database, int timeout_ms, std::string detail);

// Rows of text values, or an error.
class RemoteResult {
 public:
  bool ok() const { return rows_ != nullptr; }
  const RemoteError& error() const { return error_; }
  // From the beginning of the call to the answer, or to its end without one.
  double milliseconds() const { return milliseconds_; }

  int size() const { return Libpq().PQntuples(rows_.get()); }
  int columns() const { return Libpq().PQnfields(rows_.get()); }
  bool IsNull(int row, int column) const { return Libpq().PQgetisnull(rows_.get(), row, column) != 0; }
  // Empty for NULL. Lives as long as the result.
  std::string_view Value(int row, int column) const {
    return {Libpq().PQgetvalue(rows_.get(), row, column),
            static_cast<size_t>(Libpq().PQgetlength(rows_.get(), row, column))};
  }

 private:
  friend class DirectRun;
  ResultPtr rows_;
  RemoteError error_;
  double milliseconds_ = 0;
};

class DirectRun;

// Requests that run at once as the current user. Retries within the deadline what may succeed the next time (no
// connection, connection lost, serialization failure over there). Throws what must stop the whole statement: PgError
// for a cancel or a shutdown. What is not finished when it goes is given up, and its connection closed.
class DirectCalls {
 public:
  // `requests` must outlive it. `timeout_ms` 0: what is configured for each database.
  explicit DirectCalls(std::span<const RemoteRequest> requests, int timeout_ms = 0);
  ~DirectCalls();

  // Sends a request where this session has an idle connection, without waiting for anything: not for a place in the
  // pool either, so that nobody waits for this session while it does something else.
  void SendIfIdle(size_t request);

  // Returns when every request is answered or its deadline has passed; results stand in the order of the requests. The
  // time since construction is not held against a database: nobody listened.
  std::vector<RemoteResult> Finish();

 private:
  void RunToEnd(bool only_sent);

  std::vector<RemoteResult> results_;
  std::vector<std::unique_ptr<DirectRun>> runs_;
  DirectCalls* outer_;  // what had begun before: a statement of the primary may call this extension again
  std::chrono::steady_clock::time_point left_at_;
};

inline std::vector<RemoteResult> RunDirect(std::span<const RemoteRequest> requests, int timeout_ms = 0) {
  return DirectCalls(requests, timeout_ms).Finish();
}

// Whether the direct route can serve a server at all: it is one of postgres_fdw.
bool CanRunDirect(Oid server);

}  // namespace fraiseql::federation
