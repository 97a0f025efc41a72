#include "catalog/schema_cache.h"

#include <optional>

#include "catalog/schema_storage.h"
#include "extension/errors.h"
#include "federation/databases.h"
#include "pg/boundary.h"
#include "pg/memory.h"
#include "schema/build.h"

extern "C" {
#include "utils/inval.h"
#include "utils/syscache.h"
}

namespace fraiseql::catalog {

namespace {

struct Cache {
  std::shared_ptr<const LoadedSchema> current;
  std::shared_ptr<const federation::Configuration> configuration;  // that it was bound with
  SchemaVersion version{};                                         // of its document
  std::vector<std::string> search_path;
  Oid storage_relid = InvalidOid;
  uint64_t generation = 0;
  SchemaExtent extent = SchemaExtent::kCommon;  // the most that was asked for
  bool is_partial = false;                      // the schema lacks what few requests use
  // Set by the callbacks, cleared before what they speak of is read again.
  bool document_changed = true;
  bool binding_changed = true;
};

// Lives as long as the backend: no destructor may run when it ends.
Cache& GetCache() {
  static Cache* cache = new Cache;
  return *cache;
}

[[noreturn]] void ThrowFault(const planner::BindingFault& fault) {
  throw pg::SqlError(extension::kErrcodeInvalidSchemaDocument,
                     "the GraphQL schema does not fit the database any more: " + fault.place + ": " + fault.message, {},
                     fault.hint.empty() ? "Load a schema that does with fraiseql.load_schema." : fault.hint);
}

std::shared_ptr<const schema::Schema> BuildStored(const StoredSchema& stored, bool is_partial) {
  // Checked when it was loaded.
  schema::BuildResult built =
      is_partial ? schema::BuildTrustedSchema(stored.definition) : schema::BuildUnvalidatedSchema(stored.definition);
  if (built.schema == nullptr || !built.errors.empty()) {
    throw pg::SqlError(extension::kErrcodeInvalidSchemaDocument, "the stored GraphQL schema cannot be read",
                       built.errors.empty() ? std::string() : built.errors.front().message,
                       "Load the schema again with fraiseql.load_schema.");
  }
  return std::move(built.schema);
}

void Refresh(Cache* cache, std::shared_ptr<const federation::Configuration> configuration) {
  std::shared_ptr<const schema::Schema> schema = cache->current != nullptr ? cache->current->schema : nullptr;
  if (schema == nullptr || cache->document_changed) {
    cache->document_changed = false;
    cache->storage_relid = SchemaStorageRelid();
    pg::OwnedMemoryContext memory("fraiseql schema document");
    const bool is_partial = cache->extent != SchemaExtent::kWhole;
    std::optional<StoredSchema> stored = ReadStoredSchema(!is_partial, memory.get());
    if (!stored) {
      cache->current = nullptr;
      cache->document_changed = true;
      throw pg::SqlError(extension::kErrcodeNoSchemaLoaded, "no GraphQL schema is loaded in this database", {},
                         "Load one with SELECT fraiseql.load_schema(...).");
    }
    if (schema == nullptr || stored->version != cache->version || cache->is_partial != is_partial) {
      schema = BuildStored(*stored, is_partial);
      cache->is_partial = is_partial;
      cache->version = stored->version;
      cache->search_path = std::move(stored->search_path);
      cache->binding_changed = true;
    }
  }
  if (!cache->binding_changed && cache->configuration == configuration) return;
  cache->binding_changed = false;
  cache->configuration = std::move(configuration);
  auto fresh = std::make_shared<LoadedSchema>(cache->search_path, KnownDatabases());
  fresh->generation = ++cache->generation;
  fresh->schema = std::move(schema);
  fresh->is_partial = cache->is_partial;
  planner::BindOnDemand(*fresh->schema, &fresh->catalog, &fresh->arena, ThrowFault, &fresh->binding);
  cache->current = std::move(fresh);
}

extern "C" {

void fraiseql_schema_relation_changed(Datum, Oid relid) {
  Cache& cache = GetCache();
  if (relid == InvalidOid || relid == cache.storage_relid) cache.document_changed = true;
  if (cache.current == nullptr) return;
  const Dependencies& used = cache.current->catalog.dependencies();
  if (relid == InvalidOid || used.relations.count(relid) > 0) cache.binding_changed = true;
}

// `hash_value` 0: anything may have changed.
void fraiseql_schema_catalog_changed(Datum, int cache_id, uint32 hash_value) {
  Cache& cache = GetCache();
  if (cache.current == nullptr) return;
  const Dependencies& used = cache.current->catalog.dependencies();
  bool concerned = true;
  if (cache_id == RELNAMENSP) concerned = used.relation_names.count(hash_value) > 0;
  if (cache_id == TYPEOID) concerned = used.types.count(hash_value) > 0;
  if (cache_id == PROCOID) concerned = used.functions;
  if (hash_value == 0 || concerned) cache.binding_changed = true;
}

}  // extern "C"

}  // namespace

std::vector<KnownDatabase> KnownDatabases() {
  std::vector<KnownDatabase> known;
  for (const federation::Database& database : federation::CurrentConfiguration()->databases) {
    known.push_back({database.name, database.server, database.schema});
  }
  return known;
}

std::shared_ptr<const LoadedSchema> CurrentSchema(SchemaExtent extent) {
  Cache& cache = GetCache();
  if (extent == SchemaExtent::kWhole && cache.extent != extent) {
    cache.extent = extent;
    cache.document_changed = true;
  }
  // Within one transaction nothing else looks for messages where every statement is prepared.
  pg::CallPg([] { AcceptInvalidationMessages(); });
  std::shared_ptr<const federation::Configuration> configuration = federation::CurrentConfiguration();
  if (cache.current == nullptr || cache.document_changed || cache.binding_changed ||
      cache.configuration != configuration) {
    try {
      Refresh(&cache, std::move(configuration));
    } catch (...) {
      cache.document_changed = cache.binding_changed = true;
      throw;
    }
  }
  return cache.current;
}

void WatchSchema() {
  CacheRegisterRelcacheCallback(fraiseql_schema_relation_changed, Datum{0});
  for (int cache_id : {RELNAMENSP, TYPEOID, PROCOID, NAMESPACEOID}) {
    CacheRegisterSyscacheCallback(cache_id, fraiseql_schema_catalog_changed, Datum{0});
  }
}

}  // namespace fraiseql::catalog
