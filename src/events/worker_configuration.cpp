#include "events/worker_configuration.h"

#include "events/event_catalog.h"
#include "extension/guc.h"
#include "pg/spi.h"

extern "C" {
#include "access/xlog.h"
#include "commands/dbcommands.h"
#include "common/hashfn.h"
#include "utils/inval.h"
}

namespace fraiseql::events {

namespace {

bool changed = true;
Oid tables[4] = {};

extern "C" void fraiseql_worker_configuration_invalidate(Datum, Oid relid) {
  if (relid == InvalidOid) changed = true;
  for (Oid table : tables) {
    if (table == relid || !OidIsValid(table)) changed = true;
  }
}

std::string Text(const pg::SpiResult& result, uint64_t row, int column) {
  return result.Output(row, column).value_or(std::string());
}

int64_t Number(const pg::SpiResult& result, uint64_t row, int column) {
  return std::strtoll(Text(result, row, column).c_str(), nullptr, 10);
}

// With the transaction's snapshot for all of them: a configuration that is committed in between is seen as a whole or
// not at all.
pg::SpiResult Select(const std::string& query) { return pg::ExecuteOnce(query, {}, /*read_only=*/true); }

std::string OrSetting(const std::string& value, const char* setting) {
  return value.empty() && setting != nullptr ? setting : value;
}

// A consumer's name that no other database has, and that is the same after a restart or a failover.
std::string DurableName(const std::string& database, const std::string& subscriber) {
  std::string name = database + "_" + subscriber;
  const uint64_t hash = hash_bytes_extended(reinterpret_cast<const unsigned char*>(name.data()),
                                            static_cast<int>(name.size()), GetSystemIdentifier());
  for (char& c : name) {
    if (!isalnum(static_cast<unsigned char>(c)) && c != '-') c = '_';
  }
  char suffix[16];
  snprintf(suffix, sizeof(suffix), "_%08x", static_cast<unsigned>(hash));
  return name.substr(0, 200) + suffix;
}

void ReadNats(WorkerConfiguration* configuration) {
  pg::SpiResult row =
      Select("SELECT url, \"user\", password, token, credentials, tls, ca, cert, key, jetstream FROM fraiseql.nats");
  NatsOptions& nats = configuration->nats;
  const auto& settings = extension::settings;
  const bool any = !row.empty();
  const auto text = [&](int column) { return any ? Text(row, 0, column) : std::string(); };
  nats.url = OrSetting(text(0), settings.nats_url);
  // A database that names one way to show who it is does not mix it with the server's.
  const bool own = any && !(row.IsNull(0, 1) && row.IsNull(0, 3) && row.IsNull(0, 4));
  nats.user = OrSetting(text(1), own ? nullptr : settings.nats_user);
  nats.password = OrSetting(text(2), own ? nullptr : settings.nats_password);
  nats.token = OrSetting(text(3), own ? nullptr : settings.nats_token);
  nats.credentials = OrSetting(text(4), own ? nullptr : settings.nats_credentials);
  nats.tls = any && !row.IsNull(0, 5) ? text(5) == "t" : settings.nats_tls;
  nats.ca = OrSetting(text(6), settings.nats_ca);
  nats.cert = OrSetting(text(7), settings.nats_cert);
  nats.key = OrSetting(text(8), settings.nats_key);
  if (any && !row.IsNull(0, 9)) configuration->nats.jetstream = text(9) == "t";
  nats.client_name = "fraiseql " + configuration->database;
}

void ReadStreams(WorkerConfiguration* configuration) {
  pg::SpiResult rows = Select(
      "SELECT s.name, u.subject, (extract(epoch FROM s.max_age) * 1e9)::int8, s.max_bytes, s.max_messages, s.replicas,"
      "       (extract(epoch FROM s.duplicate_window) * 1e9)::int8, s.discard"
      "  FROM fraiseql.stream AS s"
      "  LEFT JOIN LATERAL (SELECT pg_catalog.unnest(s.subjects) AS subject"
      "                     UNION SELECT o.nats_subject FROM fraiseql.observer AS o"
      "                            WHERE s.subjects IS NULL AND coalesce(o.stream, s.name) = s.name) AS u ON true"
      " ORDER BY s.name, u.subject");
  for (uint64_t i = 0; i < rows.size(); i++) {
    auto& streams = configuration->streams;
    const std::string name = Text(rows, i, 0);
    if (streams.empty() || streams.back().name != name) {
      streams.push_back({name,
                         {},
                         Number(rows, i, 2),
                         Number(rows, i, 3),
                         Number(rows, i, 4),
                         Text(rows, i, 7),
                         static_cast<int>(Number(rows, i, 5)),
                         Number(rows, i, 6)});
    }
    if (!rows.IsNull(i, 1)) streams.back().subjects.push_back(Text(rows, i, 1));
  }
}

void ReadSubscribers(WorkerConfiguration* configuration) {
  pg::SpiResult rows = Select(
      "SELECT name, subject, function, role, stream, durable, start, max_deliver,"
      "       (extract(epoch FROM backoff) * 1000)::int8, (extract(epoch FROM max_backoff) * 1000)::int8,"
      "       (extract(epoch FROM timeout) * 1000)::int8, concurrency, ordered_by"
      "  FROM fraiseql.subscriber ORDER BY name");
  for (uint64_t i = 0; i < rows.size(); i++) {
    SubscriberDefinition subscriber;
    subscriber.name = Text(rows, i, 0);
    subscriber.subject = Text(rows, i, 1);
    subscriber.function = Text(rows, i, 2);
    subscriber.role = Text(rows, i, 3);
    subscriber.stream = Text(rows, i, 4);
    subscriber.durable = Text(rows, i, 5);
    if (subscriber.durable.empty()) subscriber.durable = DurableName(configuration->database, subscriber.name);
    subscriber.from_new = Text(rows, i, 6) == "new";
    subscriber.max_deliver = static_cast<int>(Number(rows, i, 7));
    subscriber.backoff_ms = Number(rows, i, 8);
    subscriber.max_backoff_ms = Number(rows, i, 9);
    subscriber.timeout_ms = Number(rows, i, 10);
    subscriber.concurrency = static_cast<int>(Number(rows, i, 11));
    subscriber.ordered_by = Text(rows, i, 12);
    configuration->subscribers.push_back(std::move(subscriber));
  }
}

}  // namespace

WorkerConfiguration ReadWorkerConfiguration() {
  pg::CallPg([] {
    tables[0] = ExtensionRelation("observer");
    tables[1] = ExtensionRelation("subscriber");
    tables[2] = ExtensionRelation("nats");
    tables[3] = ExtensionRelation("stream");
  });
  WorkerConfiguration configuration;
  const char* database = pg::CallPg([] { return get_database_name(MyDatabaseId); });
  configuration.database = database != nullptr ? database : "";
  pg::SpiScope spi;
  ReadNats(&configuration);
  ReadStreams(&configuration);
  ReadSubscribers(&configuration);
  pg::SpiResult rows = Select("SELECT channel, nats_subject, stream FROM fraiseql.observer");
  for (uint64_t i = 0; i < rows.size(); i++) {
    configuration.observers[Text(rows, i, 0)] = {Text(rows, i, 1), Text(rows, i, 2)};
  }
  return configuration;
}

void ReadConfigurationAgain() { changed = true; }

bool ConfigurationChangedSince() {
  static bool registered = false;
  if (!registered) {
    CacheRegisterRelcacheCallback(fraiseql_worker_configuration_invalidate, Datum{0});
    registered = true;
  }
  const bool result = changed;
  changed = false;
  return result;
}

}  // namespace fraiseql::events
