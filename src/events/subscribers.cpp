#include "events/subscribers.h"

#include <algorithm>

#include "events/lane.h"
#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int kPoll = 1000;  // milliseconds
constexpr int64_t kFindAgain = int64_t{30} * USECS_PER_SEC;
constexpr int64_t kFindSoon = USECS_PER_SEC;
constexpr char kPlainStream[] = "-";  // what stands for a stream where there is no JetStream

}  // namespace

void Subscribers::Configure(const WorkerConfiguration* configuration) {
  configuration_ = configuration;
  std::erase_if(subscriptions_, [&](const std::unique_ptr<Subscription>& subscription) {
    const auto& wanted = configuration->subscribers;
    if (std::find(wanted.begin(), wanted.end(), subscription->definition()) != wanted.end()) return false;
    // Who takes its place makes a consumer anew in any case, which may have another name or be one of another stream.
    subscription->Delete();
    return true;
  });
  find_at_ = 0;
}

void Subscribers::Add(const SubscriberDefinition& definition, const std::string& stream) {
  for (const auto& subscription : subscriptions_) {
    if (subscription->definition() == definition && subscription->stream() == stream) return;
  }
  subscriptions_.push_back(std::make_unique<Subscription>(nats_, report_, memory_, definition, stream, lane_));
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
    bool gone;
    {
      pg::SpiScope spi;
      gone = pg::ExecuteOnce("DELETE FROM fraiseql.parked_message WHERE id = " + std::to_string(id)).processed() == 0;
    }
    if (gone) return;
    const bool seen = !message.message_id.empty() && WasSeen(definition.name, message.message_id);
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

// What fraiseql.retry_parked has marked, oldest first. Each lane its own: the message may be in its stream once more.
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
      if (definition.name != one.subscriber) continue;
      if (LaneOf(one.message, definition.concurrency, definition.ordered_by) != lane_) continue;
      RetryOne(one.id, definition, one.message);
    }
  }
}

int Subscribers::Turn(JetStreamState jetstream) {
  RetryParked();
  if (configuration_->subscribers.empty()) faulty_ = false;
  if (!nats_->connected() || jetstream == JetStreamState::kUnknown || configuration_->subscribers.empty()) return kPoll;
  // With JetStream or without: both would hand over everything twice.
  const auto of_the_other_kind = [&](const std::unique_ptr<Subscription>& subscription) {
    return (subscription->stream() == kPlainStream) != (jetstream == JetStreamState::kAbsent);
  };
  if (std::erase_if(subscriptions_, of_the_other_kind) > 0) find_at_ = 0;
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
