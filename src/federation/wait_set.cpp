#include "federation/wait_set.h"

#include <algorithm>

#include "pg/boundary.h"
#include "pg/compat.h"

extern "C" {
#include "pgstat.h"
}

namespace fraiseql::federation {

std::vector<void*> WaitSet::Wait(std::vector<Socket> wanted, std::chrono::milliseconds timeout) {
  if (!Same(wanted)) {
    Rebuild(std::move(wanted));
  } else {
    for (size_t i = 0; i < wanted.size(); i++) {
      if (sockets_[i].events == wanted[i].events) continue;
      sockets_[i].events = wanted[i].events;
      pg::CallPg([&] { ModifyWaitEvent(set_, positions_[i], sockets_[i].events, nullptr); });
    }
  }
  std::vector<WaitEvent> events(sockets_.size() + 1);
  const int count = pg::CallPg([&] {
    return WaitEventSetWait(set_, static_cast<long>(timeout.count()), events.data(), static_cast<int>(events.size()),
                            PG_WAIT_EXTENSION);
  });
  std::vector<void*> ready;
  for (int i = 0; i < count; i++) {
    if ((events[i].events & WL_LATCH_SET) != 0) ResetLatch(MyLatch);
    if (events[i].user_data != nullptr) ready.push_back(events[i].user_data);
  }
  pg::CallPg([] { CHECK_FOR_INTERRUPTS(); });
  return ready;
}

bool WaitSet::Same(const std::vector<Socket>& wanted) const {
  return set_ != nullptr && std::equal(wanted.begin(), wanted.end(), sockets_.begin(), sockets_.end(),
                                       [](const Socket& a, const Socket& b) {
                                         return a.owner == b.owner && a.identity == b.identity && !a.unsteady;
                                       });
}

void WaitSet::Rebuild(std::vector<Socket> wanted) {
  Close();
  sockets_ = std::move(wanted);
  positions_.assign(sockets_.size(), 0);
  set_ = pg::CallPg([&] { return pg::compat::CreateOwnWaitEventSet(static_cast<int>(sockets_.size()) + 2); });
  pg::CallPg([&] {
    AddWaitEventToSet(set_, WL_LATCH_SET, PGINVALID_SOCKET, MyLatch, nullptr);
    AddWaitEventToSet(set_, WL_EXIT_ON_PM_DEATH, PGINVALID_SOCKET, nullptr, nullptr);
    for (size_t i = 0; i < sockets_.size(); i++) {
      positions_[i] = AddWaitEventToSet(set_, sockets_[i].events, sockets_[i].socket, nullptr, sockets_[i].owner);
    }
  });
}

void WaitSet::Close() {
  if (set_ != nullptr) FreeWaitEventSet(set_);
  set_ = nullptr;
}

}  // namespace fraiseql::federation
