// Events that JetStream refuses: dead ones, and channels that are held back.
//
// A channel's events stay in the outbox then; the first one is tried again after growing pauses, and when it is taken
// the others follow until the channel has caught up.

#include <algorithm>

#include "events/publisher.h"
#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr size_t kHeldLimit = 200;  // events of a channel that is tried again
constexpr int64_t kMaxHold = 60 * USECS_PER_SEC;

// An error code of JetStream that no second attempt changes.
constexpr const char* kTooLarge = "10054";
// The subject is another stream's than the one that was to take it.
constexpr int kOtherStream = 10060;

}  // namespace

void Publisher::Refused(Item* item, const Acknowledgement& acknowledgement) {
  if (acknowledgement.no_responders) {
    const std::optional<std::string> stream = streams_->StreamOf(item->target.subject);
    if (!stream.has_value() || !stream->empty()) {  // JetStream itself does not answer, or has only just come back
      ConnectionChanged();
      Pause("JetStream does not answer");
      return;
    }
    ensure_streams_ = true;
    Hold(item->event.channel, item->event.seq, "no stream takes subject \"" + item->target.subject + "\"");
    return;
  }
  if (acknowledgement.error.find(kTooLarge) != std::string::npos) {
    Bury(item, "larger than the stream takes");
    return;
  }
  rapidjson::Document answer;
  answer.Parse(acknowledgement.error.data(), acknowledgement.error.size());
  std::string reason = "refused by JetStream";
  if (!answer.HasParseError() && answer.IsObject() && answer.HasMember("error") && answer["error"].IsObject() &&
      answer["error"].HasMember("description") && answer["error"]["description"].IsString()) {
    reason = answer["error"]["description"].GetString();
    const auto& error = answer["error"];
    if (error.HasMember("err_code") && error["err_code"].IsInt() && error["err_code"].GetInt() == kOtherStream) {
      reason = "stream \"" + item->target.stream + "\" does not take subject \"" + item->target.subject + "\"";
    }
  }
  Hold(item->event.channel, item->event.seq, reason);
}

// Takes the channel's events out of the queue: they are read again when the channel is tried again.
// By value: the caller may name the channel by an event that goes.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void Publisher::Hold(std::string channel, int64_t seq, const std::string& error) {
  Held& held = held_[channel];
  held.first_seq = held.first_seq == 0 ? seq : std::min(held.first_seq, seq);
  for (Item& item : items_) {
    if (item.event.channel != channel || item.done) continue;
    held.first_seq = std::min(held.first_seq, item.event.seq);
    on_their_way_.erase(item.token);
    item.done = true;
  }
  ReadHeldAgain(&held);
  held.retry_at = GetCurrentTimestamp() + PauseAfter(held.attempts + 3, kMaxHold);
  held.attempts++;
  held.error = error;
  held.changed = true;
  report_->Error("channel \"" + channel + "\": " + error);
}

// Holds the channel when its stream stores without acknowledging: nothing would ever tell that an event is there, and
// what is sent again behind the stream's duplicate window is there twice.
// NOLINTNEXTLINE(performance-unnecessary-value-param): as Hold
bool Publisher::HoldIfSilent(std::string channel, int64_t seq, const std::string& subject) {
  const std::string stream = streams_->SilentStreamOf(subject);
  if (stream.empty()) return false;
  Hold(channel, seq, "stream \"" + stream + "\" does not acknowledge what it stores (no_ack)");
  held_[channel].silent = true;
  return true;
}

// From its first event on: what of the others is in the stream already is taken for what it is there.
void Publisher::ReadHeldAgain(Held* held) {
  for (const Item& item : held->items) on_their_way_.erase(item.token);
  held->items.clear();
  held->read_to = held->first_seq - 1;
}

void Publisher::ReadHeld(const std::string& channel, Held* held) {
  OutboxBatch batch;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    const EventCatalog* catalog = GetEventCatalog();
    if (catalog == nullptr) return;
    batch = ReadOutbox(*catalog, {.first = std::max(held->first_seq, held->read_to + 1),
                                  .last = read_to_,
                                  .max_events = kHeldLimit,
                                  .channel = &channel});
  });
  if (error != nullptr) {
    report_->Error("reading the outbox", *error);
    held->retry_at = GetCurrentTimestamp() + USECS_PER_SEC;
    return;
  }
  auto target = configuration_->observers.find(channel);
  for (OutboxEvent& event : batch.events) {
    Item item;
    held->read_to = event.seq;
    item.event = std::move(event);
    if (target != configuration_->observers.end()) item.target = target->second;
    held->items.push_back(std::move(item));
  }
}

void Publisher::SendHeld() {
  const TimestampTz now = GetCurrentTimestamp();
  for (auto held = held_.begin(); held != held_.end();) {
    auto& [channel, state] = *held;
    if (state.items.empty() && now >= state.retry_at) ReadHeld(channel, &state);
    if (state.items.empty() && now >= state.retry_at) {  // caught up
      released_.push_back(channel);
      held = held_.erase(held);
      continue;
    }
    // The first one shows whether the fault is mended; the others follow it.
    if (!state.items.empty() && (state.attempts == 0 || state.items.front().token == 0)) {
      if (state.attempts == 0) {
        Send(&state.items);
      } else {
        const Item& first = state.items.front();
        const bool is_silent = state.silent && HoldIfSilent(channel, first.event.seq, first.target.subject);
        state.silent = is_silent;
        SignalsBlocked blocked;
        if (!is_silent) SendOne(&state.items.front());
      }
    }
    ++held;
  }
}

void Publisher::PopDoneOfHeld() {
  for (auto& [channel, held] : held_) {
    while (!held.items.empty() && held.items.front().done) {
      held.first_seq = held.items.front().event.seq + 1;
      held.attempts = 0;
      held.changed = true;
      held.items.pop_front();
    }
  }
}

}  // namespace fraiseql::events
