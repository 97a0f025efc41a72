#include "extension/configuration_file.h"

#include <algorithm>
#include <climits>

#include "extension/configuration_table.h"
#include "extension/errors.h"
#include "pg/boundary.h"

namespace fraiseql::extension {

namespace {

using federation::Backoff;
using federation::kBackoffNames;
using federation::RemoteLimits;

// A day, in milliseconds: no time limit of a request is longer.
constexpr int64_t kDay = 24 * 60 * 60 * 1000;

void ReadFederation(const toml::table* table, const Environment& environment, ConfigurationFile* file,
                    RemoteLimits* limits, std::map<std::string, RemoteLimits>* overrides) {
  ConfigurationTable federation(table, "federation", environment);
  file->federation_enabled = federation.Boolean("enabled").value_or(true);
  limits->timeout_ms = federation.Integer("default_timeout", 1, kDay).value_or(limits->timeout_ms);
  limits->batch_size = federation.Integer("batch_size", 1, 1000000).value_or(limits->batch_size);

  ConfigurationTable retry(federation.Table("retry"), "federation.retry", environment);
  limits->max_attempts = retry.Integer("max_attempts", 1, 100).value_or(limits->max_attempts);
  if (auto backoff = retry.OneOf("backoff", kBackoffNames)) {
    limits->backoff = Backoff(std::find(std::begin(kBackoffNames), std::end(kBackoffNames), *backoff) - kBackoffNames);
  }
  limits->backoff_initial_ms = retry.Integer("initial_delay", 0, kDay).value_or(limits->backoff_initial_ms);
  limits->backoff_max_ms = retry.Integer("max_delay", 0, kDay).value_or(limits->backoff_max_ms);
  retry.Finish();

  const auto read_thresholds = [](ConfigurationTable& table_of, RemoteLimits* into) {
    into->breaker_failure_threshold =
        table_of.Integer("failure_threshold", 1, INT_MAX).value_or(into->breaker_failure_threshold);
    if (auto seconds = table_of.Integer("recovery_timeout_secs", 1, 24 * 60 * 60)) {
      into->breaker_recovery_ms = *seconds * 1000;
    }
    into->breaker_success_threshold =
        table_of.Integer("success_threshold", 1, INT_MAX).value_or(into->breaker_success_threshold);
  };
  ConfigurationTable breaker(federation.Table("circuit_breaker"), "federation.circuit_breaker", environment);
  limits->breaker_enabled = breaker.Boolean("enabled").value_or(true);
  read_thresholds(breaker, limits);
  for (const toml::table* block : breaker.Tables("per_database")) {
    ConfigurationTable override_of(block, "federation.circuit_breaker.per_database", environment);
    std::optional<std::string> database = override_of.String("database");
    if (!database) override_of.Fail("database", "is missing" + LineOf(block->source()));
    RemoteLimits changed = *limits;
    read_thresholds(override_of, &changed);
    override_of.Finish();
    overrides->insert_or_assign(*database, changed);
  }
  breaker.Finish();

  for (std::string& key :
       federation.TakeForeign({"service_name", "version", "schema_url", "apollo_version", "entities"})) {
    file->not_applicable.push_back(std::move(key));
  }
  federation.Finish();
}

// The name becomes that of a server and of a schema.
void CheckDatabaseName(const std::string& name, const toml::key& key) {
  std::string fault;
  if (name.empty() || name.size() >= NAMEDATALEN) {
    fault = "must have 1 to " + std::to_string(NAMEDATALEN - 1) + " bytes";
  } else if (name.starts_with("pg_")) {
    fault = "must not begin with \"pg_\"";
  } else if (name == "public" || name == "information_schema" || name == "fraiseql") {
    fault = "is the name of a schema that has another purpose";
  }
  if (fault.empty()) return;
  throw pg::SqlError(kErrcodeInvalidConfigurationValue,
                     "database name \"" + name + "\" " + fault + LineOf(key.source()), {},
                     "The local schema with its foreign tables is named after the database.");
}

DatabaseBlock ReadDatabase(const toml::key& key, const toml::node& node, const Environment& environment,
                           const RemoteLimits& defaults) {
  DatabaseBlock database;
  database.name = key.str();
  database.limits = defaults;
  const toml::table* table = node.as_table();
  ConfigurationTable block(table, "databases." + database.name, environment);
  if (table == nullptr) {
    throw pg::SqlError(kErrcodeInvalidConfigurationValue,
                       "\"databases." + database.name + "\" must be a table" + LineOf(node.source()));
  }
  database.place = block.Place();
  if (database.name != "primary") CheckDatabaseName(database.name, key);
  database.url = block.String("url").value_or("");
  if (database.url.empty() && database.name != "primary") {
    throw pg::SqlError(kErrcodeInvalidConfigurationValue, database.place + " has no \"url\"");
  }
  RemoteLimits& limits = database.limits;
  limits.pool_size = block.Integer("pool_size", 1, 10000).value_or(limits.pool_size);
  limits.pool_timeout_ms = block.Integer("pool_timeout", 0, kDay).value_or(limits.pool_timeout_ms);
  limits.timeout_ms = block.Integer("timeout", 1, kDay).value_or(limits.timeout_ms);
  limits.batch_size = block.Integer("batch_size", 1, 1000000).value_or(limits.batch_size);
  if (auto schemas = block.Strings("schemas")) database.schemas = *schemas;
  block.Finish();
  return database;
}

// The keys of the events' sections; what they hold is checked where it is applied.
void CheckEventKeys(const toml::table* block, const char* name, const Environment& environment,
                    std::initializer_list<std::string_view> keys) {
  ConfigurationTable table(block, name, environment);
  for (std::string_view key : keys) table.Node(key);
  table.Finish();
}

std::string JsonOf(const toml::node* node, const Environment& environment, const char* key, const char* otherwise) {
  if (node == nullptr) return otherwise;
  std::string json;
  AppendJson(*node, environment, key, &json);
  return json;
}

toml::table Parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    throw pg::SqlError(kErrcodeConfigurationSyntaxError, "invalid TOML at line " + std::to_string(at.line) +
                                                             ", column " + std::to_string(at.column) + ": " +
                                                             std::string(error.description()));
  }
}

}  // namespace

ConfigurationFile ReadConfigurationFile(std::string_view text, const Environment& environment) {
  ConfigurationFile file;
  const toml::table document = Parse(text);
  ConfigurationTable top(&document, "", environment);

  RemoteLimits limits;
  std::map<std::string, RemoteLimits> breakers;
  ReadFederation(top.Table("federation"), environment, &file, &limits, &breakers);
  if (const toml::table* databases = top.Table("databases")) {
    for (auto&& [key, node] : *databases) {
      auto breaker = breakers.extract(std::string(key.str()));
      file.databases.push_back(ReadDatabase(key, node, environment, breaker ? breaker.mapped() : limits));
    }
  }
  if (!breakers.empty()) {
    throw pg::SqlError(kErrcodeInvalidConfigurationValue, "[[federation.circuit_breaker.per_database]] names \"" +
                                                              breakers.begin()->first +
                                                              "\", which is none of the databases");
  }

  ConfigurationTable defaults(top.Table("query_defaults"), "query_defaults", environment);
  file.default_where = defaults.Boolean("where").value_or(true);
  file.default_order_by = defaults.Boolean("order_by").value_or(true);
  file.default_limit = defaults.Boolean("limit").value_or(true);
  file.default_offset = defaults.Boolean("offset").value_or(true);
  file.default_aggregate = defaults.Boolean("aggregate").value_or(true);
  defaults.Finish();

  const toml::node* observers = top.Node("observers");
  const toml::table* observers_table = observers != nullptr ? observers->as_table() : nullptr;
  if (observers_table != nullptr && !observers_table->contains("channel")) {
    // Other runtimes read one table of this name, with a backend and handlers.
    file.not_applicable.emplace_back("observers");
  } else {
    for (const toml::table* block : top.Tables("observers")) {
      CheckEventKeys(block, "observers", environment, {"channel", "nats_subject", "stream", "durable", "passthrough"});
    }
    file.observers = JsonOf(observers, environment, "observers", "[]");
  }
  for (const toml::table* block : top.Tables("subscribers")) {
    CheckEventKeys(block, "subscribers", environment,
                   {"subject", "function", "name", "role", "stream", "durable", "start", "concurrency", "ordered_by",
                    "max_deliver", "backoff", "max_backoff", "timeout"});
  }
  file.subscribers = JsonOf(top.Node("subscribers"), environment, "subscribers", "[]");
  const toml::table* nats = top.Table("nats");
  CheckEventKeys(
      nats, "nats", environment,
      {"url", "user", "password", "token", "credentials", "tls", "ca", "cert", "key", "jetstream", "streams"});
  const toml::array* streams = nats != nullptr ? nats->get_as<toml::array>("streams") : nullptr;
  for (size_t i = 0; streams != nullptr && i < streams->size(); i++) {
    CheckEventKeys(
        streams->get_as<toml::table>(i), "nats.streams", environment,
        {"name", "subjects", "max_age", "max_bytes", "max_messages", "discard", "replicas", "duplicate_window"});
  }
  file.nats = JsonOf(nats, environment, "nats", "{}");

  for (std::string& key : top.TakeForeign({"admin_sql",
                                           "admission_control",
                                           "analytics",
                                           "async_operations",
                                           "auth",
                                           "bind_addr",
                                           "cache",
                                           "caching",
                                           "cdc_outbound",
                                           "changelog",
                                           "collation",
                                           "cors",
                                           "crud",
                                           "database",
                                           "database_url",
                                           "debug",
                                           "domain_discovery",
                                           "files",
                                           "fraiseql",
                                           "functions",
                                           "grpc",
                                           "hierarchies",
                                           "identity",
                                           "includes",
                                           "inject_defaults",
                                           "locale",
                                           "mailbox",
                                           "mcp",
                                           "mutations",
                                           "naming_convention",
                                           "observability",
                                           "pool_tuning",
                                           "project",
                                           "queries",
                                           "rate_limit",
                                           "rate_limiting",
                                           "rest",
                                           "saml",
                                           "schema",
                                           "scim",
                                           "security",
                                           "send",
                                           "server",
                                           "session_state",
                                           "session_variables",
                                           "sources",
                                           "storage",
                                           "subscriptions",
                                           "tenancy",
                                           "tls",
                                           "tracing",
                                           "types",
                                           "usage",
                                           "validation",
                                           "webhooks"})) {
    file.not_applicable.push_back(std::move(key));
  }
  top.Finish();
  return file;
}

}  // namespace fraiseql::extension
