// What a worker says about itself: its slot in shared memory, read by fraiseql.worker_status.
#pragma once

#include <map>
#include <string>

#include "events/shared_state.h"
#include "pg/boundary.h"

namespace fraiseql::events {

class WorkerReport {
 public:
  explicit WorkerReport(WorkerSlot* slot) : slot_(slot) {}

  void State(WorkerState state);
  void Server(const std::string& address, Delivery delivery);
  // Remembers an error and logs it, unless it was logged less than a minute ago.
  void Error(const std::string& message);
  // The same for an error of the server in the worker's own work; `what` says in which. A lock that somebody else wants
  // more, and a table that has just been dropped, are no errors.
  void Error(const char* what, const ErrorData& error);
  void Published(uint64_t events) { slot_->published += events; }
  void Dead(uint64_t events) { slot_->dead += events; }
  void Handled(uint64_t messages) { slot_->handled += messages; }
  void Parked(uint64_t messages) { slot_->parked += messages; }
  // How many lanes the database's subscribers want: the launcher starts what is missing.
  void Lanes(int lanes);
  void Attempts(uint64_t attempts) { slot_->attempts = attempts; }

 private:
  WorkerSlot* slot_;
  std::map<std::string, TimestampTz> said_;  // since the worker last ran without a fault
};

}  // namespace fraiseql::events
