// What the processes of the events machinery share: one slot per worker, and a ring for events that
// ask for no durability. Plain values only; no pointer of one process.
//
// Without shared_preload_libraries there is no shared state: readers get nothing, wake-ups do nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pg/backend.h"

extern "C" {
#include "datatype/timestamp.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
}

namespace fraiseql::events {

constexpr int kMaxWorkers = 256;

// README.md draws how they follow each other.
enum class WorkerState : int {
  kNone,        // no such database
  kProbing,     // started to find out whether the database has the extension
  kAbsent,      // the database has no extension fraiseql
  kIdle,        // nothing to publish and nothing to subscribe to
  kConnecting,  // no connection to NATS
  kRunning,
  kFaulty,    // connected, and something is wrong with the configuration or the streams
  kStopping,  // told to leave the database (DROP DATABASE and the like)
};
const char* StateName(WorkerState state);

enum class Delivery : int { kUnknown, kAtLeastOnce, kAtMostOnce };

struct WorkerSlot {
  Oid database;
  int lane;   // 0: the database's own worker; others run handlers only
  int lanes;  // in lane 0: how many the configuration wants
  NameData database_name;
  WorkerState state;
  TimestampTz state_since;
  pid_t pid;             // 0: no process
  int latch_owner;       // number of the worker's PGPROC, -1: none
  bool hold;             // the launcher starts no worker
  bool probe;            // something has happened here since the worker was started: one that is absent looks again
  TimestampTz retry_at;  // the launcher starts no worker before
  Delivery delivery;
  char nats_server[128];  // without credentials
  uint64_t published;     // acknowledged by NATS since the worker started
  uint64_t dead;
  uint64_t handled;
  uint64_t parked;
  uint64_t attempts;  // to publish the event that is next, so far
  TimestampTz last_error_at;
  char last_error[512];
};

struct SharedState {
  int launcher_owner;  // number of the launcher's PGPROC, -1: none
  pid_t launcher_pid;
  uint64_t best_effort_dropped;
  WorkerSlot slots[kMaxWorkers];
};

// Null without preloading.
SharedState* GetSharedState();
LWLock* SharedStateLock();

// The slot of a database's worker, null where there is none. The caller holds SharedStateLock().
WorkerSlot* FindSlot(Oid database, int lane = 0);

// Sets the latch of a database's worker, of those of its other lanes, or the launcher's. Callable after commit: takes
// no lock, cannot fail.
void WakeWorker(Oid database);
void WakeLanes(Oid database);
void WakeLauncher();

// Hands an event to the worker of this database through the ring; drops it when the ring is full. Cannot fail.
void OfferBestEffort(std::string_view channel, std::string_view payload);

struct BestEffortEvent {
  std::string channel;
  std::string payload;
};
// Takes all events of this database out of the ring.
std::vector<BestEffortEvent> TakeBestEffort();

// Requests the memory; once, from _PG_init while preloading.
void RequestSharedState();

}  // namespace fraiseql::events
