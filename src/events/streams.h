// The JetStream side of publishing: whether there is JetStream at all, and the streams that take the events.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/worker_configuration.h"

namespace fraiseql::events {

enum class JetStreamState {
  kUnknown,  // not connected, or no answer
  kPresent,  // it answers
  kAbsent,   // the server has none: events are published without acknowledgement
};

class Streams {
 public:
  explicit Streams(NatsClient* nats) : nats_(nats) {}

  // Whether JetStream answers. A server without it is taken for one that has none only as long as this database never
  // `seen` it, and its configuration demands none: JetStream also falls silent when its disk is full.
  JetStreamState Probe(const WorkerConfiguration& configuration, bool seen);

  // Makes the streams that are configured and missing; for observed subjects that no stream takes, and where the
  // configuration names no stream at all, one named FRAISEQL. Empty, or what went wrong.
  std::string Ensure(const WorkerConfiguration& configuration);

  // The names of the streams whose subjects overlap with one that may hold wildcards. Unset: the answer did not come.
  std::optional<std::vector<std::string>> StreamsOf(const std::string& subject);
  // The one that takes a subject without wildcards, empty where there is none.
  std::optional<std::string> StreamOf(const std::string& subject);

  // The stream that takes a subject and stores without a word (`no_ack`), empty where it is none such.
  std::string SilentStreamOf(const std::string& subject);

  // When the streams of the observed subjects were made, by name. What did not answer is left out.
  std::map<std::string, std::string> Created(const WorkerConfiguration& configuration);

 private:
  NatsClient::Answer Info(const std::string& stream);
  std::string Send(const std::string& verb, const std::string& stream, const std::string& config);
  std::string EnsureOne(const StreamDefinition& definition);
  std::string EnsureDefault(const WorkerConfiguration& configuration);

  NatsClient* nats_;
};

}  // namespace fraiseql::events
