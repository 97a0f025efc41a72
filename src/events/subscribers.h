// Hands the messages of the configured subjects to their SQL functions, in the order of each stream, each one once.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "events/consumer.h"
#include "events/streams.h"
#include "events/worker_report.h"

namespace fraiseql::events {

// One subscriber in one stream: its consumer, its inbox, and the messages between them.
class Subscription {
 public:
  Subscription(NatsClient* nats, WorkerReport* report, MemoryContext memory, const SubscriberDefinition& definition,
               std::string stream);

  const SubscriberDefinition& definition() const { return definition_; }
  const std::string& stream() const { return stream_; }

  // Receives and handles for a while; milliseconds until it wants to be called again. `plain`: without JetStream.
  int Turn(bool plain);
  bool faulty() const { return faulty_; }
  void Delete() { consumer_.Delete(stream_); }

 private:
  bool Start(bool plain);
  int HandleBatch();
  void Finish(size_t count);
  void Reload();
  void HandleFailure(const std::string& error, int sqlstate);
  void Fault(const std::string& error);

  NatsClient* nats_;
  WorkerReport* report_;
  MemoryContext memory_;
  SubscriberDefinition definition_;
  std::string stream_;
  Consumer consumer_;
  Handler handler_;
  std::unique_ptr<Inbox> inbox_;
  std::deque<StreamMessage> messages_;
  uint64_t epoch_ = 0;
  bool started_ = false;
  bool faulty_ = false;
  int64_t plain_seq_ = 0;
  TimestampTz not_before_ = 0;
  size_t batch_ = 1;
};

class Subscribers {
 public:
  Subscribers(NatsClient* nats, Streams* streams, WorkerReport* report, MemoryContext memory)
      : nats_(nats), streams_(streams), report_(report), memory_(memory) {}

  void Configure(const WorkerConfiguration* configuration);
  int Turn(JetStreamState jetstream);
  // Before the connection closes: nothing of libnats may be left then.
  void Close() {
    subscriptions_.clear();
    find_at_ = 0;
  }
  bool faulty() const { return faulty_; }

 private:
  void FindStreams(JetStreamState jetstream);
  void Add(const SubscriberDefinition& definition, const std::string& stream);
  void RetryParked();
  bool RetryOne(int64_t id, const SubscriberDefinition& definition, const StreamMessage& message);

  NatsClient* nats_;
  Streams* streams_;
  WorkerReport* report_;
  MemoryContext memory_;
  const WorkerConfiguration* configuration_ = nullptr;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  TimestampTz find_at_ = 0;
  TimestampTz parked_at_ = 0;
  bool missing_ = false;  // a subscriber without a stream
  bool faulty_ = false;
};

}  // namespace fraiseql::events
