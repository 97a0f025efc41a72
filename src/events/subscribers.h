// Hands the messages of the configured subjects to their SQL functions, each one once: in the order of each stream, or
// of each lane where a subscriber has several.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/streams.h"
#include "events/subscription.h"

namespace fraiseql::events {

class Subscribers {
 public:
  // `lane`: whose part of the messages this process handles.
  Subscribers(NatsClient* nats, Streams* streams, WorkerReport* report, MemoryContext memory, int lane)
      : nats_(nats), streams_(streams), report_(report), memory_(memory), lane_(lane) {}

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
  int lane_;
  const WorkerConfiguration* configuration_ = nullptr;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  TimestampTz find_at_ = 0;
  TimestampTz parked_at_ = 0;
  bool missing_ = false;  // a subscriber without a stream
  bool faulty_ = false;
};

}  // namespace fraiseql::events
