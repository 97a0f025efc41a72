// fraiseql.execute: the SQL function that answers GraphQL.

#include "extension/server_request.h"
#include "pg/boundary.h"

namespace fraiseql::extension {

namespace {

Datum Execute(FunctionCallInfo fcinfo) { return TextResult(ServerRequest(fcinfo, "execute").Answer()); }

}  // namespace

}  // namespace fraiseql::extension

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_execute);
PGDLLEXPORT Datum fraiseql_execute(PG_FUNCTION_ARGS);

Datum fraiseql_execute(PG_FUNCTION_ARGS) { return fraiseql::pg::Enter<fraiseql::extension::Execute>(fcinfo); }

}  // extern "C"
