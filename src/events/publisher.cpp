#include "events/publisher.h"

#include <algorithm>

#include "events/subject.h"
#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr size_t kWindow = 4096;      // events on their way at most
constexpr size_t kSmallWindow = 16;   // after a reconnection: order is at risk as long as the server wakes up
constexpr size_t kReadLimit = 2000;   // events read at once
constexpr size_t kQueueLimit = 6000;  // events in memory
constexpr int64_t kAckTimeout = 5 * USECS_PER_SEC;
constexpr int64_t kMaxPause = 5 * USECS_PER_SEC;
constexpr int kAckPoll = 20;              // milliseconds
constexpr double kRateSpan = 20;          // milliseconds that the rate is a mean of
constexpr double kSparseRate = 1;         // events a millisecond up to which each is sent as it comes
constexpr int kMaxGather = 4;             // milliseconds: half of it is what an event waits in the mean
constexpr size_t kHeaderAllowance = 256;  // bytes that our headers take of NATS' payload limit

}  // namespace

void Publisher::Configure(const WorkerConfiguration* configuration) {
  configuration_ = configuration;
  ensure_streams_ = true;
  for (auto& [channel, held] : held_) held.retry_at = 0;  // it may be mended
}

int64_t Publisher::SafeWatermark() const {
  for (const Item& item : items_) {
    if (!item.late && !item.done) return item.event.seq - 1;
  }
  return read_to_;
}

void Publisher::Pause(const std::string& error) {
  pause_until_ = GetCurrentTimestamp() + PauseAfter(pauses_++, kMaxPause);
  report_->Attempts(pauses_);
  report_->Error(error);
}

// What was on its way when the connection broke may be stored or not: all of it is sent again.
void Publisher::ConnectionChanged() {
  epoch_ = nats_->epoch();
  on_their_way_.clear();
  for (Item& item : items_) item.token = 0;
  for (auto& [channel, held] : held_) {
    for (Item& item : held.items) item.token = 0;
  }
  window_ = kSmallWindow;
  jetstream_ = JetStreamState::kUnknown;
  ensure_streams_ = true;
  pause_until_ = 0;
}

bool Publisher::JetStreamReady() {
  if (jetstream_ == JetStreamState::kUnknown) {
    jetstream_ = streams_->Probe(*configuration_, progress_.jetstream_seen());
    if (jetstream_ == JetStreamState::kUnknown) {
      Pause("JetStream does not answer");
      return false;
    }
    report_->Server(nats_->server(),
                    jetstream_ == JetStreamState::kPresent ? Delivery::kAtLeastOnce : Delivery::kAtMostOnce);
  }
  if (jetstream_ == JetStreamState::kPresent) {
    progress_.SeeJetStream();
    if (ensure_streams_) {
      const std::string fault = streams_->Ensure(*configuration_);
      ensure_streams_ = false;
      stream_fault_ = false;
      CheckStreams();
      if (!fault.empty()) {
        stream_fault_ = true;
        report_->Error(fault);  // events of other streams go on; those of this one will be held back
      }
    }
  }
  return true;
}

void Publisher::TakeAcknowledgements() {
  uint64_t stored = 0;
  for (const Acknowledgement& acknowledgement : nats_->TakeAcknowledgements()) {
    auto found = on_their_way_.find(acknowledgement.token);
    if (found == on_their_way_.end()) continue;  // of an attempt that was given up
    Item* item = found->second;
    on_their_way_.erase(found);
    if (acknowledgement.stored) {
      item->done = true;
      stored++;
    } else {
      item->token = 0;
      Refused(item, acknowledgement);
    }
  }
  if (stored > 0) {
    window_ = std::min(kWindow, window_ + stored);
    pauses_ = 0;
    report_->Attempts(0);
    report_->Published(stored);
  }
}

// An acknowledgement that does not come is no proof of anything, except from a stream that gives none.
void Publisher::CheckTimeouts() {
  const TimestampTz now = GetCurrentTimestamp();
  const auto overdue = [&](const std::deque<Item>& items) -> const Item* {
    for (const Item& item : items) {
      if (item.done) continue;
      return item.token != 0 && now - item.sent_at >= kAckTimeout ? &item : nullptr;  // the first one sent
    }
    return nullptr;
  };
  const Item* late = overdue(items_);
  for (const auto& [channel, held] : held_) {
    if (late == nullptr) late = overdue(held.items);
  }
  if (late == nullptr || HoldIfSilent(late->event.channel, late->event.seq, late->target.subject)) return;
  ConnectionChanged();
  Pause("NATS did not acknowledge in time");
}

void Publisher::Admit(OutboxEvent event, bool late) {
  auto held = held_.find(event.channel);
  if (held != held_.end()) {
    held->second.first_seq = std::min(held->second.first_seq, event.seq);
    held->second.changed = true;
    if (late) progress_.Close(event.seq);
    if (event.seq <= held->second.read_to) ReadHeldAgain(&held->second);
    return;
  }
  Item item;
  auto target = configuration_->observers.find(event.channel);
  item.event = std::move(event);
  item.late = late;
  late_items_ += late ? 1 : 0;
  if (target != configuration_->observers.end()) item.target = target->second;
  items_.push_back(std::move(item));
}

// Looks whether numbers that were missing have come, and reads on from the last number. Both of one snapshot: what was
// committed after a late number is not read before it, which is why nothing else is while there are more of those than
// one batch.
void Publisher::Read() {
  more_ = false;
  behind_ = false;
  size_t count = 0;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    const EventCatalog* catalog = GetEventCatalog();
    if (catalog == nullptr) return;
    if (!loaded_) LoadState();
    const SnapshotFence fence = CurrentFence();
    if (!progress_.gaps().empty()) ReadGaps(*catalog, fence);
    if (behind_) return;
    OutboxBatch batch = ReadOutbox(*catalog, {.first = read_to_ + 1, .max_events = kReadLimit});
    more_ = batch.more;
    count = batch.events.size();
    for (OutboxEvent& event : batch.events) {
      const int64_t seq = event.seq;
      if (seq > read_to_ + 1) progress_.AddGap(read_to_ + 1, seq - 1, fence.next);
      read_to_ = seq;
      Admit(std::move(event), false);
    }
  });
  if (error != nullptr) report_->Error("reading the outbox", *error);
  Gather(count);
}

void Publisher::ReadGaps(const EventCatalog& catalog, const SnapshotFence& fence) {
  std::unordered_set<int64_t> late, unread;
  for (const Item& item : items_) {
    if (item.late) late.insert(item.event.seq);
  }
  const std::vector<Gap> gaps = progress_.gaps();  // Admit may close some
  for (const Gap& gap : gaps) {
    OutboxBatch batch = ReadOutbox(catalog, {.first = gap.first, .last = gap.last, .max_events = kReadLimit});
    for (OutboxEvent& event : batch.events) {
      if (late.insert(event.seq).second) Admit(std::move(event), true);
    }
    if (batch.more) unread.insert(gap.last);
  }
  progress_.Settle(fence, late, unread);
  behind_ = !unread.empty();
}

// An event of its own costs a transaction, a system call and several context switches here, and as many in NATS; where
// the next ones come within a millisecond or two they share them.
void Publisher::Gather(size_t count) {
  const TimestampTz now = GetCurrentTimestamp();
  const double elapsed = std::max(static_cast<double>(now - read_at_) / 1000, 0.01);
  read_at_ = now;
  rate_ += (static_cast<double>(count) / elapsed - rate_) * std::min(1.0, elapsed / kRateSpan);
  gather_ = std::clamp(static_cast<int>(8 * (rate_ - kSparseRate)), 0, kMaxGather);
}

void Publisher::Bury(Item* item, const std::string& reason) {
  dead_.push_back({*item, reason});
  item->done = true;
  report_->Dead(1);
  report_->Error("event " + item->event.id + " of channel \"" + item->event.channel + "\" is dead: " + reason);
}

// False when the connection takes no more.
bool Publisher::SendOne(Item* item) {
  if (item->target.subject.empty()) {
    Bury(item, "its channel is not observed any more");
    return true;
  }
  if (!IsNatsSubject(item->target.subject)) {
    Bury(item, "\"" + item->target.subject + "\" is no subject");
    return true;
  }
  const int64_t limit = nats_->max_payload();
  if (limit > 0 && item->event.payload.size() + kHeaderAllowance > static_cast<size_t>(limit)) {
    Bury(item, "larger than NATS takes (" + std::to_string(limit) + " bytes with headers)");
    return true;
  }
  if (jetstream_ == JetStreamState::kAbsent) {
    if (!nats_->PublishPlain(item->target.subject, item->event.payload)) return false;
    item->done = true;
    report_->Published(1);
    return true;
  }
  const uint64_t token = next_token_++;
  on_their_way_[token] = item;
  item->token = token;
  item->sent_at = GetCurrentTimestamp();
  if (nats_->Publish(item->target.subject, item->event.payload, item->event.id, item->target.stream, token))
    return true;
  on_their_way_.erase(token);
  item->token = 0;
  return false;
}

void Publisher::Send(std::deque<Item>* items) {
  SignalsBlocked blocked;
  for (Item& item : *items) {
    if (item.done || item.token != 0) continue;
    if (on_their_way_.size() >= window_ || !SendOne(&item)) return;
  }
}

void Publisher::PopDone() {
  // A late item is done with for the progress when its gap is closed, wherever it stands.
  for (auto item = items_.begin(); late_items_ > 0 && item != items_.end(); ++item) {
    if (!item->late || !item->done) continue;
    progress_.Close(item->event.seq);
    item->late = false;
    late_items_--;
  }
  while (!items_.empty() && items_.front().done) items_.pop_front();
  PopDoneOfHeld();
}

void Publisher::SendBestEffort() {
  SignalsBlocked blocked;
  for (const BestEffortEvent& event : TakeBestEffort()) {
    auto target = configuration_->observers.find(event.channel);
    if (target == configuration_->observers.end() || !IsNatsSubject(target->second.subject)) continue;
    if (nats_->PublishPlain(target->second.subject, event.payload)) report_->Published(1);
  }
}

int Publisher::Turn() {
  constexpr int kPoll = 1000;
  gather_ = 0;
  const TimestampTz now = GetCurrentTimestamp();
  SendBestEffort();
  TakeAcknowledgements();
  if (nats_->epoch() != epoch_) ConnectionChanged();
  CheckTimeouts();
  PopDone();
  if (!loaded_) Read();
  if (!loaded_) return kPoll;
  const bool may_send = nats_->connected() && now >= pause_until_ && JetStreamReady();
  if (may_send) {
    if (items_.size() < kQueueLimit) Read();
    Send(&items_);
    SendHeld();
    PopDone();
  }
  Save();
  if (may_send && more_ && items_.size() < kQueueLimit && on_their_way_.size() < window_) return 0;
  if (may_send && behind_ && on_their_way_.empty()) return 0;
  // Otherwise acknowledgements are not worth a turn of their own.
  if (on_their_way_.size() >= window_ || behind_) {
    gather_ = 0;
    if (!nats_->WakeWhenAcknowledged()) return 0;
  }
  if (progress_.watermark() != SafeWatermark() || progress_.changed() || !dead_.empty() || !released_.empty() ||
      !on_their_way_.empty())
    return kAckPoll;
  if (!held_.empty() || now < pause_until_) return 100;
  return kPoll;
}

}  // namespace fraiseql::events
