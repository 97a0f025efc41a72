// The worker of a database: publishes its outbox and runs its subscribers. Further lanes of subscribers with
// concurrency have workers of their own, which do nothing else. README.md draws their states.

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "events/capture.h"
#include "events/launcher.h"
#include "events/publisher.h"
#include "events/retention.h"
#include "events/subscribers.h"
#include "pg/compat.h"
#include "pg/transaction.h"

extern "C" {
#include "access/xact.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "tcop/tcopprot.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"
}

namespace fraiseql::events {

namespace {

constexpr int kPoll = 1000;  // milliseconds
constexpr int64_t kRestartPause = USECS_PER_SEC;

class Worker {
 public:
  Worker(WorkerSlot* slot, MemoryContext memory)
      : memory_(memory),
        lane_(slot->lane),
        report_(slot),
        nats_(MyLatch),
        streams_(&nats_),
        publisher_(&nats_, &streams_, &report_, memory),
        subscribers_(&nats_, &streams_, &report_, memory, slot->lane),
        retention_(&report_, memory) {}

  // Returns the milliseconds to wait, or -1 when the extension that the worker has known is gone, or its lane is.
  int Turn();
  // The part of it for which nothing that happens is worth a turn.
  int gather() const { return publisher_.gather(); }
  // Another one has taken its place.
  bool replaced() const { return replaced_; }
  void Close() {
    subscribers_.Close();
    nats_.Close();
  }

 private:
  bool Configure();
  bool Connect();
  int MainTurn(bool connected);
  int LaneTurn(bool connected);
  JetStreamState ProbeJetStream();

  MemoryContext memory_;
  int lane_;
  WorkerReport report_;
  NatsClient nats_;
  Streams streams_;
  Publisher publisher_;
  Subscribers subscribers_;
  Retention retention_;
  WorkerConfiguration configuration_;
  NatsOptions opened_;
  TimestampTz reopen_at_ = 0;
  JetStreamState jetstream_ = JetStreamState::kUnknown;  // as a lane without publisher has found it
  uint64_t probed_epoch_ = 0;
  bool configured_ = false;
  bool replaced_ = false;
  Oid outbox_ = InvalidOid;
};

// False when the extension is gone.
bool Worker::Configure() {
  bool present = true;
  WorkerConfiguration fresh;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    const EventCatalog* catalog = GetEventCatalog();
    present = catalog != nullptr;
    if (!present) return;
    // Dropped and created again: nothing of what this worker remembers is true any more.
    const Oid before = std::exchange(outbox_, catalog->outbox[0]);
    replaced_ = OidIsValid(before) && before != outbox_;
    if (replaced_) return;
    if (lane_ == 0) InstallCapture();
    fresh = ReadWorkerConfiguration();
  });
  if (error != nullptr) {
    report_.Error("reading the configuration", *error);
    return configured_;
  }
  if (!present || replaced_) return false;
  int lanes = 1;
  for (const SubscriberDefinition& subscriber : fresh.subscribers) lanes = std::max(lanes, subscriber.concurrency);
  if (lane_ > 0) {
    std::erase_if(fresh.subscribers, [&](const SubscriberDefinition& s) { return s.concurrency <= lane_; });
    fresh.observers.clear();
  }
  configuration_ = std::move(fresh);
  configured_ = true;
  publisher_.Configure(&configuration_);
  subscribers_.Configure(&configuration_);
  if (lane_ == 0) report_.Lanes(lanes);
  return lane_ < lanes;
}

bool Worker::Connect() {
  const TimestampTz now = GetCurrentTimestamp();
  if (nats_.is_open() && (nats_.closed() || !(opened_ == configuration_.nats))) nats_.Close();
  if (!nats_.is_open()) {
    if (now < reopen_at_ && opened_ == configuration_.nats) return false;
    opened_ = configuration_.nats;
    reopen_at_ = now + USECS_PER_SEC;
    if (!nats_.Open(configuration_.nats)) {
      report_.State(WorkerState::kFaulty);
      report_.Error("NATS: " + nats_.error());
      return false;
    }
    // Until publisher and subscribers have had their turn: what is said of the last connection is not true of this one.
    report_.State(WorkerState::kConnecting);
    report_.Server({}, Delivery::kUnknown);
  }
  if (nats_.connected()) return true;
  report_.State(WorkerState::kConnecting);
  report_.Server({}, Delivery::kUnknown);
  const std::string reason = nats_.error();
  report_.Error("no connection to NATS" + (reason.empty() ? std::string() : ": " + reason));
  return false;
}

int Worker::MainTurn(bool connected) {
  const int publisher_wait = publisher_.Turn();
  const int subscribers_wait = subscribers_.Turn(publisher_.jetstream());
  if (publisher_.loaded()) retention_.Turn(publisher_.progress());
  if (connected) {
    report_.State(publisher_.jetstream() == JetStreamState::kUnknown ? WorkerState::kConnecting
                  : publisher_.faulty() || subscribers_.faulty()     ? WorkerState::kFaulty
                                                                     : WorkerState::kRunning);
  }
  return std::min(publisher_wait, subscribers_wait);
}

JetStreamState Worker::ProbeJetStream() {
  if (probed_epoch_ != nats_.epoch()) jetstream_ = JetStreamState::kUnknown;
  if (jetstream_ != JetStreamState::kUnknown) return jetstream_;
  probed_epoch_ = nats_.epoch();
  Progress progress;
  if (pg::InTransaction(memory_, [&] { progress.Load(); }) != nullptr) return jetstream_;
  jetstream_ = streams_.Probe(configuration_, progress.jetstream_seen());
  if (jetstream_ == JetStreamState::kUnknown) {
    report_.Error("JetStream does not answer");
  } else {
    report_.Server(nats_.server(),
                   jetstream_ == JetStreamState::kPresent ? Delivery::kAtLeastOnce : Delivery::kAtMostOnce);
  }
  return jetstream_;
}

int Worker::LaneTurn(bool connected) {
  if (!connected) return kPoll;
  const JetStreamState jetstream = ProbeJetStream();
  const int wait = subscribers_.Turn(jetstream);
  report_.State(jetstream == JetStreamState::kUnknown ? WorkerState::kConnecting
                : subscribers_.faulty()               ? WorkerState::kFaulty
                                                      : WorkerState::kRunning);
  return wait;
}

int Worker::Turn() {
  if (ConfigurationChangedSince() || !configured_) {
    if (!Configure()) return -1;
  }
  if (!configuration_.needs_nats()) {
    Close();
    report_.Server({}, Delivery::kUnknown);
    report_.State(WorkerState::kIdle);
    return kPoll;
  }
  const bool connected = Connect();
  return lane_ == 0 ? MainTurn(connected) : LaneTurn(connected);
}

// Process-wide, because the exit callback is.
Worker* worker = nullptr;
WorkerSlot* my_slot = nullptr;

extern "C" void fraiseql_worker_nats_exit(int, Datum) {
  if (worker != nullptr) worker->Close();
  EndNats();
}

// After the server's own cleanup. What OpenSSL does at exit frees a second time what libnats has freed when it closed,
// and a crash here would restart the whole server; nothing else is left to be done.
extern "C" void fraiseql_worker_leave(int code, Datum) { _exit(code); }

extern "C" void fraiseql_worker_slot_exit(int, Datum) {
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  my_slot->pid = 0;
  my_slot->latch_owner = -1;
  my_slot->retry_at = GetCurrentTimestamp() + kRestartPause;
  if (my_slot->state != WorkerState::kAbsent) my_slot->state = WorkerState::kProbing;
  LWLockRelease(SharedStateLock());
  WakeLauncher();
}

// False when the launcher does not want this worker any more.
bool Attach(const WorkerStart& start) {
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  my_slot = FindSlot(start.database, start.lane);
  const bool wanted = my_slot != nullptr && my_slot->pid <= 0;
  if (wanted && !my_slot->hold) {
    my_slot->pid = MyProcPid;
    my_slot->latch_owner = pg::compat::MyProcNumber();
    my_slot->published = my_slot->dead = my_slot->handled = my_slot->parked = my_slot->attempts = 0;
  } else if (wanted) {
    my_slot->pid = 0;
  }
  const bool attached = wanted && my_slot->pid == MyProcPid;
  LWLockRelease(SharedStateLock());
  return attached;
}

void SetAbsent() {
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  my_slot->state = WorkerState::kAbsent;
  my_slot->lanes = 1;
  my_slot->state_since = GetCurrentTimestamp();
  LWLockRelease(SharedStateLock());
}

// Whoever wants one of the extension's tables for itself (DROP EXTENSION wants them all, one after the other) must not
// end in a deadlock with the worker: it gives up before anybody looks for one.
void GiveWay() {
  pg::CallPg([] { SetConfigOption("lock_timeout", "200ms", PGC_USERSET, PGC_S_SESSION); });
}

void Loop() {
  GiveWay();
  MemoryContext memory = AllocSetContextCreate(TopMemoryContext, "fraiseql worker turn", ALLOCSET_DEFAULT_SIZES);
  worker = new Worker(my_slot, memory);
  for (;;) {
    pg::CallPg([] {
      CHECK_FOR_INTERRUPTS();
      AcceptInvalidationMessages();
      if (!ConfigReloadPending) return;
      ConfigReloadPending = false;
      ProcessConfigFile(PGC_SIGHUP);
      ReadConfigurationAgain();
    });
    MemoryContextSwitchTo(memory);
    MemoryContextReset(memory);
    const int wait = worker->Turn();
    if (wait < 0) {
      if (!worker->replaced() && my_slot->lane == 0) SetAbsent();
      return;
    }
    if (wait == 0) continue;
    pg::CallPg([&] {
      // Without the latch, so that whoever commits meanwhile has nobody to wake.
      if (const int gather = worker->gather(); gather > 0) {
        (void)WaitLatch(nullptr, WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, gather, PG_WAIT_EXTENSION);
      }
      (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, wait, PG_WAIT_EXTENSION);
      ResetLatch(MyLatch);
    });
  }
}

}  // namespace

}  // namespace fraiseql::events

extern "C" {

PGDLLEXPORT void fraiseql_worker_main(Datum);

void fraiseql_worker_main(Datum) {
  using namespace fraiseql::events;
  WorkerStart start;
  memcpy(&start, MyBgworkerEntry->bgw_extra, sizeof(start));
  pqsignal(SIGHUP, SignalHandlerForConfigReload);
  pqsignal(SIGTERM, die);
  BackgroundWorkerUnblockSignals();
  if (!Attach(start)) proc_exit(0);
  before_shmem_exit(fraiseql_worker_slot_exit, 0);
  BackgroundWorkerInitializeConnectionByOid(start.database, InvalidOid, 0);
  before_shmem_exit(fraiseql_worker_nats_exit, 0);
  on_proc_exit(fraiseql_worker_leave, 0);
  fraiseql::pg::EnterCallback([] { Loop(); });
  proc_exit(0);
}

}  // extern "C"
