// One statement on one connection: what is sent and what comes back, in a single round trip (libpq's pipeline mode).
#pragma once

#include <string>
#include <vector>

#include "federation/direct.h"

namespace fraiseql::federation {

class Exchange {
 public:
  enum class Progress {
    kWaiting,  // for the socket
    kDone,     // `rows` or `failure` is there, the connection can take the next statement
    kBroken,   // the connection is lost
  };

  // Queues the statement, before it what the session over there still lacks: its settings, a prepared statement.
  // `statement_timeout_ms` ends the statement over there when nobody waits for it any more.
  Exchange(Connection* connection, const RemoteRequest& request, int statement_timeout_ms);

  // To be called when the socket is ready, and once after construction.
  Progress Advance();
  bool WantsToWrite() const { return wants_to_write_; }

  ResultPtr rows;                  // of the statement
  ResultPtr failure;               // the first error
  bool worth_another_try = false;  // the failure is that of an outdated prepared statement

 private:
  enum class Step { kSettings, kPrepare, kStatement };
  void Queue(Step step, int sent);
  std::string Settings(int statement_timeout_ms, bool generic_plans) const;
  void NoteFailure(ResultPtr result);
  Progress Read();

  Connection* connection_;
  PGconn* handle_;
  const std::string& sql_;
  std::vector<Step> steps_;  // whose results are still to come, in order
  size_t step_ = 0;
  int syncs_ = 0;        // still to come
  bool failed_ = false;  // to queue something: the connection is lost
  bool was_prepared_ = false;
  bool wants_to_write_ = false;
};

}  // namespace fraiseql::federation
