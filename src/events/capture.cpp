#include "events/capture.h"

#include "events/outbox.h"
#include "pg/compat.h"

extern "C" {
#include "access/htup_details.h"
#include "access/parallel.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_proc.h"
#include "commands/async.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "nodes/supportnodes.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

object_access_hook_type next_object_access = nullptr;

// What pg_notify and Async_Notify (commands/async.c) demand, for channels that do not go through them.
void CheckNotification(std::string_view channel) {
  pg::CallPg([&] {
    PreventCommandDuringRecovery("NOTIFY");
    if (IsParallelWorker()) elog(ERROR, "cannot send notifications from a parallel worker");
    if (channel.empty()) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("channel name cannot be empty")));
    }
    if (channel.size() >= NAMEDATALEN) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("channel name too long")));
    }
  });
}

// The caller needs the right to call pg_notify, which its own call would have checked.
void CheckNotifyPrivilege() {
  pg::CallPg([] {
    if (pg::compat::CheckFunctionAccess(F_PG_NOTIFY, GetUserId(), ACL_EXECUTE) != ACLCHECK_OK) {
      aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_FUNCTION, "pg_notify");
    }
  });
}

struct Notification {
  const char* channel;
  const char* payload;
};

Notification GetNotification(FunctionCallInfo fcinfo) {
  return pg::CallPg([&] {
    return Notification{PG_ARGISNULL(0) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(0)),
                        PG_ARGISNULL(1) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(1))};
  });
}

const ObservedChannel* FindObserved(std::string_view channel) {
  const EventCatalog* catalog = GetEventCatalog();
  return catalog != nullptr ? catalog->Find(channel) : nullptr;
}

void NotifyListeners(const Notification& notification) {
  pg::CallPg([&] {
    PreventCommandDuringRecovery("NOTIFY");
    Async_Notify(notification.channel, notification.payload);
  });
}

// What pg_notify(channel, payload) has become.
Datum CaptureNotify(FunctionCallInfo fcinfo) {
  CheckNotifyPrivilege();
  const Notification notification = GetNotification(fcinfo);
  const ObservedChannel* observed = FindObserved(notification.channel);
  if (observed == nullptr || observed->passthrough) {
    NotifyListeners(notification);
  } else {
    CheckNotification(notification.channel);
  }
  if (observed != nullptr) AddEvent(notification.channel, notification.payload, *observed, /*fold=*/true);
  return Datum{0};
}

// fraiseql.emit(channel, payload): every call is an event of its own.
Datum Emit(FunctionCallInfo fcinfo) {
  CheckNotifyPrivilege();
  const Notification notification = GetNotification(fcinfo);
  const ObservedChannel* observed = FindObserved(notification.channel);
  CheckNotification(notification.channel);
  if (observed == nullptr) {
    throw pg::SqlError(ERRCODE_UNDEFINED_OBJECT,
                       std::string("channel \"") + notification.channel + "\" is not observed", {},
                       "Name it in an [[observers]] block of fraiseql.configure, or use pg_notify.");
  }
  if (observed->passthrough) NotifyListeners(notification);
  AddEvent(notification.channel, notification.payload, *observed, /*fold=*/false);
  return Datum{0};
}

// fraiseql.emit_again(channel, payload, id, created_at): for replay and for dead events, whose ids stay.
Datum EmitAgain(FunctionCallInfo fcinfo) {
  const Notification notification = GetNotification(fcinfo);
  pg_uuid_t id = *PG_GETARG_UUID_P(2);
  AddEventAgain(notification.channel, notification.payload, id, PG_GETARG_TIMESTAMPTZ(3));
  return Datum{0};
}

Oid CaptureFunction() {
  const EventCatalog* catalog = GetEventCatalog();
  if (catalog == nullptr) return InvalidOid;
  return pg::CallPg([&] {
    const Oid types[2] = {TEXTOID, TEXTOID};
    return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("capture_notify"),
                           PointerGetDatum(buildoidvector(types, 2)), ObjectIdGetDatum(catalog->extension_namespace));
  });
}

Datum NotifySupport(FunctionCallInfo fcinfo) {
  auto* request = reinterpret_cast<Node*>(PG_GETARG_POINTER(0));
  if (!IsA(request, SupportRequestSimplify)) return PointerGetDatum(nullptr);
  const FuncExpr* call = reinterpret_cast<SupportRequestSimplify*>(request)->fcall;
  if (call->funcid != F_PG_NOTIFY) return PointerGetDatum(nullptr);
  const Oid capture = CaptureFunction();
  if (!OidIsValid(capture)) return PointerGetDatum(nullptr);
  return pg::CallPg([&] {
    return PointerGetDatum(makeFuncExpr(capture, call->funcresulttype, call->args, call->funccollid, call->inputcollid,
                                        COERCE_EXPLICIT_CALL));
  });
}

// Sets pg_notify's support function and makes every session plan again: calls that are planned already would stay what
// they are, since plans keep no record of built-in functions. Plan caches drop all plans when anything happens to
// foreign servers (utils/cache/plancache.c), which is rare enough not to disturb anybody else.
void SetNotifySupport(Oid support) {
  pg::CallPg([&] {
    Relation relation = table_open(ProcedureRelationId, RowExclusiveLock);
    HeapTuple tuple = SearchSysCacheCopy1(PROCOID, ObjectIdGetDatum(F_PG_NOTIFY));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "cache lookup failed for function %u", F_PG_NOTIFY);
    reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->prosupport = support;
    CatalogTupleUpdate(relation, &tuple->t_self, tuple);
    heap_freetuple(tuple);
    table_close(relation, RowExclusiveLock);
    CacheInvalidateCatalog(ForeignServerRelationId);
  });
}

Oid GetNotifySupport() {
  return pg::CallPg([] {
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(F_PG_NOTIFY));
    if (!HeapTupleIsValid(tuple)) elog(ERROR, "cache lookup failed for function %u", F_PG_NOTIFY);
    Oid support = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->prosupport;
    ReleaseSysCache(tuple);
    return support;
  });
}

Datum InstallCaptureFunction(FunctionCallInfo) { return BoolGetDatum(InstallCapture()); }

// With the support function gone, pg_notify must not name it any more: every call would fail.
extern "C" void fraiseql_object_access(ObjectAccessType access, Oid class_id, Oid object_id, int sub_id,
                                       void* argument) {
  if (next_object_access != nullptr) next_object_access(access, class_id, object_id, sub_id, argument);
  if (access != OAT_DROP || class_id != ProcedureRelationId) return;
  pg::EnterCallback([&] {
    if (GetNotifySupport() == object_id) SetNotifySupport(InvalidOid);
  });
}

}  // namespace

bool CaptureNotifyStatement(const NotifyStmt& statement) {
  const ObservedChannel* observed = FindObserved(statement.conditionname);
  if (observed == nullptr) return false;
  const Notification notification = {statement.conditionname, statement.payload != nullptr ? statement.payload : ""};
  CheckNotification(notification.channel);
  if (observed->passthrough) NotifyListeners(notification);
  AddEvent(notification.channel, notification.payload, *observed, /*fold=*/true);
  return true;
}

bool InstallCapture() {
  const EventCatalog* catalog = GetEventCatalog();
  if (catalog == nullptr) return false;
  struct Found {
    Oid wanted;
    bool foreign;
  };
  const Oid current = GetNotifySupport();
  const Found found = pg::CallPg([&] {
    const Oid types[1] = {INTERNALOID};
    Found f = {
        GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("notify_support"),
                        PointerGetDatum(buildoidvector(types, 1)), ObjectIdGetDatum(catalog->extension_namespace)),
        false};
    f.foreign = OidIsValid(current) && current != f.wanted && SearchSysCacheExists1(PROCOID, ObjectIdGetDatum(current));
    if (f.foreign) {
      ereport(WARNING, (errmsg("pg_notify has a planner support function of another extension"),
                        errdetail("fraiseql captures NOTIFY and fraiseql.emit, but not pg_notify.")));
    }
    return f;
  });
  if (found.foreign || !OidIsValid(found.wanted) || current == found.wanted) return false;
  SetNotifySupport(found.wanted);
  return true;
}

void RegisterCapture() {
  next_object_access = object_access_hook;
  object_access_hook = fraiseql_object_access;
}

}  // namespace fraiseql::events

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_capture_notify);
PG_FUNCTION_INFO_V1(fraiseql_emit);
PG_FUNCTION_INFO_V1(fraiseql_emit_again);
PG_FUNCTION_INFO_V1(fraiseql_notify_support);
PG_FUNCTION_INFO_V1(fraiseql_install_capture);
PG_FUNCTION_INFO_V1(fraiseql_load_before_drop);

PGDLLEXPORT Datum fraiseql_capture_notify(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::CaptureNotify>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_emit(PG_FUNCTION_ARGS) { return fraiseql::pg::Enter<fraiseql::events::Emit>(fcinfo); }
PGDLLEXPORT Datum fraiseql_emit_again(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::EmitAgain>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_notify_support(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::NotifySupport>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_install_capture(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::events::InstallCaptureFunction>(fcinfo);
}
// An event trigger before DROP ... calls this. That the library is loaded to do so is all it is for: the object access
// hook is there now.
PGDLLEXPORT Datum fraiseql_load_before_drop(PG_FUNCTION_ARGS) { return Datum{0}; }

}  // extern "C"
