// The SQL-callable functions around the schema: load_schema, schema_sdl.
#include "catalog/load_schema.h"
#include "catalog/schema_cache.h"
#include "pg/boundary.h"
#include "schema/print.h"

namespace fraiseql::catalog {

namespace {

// The bytes of a text argument, detoasted in the memory of the call.
std::string_view TextArgument(FunctionCallInfo fcinfo, int number) {
  text* packed = pg::CallPg([&] { return PG_GETARG_TEXT_PP(number); });
  return {VARDATA_ANY(packed), static_cast<size_t>(VARSIZE_ANY_EXHDR(packed))};
}

Datum TextResult(std::string_view text) {
  return pg::CallPg(
      [&] { return PointerGetDatum(cstring_to_text_with_len(text.data(), static_cast<int>(text.size()))); });
}

Datum LoadSchemaFunction(FunctionCallInfo fcinfo) {
  LoadSchema(TextArgument(fcinfo, 0));
  PG_RETURN_VOID();
}

Datum SchemaSdlFunction(FunctionCallInfo) { return TextResult(schema::PrintSchema(*CurrentSchema()->schema)); }

}  // namespace

}  // namespace fraiseql::catalog

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_load_schema);
PGDLLEXPORT Datum fraiseql_load_schema(PG_FUNCTION_ARGS);
Datum fraiseql_load_schema(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::catalog::LoadSchemaFunction>(fcinfo);
}

PG_FUNCTION_INFO_V1(fraiseql_schema_sdl);
PGDLLEXPORT Datum fraiseql_schema_sdl(PG_FUNCTION_ARGS);
Datum fraiseql_schema_sdl(PG_FUNCTION_ARGS) {
  return fraiseql::pg::Enter<fraiseql::catalog::SchemaSdlFunction>(fcinfo);
}

}  // extern "C"
