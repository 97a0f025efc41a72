// What SQL sees of the machinery: the state of the workers, and the triggers that tell everybody about a change.

#include "events/event_catalog.h"
#include "events/outbox.h"
#include "events/shared_state.h"

extern "C" {
#include "commands/trigger.h"
#include "funcapi.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

// Statement trigger of the configuration's tables: every backend reads its table again, and the worker does at commit.
Datum ConfigurationChanged(FunctionCallInfo fcinfo) {
  pg::CallPg([&] {
    if (!CALLED_AS_TRIGGER(fcinfo)) {
      ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED), errmsg("must be called as a trigger")));
    }
    CacheInvalidateRelcache(reinterpret_cast<TriggerData*>(fcinfo->context)->tg_relation);
  });
  WakeWorkerAtCommit();
  return PointerGetDatum(nullptr);
}

Datum WakeWorkerFunction(FunctionCallInfo) {
  WakeWorkerAtCommit();
  return Datum{0};
}

// fraiseql.worker_slots(): one row per worker, none without preloading. Text of another process is copied under the
// lock that its writer holds.
Datum WorkerSlots(FunctionCallInfo fcinfo) {
  pg::CallPg([&] {
    InitMaterializedSRF(fcinfo, 0);
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    const SharedState* shared = GetSharedState();
    if (shared == nullptr) return;
    constexpr int kColumns = 15;
    for (const WorkerSlot& place : shared->slots) {
      LWLockAcquire(SharedStateLock(), LW_SHARED);
      const WorkerSlot slot = place;
      LWLockRelease(SharedStateLock());
      if (slot.state == WorkerState::kNone) continue;
      Datum values[kColumns];
      bool nulls[kColumns] = {};
      int column = 0;
      values[column++] = ObjectIdGetDatum(slot.database);
      nulls[column] = slot.pid == 0;
      values[column++] = Int32GetDatum(slot.pid);
      values[column++] = CStringGetTextDatum(StateName(slot.state));
      values[column++] = TimestampTzGetDatum(slot.state_since);
      nulls[column] = slot.nats_server[0] == '\0';
      values[column++] = CStringGetTextDatum(slot.nats_server);
      nulls[column] = slot.delivery == Delivery::kUnknown;
      values[column++] = CStringGetTextDatum(slot.delivery == Delivery::kAtMostOnce ? "at most once" : "at least once");
      values[column++] = Int64GetDatum(slot.published);
      values[column++] = Int64GetDatum(slot.dead);
      values[column++] = Int64GetDatum(slot.handled);
      values[column++] = Int64GetDatum(slot.parked);
      values[column++] = Int64GetDatum(slot.attempts);
      nulls[column] = slot.last_error[0] == '\0';
      values[column++] = CStringGetTextDatum(slot.last_error);
      nulls[column] = slot.last_error[0] == '\0';
      values[column++] = TimestampTzGetDatum(slot.last_error_at);
      values[column++] = Int64GetDatum(shared->best_effort_dropped);
      values[column++] = Int32GetDatum(slot.lane);
      tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
    }
  });
  return Datum{0};
}

Datum IsPreloaded(FunctionCallInfo) { return BoolGetDatum(GetSharedState() != nullptr); }

}  // namespace

}  // namespace fraiseql::events

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_configuration_changed);
PG_FUNCTION_INFO_V1(fraiseql_wake_worker);
PG_FUNCTION_INFO_V1(fraiseql_worker_slots);
PG_FUNCTION_INFO_V1(fraiseql_is_preloaded);

PGDLLEXPORT Datum fraiseql_configuration_changed(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::ConfigurationChanged>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_wake_worker(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::WakeWorkerFunction>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_worker_slots(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::WorkerSlots>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_is_preloaded(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::IsPreloaded>(fcinfo);
}

}  // extern "C"
