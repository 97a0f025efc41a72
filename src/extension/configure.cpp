#include "extension/configure.h"

#include <algorithm>
#include <map>
#include <set>

#include "federation/connection_options.h"
#include "federation/foreign_server.h"
#include "federation/foreign_tables.h"
#include "federation/remote_catalog.h"
#include "federation/shared_state.h"
#include "pg/setting_scope.h"
#include "pg/spi.h"

extern "C" {
#include "catalog/pg_type.h"
#include "foreign/foreign.h"
}

namespace fraiseql::extension {

namespace {

using federation::Options;
using federation::QuoteValue;
using federation::RemoteLimits;
using federation::RunDdl;

struct Target {
  const DatabaseBlock* block;
  federation::ConnectionOptions options;
};

bool IsPrimary(const std::string& name) { return name == "primary"; }

std::string Boolean(bool value) { return value ? "true" : "false"; }

void StoreDatabase(const DatabaseBlock& block) {
  const RemoteLimits& limits = block.limits;
  std::string schemas;
  for (const std::string& schema : block.schemas) schemas += (schemas.empty() ? "" : ", ") + QuoteValue(schema);
  const std::vector<std::pair<std::string, std::string>> columns = {
      {"schemas", "ARRAY[" + schemas + "]"},
      {"timeout_ms", std::to_string(limits.timeout_ms)},
      {"batch_size", std::to_string(limits.batch_size)},
      {"pool_size", std::to_string(limits.pool_size)},
      {"pool_timeout_ms", std::to_string(limits.pool_timeout_ms)},
      {"max_attempts", std::to_string(limits.max_attempts)},
      {"backoff", QuoteValue(federation::kBackoffNames[static_cast<int>(limits.backoff)])},
      {"backoff_initial_ms", std::to_string(limits.backoff_initial_ms)},
      {"backoff_max_ms", std::to_string(limits.backoff_max_ms)},
      {"breaker_enabled", Boolean(limits.breaker_enabled)},
      {"breaker_failure_threshold", std::to_string(limits.breaker_failure_threshold)},
      {"breaker_recovery_ms", std::to_string(limits.breaker_recovery_ms)},
      {"breaker_success_threshold", std::to_string(limits.breaker_success_threshold)},
  };
  std::string names = "name, has_extension";
  std::string values = QuoteValue(block.name) + ", false";  // until it is asked
  std::string updates;
  for (const auto& [name, value] : columns) {
    names += ", " + name;
    values += ", " + value;
    updates += (updates.empty() ? "" : ", ") + name + " = excluded." + name;
  }
  RunDdl("INSERT INTO fraiseql.database (" + names + ") VALUES (" + values + ") ON CONFLICT (name) DO UPDATE SET " +
         updates);
}

void StoreConfiguration(const ConfigurationFile& file, bool federation_enabled) {
  RunDdl("INSERT INTO fraiseql.configuration VALUES (true, " + Boolean(federation_enabled) + ", " +
         Boolean(file.default_where) + ", " + Boolean(file.default_order_by) + ", " + Boolean(file.default_limit) +
         ", " + Boolean(file.default_offset) + ", " + Boolean(file.default_aggregate) +
         ") ON CONFLICT (only_row) DO UPDATE SET federation_enabled = excluded.federation_enabled, "
         "default_where = excluded.default_where, default_order_by = excluded.default_order_by, "
         "default_limit = excluded.default_limit, default_offset = excluded.default_offset, "
         "default_aggregate = excluded.default_aggregate");
}

std::set<std::string> StoredDatabases() {
  std::set<std::string> names;
  pg::SpiResult rows = pg::ExecuteOnce("SELECT name FROM fraiseql.database");
  for (uint64_t row = 0; row < rows.size(); row++) names.insert(*rows.Output(row, 0));
  return names;
}

// A database that only changed its name keeps its server, its foreign tables and what was granted on them: the one
// that is gone and the new one have the same connection options.
void RenameDatabases(const std::vector<Target>& targets, std::set<std::string>* stored) {
  for (const Target& target : targets) {
    const std::string& name = target.block->name;
    if (stored->contains(name)) continue;
    for (const std::string& old : *stored) {
      const bool wanted =
          std::any_of(targets.begin(), targets.end(), [&](const Target& t) { return t.block->name == old; });
      if (wanted || IsPrimary(old) || federation::ServerOptions(old) != target.options.server) continue;
      federation::RenameServer(old, name);
      RunDdl("UPDATE fraiseql.database SET name = " + QuoteValue(name) + " WHERE name = " + QuoteValue(old));
      stored->erase(old);
      stored->insert(name);
      break;
    }
  }
}

void DropDatabase(const std::string& name) {
  if (!IsPrimary(name)) {
    federation::DropForeignTables(name);
    federation::DropServer(name);
  }
  RunDdl("DELETE FROM fraiseql.database WHERE name = " + QuoteValue(name));
}

// postgres_fdw gives a foreign scan no other way out of a connection attempt that hangs.
void LimitConnecting(const RemoteLimits& limits, Options* server) {
  server->try_emplace("connect_timeout", std::to_string(std::max(2, (limits.timeout_ms + 999) / 1000)));
}

// postgres_fdw is needed with the first database and not before.
void RequireWrapper(const ConfigurationFile& file) {
  const bool needed = std::any_of(file.databases.begin(), file.databases.end(),
                                  [](const DatabaseBlock& block) { return !IsPrimary(block.name); });
  const bool exists = pg::CallPg([] { return GetForeignDataWrapperByName("postgres_fdw", true) != nullptr; });
  if (needed && !exists) RunDdl("CREATE EXTENSION postgres_fdw");
}

void SyncRelations(const std::vector<Target>& targets) {
  std::vector<federation::RemoteCatalogRequest> requests;
  for (const Target& target : targets) {
    const std::string& name = target.block->name;
    const Oid server = pg::CallPg([&] { return GetForeignServerByName(name.c_str(), false)->serverid; });
    federation::ForgetOutcomes(server);
    requests.push_back({name, server, target.block->schemas, target.block->limits.timeout_ms});
  }
  const std::vector<federation::RemoteCatalog> catalogs = federation::ReadRemoteCatalogs(requests);
  std::string version;
  {
    pg::SpiResult rows = pg::ExecuteOnce("SELECT extversion FROM pg_extension WHERE extname = 'fraiseql'");
    version = rows.Output(0, 0).value_or("");
  }
  for (size_t i = 0; i < targets.size(); i++) {
    const std::string& name = targets[i].block->name;
    const bool has_extension = catalogs[i].extension_version == version;
    federation::SetShippable(name, has_extension);
    RunDdl("UPDATE fraiseql.database SET has_extension = " + Boolean(has_extension) +
           " WHERE name = " + QuoteValue(name) + " AND has_extension <> " + Boolean(has_extension));
    federation::SyncForeignTables(name, catalogs[i], targets[i].block->place);
  }
}

void SyncDatabases(const ConfigurationFile& file) {
  // URLs first: a fault in one of them costs nothing yet.
  std::vector<Target> targets;
  std::set<std::string> wanted;
  for (const DatabaseBlock& block : file.databases) {
    wanted.insert(block.name);
    if (IsPrimary(block.name)) continue;
    targets.push_back({&block, federation::ParseConnectionUrl(block.url, block.place)});
    LimitConnecting(block.limits, &targets.back().options.server);
  }
  // One configure at a time; readers go on.
  RunDdl("LOCK TABLE fraiseql.database IN SHARE ROW EXCLUSIVE MODE");
  std::set<std::string> stored = StoredDatabases();
  RenameDatabases(targets, &stored);
  for (const std::string& name : stored) {
    if (!wanted.contains(name)) DropDatabase(name);
  }
  for (const Target& target : targets) {
    const std::string& name = target.block->name;
    // Somebody may have dropped the server of a database that is stored.
    if (stored.contains(name) && federation::ServerOptions(name)) {
      federation::AlterServer(name, target.options.server);
    } else {
      federation::CreateServer(name, target.options.server, target.block->place);
    }
    federation::SetPublicMapping(name, target.options.mapping);
  }
  for (const DatabaseBlock& block : file.databases) StoreDatabase(block);
  if (targets.empty()) return;
  // Else nothing could be asked.
  StoreConfiguration(file, true);
  SyncRelations(targets);
}

void SetEvents(const char* function, const std::string& json) {
  const pg::SpiParameter parameter = pg::TextParameter(json);
  pg::ExecuteOnce(std::string("SELECT fraiseql.") + function + "($1::pg_catalog.jsonb)", {&parameter, 1});
}

}  // namespace

void Configure(const ConfigurationFile& file) {
  RequireWrapper(file);
  // A search path that nobody else can write to, for the statements in between.
  pg::SettingScope search_path;
  search_path.Set("search_path", "pg_catalog, pg_temp");
  SyncDatabases(file);
  StoreConfiguration(file, file.federation_enabled);
  search_path.Restore();
  // With the caller's path again: it finds the functions of subscribers.
  SetEvents("set_nats", file.nats);
  SetEvents("set_observers", file.observers);
  SetEvents("set_subscribers", file.subscribers);
  if (file.not_applicable.empty()) return;
  std::string list;
  for (const std::string& section : file.not_applicable) list += (list.empty() ? "[" : ", [") + section + "]";
  pg::CallPg([&] { ereport(NOTICE, (errmsg("ignored, they do not apply to this runtime: %s", list.c_str()))); });
}

}  // namespace fraiseql::extension
