// A JetStream consumer that delivers a stream's messages from a place on, in order and without holes.
//
// The consumer is made anew, from the place that the database remembers, whenever anything is in doubt: after a
// reconnection, when the numbers of the deliveries have a hole, when the heartbeats stop. Its durable name and the
// acknowledgements are there for those who look at NATS, and to bound what is delivered ahead.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "events/nats_client.h"
#include "events/stream_message.h"
#include "pg/backend.h"

extern "C" {
#include "datatype/timestamp.h"
}

namespace fraiseql::events {

class Consumer {
 public:
  Consumer(NatsClient* nats, Latch* latch, std::string durable)
      : nats_(nats), latch_(latch), durable_(std::move(durable)) {}

  // Delivers messages of `subject` after `last_seq`, and possibly others. Empty, or what went wrong.
  std::string Start(const StreamIdentity& stream, const std::string& subject, int64_t last_seq);
  // The same without JetStream: whatever is published from now on.
  std::string StartPlain(const std::string& subject);
  void Stop();
  void Delete(const std::string& stream);

  // False when a message may be missing: Start again.
  bool Receive(std::deque<StreamMessage>* messages);
  void Acknowledge(const StreamMessage& message);

 private:
  std::string ConsumerJson(const std::string& stream, const std::string& deliver, const std::string& subject,
                           int64_t last_seq) const;
  bool Accept(const Message& message, std::deque<StreamMessage>* messages);

  NatsClient* nats_;
  Latch* latch_;
  std::string durable_;
  std::unique_ptr<MessageQueue> queue_;
  bool plain_ = false;
  int64_t deliveries_ = 0;  // of this consumer, so far
  int64_t last_seq_ = 0;
  TimestampTz heard_at_ = 0;
};

}  // namespace fraiseql::events
