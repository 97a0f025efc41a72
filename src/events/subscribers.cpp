#include "events/subscribers.h"

#include <algorithm>
#include <unordered_set>

#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int kPoll = 1000;                     // milliseconds
constexpr int64_t kTurn = 50 * 1000;            // microseconds: then the publisher has its turn
constexpr int64_t kFaultPause = USECS_PER_SEC;  // of a configuration that cannot work
constexpr int64_t kConflictPause = 50 * 1000;   // after a deadlock or a serialization failure
constexpr int64_t kFindAgain = int64_t{30} * USECS_PER_SEC;
constexpr int64_t kFindSoon = USECS_PER_SEC;
constexpr size_t kMaxBatch = 64;      // messages of one transaction
constexpr char kPlainStream[] = "-";  // what stands for a stream where there is no JetStream
constexpr char kPlainCreated[] = "-infinity";

}  // namespace

Subscription::Subscription(NatsClient* nats, WorkerReport* report, MemoryContext memory,
                           const SubscriberDefinition& definition, std::string stream)
    : nats_(nats),
      report_(report),
      memory_(memory),
      definition_(definition),
      stream_(std::move(stream)),
      consumer_(nats, MyLatch, definition.durable),
      handler_(definition) {}

void Subscription::Fault(const std::string& error) {
  faulty_ = true;
  not_before_ = GetCurrentTimestamp() + kFaultPause;
  report_->Error("subscriber \"" + definition_.name + "\": " + error);
}

// From what the database remembers; whatever was received and not handled comes again.
bool Subscription::Start(bool plain) {
  messages_.clear();
  epoch_ = nats_->epoch();
  StreamIdentity identity{stream_, kPlainCreated};
  int64_t start = 0;
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
    if (definition_.from_new) start = info.document["state"]["last_seq"].GetInt64();
  }
  inbox_ = std::make_unique<Inbox>(definition_, identity);
  ErrorData* error = pg::InTransaction(memory_, [&] { inbox_->Load(start); });
  if (error != nullptr) {
    Fault(error->message);
    return false;
  }
  plain_seq_ = inbox_->last_seq();
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

int Subscription::Turn(bool plain) {
  const TimestampTz begin = GetCurrentTimestamp();
  if (started_ && epoch_ != nats_->epoch()) started_ = false;
  if (!started_) {
    if (begin < not_before_ && inbox_ == nullptr) return kPoll;
    started_ = Start(plain);
    if (!started_) return kPoll;
  }
  if (!consumer_.Receive(&messages_)) {
    started_ = false;
    return 0;
  }
  for (StreamMessage& message : messages_) {
    if (plain && message.seq == 0) message.seq = ++plain_seq_;
  }
  while (!messages_.empty()) {
    const TimestampTz now = GetCurrentTimestamp();
    if (now < not_before_) return static_cast<int>(std::min<int64_t>((not_before_ - now) / 1000 + 1, kPoll));
    if (now - begin > kTurn) return 0;
    const int wait = HandleBatch();
    if (wait > 0) return wait;
  }
  return kPoll;
}

// Some messages in one transaction. When one fails, all are rolled back and handled one by one, so that the one at
// fault fails alone.
int Subscription::HandleBatch() {
  const size_t count = std::min(batch_, messages_.size());
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
  consumer_.Acknowledge(messages_[count - 1]);
  messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(count));
}

// After a rollback the inbox in memory is ahead of its table.
void Subscription::Reload() {
  ErrorData* error = pg::InTransaction(memory_, [&] { inbox_->Load(0); });
  if (error != nullptr) Fault(error->message);
}

void Subscription::HandleFailure(const std::string& error, int sqlstate) {
  const StreamMessage& message = messages_.front();
  const TimestampTz now = GetCurrentTimestamp();
  const Handler::Stage stage = handler_.stage();
  report_->Error("subscriber \"" + definition_.name + "\", message " + std::to_string(message.seq) + " of stream \"" +
                 stream_ + "\": " + error);
  if (stage == Handler::Stage::kNone || ERRCODE_TO_CATEGORY(sqlstate) == ERRCODE_TRANSACTION_ROLLBACK) {
    Reload();  // nothing that the message or its function could do about it
    not_before_ = now + (stage == Handler::Stage::kNone ? kFaultPause : kConflictPause);
    return;
  }
  bool parked = false;
  ErrorData* failure = pg::InTransaction(memory_, [&] {
    inbox_->Load(0);
    const int64_t attempts = inbox_->attempts() + 1;
    parked = attempts >= definition_.max_deliver || stage == Handler::Stage::kPayload;
    if (parked) return inbox_->Park(message, attempts, error);
    const int64_t pause =
        std::min(definition_.backoff_ms << std::min<int64_t>(attempts - 1, 20), definition_.max_backoff_ms);
    not_before_ = now + pause * 1000;
    inbox_->Fail(error, not_before_);
  });
  if (failure != nullptr) return Fault(failure->message);
  if (!parked) return;
  report_->Parked(1);
  Finish(1);
}

void Subscribers::Configure(const WorkerConfiguration* configuration) {
  configuration_ = configuration;
  std::erase_if(subscriptions_, [&](const std::unique_ptr<Subscription>& subscription) {
    const auto& wanted = configuration->subscribers;
    if (std::find(wanted.begin(), wanted.end(), subscription->definition()) != wanted.end()) return false;
    const bool renamed = std::none_of(wanted.begin(), wanted.end(), [&](const SubscriberDefinition& definition) {
      return definition.name == subscription->definition().name;
    });
    if (renamed) subscription->Delete();
    return true;
  });
  find_at_ = 0;
}

void Subscribers::Add(const SubscriberDefinition& definition, const std::string& stream) {
  for (const auto& subscription : subscriptions_) {
    if (subscription->definition() == definition && subscription->stream() == stream) return;
  }
  subscriptions_.push_back(std::make_unique<Subscription>(nats_, report_, memory_, definition, stream));
}

// A subject with wildcards can be that of several streams, and new ones can come.
void Subscribers::FindStreams(JetStreamState jetstream) {
  const TimestampTz now = GetCurrentTimestamp();
  if (now < find_at_) return;
  find_at_ = now + kFindAgain;
  missing_ = false;
  for (const SubscriberDefinition& definition : configuration_->subscribers) {
    if (jetstream == JetStreamState::kAbsent) {
      Add(definition, kPlainStream);
      continue;
    }
    if (!definition.stream.empty()) {
      Add(definition, definition.stream);
      continue;
    }
    const std::optional<std::vector<std::string>> names = streams_->StreamsOf(definition.subject);
    if (names.has_value()) {
      for (const std::string& name : *names) Add(definition, name);
      if (!names->empty()) continue;
      report_->Error("subscriber \"" + definition.name + "\": no stream takes subject \"" + definition.subject + "\"");
    }
    missing_ = true;
    find_at_ = now + kFindSoon;
  }
}

bool Subscribers::RetryOne(int64_t id, const SubscriberDefinition& definition, const StreamMessage& message) {
  Handler handler(definition);
  ErrorData* error = nullptr;
  const auto attempt = [&] {
    const bool seen = !message.message_id.empty() && WasSeen(definition.name, message.message_id);
    {
      pg::SpiScope spi;
      pg::ExecuteOnce("DELETE FROM fraiseql.parked_message WHERE id = " + std::to_string(id));
    }
    if (seen) return;
    if (!message.message_id.empty()) RememberSeen(definition.name, message.message_id);
    handler.Begin();
    handler.Call(message);
    handler.Finish();
  };
  std::string reason;
  try {
    error = pg::InTransaction(memory_, attempt);
    if (error != nullptr) reason = error->message;
  } catch (const pg::SqlError& fault_of_configuration) {
    reason = fault_of_configuration.what();
  }
  handler.End();
  if (reason.empty()) {
    report_->Handled(1);
    return true;
  }
  error = pg::InTransaction(memory_, [&] {
    pg::SpiScope spi;
    const pg::SpiParameter parameters[] = {pg::TextParameter(std::string_view(reason))};
    pg::ExecuteOnce(
        "UPDATE fraiseql.parked_message SET attempts = attempts + 1, last_error = $1, retry_at = NULL"
        " WHERE id = " +
            std::to_string(id),
        parameters);
  });
  return error == nullptr;
}

// What fraiseql.retry_parked has marked, oldest first.
void Subscribers::RetryParked() {
  const TimestampTz now = GetCurrentTimestamp();
  if (now - parked_at_ < USECS_PER_SEC) return;
  parked_at_ = now;
  struct Parked {
    int64_t id;
    std::string subscriber;
    StreamMessage message;
  };
  std::vector<Parked> parked;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    pg::SpiScope spi;
    pg::SpiResult rows = pg::ExecuteOnce(
        "SELECT id, subscriber, subject, pg_catalog.encode(payload, 'escape'), payload, message_id, stream_seq"
        "  FROM fraiseql.parked_message WHERE retry_at <= pg_catalog.clock_timestamp() ORDER BY id LIMIT 100");
    for (uint64_t i = 0; i < rows.size(); i++) {
      bool is_null;
      const auto* payload = pg::CallPg([&] { return DatumGetByteaPP(rows.Value(i, 4, &is_null)); });
      parked.push_back({std::strtoll(rows.Output(i, 0)->c_str(), nullptr, 10),
                        *rows.Output(i, 1),
                        {*rows.Output(i, 2),
                         std::string(VARDATA_ANY(payload), VARSIZE_ANY_EXHDR(payload)),
                         rows.Output(i, 5).value_or(std::string()),
                         {},
                         std::strtoll(rows.Output(i, 6)->c_str(), nullptr, 10)}});
    }
  });
  if (error != nullptr) return report_->Error("parked messages", *error);
  for (const Parked& one : parked) {
    for (const SubscriberDefinition& definition : configuration_->subscribers) {
      if (definition.name == one.subscriber) RetryOne(one.id, definition, one.message);
    }
  }
}

int Subscribers::Turn(JetStreamState jetstream) {
  RetryParked();
  if (!nats_->connected() || jetstream == JetStreamState::kUnknown || configuration_->subscribers.empty()) return kPoll;
  FindStreams(jetstream);
  faulty_ = missing_;
  int wait = kPoll;
  for (const auto& subscription : subscriptions_) {
    wait = std::min(wait, subscription->Turn(jetstream == JetStreamState::kAbsent));
    faulty_ |= subscription->faulty();
  }
  return wait;
}

}  // namespace fraiseql::events
