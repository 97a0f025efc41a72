#include "events/consumer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "events/nats_library.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int64_t kSecond = 1000000000;  // in nanoseconds, as NATS counts
constexpr int64_t kHeartbeat = 5 * kSecond;
constexpr int64_t kSilence = int64_t{16} * USECS_PER_SEC;  // three heartbeats missed
constexpr int64_t kAckWait = 3600 * kSecond;
constexpr int64_t kAhead = 1024;  // messages delivered and not acknowledged at most
constexpr char kAckPrefix[] = "$JS.ACK.";
constexpr int kHeartbeatStatus = 100;
constexpr int kFilterNotSubset = 10093;  // error code of JetStream

struct Delivery {
  int64_t stream_seq = 0;
  int64_t consumer_seq = 0;
};

int64_t Number(std::string_view text) {
  int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// $JS.ACK.stream.consumer.delivered.stream_seq.consumer_seq.time.pending, in newer servers with domain and account
// before the stream and a token at the end.
Delivery ParseReply(std::string_view reply) {
  std::vector<std::string_view> tokens;
  while (!reply.empty()) {
    const size_t dot = std::min(reply.find('.'), reply.size());
    tokens.push_back(reply.substr(0, dot));
    reply.remove_prefix(std::min(dot + 1, reply.size()));
  }
  if (tokens.size() < 9) return {};
  const size_t shift = tokens.size() >= 11 ? 2 : 0;
  return {Number(tokens[5 + shift]), Number(tokens[6 + shift])};
}

}  // namespace

std::string Consumer::ConsumerJson(const std::string& stream, const std::string& deliver, const std::string& subject,
                                   int64_t last_seq) const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto text = [&](const char* key, const std::string& value) {
    writer.Key(key);
    writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto number = [&](const char* key, int64_t value) {
    writer.Key(key);
    writer.Int64(value);
  };
  writer.StartObject();
  text("stream_name", stream);
  writer.Key("config");
  writer.StartObject();
  text("durable_name", durable_);
  text("deliver_subject", deliver);
  text("deliver_policy", "by_start_sequence");
  number("opt_start_seq", last_seq + 1);
  if (!subject.empty()) text("filter_subject", subject);
  text("ack_policy", "all");
  number("ack_wait", kAckWait);
  number("max_deliver", -1);
  number("max_ack_pending", kAhead);
  number("idle_heartbeat", kHeartbeat);
  text("replay_policy", "instant");
  writer.EndObject();
  writer.EndObject();
  return buffer.GetString();
}

std::string Consumer::Start(const StreamIdentity& stream, const std::string& subject, int64_t last_seq) {
  Stop();
  plain_ = false;
  deliveries_ = 0;
  last_seq_ = last_seq;
  heard_at_ = GetCurrentTimestamp();
  natsInbox* inbox = nullptr;
  if (Nats().natsInbox_Create(&inbox) != NATS_OK) return "out of memory";
  const std::string deliver = inbox;
  Nats().natsInbox_Destroy(inbox);
  queue_ = std::make_unique<MessageQueue>(latch_);
  if (!queue_->Subscribe(nats_->connection(), deliver)) return "could not subscribe";

  Delete(stream.name);
  const std::string api = "CONSUMER.DURABLE.CREATE." + stream.name + "." + durable_;
  NatsClient::Answer answer = nats_->Request(api, ConsumerJson(stream.name, deliver, subject, last_seq));
  if (answer.code == kFilterNotSubset) {
    // Some of the subject's messages are in this stream, but the server (2.9) takes no filter that has others, too.
    answer = nats_->Request(api, ConsumerJson(stream.name, deliver, {}, last_seq));
  }
  if (answer.ok()) return {};
  Stop();
  return "consumer \"" + durable_ + "\" of stream \"" + stream.name + "\": " + answer.description;
}

std::string Consumer::StartPlain(const std::string& subject) {
  Stop();
  plain_ = true;
  queue_ = std::make_unique<MessageQueue>(latch_);
  return queue_->Subscribe(nats_->connection(), subject) ? std::string() : "could not subscribe";
}

void Consumer::Stop() { queue_.reset(); }

void Consumer::Delete(const std::string& stream) {
  (void)nats_->Request("CONSUMER.DELETE." + stream + "." + durable_, "");
}

bool Consumer::Accept(const Message& message, std::deque<StreamMessage>* messages) {
  heard_at_ = GetCurrentTimestamp();
  if (plain_) {
    messages->push_back({message.subject, message.data, message.message_id, {}, 0});
    return true;
  }
  if (!message.reply.starts_with(kAckPrefix)) {
    // A heartbeat says how many deliveries there were; anything else tells of the end of the consumer.
    return message.status == kHeartbeatStatus &&
           (message.last_consumer.empty() || Number(message.last_consumer) == deliveries_);
  }
  const Delivery delivery = ParseReply(message.reply);
  if (delivery.consumer_seq != deliveries_ + 1) return false;
  deliveries_ = delivery.consumer_seq;
  if (delivery.stream_seq <= last_seq_) return true;  // delivered again
  last_seq_ = delivery.stream_seq;
  messages->push_back({message.subject, message.data, message.message_id, message.reply, delivery.stream_seq});
  return true;
}

bool Consumer::Receive(std::deque<StreamMessage>* messages) {
  if (queue_ == nullptr) return false;
  for (const Message& message : queue_->Take()) {
    if (!Accept(message, messages)) return false;
  }
  return plain_ || GetCurrentTimestamp() - heard_at_ < kSilence;
}

void Consumer::Acknowledge(const StreamMessage& message) {
  if (plain_ || !nats_->connected()) return;
  SignalsBlocked blocked;
  Nats().natsConnection_PublishString(nats_->connection(), message.reply.c_str(), "+ACK");
}

}  // namespace fraiseql::events
