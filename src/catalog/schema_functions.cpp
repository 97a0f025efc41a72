// The SQL-callable functions around the schema: load_schema, schema_sdl, validate.
#include "base/error.h"
#include "base/large_memory.h"
#include "base/limits.h"
#include "catalog/load_schema.h"
#include "catalog/schema_cache.h"
#include "extension/guc.h"
#include "language/parser.h"
#include "pg/boundary.h"
#include "pg/text.h"
#include "schema/print.h"
#include "validation/validate.h"

namespace fraiseql::catalog {

namespace {

// The first argument. `name` is what the function calls it.
std::string_view DocumentArgument(FunctionCallInfo fcinfo, const char* name) {
  if (PG_ARGISNULL(0)) {
    throw pg::SqlError(ERRCODE_NULL_VALUE_NOT_ALLOWED, std::string("the ") + name + " must not be null");
  }
  return pg::TextArgument(fcinfo, 0);
}

Datum LoadSchemaFunction(FunctionCallInfo fcinfo) {
  LoadSchema(DocumentArgument(fcinfo, "schema document"));
  PG_RETURN_VOID();
}

Datum SchemaSdlFunction(FunctionCallInfo) {
  return pg::TextDatum(schema::PrintSchema(*CurrentSchema(SchemaExtent::kWhole)->schema));
}

Datum ValidateFunction(FunctionCallInfo fcinfo) {
  std::string_view query = DocumentArgument(fcinfo, "query");
  std::shared_ptr<const LoadedSchema> loaded = CurrentSchema(SchemaExtent::kWhole);
  const Limits limits{static_cast<uint32_t>(extension::settings.max_tokens),
                      static_cast<uint32_t>(extension::settings.max_depth)};
  Arena arena(LargeMemory());
  language::ParseResult parsed = language::Parse(query, &arena, limits);
  std::vector<GraphQLError> errors;
  if (parsed.error) {
    errors.push_back(*parsed.error);
  } else {
    errors = validation::Validate(
        *loaded->schema, *parsed.document,
        {.max_depth = limits.max_depth, .max_fields = kMaxFields, .introspection = extension::settings.introspection});
  }
  std::string json = "[";
  for (const GraphQLError& error : errors) {
    if (json.size() > 1) json += ',';
    AppendJson(error, &json);
  }
  return pg::TextDatum(json + "]");
}

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

PG_FUNCTION_INFO_V1(fraiseql_validate);
PGDLLEXPORT Datum fraiseql_validate(PG_FUNCTION_ARGS);
Datum fraiseql_validate(PG_FUNCTION_ARGS) { return fraiseql::pg::Enter<fraiseql::catalog::ValidateFunction>(fcinfo); }

}  // extern "C"
