#include "events/worker_report.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int64_t kRepeatError = 60 * USECS_PER_SEC;

}  // namespace

void WorkerReport::State(WorkerState state) {
  if (slot_->state == state) return;
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  slot_->state = state;
  slot_->state_since = GetCurrentTimestamp();
  LWLockRelease(SharedStateLock());
  if (state == WorkerState::kRunning || state == WorkerState::kIdle) said_.clear();
}

void WorkerReport::Server(const std::string& address, Delivery delivery) {
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  strlcpy(slot_->nats_server, address.c_str(), sizeof(slot_->nats_server));
  slot_->delivery = delivery;
  LWLockRelease(SharedStateLock());
}

void WorkerReport::Lanes(int lanes) {
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  slot_->lanes = lanes;
  LWLockRelease(SharedStateLock());
  WakeLanes(slot_->database);
  WakeLauncher();
}

void WorkerReport::Error(const std::string& message) {
  const TimestampTz now = GetCurrentTimestamp();
  LWLockAcquire(SharedStateLock(), LW_EXCLUSIVE);
  strlcpy(slot_->last_error, message.c_str(), sizeof(slot_->last_error));
  slot_->last_error_at = now;
  LWLockRelease(SharedStateLock());
  std::erase_if(said_, [&](const auto& said) { return now - said.second >= kRepeatError; });
  if (!said_.emplace(message, now).second) return;
  const char* text = message.c_str();
  const char* database = NameStr(slot_->database_name);
  pg::CallPg([&] { ereport(LOG, (errmsg("fraiseql worker of database \"%s\": %s", database, text))); });
}

void WorkerReport::Error(const char* what, const ErrorData& error) {
  if (error.sqlerrcode == ERRCODE_LOCK_NOT_AVAILABLE || error.sqlerrcode == ERRCODE_UNDEFINED_TABLE) return;
  Error(std::string(what) + ": " + error.message);
}

}  // namespace fraiseql::events
