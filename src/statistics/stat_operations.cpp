// What SQL sees of the operations that were counted.

#include "pg/boundary.h"
#include "statistics/operation_table.h"

extern "C" {
#include "catalog/pg_authid.h"
#include "foreign/foreign.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/acl.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"
}

namespace fraiseql::statistics {

namespace {

// `{"primary": 12, "inventory": 4}`; a server that has been dropped goes by its OID.
Datum statements_json(const OperationCounters& counters) {
  StringInfoData text;
  initStringInfo(&text);
  appendStringInfoChar(&text, '{');
  for (const StatementCount& sent : counters.statements) {
    if (sent.count == 0) break;
    if (text.len > 1) appendStringInfoChar(&text, ',');
    if (sent.server == InvalidOid) {
      escape_json(&text, "primary");
    } else {
      ForeignServer* server = GetForeignServerExtended(sent.server, FSV_MISSING_OK);
      escape_json(&text, server != nullptr ? server->servername : psprintf("%u", sent.server));
    }
    appendStringInfo(&text, ":" UINT64_FORMAT, sent.count);
  }
  appendStringInfoChar(&text, '}');
  return DirectFunctionCall1(jsonb_in, CStringGetDatum(text.data));
}

Datum text_of(const std::string& text) {
  return PointerGetDatum(cstring_to_text_with_len(text.data(), static_cast<int>(text.size())));
}

void put_row(const OperationRow& row, bool is_shown, ReturnSetInfo* result) {
  constexpr int kColumns = 15;
  Datum values[kColumns] = {};
  bool nulls[kColumns] = {};
  const OperationCounters& counters = row.counters;
  int column = 0;
  values[column++] = ObjectIdGetDatum(row.key.role);
  nulls[column] = !is_shown || row.name.empty();
  values[column++] = nulls[1] ? Datum{0} : text_of(row.name);
  values[column++] = CStringGetTextDatum(row.type == OperationType::kMutation ? "mutation" : "query");
  nulls[column] = !is_shown;
  values[column++] = Int64GetDatum(static_cast<int64>(row.key.query_id));
  values[column++] = is_shown ? text_of(row.text) : CStringGetTextDatum("<insufficient privilege>");
  values[column++] = Int64GetDatum(counters.calls);
  values[column++] = Int64GetDatum(counters.errors);
  values[column++] = Int64GetDatum(counters.rows);
  values[column++] = Float8GetDatum(counters.total_time);
  values[column++] = Float8GetDatum(counters.min_time);
  values[column++] = Float8GetDatum(counters.max_time);
  values[column++] =
      Float8GetDatum(counters.calls == 0 ? 0 : counters.total_time / static_cast<double>(counters.calls));
  values[column++] = statements_json(counters);
  values[column++] = Int64GetDatum(counters.plans_kept);
  values[column++] = TimestampTzGetDatum(row.since);
  tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

// fraiseql.operation_statistics(): the operations of this database; what others asked is hidden, as in
// pg_stat_statements.
Datum OperationStatistics(FunctionCallInfo fcinfo) {
  ReturnSetInfo* result = nullptr;
  const bool sees_all = pg::CallPg([&] {
    InitMaterializedSRF(fcinfo, 0);
    result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    return has_privs_of_role(GetUserId(), ROLE_PG_READ_ALL_STATS);
  });
  ForEachOperation([&](const OperationRow& row) {
    const bool is_shown = sees_all || row.key.role == GetUserId();
    pg::CallPg([&] { put_row(row, is_shown, result); });
  });
  return Datum{0};
}

Datum StatOperationsReset(FunctionCallInfo) {
  ForgetOperations();
  return Datum{0};
}

}  // namespace

}  // namespace fraiseql::statistics

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_operation_statistics);
PG_FUNCTION_INFO_V1(fraiseql_stat_operations_reset);

PGDLLEXPORT Datum fraiseql_operation_statistics(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::statistics::OperationStatistics>(fcinfo);
}
PGDLLEXPORT Datum fraiseql_stat_operations_reset(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::statistics::StatOperationsReset>(fcinfo);
}

}  // extern "C"
