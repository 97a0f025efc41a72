// What a worker is told to do: the extension's configuration tables, and the settings behind them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/nats_client.h"

namespace fraiseql::events {

struct ObserverTarget {
  std::string subject;
  std::string stream;  // empty: whichever takes the subject
};

struct StreamDefinition {
  std::string name;
  std::vector<std::string> subjects;
  int64_t max_age_ns = 0;
  int64_t max_bytes = -1;
  int64_t max_messages = -1;
  std::string discard = "old";  // what goes when a limit is reached; "new": it is refused
  int replicas = 1;
  int64_t duplicate_window_ns = 0;
};

struct SubscriberDefinition {
  std::string name;
  std::string subject;
  std::string function;  // schema.name(argument types)
  std::string role;
  std::string stream;   // empty: found by the subject
  std::string durable;  // name of the consumer
  bool from_new = false;
  int concurrency = 1;     // lanes
  std::string ordered_by;  // key of the payload whose values share a lane; empty: the subject
  int max_deliver = 5;
  int64_t backoff_ms = 1000;
  int64_t max_backoff_ms = 300000;
  int64_t timeout_ms = 30000;

  bool operator==(const SubscriberDefinition&) const = default;
};

struct WorkerConfiguration {
  std::string database;
  NatsOptions nats;
  std::map<std::string, ObserverTarget, std::less<>> observers;
  std::vector<StreamDefinition> streams;
  std::vector<SubscriberDefinition> subscribers;

  bool needs_nats() const { return !observers.empty() || !subscribers.empty(); }
};

// Reads it all. Needs a transaction.
WorkerConfiguration ReadWorkerConfiguration();

// Whether one of the tables has changed since the last call, or the settings have (ReadConfigurationAgain). The first
// call registers the invalidation callback.
bool ConfigurationChangedSince();
void ReadConfigurationAgain();

}  // namespace fraiseql::events
