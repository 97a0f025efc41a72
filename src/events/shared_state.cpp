#include "events/shared_state.h"

#include <algorithm>
#include <cstring>
#include <memory>

extern "C" {
#include "storage/ipc.h"
#include "storage/proc.h"
#include "storage/shmem.h"
}

namespace fraiseql::events {

namespace {

constexpr Size kRingSize = 1024 * 1024;
constexpr char kTranche[] = "fraiseql_events";

// A message in the ring: this header, the channel, the payload. Messages of all databases, in the order of their
// arrival.
struct RingMessage {
  Oid database;
  uint32_t channel_size;
  uint32_t payload_size;
};

struct Ring {
  Size size;  // of the messages from the start of `bytes`
  char bytes[kRingSize];
};

struct Memory {
  SharedState state;
  Ring ring;
};

Memory* memory = nullptr;
LWLock* state_lock = nullptr;
LWLock* ring_lock = nullptr;
shmem_request_hook_type next_request_hook = nullptr;
shmem_startup_hook_type next_startup_hook = nullptr;

extern "C" void fraiseql_events_shmem_request(void) {
  if (next_request_hook != nullptr) next_request_hook();
  RequestAddinShmemSpace(sizeof(Memory));
  RequestNamedLWLockTranche(kTranche, 2);
}

extern "C" void fraiseql_events_shmem_startup(void) {
  if (next_startup_hook != nullptr) next_startup_hook();
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  bool found;
  memory = static_cast<Memory*>(ShmemInitStruct("fraiseql events", sizeof(Memory), &found));
  if (!found) {
    std::memset(static_cast<void*>(memory), 0, sizeof(Memory));
    memory->state.launcher_owner = -1;
    for (WorkerSlot& slot : memory->state.slots) slot.latch_owner = -1;
  }
  LWLockPadded* locks = GetNamedLWLockTranche(kTranche);
  state_lock = &locks[0].lock;
  ring_lock = &locks[1].lock;
  LWLockRelease(AddinShmemInitLock);
}

// The latch may by now be somebody else's; a wake-up too many harms nobody.
void SetLatchOf(int owner) {
  if (owner >= 0 && owner < static_cast<int>(ProcGlobal->allProcCount))
    SetLatch(&ProcGlobal->allProcs[owner].procLatch);
}

Size SizeOf(const RingMessage& message) {
  return MAXALIGN(sizeof(RingMessage) + message.channel_size + message.payload_size);
}

}  // namespace

const char* StateName(WorkerState state) {
  switch (state) {
    case WorkerState::kNone:
      return "none";
    case WorkerState::kProbing:
      return "starting";
    case WorkerState::kAbsent:
      return "absent";
    case WorkerState::kIdle:
      return "idle";
    case WorkerState::kConnecting:
      return "connecting";
    case WorkerState::kRunning:
      return "running";
    case WorkerState::kFaulty:
      return "faulty";
    case WorkerState::kStopping:
      return "stopping";
  }
  return "none";
}

SharedState* GetSharedState() { return memory != nullptr ? &memory->state : nullptr; }
LWLock* SharedStateLock() { return state_lock; }

WorkerSlot* FindSlot(Oid database, int lane) {
  if (memory == nullptr) return nullptr;
  for (WorkerSlot& slot : memory->state.slots) {
    if (slot.state != WorkerState::kNone && slot.database == database && slot.lane == lane) return &slot;
  }
  return nullptr;
}

void WakeWorker(Oid database) {
  if (memory == nullptr) return;
  WorkerSlot* slot = FindSlot(database);
  // Also for one that runs: it may just have found that there is no extension, and be about to say so.
  if (slot != nullptr) slot->probe = true;
  if (slot != nullptr && slot->state != WorkerState::kAbsent) {
    SetLatchOf(slot->latch_owner);  // without a worker it is on its way
    return;
  }
  WakeLauncher();
}

void WakeLanes(Oid database) {
  if (memory == nullptr) return;
  for (const WorkerSlot& slot : memory->state.slots) {
    if (slot.database == database && slot.lane > 0 && slot.pid > 0) SetLatchOf(slot.latch_owner);
  }
}

void WakeLauncher() {
  if (memory != nullptr) SetLatchOf(memory->state.launcher_owner);
}

void OfferBestEffort(std::string_view channel, std::string_view payload) {
  if (memory == nullptr) return;
  const WorkerSlot* slot = FindSlot(MyDatabaseId);
  if (slot == nullptr || slot->latch_owner < 0) return;  // nobody would ever take it
  RingMessage message = {MyDatabaseId, static_cast<uint32_t>(channel.size()), static_cast<uint32_t>(payload.size())};
  Ring& ring = memory->ring;
  LWLockAcquire(ring_lock, LW_EXCLUSIVE);
  if (SizeOf(message) <= kRingSize - ring.size) {
    char* place = ring.bytes + ring.size;
    std::memcpy(place, &message, sizeof(message));
    std::memcpy(place + sizeof(message), channel.data(), channel.size());
    std::memcpy(place + sizeof(message) + channel.size(), payload.data(), payload.size());
    ring.size += SizeOf(message);
  } else {
    memory->state.best_effort_dropped++;
  }
  LWLockRelease(ring_lock);
}

std::vector<BestEffortEvent> TakeBestEffort() {
  std::vector<BestEffortEvent> events;
  if (memory == nullptr || memory->ring.size == 0) return events;
  Ring& ring = memory->ring;
  const auto own = std::make_unique<char[]>(kRingSize);  // before the lock: nothing under it may throw
  Size own_size = 0, kept = 0;
  LWLockAcquire(ring_lock, LW_EXCLUSIVE);
  for (Size at = 0; at < ring.size;) {
    const auto* message = reinterpret_cast<const RingMessage*>(ring.bytes + at);
    const Size size = SizeOf(*message);
    if (message->database == MyDatabaseId) {
      std::memcpy(own.get() + own_size, message, size);
      own_size += size;
    } else {
      std::memmove(ring.bytes + kept, message, size);
      kept += size;
    }
    at += size;
  }
  ring.size = kept;
  LWLockRelease(ring_lock);
  for (Size at = 0; at < own_size;) {
    const auto* message = reinterpret_cast<const RingMessage*>(own.get() + at);
    const char* text = own.get() + at + sizeof(RingMessage);
    events.push_back(
        {std::string(text, message->channel_size), std::string(text + message->channel_size, message->payload_size)});
    at += SizeOf(*message);
  }
  return events;
}

void RequestSharedState() {
  next_request_hook = shmem_request_hook;
  shmem_request_hook = fraiseql_events_shmem_request;
  next_startup_hook = shmem_startup_hook;
  shmem_startup_hook = fraiseql_events_shmem_startup;
}

}  // namespace fraiseql::events
