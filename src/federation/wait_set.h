// Waiting for several sockets at once, for the session's latch and for the end of the postmaster.
#pragma once

#include <chrono>
#include <vector>

#include "pg/backend.h"

extern "C" {
#include "storage/latch.h"
}

namespace fraiseql::federation {

// PostgreSQL's event sets cannot forget a socket, so a new one is made when the sockets change, and for as long as one
// is unsteady: while libpq connects it may go through several addresses, whose sockets can have the same number.
class WaitSet {
 public:
  struct Socket {
    void* owner;           // what Wait returns
    const void* identity;  // of the connection; a number alone may be used again
    pgsocket socket;
    uint32_t events;  // WL_SOCKET_READABLE, WL_SOCKET_WRITEABLE
    bool unsteady;
  };

  WaitSet() = default;
  ~WaitSet() { Close(); }
  WaitSet(const WaitSet&) = delete;
  WaitSet& operator=(const WaitSet&) = delete;

  // The owners of the sockets that are ready; none after the time-out or when the latch was set. Lets the server act on
  // interrupts, so it throws PgError for a cancel.
  std::vector<void*> Wait(std::vector<Socket> wanted, std::chrono::milliseconds timeout);

 private:
  bool Same(const std::vector<Socket>& wanted) const;
  void Rebuild(std::vector<Socket> wanted);
  void Close();

  WaitEventSet* set_ = nullptr;
  std::vector<Socket> sockets_;
  std::vector<int> positions_;  // of the sockets in the set
};

}  // namespace fraiseql::federation
