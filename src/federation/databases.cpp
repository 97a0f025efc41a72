#include "federation/databases.h"

#include <algorithm>
#include <string>

#include "extension/guc.h"
#include "pg/boundary.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_foreign_server.h"
#include "commands/extension.h"
#include "foreign/foreign.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
}

namespace fraiseql::federation {

namespace {

// What this session has read, and whether something has changed since. Never freed.
struct Cache {
  std::shared_ptr<const Configuration> current;
  Oid database_relid = InvalidOid;  // the tables it was read from
  Oid configuration_relid = InvalidOid;
  bool tables_missing = false;  // the extension has gone, or is not yet there
  bool stale = true;
};
Cache& GetCache() {
  static Cache* cache = new Cache;
  return *cache;
}

// Reads all rows of a small table by a sequential scan with the newest catalog snapshot, as system catalogs are read.
template <typename F>
void ScanTable(Oid relid, F on_row) {
  struct Scan {
    explicit Scan(Oid oid) {
      relation = pg::CallPg([&] { return table_open(oid, AccessShareLock); });
      scan = pg::CallPg([&] { return systable_beginscan(relation, InvalidOid, false, nullptr, 0, nullptr); });
    }
    ~Scan() {
      if (failed) return;  // the rollback closes both
      systable_endscan(scan);
      table_close(relation, AccessShareLock);
    }
    Relation relation = nullptr;
    SysScanDesc scan = nullptr;
    bool failed = true;
  } scan(relid);
  while (HeapTuple tuple = pg::CallPg([&] { return systable_getnext(scan.scan); })) {
    on_row(tuple, RelationGetDescr(scan.relation));
  }
  scan.failed = false;
}

// One row's values by column name: the tables may gain columns with a later version.
class Row {
 public:
  Row(HeapTuple tuple, TupleDesc descriptor) : tuple_(tuple), descriptor_(descriptor) {}

  int Int(const char* column) const { return DatumGetInt32(Get(column)); }
  bool Bool(const char* column) const { return DatumGetBool(Get(column)); }
  std::string Text(const char* column) const {
    bool is_null;
    Datum value = Get(column, &is_null);
    if (is_null) return {};
    char* characters = pg::CallPg([&] { return TextDatumGetCString(value); });
    std::string copy(characters);
    pfree(characters);
    return copy;
  }

 private:
  Datum Get(const char* column, bool* is_null = nullptr) const {
    for (int i = 0; i < descriptor_->natts; i++) {
      const FormData_pg_attribute* attribute = TupleDescAttr(descriptor_, i);
      if (attribute->attisdropped || strcmp(NameStr(attribute->attname), column) != 0) continue;
      bool null;
      return heap_getattr(tuple_, i + 1, descriptor_, is_null != nullptr ? is_null : &null);
    }
    throw std::runtime_error(std::string("column \"") + column + "\" is missing");
  }

  HeapTuple tuple_;
  TupleDesc descriptor_;
};

Database ReadDatabase(const Row& row) {
  Database database;
  database.name = row.Text("name");
  database.has_extension = row.Bool("has_extension");
  RemoteLimits& limits = database.limits;
  limits.timeout_ms = row.Int("timeout_ms");
  limits.batch_size = row.Int("batch_size");
  limits.pool_size = row.Int("pool_size");
  limits.pool_timeout_ms = row.Int("pool_timeout_ms");
  limits.max_attempts = row.Int("max_attempts");
  const std::string backoff = row.Text("backoff");
  limits.backoff = Backoff(std::find(std::begin(kBackoffNames), std::end(kBackoffNames), backoff) - kBackoffNames);
  limits.backoff_initial_ms = row.Int("backoff_initial_ms");
  limits.backoff_max_ms = row.Int("backoff_max_ms");
  limits.breaker_enabled = row.Bool("breaker_enabled");
  limits.breaker_failure_threshold = row.Int("breaker_failure_threshold");
  limits.breaker_recovery_ms = row.Int("breaker_recovery_ms");
  limits.breaker_success_threshold = row.Int("breaker_success_threshold");
  pg::CallPg([&] {
    ForeignServer* server = GetForeignServerByName(database.name.c_str(), true);
    if (server != nullptr) database.server = server->serverid;
    database.schema = get_namespace_oid(database.name.c_str(), true);
  });
  return database;
}

// A relation of the extension; InvalidOid where the extension has gone.
Oid RelidOf(const char* name) {
  return pg::CallPg([&] {
    const Oid schema = get_namespace_oid("fraiseql", true);
    return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
  });
}

// Whether there is a foreign server, of whatever kind. A session has this catalog open from the start.
bool HasForeignServer() {
  bool found = false;
  ScanTable(ForeignServerRelationId, [&](HeapTuple, TupleDesc) { found = true; });
  return found;
}

std::shared_ptr<const Configuration> Read(Cache* cache) {
  auto configuration = std::make_shared<Configuration>();
  cache->database_relid = cache->configuration_relid = InvalidOid;
  cache->tables_missing = false;
  // Without one there is no database that could be reached, and most sessions need not open the table, with its
  // triggers.
  if (!HasForeignServer()) return configuration;
  cache->database_relid = RelidOf("database");
  cache->tables_missing = !OidIsValid(cache->database_relid);
  if (cache->tables_missing) return configuration;
  ScanTable(cache->database_relid, [&](HeapTuple tuple, TupleDesc descriptor) {
    Database database = ReadDatabase(Row(tuple, descriptor));
    if (database.name != "primary") configuration->databases.push_back(std::move(database));
  });
  if (configuration->databases.empty()) return configuration;
  std::sort(configuration->databases.begin(), configuration->databases.end(),
            [](const Database& a, const Database& b) { return a.name < b.name; });
  cache->configuration_relid = RelidOf("configuration");
  if (!OidIsValid(cache->configuration_relid)) return configuration;
  ScanTable(cache->configuration_relid, [&](HeapTuple tuple, TupleDesc descriptor) {
    configuration->federation_enabled = Row(tuple, descriptor).Bool("federation_enabled");
  });
  // Nobody keeps rows of this one in memory: its invalidation costs nothing else.
  configuration->signal_relid = RelidOf("foreign_relation");
  return configuration;
}

extern "C" {

static void configuration_relcache_callback(Datum, Oid relid) {
  Cache& cache = GetCache();
  if (!OidIsValid(relid) || relid == cache.database_relid || relid == cache.configuration_relid ||
      cache.tables_missing) {
    cache.stale = true;
  }
}

// A server or schema was made, renamed or dropped.
static void configuration_syscache_callback(Datum, int, uint32) { GetCache().stale = true; }
}

}  // namespace

int Database::timeout_ms() const {
  return extension::settings.remote_timeout > 0 ? extension::settings.remote_timeout : limits.timeout_ms;
}

int Database::batch_size() const {
  return extension::settings.batch_size > 0 ? extension::settings.batch_size : limits.batch_size;
}

const Database* Configuration::Find(std::string_view name) const {
  for (const Database& database : databases) {
    if (database.name == name) return &database;
  }
  return nullptr;
}

const Database* Configuration::FindServer(Oid server) const {
  for (const Database& database : databases) {
    if (database.server == server && OidIsValid(server)) return &database;
  }
  return nullptr;
}

const Database* Configuration::FindSchema(Oid schema) const {
  for (const Database& database : databases) {
    if (database.schema == schema && OidIsValid(schema)) return &database;
  }
  return nullptr;
}

std::shared_ptr<const Configuration> CurrentConfiguration() {
  Cache& cache = GetCache();
  if (cache.stale || cache.current == nullptr) {
    // Cleared first: what changes while it is read must be read again.
    cache.stale = false;
    try {
      cache.current = Read(&cache);
    } catch (...) {
      cache.stale = true;
      throw;
    }
  }
  return cache.current;
}

QueryDefaults StoredQueryDefaults() {
  QueryDefaults defaults;
  const Oid relid = RelidOf("configuration");
  if (!OidIsValid(relid)) return defaults;
  ScanTable(relid, [&](HeapTuple tuple, TupleDesc descriptor) {
    Row row(tuple, descriptor);
    defaults = {row.Bool("default_where"), row.Bool("default_order_by"), row.Bool("default_limit"),
                row.Bool("default_offset"), row.Bool("default_aggregate")};
  });
  return defaults;
}

void WatchConfiguration() {
  CacheRegisterRelcacheCallback(configuration_relcache_callback, 0);
  CacheRegisterSyscacheCallback(FOREIGNSERVEROID, configuration_syscache_callback, 0);
  CacheRegisterSyscacheCallback(NAMESPACEOID, configuration_syscache_callback, 0);
}

}  // namespace fraiseql::federation
