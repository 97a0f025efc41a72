// The SQL-callable functions about the configuration.

#include <rapidjson/document.h>

#include "extension/configure.h"
#include "federation/shared_state.h"
#include "pg/spi.h"
#include "pg/text.h"

extern "C" {
#include "access/htup_details.h"
#include "commands/trigger.h"
#include "funcapi.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
}

namespace fraiseql::extension {

namespace {

Environment ReadEnvironment(Jsonb* jsonb) {
  char* text = pg::CallPg([&] { return JsonbToCString(nullptr, &jsonb->root, VARSIZE(jsonb)); });
  rapidjson::Document document;
  document.Parse(text);
  if (!document.IsObject()) {
    throw pg::SqlError(ERRCODE_INVALID_PARAMETER_VALUE, "the environment must be a JSON object", {},
                       "It gives ${NAME} in the configuration its value: {\"NAME\": \"...\"}.");
  }
  Environment environment;
  for (const auto& member : document.GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    const rapidjson::Value& value = member.value;
    if (value.IsString()) {
      environment[name] = std::string(value.GetString(), value.GetStringLength());
    } else if (value.IsBool()) {
      environment[name] = value.GetBool() ? "true" : "false";
    } else if (value.IsInt64()) {
      environment[name] = std::to_string(value.GetInt64());
    } else if (!value.IsNull()) {
      throw pg::SqlError(ERRCODE_INVALID_PARAMETER_VALUE,
                         "the value of \"" + name + "\" in the environment must be a string");
    }
  }
  return environment;
}

Datum ConfigureFunction(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0)) throw pg::SqlError(ERRCODE_NULL_VALUE_NOT_ALLOWED, "the configuration must not be null");
  Environment environment;
  if (!PG_ARGISNULL(1)) environment = ReadEnvironment(pg::CallPg([&] { return PG_GETARG_JSONB_P(1); }));
  const ConfigurationFile file = ReadConfigurationFile(pg::TextArgument(fcinfo, 0), environment);
  pg::SpiScope spi;
  Configure(file);
  PG_RETURN_VOID();
}

Datum InvalidateFunction(FunctionCallInfo fcinfo) {
  if (!CALLED_AS_TRIGGER(fcinfo))
    throw pg::SqlError(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED, "not called as a trigger");
  pg::CallPg([&] { CacheInvalidateRelcache(reinterpret_cast<TriggerData*>(fcinfo->context)->tg_relation); });
  return PointerGetDatum(nullptr);
}

Datum ServerStateFunction(FunctionCallInfo fcinfo) {
  const federation::ServerState state = federation::StateOf(PG_GETARG_OID(0));
  using Breaker = federation::ServerState::Breaker;
  const char* breaker = state.breaker == Breaker::kClosed ? "closed"
                        : state.breaker == Breaker::kOpen ? "open"
                                                          : "half-open";
  const bool no_error = state.last_error.empty();
  return pg::CallPg([&] {
    TupleDesc descriptor;
    if (get_call_result_type(fcinfo, nullptr, &descriptor) != TYPEFUNC_COMPOSITE) elog(ERROR, "row type expected");
    Datum values[] = {CStringGetTextDatum(breaker),
                      Int32GetDatum(state.timeouts_in_a_row),
                      Int32GetDatum(state.connections),
                      Int32GetDatum(state.idle_connections),
                      CStringGetTextDatum(state.last_error.c_str()),
                      TimestampTzGetDatum(state.last_error_at)};
    bool nulls[] = {false, false, false, false, no_error, no_error};
    return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(descriptor), values, nulls));
  });
}

// The text of the statement holds the environment, so passwords: it does not go to the log with an error.
void HideStatement(void*) { errhidestmt(true); }

}  // namespace

}  // namespace fraiseql::extension

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_configure);
PG_FUNCTION_INFO_V1(fraiseql_invalidate_cached_rows);
PG_FUNCTION_INFO_V1(fraiseql_server_state);

PGDLLEXPORT Datum fraiseql_configure(PG_FUNCTION_ARGS) {
  ErrorContextCallback callback;
  callback.callback = fraiseql::extension::HideStatement;
  callback.arg = nullptr;
  callback.previous = error_context_stack;
  error_context_stack = &callback;
  Datum result = fraiseql::pg::Enter<fraiseql::extension::ConfigureFunction>(fcinfo);
  error_context_stack = callback.previous;
  return result;
}

PGDLLEXPORT Datum fraiseql_invalidate_cached_rows(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::extension::InvalidateFunction>(fcinfo);
}

PGDLLEXPORT Datum fraiseql_server_state(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::extension::ServerStateFunction>(fcinfo);
}

}  // extern "C"
