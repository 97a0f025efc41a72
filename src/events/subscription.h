// One lane of one subscriber in one stream: its consumer, its inbox, and the messages between them.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "events/consumer.h"
#include "events/handler.h"
#include "events/inbox.h"
#include "events/worker_report.h"

namespace fraiseql::events {

class Subscription {
 public:
  Subscription(NatsClient* nats, WorkerReport* report, MemoryContext memory, const SubscriberDefinition& definition,
               std::string stream, int lane);

  const SubscriberDefinition& definition() const { return definition_; }
  const std::string& stream() const { return stream_; }

  // Receives and handles for a while; milliseconds until it wants to be called again. `plain`: without JetStream.
  int Turn(bool plain);
  bool faulty() const { return faulty_; }
  void Delete() { consumer_.Delete(stream_); }

 private:
  bool Start(bool plain);
  bool Receive(bool plain);
  int HandleBatch();
  void Pass();
  void SavePassed();
  void Finish(size_t count);
  void Reload();
  void HandleFailure(const std::string& error, int sqlstate);
  void Fault(const std::string& error);

  NatsClient* nats_;
  WorkerReport* report_;
  MemoryContext memory_;
  SubscriberDefinition definition_;
  std::string stream_;
  int lane_;
  Consumer consumer_;
  Handler handler_;
  std::unique_ptr<Inbox> inbox_;
  std::deque<StreamMessage> messages_;
  size_t unacknowledged_ = 0;
  uint64_t epoch_ = 0;
  bool started_ = false;
  bool faulty_ = false;
  int64_t plain_seq_ = 0;
  int64_t passed_seq_ = 0;  // messages of other lanes up to here are behind us
  TimestampTz passed_saved_at_ = 0;
  TimestampTz start_at_ = 0;
  TimestampTz not_before_ = 0;  // the next attempt at the message that failed
  size_t batch_ = 1;
};

}  // namespace fraiseql::events
