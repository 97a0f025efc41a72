// What a database remembers of the messages it has handled: fraiseql.inbox, inbox_seen and parked_message.
//
// The place in the stream is written in the transaction of the handler, so that an effect and the memory of it are one.
// NATS' own consumer state is never trusted: its acknowledgements reach its disk late.
//
// A subscriber has one open row per stream and lane. When the number of lanes changes, or what decides about them, lane
// 0 closes the open rows and makes new ones that begin at the earliest place among them. Closing is an update: a
// handler that is still at work in an old lane finds its row changed, fails, and leaves no effect. What an old lane has
// handled beyond that place is known by its closed row.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/followed_row.h"
#include "events/stream_message.h"
#include "events/worker_configuration.h"

extern "C" {
#include "datatype/timestamp.h"
}

namespace fraiseql::events {

// One lane of one subscriber in one stream.
class Inbox {
 public:
  Inbox(const SubscriberDefinition& subscriber, StreamIdentity stream, int lane)
      : subscriber_(subscriber), stream_(std::move(stream)), lane_(lane) {}

  // Reads the lane's row. Lane 0 makes the rows of all lanes first where there are none for this definition; in a
  // stream that the subscriber has never seen they begin after `start`. False where there is none to read: lane 0 has
  // not come by yet, or has moved on to another definition. All functions need a transaction.
  bool Load(int64_t start);
  int64_t last_seq() const { return last_seq_; }
  int64_t attempts() const { return attempts_; }
  TimestampTz retry_at() const { return retry_at_; }

  // Whether a message was handled in a lane that is closed now.
  bool WasHandled(const StreamMessage& message) const;
  // The message is handled (or parked) when this transaction commits. An error when the row is closed, or another
  // process has moved on.
  void Advance(int64_t seq, int64_t handled);
  // An attempt has failed; the next one is at retry_at.
  void Fail(const std::string& error, TimestampTz retry_at);
  void Park(const StreamMessage& message, int64_t attempts, const std::string& error);

 private:
  struct Closed {
    int lane, lanes;
    std::string ordered_by;
    int64_t last_seq;
  };

  void OpenLanes(int64_t start);
  bool Find();
  void ReadClosed();
  void Write();

  SubscriberDefinition subscriber_;
  StreamIdentity stream_;
  int lane_;
  FollowedRow row_{"inbox"};
  std::vector<Closed> closed_;
  int64_t last_seq_ = 0;
  int64_t handled_ = 0;
  int64_t attempts_ = 0;
  TimestampTz retry_at_ = 0;
  std::string last_error_;
};

// Whether a message of this id was handled before, for this subscriber.
bool WasSeen(const std::string& subscriber, const std::string& message_id);
void RememberSeen(const std::string& subscriber, const std::string& message_id);

}  // namespace fraiseql::events
