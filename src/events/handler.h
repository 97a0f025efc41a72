// Runs a subscriber's function for messages.
#pragma once

#include "events/stream_message.h"
#include "events/worker_configuration.h"
#include "pg/spi.h"

namespace fraiseql::events {

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
