#include "events/streams.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace fraiseql::events {

namespace {

constexpr char kDefaultStream[] = "FRAISEQL";
constexpr int64_t kDefaultDuplicateWindow = int64_t{2} * 3600 * 1000000000;

// Error codes of JetStream (nats-server, errors.json).
constexpr int kNotEnabledForAccount = 10039, kStreamNotFound = 10059, kNotEnabled = 10076;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Key(Writer* writer, const char* key, const std::string& value) {
  writer->Key(key);
  writer->String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

void Key(Writer* writer, const char* key, int64_t value) {
  writer->Key(key);
  writer->Int64(value);
}

std::string StreamJson(const StreamDefinition& definition) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Key(&writer, "name", definition.name);
  writer.Key("subjects");
  writer.StartArray();
  for (const std::string& subject : definition.subjects) writer.String(subject.c_str());
  writer.EndArray();
  Key(&writer, "retention", std::string("limits"));
  Key(&writer, "storage", std::string("file"));
  Key(&writer, "discard", definition.discard);
  Key(&writer, "max_age", definition.max_age_ns);
  Key(&writer, "max_bytes", definition.max_bytes);
  Key(&writer, "max_msgs", definition.max_messages);
  Key(&writer, "max_msg_size", int64_t{-1});
  Key(&writer, "max_consumers", int64_t{-1});
  Key(&writer, "num_replicas", static_cast<int64_t>(definition.replicas));
  // The server refuses a window that is longer than messages live.
  const int64_t window = definition.max_age_ns > 0 ? std::min(definition.duplicate_window_ns, definition.max_age_ns)
                                                   : definition.duplicate_window_ns;
  Key(&writer, "duplicate_window", window);
  writer.EndObject();
  return buffer.GetString();
}

}  // namespace

JetStreamState Streams::Probe(const WorkerConfiguration& configuration, bool seen) {
  using Kind = NatsClient::Answer::Kind;
  if (configuration.nats.jetstream.has_value() && !*configuration.nats.jetstream) return JetStreamState::kAbsent;
  const NatsClient::Answer answer = nats_->Request("INFO", "");
  if (answer.ok()) return JetStreamState::kPresent;
  const bool none =
      answer.kind == Kind::kNoResponders ||
      (answer.kind == Kind::kError && (answer.code == kNotEnabledForAccount || answer.code == kNotEnabled));
  const bool demanded = seen || configuration.nats.jetstream.has_value() || !configuration.streams.empty();
  return none && !demanded ? JetStreamState::kAbsent : JetStreamState::kUnknown;
}

std::string Streams::Send(const std::string& verb, const std::string& stream, const std::string& config) {
  const NatsClient::Answer answer = nats_->Request("STREAM." + verb + "." + stream, config);
  if (answer.ok()) return {};
  return "stream \"" + stream + "\" could not be made: " + answer.description;
}

NatsClient::Answer Streams::Info(const std::string& stream) { return nats_->Request("STREAM.INFO." + stream, ""); }

std::string Streams::EnsureOne(const StreamDefinition& definition) {
  const NatsClient::Answer info = Info(definition.name);
  if (info.ok()) return {};
  if (info.kind != NatsClient::Answer::Kind::kError || info.code != kStreamNotFound) return info.description;
  if (definition.subjects.empty()) return {};  // no observer yet whose subject it could take
  return Send("CREATE", definition.name, StreamJson(definition));
}

std::string Streams::EnsureDefault(const WorkerConfiguration& configuration) {
  StreamDefinition definition;
  definition.name = kDefaultStream;
  definition.duplicate_window_ns = kDefaultDuplicateWindow;
  for (const auto& [channel, target] : configuration.observers) {
    const std::optional<std::string> stream = StreamOf(target.subject);
    if (!stream.has_value()) return "JetStream does not answer";
    if (stream->empty()) definition.subjects.push_back(target.subject);
  }
  if (definition.subjects.empty()) return {};
  // Workers of other databases may want subjects of theirs in the same stream.
  const NatsClient::Answer info = Info(kDefaultStream);
  if (!info.ok()) return Send("CREATE", definition.name, StreamJson(definition));
  rapidjson::Document changed;
  changed.CopyFrom(info.document["config"], changed.GetAllocator());
  for (const std::string& subject : definition.subjects) {
    changed["subjects"].PushBack(rapidjson::Value(subject.c_str(), changed.GetAllocator()), changed.GetAllocator());
  }
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  changed.Accept(writer);
  return Send("UPDATE", kDefaultStream, buffer.GetString());
}

std::string Streams::Ensure(const WorkerConfiguration& configuration) {
  if (configuration.streams.empty()) return EnsureDefault(configuration);
  std::string first_fault;
  for (const StreamDefinition& definition : configuration.streams) {
    std::string fault = EnsureOne(definition);
    if (first_fault.empty()) first_fault = std::move(fault);
  }
  return first_fault;
}

std::map<std::string, std::string> Streams::Created(const WorkerConfiguration& configuration) {
  std::map<std::string, std::string> created;
  for (const auto& [channel, target] : configuration.observers) {
    const std::string stream = StreamOf(target.subject).value_or(std::string());
    if (stream.empty() || created.contains(stream)) continue;
    const NatsClient::Answer info = Info(stream);
    if (info.ok()) created[stream] = info.document["created"].GetString();
  }
  return created;
}

std::optional<std::vector<std::string>> Streams::StreamsOf(const std::string& subject) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Key(&writer, "subject", subject);
  writer.EndObject();
  const NatsClient::Answer answer = nats_->Request("STREAM.NAMES", buffer.GetString());
  if (!answer.ok()) return std::nullopt;
  std::vector<std::string> names;
  if (answer.document.HasMember("streams") && answer.document["streams"].IsArray()) {
    for (const auto& name : answer.document["streams"].GetArray()) names.emplace_back(name.GetString());
  }
  return names;
}

std::optional<std::string> Streams::StreamOf(const std::string& subject) {
  const std::optional<std::vector<std::string>> names = StreamsOf(subject);
  if (!names.has_value()) return std::nullopt;
  return names->empty() ? std::string() : names->front();
}

std::string Streams::SilentStreamOf(const std::string& subject) {
  const std::string stream = StreamOf(subject).value_or(std::string());
  if (stream.empty()) return {};
  const NatsClient::Answer info = Info(stream);
  if (!info.ok()) return {};
  const auto& config = info.document["config"];
  const bool is_silent = config.HasMember("no_ack") && config["no_ack"].IsBool() && config["no_ack"].GetBool();
  return is_silent ? stream : std::string();
}

}  // namespace fraiseql::events
