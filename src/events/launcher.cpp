#include "events/launcher.h"

#include <algorithm>
#include <csignal>

#include "extension/guc.h"
#include "pg/boundary.h"
#include "pg/compat.h"

extern "C" {
#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_database.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "tcop/tcopprot.h"
#include "utils/guc.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"
#include "utils/wait_event.h"
}

namespace fraiseql::events {

namespace {

constexpr int kLookAgain = 10000;                               // milliseconds
constexpr int kPause = 20;                                      // milliseconds from one look to the next at least
constexpr int64_t kStartTimeout = int64_t{30} * USECS_PER_SEC;  // a worker that did not even begin is started again
constexpr int64_t kStartPause = USECS_PER_SEC;
constexpr pid_t kStarting = -1;

struct Database {
  Oid oid;
  NameData name;
};

struct Databases {
  Database* list;
  int count;
};

// Every database that takes connections; templates stay empty for CREATE DATABASE.
Databases ReadDatabases() {
  Databases result = {nullptr, 0};
  MemoryContext outer = CurrentMemoryContext;
  StartTransactionCommand();
  (void)GetTransactionSnapshot();
  Relation relation = table_open(DatabaseRelationId, AccessShareLock);
  TableScanDesc scan = table_beginscan_catalog(relation, 0, nullptr);
  int capacity = 0;
  while (HeapTuple tuple = heap_getnext(scan, ForwardScanDirection)) {
    auto* form = reinterpret_cast<Form_pg_database>(GETSTRUCT(tuple));
    if (!form->datallowconn || form->datistemplate) continue;
    if (result.count == capacity) {
      capacity = capacity == 0 ? 16 : capacity * 2;
      MemoryContext inner = MemoryContextSwitchTo(outer);
      const Size size = capacity * sizeof(Database);
      result.list = static_cast<Database*>(result.list == nullptr ? palloc(size) : repalloc(result.list, size));
      MemoryContextSwitchTo(inner);
    }
    result.list[result.count].oid = form->oid;
    result.list[result.count++].name = form->datname;
  }
  table_endscan(scan);
  table_close(relation, AccessShareLock);
  CommitTransactionCommand();
  MemoryContextSwitchTo(outer);
  return result;
}

bool IsWanted(const char* database) {
  const char* setting = extension::settings.worker_databases;
  if (setting == nullptr || strcmp(setting, "*") == 0) return true;
  char* copy = pstrdup(setting);
  List* names = NIL;
  if (!SplitIdentifierString(copy, ',', &names)) return false;
  ListCell* cell;
  foreach (cell, names) {
    if (strcmp(static_cast<char*>(lfirst(cell)), database) == 0) return true;
  }
  return false;
}

bool StartWorker(const WorkerSlot& slot) {
  BackgroundWorker worker = {};
  const WorkerStart start = {slot.database, slot.lane};
  if (slot.lane == 0) {
    snprintf(worker.bgw_name, BGW_MAXLEN, "fraiseql worker %s", NameStr(slot.database_name));
  } else {
    snprintf(worker.bgw_name, BGW_MAXLEN, "fraiseql worker %s, lane %d", NameStr(slot.database_name), slot.lane);
  }
  snprintf(worker.bgw_type, BGW_MAXLEN, "fraiseql worker");
  snprintf(worker.bgw_library_name, BGW_MAXLEN, "fraiseql");
  snprintf(worker.bgw_function_name, BGW_MAXLEN, "fraiseql_worker_main");
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
  worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
  worker.bgw_restart_time = BGW_NEVER_RESTART;
  static_assert(sizeof(start) <= BGW_EXTRALEN);
  memcpy(worker.bgw_extra, &start, sizeof(start));
  worker.bgw_notify_pid = MyProcPid;
  return RegisterDynamicBackgroundWorker(&worker, nullptr);
}

WorkerSlot* NewSlot(SharedState* shared, const Database& database, int lane) {
  for (WorkerSlot& slot : shared->slots) {
    if (slot.state != WorkerState::kNone) continue;
    memset(&slot, 0, sizeof(slot));
    slot.database = database.oid;
    slot.lane = lane;
    slot.lanes = 1;
    slot.database_name = database.name;
    slot.state = WorkerState::kProbing;
    slot.state_since = GetCurrentTimestamp();
    slot.latch_owner = -1;
    return &slot;
  }
  return nullptr;
}

int LanesOf(Oid database) {
  const WorkerSlot* main = FindSlot(database);
  return main != nullptr ? std::max(main->lanes, 1) : 1;
}

// Slots of databases and lanes that are gone.
void ForgetSlots(SharedState* shared, const Databases& databases) {
  for (WorkerSlot& slot : shared->slots) {
    if (slot.state == WorkerState::kNone || slot.pid > 0) continue;
    bool exists = false;
    for (int i = 0; i < databases.count; i++) exists |= databases.list[i].oid == slot.database;
    if (!exists || slot.lane >= LanesOf(slot.database)) slot.state = WorkerState::kNone;
  }
}

// The workers of a database that is to have none. They clear their slots themselves.
void EndWorkers(SharedState* shared, Oid database) {
  for (WorkerSlot& slot : shared->slots) {
    if (slot.state == WorkerState::kNone || slot.database != database) continue;
    if (slot.pid > 0) kill(slot.pid, SIGTERM);
    if (slot.pid == 0) slot.state = WorkerState::kNone;
  }
}

// Starts the worker of a slot unless it runs or something is in the way; returns the time until the slot must be looked
// at again, in milliseconds. The caller holds the lock, which is given up while the postmaster is asked.
int Keep(WorkerSlot* slot, TimestampTz now) {
  if (slot->pid == kStarting && now - slot->state_since > kStartTimeout) slot->pid = 0;
  if (slot->pid != 0 || slot->hold || (slot->state == WorkerState::kAbsent && !slot->probe)) return kLookAgain;
  if (now < slot->retry_at) return static_cast<int>((slot->retry_at - now) / 1000) + 1;
  slot->pid = kStarting;
  slot->probe = false;
  slot->state = WorkerState::kProbing;
  slot->state_since = now;
  LWLockRelease(SharedStateLock());
  const bool started = StartWorker(*slot);
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  if (started) return kLookAgain;
  slot->pid = 0;
  slot->retry_at = now + 5 * kStartPause;
  strlcpy(slot->last_error, "no background worker slot is free (max_worker_processes)", sizeof(slot->last_error));
  slot->last_error_at = now;
  return 5000;
}

// What runs becomes what should run. Returns the time until it must be looked at again, in milliseconds.
int Reconcile() {
  SharedState* shared = GetSharedState();
  const Databases databases = ReadDatabases();
  const TimestampTz now = GetCurrentTimestamp();
  int wait = kLookAgain;
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  ForgetSlots(shared, databases);
  for (int i = 0; i < databases.count; i++) {
    const Database& database = databases.list[i];
    if (!IsWanted(NameStr(database.name))) {
      EndWorkers(shared, database.oid);
      continue;
    }
    for (int lane = 0; lane < LanesOf(database.oid); lane++) {
      WorkerSlot* slot = FindSlot(database.oid, lane);
      if (lane > 0 && FindSlot(database.oid)->hold) break;
      if (slot == nullptr) slot = NewSlot(shared, database, lane);
      if (slot == nullptr) {
        ereport(LOG,
                (errmsg("fraiseql: more than %d workers; \"%s\" gets no more", kMaxWorkers, NameStr(database.name))));
        break;
      }
      slot->database_name = database.name;
      wait = std::min(wait, Keep(slot, now));
    }
  }
  LWLockRelease(SharedStateLock());
  return wait;
}

extern "C" void fraiseql_launcher_exit(int, Datum) {
  SharedState* shared = GetSharedState();
  shared->launcher_owner = -1;
  shared->launcher_pid = 0;
}

}  // namespace

}  // namespace fraiseql::events

extern "C" {

PGDLLEXPORT void fraiseql_launcher_main(Datum);

// C code throughout: an ereport ends the process, and the postmaster starts it again.
void fraiseql_launcher_main(Datum) {
  using namespace fraiseql::events;
  pqsignal(SIGHUP, SignalHandlerForConfigReload);
  pqsignal(SIGTERM, die);
  BackgroundWorkerUnblockSignals();
  BackgroundWorkerInitializeConnection(nullptr, nullptr, 0);
  SharedState* shared = GetSharedState();
  shared->launcher_owner = fraiseql::pg::compat::MyProcNumber();
  shared->launcher_pid = MyProcPid;
  before_shmem_exit(fraiseql_launcher_exit, 0);
  MemoryContext loop = AllocSetContextCreate(TopMemoryContext, "fraiseql launcher", ALLOCSET_DEFAULT_SIZES);
  for (;;) {
    MemoryContextSwitchTo(loop);
    MemoryContextReset(loop);
    CHECK_FOR_INTERRUPTS();
    if (ConfigReloadPending) {
      ConfigReloadPending = false;
      ProcessConfigFile(PGC_SIGHUP);
    }
    const int wait = Reconcile();
    // Where a database is to have no worker, every commit with an event asks for one.
    (void)WaitLatch(nullptr, WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, kPause, PG_WAIT_EXTENSION);
    (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, wait, PG_WAIT_EXTENSION);
    ResetLatch(MyLatch);
  }
}

}  // extern "C"

namespace fraiseql::events {

void RegisterLauncher() {
  BackgroundWorker worker = {};
  snprintf(worker.bgw_name, BGW_MAXLEN, "fraiseql launcher");
  snprintf(worker.bgw_type, BGW_MAXLEN, "fraiseql launcher");
  snprintf(worker.bgw_library_name, BGW_MAXLEN, "fraiseql");
  snprintf(worker.bgw_function_name, BGW_MAXLEN, "fraiseql_launcher_main");
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
  worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
  worker.bgw_restart_time = 1;
  RegisterBackgroundWorker(&worker);
}

void DatabaseHold::Begin(Oid database) {
  SharedState* shared = GetSharedState();
  if (shared == nullptr) return;
  for (int i = 0; i < 1000; i++) {
    bool any = false;
    LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
    for (WorkerSlot& slot : shared->slots) {
      if (slot.state == WorkerState::kNone || slot.database != database) continue;
      slot.hold = true;
      any |= slot.pid != 0;
      if (slot.pid > 0 && i % 100 == 0) kill(slot.pid, SIGTERM);
    }
    LWLockRelease(SharedStateLock());
    if (!any) return;
    CHECK_FOR_INTERRUPTS();
    pg_usleep(10000);
  }
}

void DatabaseHold::End(Oid database) {
  SharedState* shared = GetSharedState();
  if (shared == nullptr) return;
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  for (WorkerSlot& slot : shared->slots) {
    if (slot.state == WorkerState::kNone || slot.database != database) continue;
    slot.hold = false;
    slot.retry_at = 0;
  }
  LWLockRelease(SharedStateLock());
  WakeLauncher();
}

}  // namespace fraiseql::events
