// Connections of this session to foreign servers, opened with libpq from the options of a postgres_fdw server and the
// user mapping of a role, and kept open for later requests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "federation/libpq.h"
#include "federation/shared_state.h"
#include "pg/backend.h"

namespace fraiseql::federation {

struct ResultDeleter {
  void operator()(PGresult* result) const { Libpq().PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ResultDeleter>;

// Whether it is one of libpq's keywords that postgres_fdw accepts as options; the rest of a server's options is its own
// business.
bool IsConnectionOption(const char* name);

// Why a connection cannot even be tried.
struct TargetFault {
  std::string sqlstate;
  std::string message;
  std::string hint;
};

// Where a role's connection to a server leads: libpq keywords and values, among them the password.
struct ConnectionTarget {
  Oid server = InvalidOid;
  Oid user = InvalidOid;
  std::vector<std::pair<std::string, std::string>> options;
  bool must_use_password = false;  // else refused once connected: the role is no superuser
};

// Reads the catalogs. A fault where there is no such server, no user mapping, or where postgres_fdw would refuse the
// role too (it is no superuser and the mapping has no password).
std::optional<TargetFault> LookUpTarget(Oid server, Oid user, ConnectionTarget* target);

// One open connection. Closed with PQfinish, which never waits for the other side.
class Connection {
 public:
  // Begins to connect; only the look-up of a host name can block. The status may be CONNECTION_BAD already.
  Connection(const ConnectionTarget& target, PoolSlot slot);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  PGconn* handle() const { return handle_; }
  bool Bad() const { return handle_ == nullptr || Libpq().PQstatus(handle_) == CONNECTION_BAD; }
  // libpq's message about what went wrong, on one line.
  std::string ErrorText() const;

  const Oid server;
  const Oid user;
  const bool must_use_password;
  bool reused = false;            // it has answered a request before this one
  int statement_timeout_ms = -1;  // what the session there is set to; -1: its settings have not been sent
  bool generic_plans = false;     // plan_cache_mode of that session
  int next_statement = 0;
  std::unordered_map<std::string, std::string> statements;  // prepared there: SQL text to name
  PoolSlot slot;

 private:
  friend class ConnectionCache;
  PGconn* handle_ = nullptr;
  bool counted_ = false;  // with PostgreSQL's limit of open files
  uint64_t generation_;
};

// The idle connections of this session. Those whose server, user mapping or role changed are closed.
class ConnectionCache {
 public:
  // An idle connection that still stands, or null.
  static std::unique_ptr<Connection> Take(Oid server, Oid user);
  // Keeps a connection that has no request under way, or closes it where its options are outdated or its slot wanted.
  // `signal_relid` is that of the configuration.
  static void Keep(std::unique_ptr<Connection> connection, Oid signal_relid);
  // Closes those with outdated options and those that another session waits for.
  static void CloseUnwanted();
  // Closes the idle connections to a server, of one role or (InvalidOid) of all; true when there was one.
  static bool CloseIdle(Oid server, Oid user);
};

// Registers the callbacks that close connections. Called once, from _PG_init.
void WatchConnections();

}  // namespace fraiseql::federation
