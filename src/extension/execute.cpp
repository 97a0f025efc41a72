// fraiseql.execute: the SQL function that answers GraphQL.

#include "extension/server_request.h"
#include "pg/boundary.h"
#include "pg/text.h"
#include "statistics/operation_recorder.h"

namespace fraiseql::extension {

namespace {

Datum Execute(FunctionCallInfo fcinfo) {
  ServerRequest request(fcinfo, "execute");
  statistics::OperationRecorder recorder(&request.database());
  std::string response = request.Answer(nullptr, recorder.listener());
  recorder.Answered(response);
  return pg::TextDatum(response);
}

}  // namespace

}  // namespace fraiseql::extension

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_execute);
PGDLLEXPORT Datum fraiseql_execute(PG_FUNCTION_ARGS);

Datum fraiseql_execute(PG_FUNCTION_ARGS) { return fraiseql::pg::Enter<fraiseql::extension::Execute>(fcinfo); }

}  // extern "C"
