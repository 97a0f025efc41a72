#include "extension/server_request.h"

#include "extension/guc.h"
#include "federation/databases.h"
#include "pg/boundary.h"
#include "pg/setting_scope.h"
#include "pg/text.h"

extern "C" {
#include "utils/bytea.h"
#include "utils/float.h"
#include "utils/jsonb.h"
}

namespace fraiseql::extension {

namespace {

// What decides, besides the schema, whether a document is valid.
struct Rules {
  int max_tokens;
  int max_depth;
  bool introspection;
  bool operator==(const Rules&) const = default;
};

// The documents and plans of this session, for schema and rules as they are now. Never destroyed.
planner::OperationCache& CacheFor(const catalog::LoadedSchema& schema) {
  static auto* cache = new planner::OperationCache();
  static uint64_t generation = 0;
  static Rules rules{};
  const Rules now{settings.max_tokens, settings.max_depth, settings.introspection};
  if (generation != schema.generation || rules != now) {
    cache->Clear();
    generation = schema.generation;
    rules = now;
  }
  return *cache;
}

GraphqlRequest RequestOf(FunctionCallInfo fcinfo, const char* function) {
  if (PG_ARGISNULL(0)) {
    throw pg::SqlError(ERRCODE_NULL_VALUE_NOT_ALLOWED, "the query must not be null", {},
                       std::string("Call fraiseql.") + function + " with the text of a GraphQL document.");
  }
  GraphqlRequest request;
  request.query = pg::TextArgument(fcinfo, 0);
  if (!PG_ARGISNULL(1)) {
    request.variables = pg::CallPg([&] {
      Jsonb* variables = PG_GETARG_JSONB_P(1);
      return std::string_view(JsonbToCString(nullptr, &variables->root, VARSIZE(variables)));
    });
  }
  if (!PG_ARGISNULL(2)) request.operation_name = pg::TextArgument(fcinfo, 2);
  return request;
}

}  // namespace

ServerRequest::ServerRequest(FunctionCallInfo fcinfo, const char* function)
    : request_(RequestOf(fcinfo, function)),
      memory_("fraiseql request"),
      resource_(memory_.get()),
      arena_(&resource_),
      schema_(catalog::CurrentSchema(catalog::SchemaExtent::kCommon)),
      database_(federation::CurrentConfiguration()) {}

std::string ServerRequest::Answer(execution::Observer* observer, OperationListener* listener) {
  try {
    return AnswerWith(observer, listener);
  } catch (const WholeSchemaNeeded&) {
    schema_ = catalog::CurrentSchema(catalog::SchemaExtent::kWhole);
    return AnswerWith(observer, listener);
  }
}

std::string ServerRequest::AnswerWith(execution::Observer* observer, OperationListener* listener) {
  GraphqlContext context{
      .schema = schema_->schema.get(),
      .binding = &schema_->binding,
      .routes = &database_,
      .database = &database_,
      .observer = observer,
      .listener = listener,
      .is_partial = schema_->is_partial,
      .cache = &CacheFor(*schema_),
      .cache_capacity = static_cast<size_t>(settings.plan_cache_size),
      .limits = {.max_tokens = static_cast<uint32_t>(settings.max_tokens),
                 .max_depth = static_cast<uint32_t>(settings.max_depth)},
      .max_rows = static_cast<uint32_t>(settings.max_rows),
      .introspection = settings.introspection,
      .atomic_mutations = settings.mutation_atomicity == static_cast<int>(MutationAtomicity::kRequest),
      .arena = &arena_};
  // What text looks like that views and output functions make must not depend on the session. TimeZone stays: users'
  // own code reads it, and the codecs of times do not.
  pg::SettingScope output;
  if (IntervalStyle != INTSTYLE_POSTGRES) output.Set("intervalstyle", "postgres");
  if (bytea_output != BYTEA_OUTPUT_HEX) output.Set("bytea_output", "hex");
  if (extra_float_digits < 1) output.Set("extra_float_digits", "1");
  std::string response = Graphql(request_, context);
  output.Restore();
  return response;
}

}  // namespace fraiseql::extension
