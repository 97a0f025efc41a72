// What a database remembers of the messages it has handled: fraiseql.inbox, inbox_seen and parked_message.
//
// The place in the stream is written in the transaction of the handler, so that an effect and the memory of it are one.
// NATS' own consumer state is never trusted: its acknowledgements reach its disk late.
#pragma once

#include <cstdint>
#include <string>

#include "events/followed_row.h"
#include "events/worker_configuration.h"
#include "pg/spi.h"

extern "C" {
#include "datatype/timestamp.h"
}

namespace fraiseql::events {

struct StreamIdentity {
  std::string name;
  std::string created;  // as NATS writes it: a stream made anew counts from 1 again
};

struct StreamMessage {
  std::string subject;
  std::string data;
  std::string message_id;
  std::string reply;
  int64_t seq = 0;
};

// One subscriber in one stream.
class Inbox {
 public:
  Inbox(const SubscriberDefinition& subscriber, StreamIdentity stream)
      : subscriber_(subscriber), stream_(std::move(stream)) {}

  // Finds the row, or makes one that begins after `start`. All functions need a transaction.
  void Load(int64_t start);
  int64_t last_seq() const { return last_seq_; }
  int64_t attempts() const { return attempts_; }
  TimestampTz retry_at() const { return retry_at_; }

  // The message is handled (or parked) when this transaction commits. An error when another process has moved on.
  void Advance(int64_t seq, int64_t handled);
  // An attempt has failed; the next one is at retry_at.
  void Fail(const std::string& error, TimestampTz retry_at);
  void Park(const StreamMessage& message, int64_t attempts, const std::string& error);

 private:
  void Write();

  SubscriberDefinition subscriber_;
  StreamIdentity stream_;
  FollowedRow row_{"inbox"};
  int64_t last_seq_ = 0;
  int64_t handled_ = 0;
  int64_t attempts_ = 0;
  TimestampTz retry_at_ = 0;
  std::string last_error_;
};

// Whether a message of this id was handled before, for this subscriber.
bool WasSeen(const std::string& subscriber, const std::string& message_id);
void RememberSeen(const std::string& subscriber, const std::string& message_id);

// Runs a subscriber's function as its role, for the messages of one transaction.
class Handler {
 public:
  explicit Handler(const SubscriberDefinition& subscriber) : subscriber_(subscriber) {}

  // Becomes the role, until the end of the transaction: deferred triggers run as it, too. SqlError where the function
  // or the role does not exist: a fault of the configuration, not of a message.
  void Begin();
  // Calls the function, bounded by the subscriber's timeout.
  void Call(const StreamMessage& message);
  // After the last message: settings are the worker's again.
  void Finish();
  // To be called after the transaction, however it ended.
  void End();

  // How far the transaction came: an error of the payload is the message's own, for good; one of the function may pass.
  enum class Stage { kNone, kPayload, kFunction };
  Stage stage() const { return stage_; }

 private:
  SubscriberDefinition subscriber_;
  pg::SpiPlan plan_;
  Oid function_ = InvalidOid;
  bool with_subject_ = false;
  Stage stage_ = Stage::kNone;
  Oid saved_user_ = InvalidOid;
  int saved_context_ = 0;
  int nest_level_ = 0;
  bool switched_ = false;
};

}  // namespace fraiseql::events
