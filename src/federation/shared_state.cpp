#include "federation/shared_state.h"

#include <algorithm>
#include <cstring>

#include "pg/boundary.h"
#include "pg/compat.h"

extern "C" {
#include "mb/pg_wchar.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procsignal.h"
#include "storage/shmem.h"
#include "storage/sinval.h"
}

namespace fraiseql::federation {

namespace {

constexpr int kMaxBreakers = 256;
constexpr int kLocalSlots = 256;
constexpr int kMaxWaiters = 1024;
constexpr int kErrorLength = 256;

// A connection, or free where the pid is 0.
struct SlotEntry {
  int pid;
  int signal_number;
  Oid database;  // the local one: OIDs of servers are unique within it
  Oid server;
  bool idle;
  bool wanted;
};

// A session that waits for a slot, or free where the pid is 0. The lowest ticket is served first.
struct WaiterEntry {
  int pid;
  int process;  // its number in the array of all processes, for its latch
  Oid database;
  Oid server;
  uint64 ticket;
};

// What is known of a server that has failed before.
struct BreakerEntry {
  Oid database;
  Oid server;
  int timeouts;         // in a row, since the last answer
  int probes_answered;  // since it opened
  bool open;
  TimestampTz probe_at;  // open: the next request let through; moved on for each probe
  TimestampTz last_error_at;
  char last_error[kErrorLength];
};

// Plain values only: sessions come and go.
struct SharedState {
  LWLock* lock;  // null: this is a session's own copy
  int slot_count;
  int breaker_count;
  int waiter_count;  // how many of them are in use
  uint64 next_ticket;
  WaiterEntry waiters[kMaxWaiters];
  BreakerEntry breakers[kMaxBreakers];
  SlotEntry slots[FLEXIBLE_ARRAY_MEMBER];
};

SharedState* state = nullptr;
shmem_request_hook_type previous_shmem_request_hook = nullptr;
shmem_startup_hook_type previous_shmem_startup_hook = nullptr;

// Enough that pool_size is what limits, not this: a session rarely talks to more than a few databases.
int SharedSlots() { return std::max(1024, MaxBackends * 4); }
Size SharedSize(int slots) { return offsetof(SharedState, slots) + sizeof(SlotEntry) * slots; }

SharedState* State() {
  if (state == nullptr) {
    state = static_cast<SharedState*>(
        pg::CallPg([&] { return MemoryContextAllocZero(TopMemoryContext, SharedSize(kLocalSlots)); }));
    state->slot_count = kLocalSlots;
  }
  return state;
}

class Lock {
 public:
  explicit Lock(LWLockMode mode) : lock_(State()->lock) {
    if (lock_ != nullptr) LWLockAcquire(lock_, mode);
  }
  ~Lock() {
    if (lock_ != nullptr) LWLockRelease(lock_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  LWLock* lock_;
};

bool Matches(const SlotEntry& slot, Oid server) {
  return slot.pid != 0 && slot.server == server && slot.database == MyDatabaseId;
}

// The one to be served next, null when nobody waits. `but_for`: a process that does not count.
WaiterEntry* FirstWaiter(Oid server, int but_for = 0) {
  WaiterEntry* first = nullptr;
  if (state->waiter_count == 0) return first;
  for (WaiterEntry& waiter : state->waiters) {
    if (waiter.pid == 0 || waiter.pid == but_for || waiter.server != server || waiter.database != MyDatabaseId)
      continue;
    if (first == nullptr || waiter.ticket < first->ticket) first = &waiter;
  }
  return first;
}

void WakeFirstWaiter(Oid server) {
  const WaiterEntry* waiter = FirstWaiter(server);
  if (waiter != nullptr) SetLatch(&ProcGlobal->allProcs[waiter->process].procLatch);
}

void RemoveWaiter(WaiterEntry* waiter) {
  waiter->pid = 0;
  state->waiter_count--;
}

// The entry of a server; with `create` made when it is not there, in the place of the oldest when the table is full.
BreakerEntry* FindBreaker(Oid server, bool create) {
  BreakerEntry* const begin = State()->breakers;
  BreakerEntry* const end = begin + state->breaker_count;
  for (BreakerEntry* entry = begin; entry != end; entry++) {
    if (entry->server == server && entry->database == MyDatabaseId) return entry;
  }
  if (!create) return nullptr;
  BreakerEntry* entry = end;
  if (state->breaker_count < kMaxBreakers) {
    state->breaker_count++;
  } else {
    entry = std::min_element(
        begin, end, [](const BreakerEntry& a, const BreakerEntry& b) { return a.last_error_at < b.last_error_at; });
  }
  std::memset(static_cast<void*>(entry), 0, sizeof(*entry));
  entry->database = MyDatabaseId;
  entry->server = server;
  return entry;
}

extern "C" {

static void request_shared_state(void) {
  if (previous_shmem_request_hook != nullptr) previous_shmem_request_hook();
  RequestAddinShmemSpace(SharedSize(SharedSlots()));
  RequestNamedLWLockTranche("fraiseql federation", 1);
}

static void start_shared_state(void) {
  if (previous_shmem_startup_hook != nullptr) previous_shmem_startup_hook();
  bool found;
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  state = static_cast<SharedState*>(ShmemInitStruct("fraiseql federation", SharedSize(SharedSlots()), &found));
  if (!found) {
    std::memset(static_cast<void*>(state), 0, SharedSize(SharedSlots()));
    state->lock = &GetNamedLWLockTranche("fraiseql federation")->lock;
    state->slot_count = SharedSlots();
  }
  LWLockRelease(AddinShmemInitLock);
}

// A session that ends gives back what it holds, however it ends.
static void release_slots(int, Datum) {
  Lock lock(LW_EXCLUSIVE);
  for (WaiterEntry& waiter : state->waiters) {
    if (waiter.pid == MyProcPid) RemoveWaiter(&waiter);
  }
  for (int i = 0; i < state->slot_count; i++) {
    if (state->slots[i].pid != MyProcPid) continue;
    state->slots[i].pid = 0;
    WakeFirstWaiter(state->slots[i].server);
  }
}
}

}  // namespace

void ReserveSharedState() {
  previous_shmem_request_hook = shmem_request_hook;
  shmem_request_hook = request_shared_state;
  previous_shmem_startup_hook = shmem_startup_hook;
  shmem_startup_hook = start_shared_state;
}

void PoolPlace::Leave() {
  if (index_ < 0) return;
  Lock lock(LW_EXCLUSIVE);
  WaiterEntry& waiter = state->waiters[index_];
  index_ = -1;
  if (waiter.pid != MyProcPid) return;
  RemoveWaiter(&waiter);
  // The latch may have been set for this one.
  WakeFirstWaiter(waiter.server);
}

std::optional<PoolSlot> PoolSlot::Take(Oid server, int pool_size, PoolPlace* place) {
  static bool registered = false;
  if (!registered) {
    pg::CallPg([&] { before_shmem_exit(release_slots, 0); });
    registered = true;
  }
  Lock lock(LW_EXCLUSIVE);
  int used = 0;
  int free_slot = -1;
  for (int i = 0; i < state->slot_count; i++) {
    if (state->slots[i].pid == 0) {
      if (free_slot < 0) free_slot = i;
    } else if (Matches(state->slots[i], server)) {
      used++;
    }
  }
  const WaiterEntry* first = FirstWaiter(server);
  const bool my_turn = first == nullptr || (place->index_ >= 0 && first == &state->waiters[place->index_]);
  if (used >= pool_size || free_slot < 0 || !my_turn) {
    for (int i = 0; i < kMaxWaiters && place->index_ < 0; i++) {
      if (state->waiters[i].pid != 0) continue;
      state->waiters[i] = {MyProcPid, pg::compat::MyProcNumber(), MyDatabaseId, server, state->next_ticket++};
      state->waiter_count++;
      place->index_ = i;
    }
    return std::nullopt;
  }
  if (place->index_ >= 0) {
    RemoveWaiter(&state->waiters[place->index_]);
    place->index_ = -1;
    if (used + 1 < pool_size) WakeFirstWaiter(server);
  }
  state->slots[free_slot] = {MyProcPid, pg::compat::MySignalNumber(), MyDatabaseId, server, false, false};
  return PoolSlot(free_slot);
}

void PoolSlot::SetIdle(bool idle) {
  if (index_ < 0) return;
  Lock lock(LW_EXCLUSIVE);
  state->slots[index_].idle = idle;
  if (!idle) state->slots[index_].wanted = false;
}

bool PoolSlot::Wanted() const {
  // Read without the lock: a moment later is early enough.
  if (index_ < 0 || (state->waiter_count == 0 && !state->slots[index_].wanted)) return false;
  Lock lock(LW_SHARED);
  return state->slots[index_].wanted || FirstWaiter(state->slots[index_].server, MyProcPid) != nullptr;
}

void PoolSlot::Release() {
  if (index_ < 0) return;
  Lock lock(LW_EXCLUSIVE);
  // Not ours any more after release_slots.
  if (state->slots[index_].pid == MyProcPid) {
    state->slots[index_].pid = 0;
    WakeFirstWaiter(state->slots[index_].server);
  }
  index_ = -1;
}

void AskForIdleSlot(Oid server, Oid signal_relid) {
  int pid = 0;
  int signal_number = -1;
  {
    Lock lock(LW_EXCLUSIVE);
    for (int i = 0; i < State()->slot_count; i++) {
      SlotEntry& slot = state->slots[i];
      if (!Matches(slot, server) || !slot.idle || slot.wanted || slot.pid == MyProcPid) continue;
      slot.wanted = true;
      pid = slot.pid;
      signal_number = slot.signal_number;
      break;
    }
  }
  if (pid == 0) return;
  // On this signal a session that waits for its client runs an empty transaction, whose end is where idle connections
  // that others want are closed; within a transaction block it accepts invalidations, so there has to be one.
  if (OidIsValid(signal_relid)) {
    SharedInvalidationMessage message;
    std::memset(static_cast<void*>(&message), 0, sizeof(message));
    message.rc.id = SHAREDINVALRELCACHE_ID;
    message.rc.dbId = MyDatabaseId;
    message.rc.relId = signal_relid;
    pg::CallPg([&] { SendSharedInvalidMessages(&message, 1); });
  }
  SendProcSignal(pid, PROCSIG_CATCHUP_INTERRUPT, signal_number);
}

bool BreakerAllows(Oid server, const RemoteLimits& limits, int* retry_in_ms) {
  if (!limits.breaker_enabled) return true;
  {
    Lock lock(LW_SHARED);
    const BreakerEntry* entry = FindBreaker(server, false);
    if (entry == nullptr || !entry->open) return true;
  }
  const TimestampTz now = GetCurrentTimestamp();
  Lock lock(LW_EXCLUSIVE);
  BreakerEntry* entry = FindBreaker(server, false);
  if (entry == nullptr || !entry->open) return true;
  if (now < entry->probe_at) {
    *retry_in_ms = static_cast<int>((entry->probe_at - now + 999) / 1000);
    return false;
  }
  // This request is the probe; the next one comes a recovery time later, whatever becomes of this one.
  entry->probe_at = now + limits.breaker_recovery_ms * INT64CONST(1000);
  return true;
}

void RecordOutcome(Oid server, const RemoteLimits& limits, Outcome outcome, const std::string& error) {
  if (outcome == Outcome::kAnswered) {
    Lock lock(LW_SHARED);
    const BreakerEntry* entry = FindBreaker(server, false);
    if (entry == nullptr || (entry->timeouts == 0 && !entry->open)) return;
  }
  const TimestampTz now = GetCurrentTimestamp();
  Lock lock(LW_EXCLUSIVE);
  BreakerEntry* entry = FindBreaker(server, outcome != Outcome::kAnswered);
  if (entry == nullptr) return;
  if (outcome == Outcome::kAnswered) {
    entry->timeouts = 0;
    if (!entry->open) return;
    if (++entry->probes_answered >= limits.breaker_success_threshold) {
      entry->open = false;
    } else {
      entry->probe_at = now;
    }
    return;
  }
  // Cut at a character, not inside one.
  const int length = pg_mbcliplen(error.c_str(), static_cast<int>(error.size()), kErrorLength - 1);
  std::memcpy(entry->last_error, error.c_str(), length);
  entry->last_error[length] = '\0';
  entry->last_error_at = now;
  if (outcome != Outcome::kTimeout) return;
  entry->timeouts++;
  if (!limits.breaker_enabled || entry->timeouts < limits.breaker_failure_threshold) return;
  entry->open = true;
  entry->probes_answered = 0;
  entry->probe_at = now + limits.breaker_recovery_ms * INT64CONST(1000);
}

void ForgetOutcomes(Oid server) {
  Lock lock(LW_EXCLUSIVE);
  BreakerEntry* entry = FindBreaker(server, false);
  if (entry == nullptr) return;
  entry->open = false;
  entry->timeouts = 0;
}

ServerState StateOf(Oid server) {
  ServerState result;
  result.server = server;
  const TimestampTz now = GetCurrentTimestamp();
  Lock lock(LW_SHARED);
  if (const BreakerEntry* entry = FindBreaker(server, false)) {
    using Breaker = ServerState::Breaker;
    result.breaker = !entry->open ? Breaker::kClosed : now < entry->probe_at ? Breaker::kOpen : Breaker::kHalfOpen;
    result.timeouts_in_a_row = entry->timeouts;
    result.last_error = entry->last_error;
    result.last_error_at = entry->last_error_at;
  }
  for (int i = 0; i < state->slot_count; i++) {
    if (!Matches(state->slots[i], server)) continue;
    result.connections++;
    if (state->slots[i].idle) result.idle_connections++;
  }
  return result;
}

}  // namespace fraiseql::federation
