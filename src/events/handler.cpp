#include "events/handler.h"

#include "pg/text.h"

extern "C" {
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "pgstat.h"
#include "storage/proc.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/timeout.h"
}

namespace fraiseql::events {

namespace {

// The oid of a function written as schema.name(types), InvalidOid where there is none.
Oid FindFunction(const std::string& signature) {
  pg::SpiScope spi;
  const pg::SpiParameter parameters[] = {pg::TextParameter(std::string_view(signature))};
  pg::SpiResult result = pg::ExecuteOnce("SELECT pg_catalog.to_regprocedure($1)::oid", parameters, true);
  bool is_null;
  const Datum value = result.Value(0, 0, &is_null);
  return is_null ? InvalidOid : DatumGetObjectId(value);
}

}  // namespace

void Handler::Begin() {
  stage_ = Stage::kNone;
  const char* role_name = subscriber_.role.c_str();
  const Oid role = pg::CallPg([&] { return get_role_oid(role_name, true); });
  if (!OidIsValid(role)) {
    throw pg::SqlError(ERRCODE_UNDEFINED_OBJECT, "role \"" + subscriber_.role + "\" does not exist");
  }
  const Oid function = FindFunction(subscriber_.function);
  if (!OidIsValid(function)) {
    throw pg::SqlError(ERRCODE_UNDEFINED_FUNCTION, "function " + subscriber_.function + " does not exist");
  }
  if (function != function_) plan_ = pg::SpiPlan();
  function_ = function;
  with_subject_ = pg::CallPg([&] { return get_func_nargs(function) == 2; });
  pg::CallPg([&] {
    GetUserIdAndSecContext(&saved_user_, &saved_context_);
    SetUserIdAndSecContext(role, saved_context_ | SECURITY_LOCAL_USERID_CHANGE);
    // What the function sets with SET stays its own, and it waits for locks as long as anybody else does.
    nest_level_ = NewGUCNestLevel();
    (void)set_config_option("lock_timeout", "0", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
  });
  switched_ = true;
}

void Handler::Call(const StreamMessage& message) {
  stage_ = Stage::kPayload;
  pg::SpiScope spi;
  const char* data = message.data.c_str();
  const size_t size = message.data.size();
  const Datum payload = pg::CallPg([&] {
    pg_verifymbstr(data, static_cast<int>(size), false);
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(data));
  });
  stage_ = Stage::kFunction;
  if (!plan_) {
    const std::string name = subscriber_.function.substr(0, subscriber_.function.rfind('('));
    const Oid types[] = {static_cast<Oid>(with_subject_ ? TEXTOID : JSONBOID), JSONBOID};
    plan_ = pg::SpiPlan("SELECT " + name + (with_subject_ ? "($1, $2)" : "($1)"),
                        std::span<const Oid>(types, with_subject_ ? 2 : 1));
  }
  NullableDatum parameters[2] = {};
  parameters[0].value = with_subject_ ? pg::TextDatum(message.subject) : payload;
  parameters[1].value = payload;
  const int64_t timeout = subscriber_.timeout_ms;
  pg::CallPg([&] { enable_timeout_after(STATEMENT_TIMEOUT, static_cast<int>(timeout)); });
  pg::Execute(plan_, std::span<const NullableDatum>(parameters, with_subject_ ? 2 : 1), /*read_only=*/false);
  pg::CallPg([] {
    disable_timeout(STATEMENT_TIMEOUT, false);
    CHECK_FOR_INTERRUPTS();  // one that fired at the last moment belongs to this message
  });
}

void Handler::Finish() {
  const int level = nest_level_;
  pg::CallPg([&] { AtEOXact_GUC(false, level); });
}

void Handler::End() {
  pg::CallPg([] {
    if (get_timeout_active(STATEMENT_TIMEOUT)) disable_timeout(STATEMENT_TIMEOUT, false);
  });
  if (switched_) SetUserIdAndSecContext(saved_user_, saved_context_);
  switched_ = false;
}

}  // namespace fraiseql::events
