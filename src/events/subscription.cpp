#include "events/subscription.h"

#include <algorithm>
#include <unordered_set>

#include "events/lane.h"
#include "events/subject.h"
#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int kPoll = 1000;                     // milliseconds
constexpr int64_t kTurn = 50 * 1000;            // microseconds: then the publisher has its turn
constexpr int64_t kFaultPause = USECS_PER_SEC;  // of a configuration that cannot work
constexpr int64_t kLanePause = 100 * 1000;      // until lane 0 has come by
constexpr int64_t kConflictPause = 50 * 1000;   // after a deadlock or a serialization failure
constexpr int64_t kSavePassed = USECS_PER_SEC;  // between two notes of messages that were other lanes'
constexpr size_t kMaxBatch = 64;                // messages of one transaction
constexpr size_t kAcknowledge = 256;            // messages that one acknowledgement stands for
constexpr char kPlainCreated[] = "-infinity";

std::string ConsumerName(const SubscriberDefinition& definition, int lane) {
  return lane == 0 ? definition.durable : definition.durable + "_lane" + std::to_string(lane);
}

}  // namespace

Subscription::Subscription(NatsClient* nats, WorkerReport* report, MemoryContext memory,
                           const SubscriberDefinition& definition, std::string stream, int lane)
    : nats_(nats),
      report_(report),
      memory_(memory),
      definition_(definition),
      stream_(std::move(stream)),
      lane_(lane),
      consumer_(nats, MyLatch, ConsumerName(definition, lane)),
      handler_(definition) {}

void Subscription::Fault(const std::string& error) {
  faulty_ = true;
  start_at_ = not_before_ = GetCurrentTimestamp() + kFaultPause;
  report_->Error("subscriber \"" + definition_.name + "\": " + error);
}

// From what the database remembers; whatever was received and not handled comes again.
bool Subscription::Start(bool plain) {
  messages_.clear();
  unacknowledged_ = 0;
  epoch_ = nats_->epoch();
  StreamIdentity identity{stream_, kPlainCreated};
  int64_t start = 0;
  int64_t first = 0;  // of the messages that the stream still has
  if (!plain) {
    const NatsClient::Answer info = nats_->Request("STREAM.INFO." + stream_, "");
    if (!info.ok()) {
      Fault("stream \"" + stream_ + "\": " + info.description);
      return false;
    }
    if (std::string_view(info.document["config"]["retention"].GetString()) != "limits") {
      Fault("stream \"" + stream_ + "\" does not keep messages by limits: they could go before they are handled");
      return false;
    }
    identity.created = info.document["created"].GetString();
    first = info.document["state"]["first_seq"].GetInt64();
    if (definition_.from_new) start = info.document["state"]["last_seq"].GetInt64();
  }
  inbox_ = std::make_unique<Inbox>(definition_, identity, lane_);
  bool open = false;
  ErrorData* error = pg::InTransaction(memory_, [&] { open = inbox_->Load(start); });
  if (error != nullptr) {
    Fault(error->message);
    return false;
  }
  if (!open) {
    start_at_ = GetCurrentTimestamp() + kLanePause;
    return false;
  }
  const int64_t last = plain_seq_ = passed_seq_ = inbox_->last_seq();
  if (!plain && last > 0 && first > last + 1) {
    report_->Error("subscriber \"" + definition_.name + "\": messages " + std::to_string(last + 1) + " to " +
                   std::to_string(first - 1) + " of stream \"" + stream_ + "\" were removed before they were handled");
  }
  not_before_ = inbox_->retry_at();
  faulty_ = false;
  const std::string fault = plain ? consumer_.StartPlain(definition_.subject)
                                  : consumer_.Start(identity, definition_.subject, inbox_->last_seq());
  if (!fault.empty()) {
    Fault(fault);
    return false;
  }
  return true;
}

// False when a message may be missing.
bool Subscription::Receive(bool plain) {
  const size_t before = messages_.size();
  if (!consumer_.Receive(&messages_)) return false;
  for (size_t i = before; i < messages_.size(); i++) {
    StreamMessage& message = messages_[i];
    if (plain) message.seq = ++plain_seq_;
    message.passed = !MatchesSubject(definition_.subject, message.subject) ||
                     LaneOf(message, definition_.concurrency, definition_.ordered_by) != lane_ ||
                     (!plain && inbox_->WasHandled(message));
    if (message.passed) message.data = {};
  }
  return true;
}

int Subscription::Turn(bool plain) {
  const TimestampTz begin = GetCurrentTimestamp();
  if (started_ && epoch_ != nats_->epoch()) started_ = false;
  if (!started_) {
    if (begin >= start_at_) started_ = Start(plain);
    if (!started_) return static_cast<int>(std::clamp<int64_t>((start_at_ - begin) / 1000 + 1, 1, kPoll));
  }
  if (!Receive(plain)) {
    started_ = false;
    return 0;
  }
  for (;;) {
    Pass();
    if (messages_.empty()) break;
    const TimestampTz now = GetCurrentTimestamp();
    if (now < not_before_) return static_cast<int>(std::min<int64_t>((not_before_ - now) / 1000 + 1, kPoll));
    if (now - begin > kTurn) return 0;
    const int wait = HandleBatch();
    if (wait > 0) return wait;
    if (!started_) return 0;
  }
  SavePassed();
  return kPoll;
}

// Leaves behind what is not ours and next.
void Subscription::Pass() {
  size_t count = 0;
  while (count < messages_.size() && messages_[count].passed) count++;
  if (count == 0) return;
  passed_seq_ = messages_[count - 1].seq;
  Finish(count);
}

// What is not saved is passed once more after a restart, which costs little. Not while a message waits for its next
// attempt: the row tells of it.
void Subscription::SavePassed() {
  const TimestampTz now = GetCurrentTimestamp();
  if (passed_seq_ <= inbox_->last_seq() || now - passed_saved_at_ < kSavePassed) return;
  passed_saved_at_ = now;
  ErrorData* error = pg::InTransaction(memory_, [&] { inbox_->Advance(passed_seq_, 0); });
  if (error != nullptr) Reload();
}

// Some messages in one transaction. When one fails, all are rolled back and handled one by one, so that the one at
// fault fails alone.
int Subscription::HandleBatch() {
  size_t count = 0;
  for (size_t own = 0; count < messages_.size() && own < batch_; count++) own += messages_[count].passed ? 0 : 1;
  uint64_t handled = 0;
  std::string fault;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    std::unordered_set<std::string_view> in_batch;
    try {
      handler_.Begin();
    } catch (const pg::SqlError& e) {
      fault = e.what();
      return;
    }
    for (size_t i = 0; i < count; i++) {
      const StreamMessage& message = messages_[i];
      if (message.passed) continue;
      if (!message.message_id.empty()) {
        if (!in_batch.insert(message.message_id).second || WasSeen(definition_.name, message.message_id)) continue;
        RememberSeen(definition_.name, message.message_id);
      }
      handler_.Call(message);
      handled++;
    }
    handler_.Finish();
    inbox_->Advance(messages_[count - 1].seq, static_cast<int64_t>(handled));
  });
  handler_.End();
  if (!fault.empty()) {
    Fault(fault);
    return kPoll;
  }
  if (error == nullptr) {
    Finish(count);
    faulty_ = false;
    report_->Handled(handled);
    batch_ = std::min(kMaxBatch, batch_ * 2);
    return 0;
  }
  if (count > 1) {
    batch_ = 1;
    Reload();
  } else {
    HandleFailure(error->message, error->sqlerrcode);
  }
  return 0;
}

void Subscription::Finish(size_t count) {
  // Not every time: what is acknowledged makes room for as many deliveries, and few at a time cost more.
  unacknowledged_ += count;
  if (unacknowledged_ >= kAcknowledge || count == messages_.size()) {
    consumer_.Acknowledge(messages_[count - 1]);
    unacknowledged_ = 0;
  }
  messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(count));
}

// After a rollback the inbox in memory is ahead of its table, or its row is closed.
void Subscription::Reload() {
  ErrorData* error = pg::InTransaction(memory_, [&] { started_ = inbox_->Load(0); });
  if (error != nullptr) Fault(error->message);
}

// The first message has failed, alone.
void Subscription::HandleFailure(const std::string& error, int sqlstate) {
  const StreamMessage& message = messages_.front();
  const TimestampTz now = GetCurrentTimestamp();
  const Handler::Stage stage = handler_.stage();
  Reload();
  if (!started_) return;  // the row was closed meanwhile: that is what failed
  report_->Error("subscriber \"" + definition_.name + "\", message " + std::to_string(message.seq) + " of stream \"" +
                 stream_ + "\": " + error);
  if (stage == Handler::Stage::kNone || ERRCODE_TO_CATEGORY(sqlstate) == ERRCODE_TRANSACTION_ROLLBACK) {
    // nothing that the message or its function could do about it
    not_before_ = now + (stage == Handler::Stage::kNone ? kFaultPause : kConflictPause);
    return;
  }
  const int64_t attempts = inbox_->attempts() + 1;
  const bool parked = attempts >= definition_.max_deliver || stage == Handler::Stage::kPayload;
  ErrorData* failure = pg::InTransaction(memory_, [&] {
    if (parked) return inbox_->Park(message, attempts, error);
    const int64_t pause =
        std::min(definition_.backoff_ms << std::min<int64_t>(attempts - 1, 20), definition_.max_backoff_ms);
    not_before_ = now + pause * 1000;
    inbox_->Fail(error, not_before_);
  });
  if (failure != nullptr) return Reload();
  if (!parked) return;
  report_->Parked(1);
  Finish(1);
}

}  // namespace fraiseql::events
