// What the publisher remembers across restarts: its progress, the channels it holds back, the events it has given up,
// and the streams it has seen.

#include "events/publisher.h"
#include "pg/spi.h"
#include "pg/transaction.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int64_t kSaveInterval = 250 * 1000;     // microseconds; while there is more to do
constexpr int64_t kIdleSaveInterval = 20 * 1000;  // when everything is acknowledged

pg::SpiParameter Text(const std::string& value) { return pg::TextParameter(std::string_view(value)); }

}  // namespace

// In the caller's transaction.
void Publisher::LoadState() {
  progress_.Load();
  read_to_ = progress_.watermark();
  pg::SpiScope spi;
  pg::SpiResult rows = pg::ExecuteOnce("SELECT channel, first_seq, attempts, last_error FROM fraiseql.outbox_held");
  for (uint64_t i = 0; i < rows.size(); i++) {
    Held& held = held_[*rows.Output(i, 0)];
    held.first_seq = std::strtoll(rows.Output(i, 1)->c_str(), nullptr, 10);
    held.attempts = std::strtoll(rows.Output(i, 2)->c_str(), nullptr, 10);
    held.error = *rows.Output(i, 3);
    held.changed = false;
  }
  loaded_ = true;
}

// A stream that was made again since this database published to it has lost what it held.
void Publisher::CheckStreams() {
  bool lost = false;
  const std::map<std::string, std::string> created = streams_->Created(*configuration_);
  ErrorData* error = pg::InTransaction(memory_, [&] {
    CommitWithoutWaiting();
    pg::SpiScope spi;
    for (const auto& [stream, time] : created) {
      const pg::SpiParameter parameters[] = {Text(stream), Text(time)};
      lost |= !pg::ExecuteOnce(
                   "UPDATE fraiseql.stream_seen SET created = $2 WHERE stream = $1 AND created <> $2"
                   " RETURNING 1",
                   parameters)
                   .empty();
      pg::ExecuteOnce("INSERT INTO fraiseql.stream_seen VALUES ($1, $2) ON CONFLICT DO NOTHING", parameters);
    }
    if (!lost) return;
    // In this transaction, so that a crash does not forget it.
    Rewind();
    progress_.Save(0);
  });
  if (error != nullptr) return report_->Error("checking the streams", *error);
  if (lost) report_->Error("a stream was made again: publishing again what is still in the outbox");
}

// Everything in the outbox is published once more, in its order and with its ids: streams and subscribers that have an
// event already take no second.
void Publisher::Rewind() {
  items_.clear();
  on_their_way_.clear();
  late_items_ = 0;
  for (auto& [channel, held] : held_) released_.push_back(channel);
  held_.clear();
  progress_.Forget();
  read_to_ = 0;
}

// One transaction for the progress, held channels and dead events: none of them may be forgotten alone.
void Publisher::Save() {
  const int64_t watermark = SafeWatermark();
  bool held_changed = !released_.empty();
  for (const auto& [channel, held] : held_) held_changed |= held.changed;
  if (watermark == progress_.watermark() && !progress_.changed() && !held_changed && dead_.empty()) return;
  const TimestampTz now = GetCurrentTimestamp();
  const bool busy = !items_.empty() || more_;
  if (now - saved_at_ < (busy ? kSaveInterval : kIdleSaveInterval)) return;
  saved_at_ = now;
  ErrorData* error = pg::InTransaction(memory_, [&] {
    progress_.Save(watermark);
    if (!held_changed && dead_.empty()) return;
    pg::SpiScope spi;
    for (const Dead& dead : dead_) {
      const pg::SpiParameter parameters[] = {Text(dead.item.event.id), Text(dead.item.target.subject),
                                             Text(dead.reason)};
      pg::ExecuteOnce(
          "INSERT INTO fraiseql.dead_event (id, channel, payload, subject, reason, created_at)"
          " SELECT id, channel, payload, nullif($2, ''), $3, created_at FROM fraiseql.outbox"
          "  WHERE seq = " +
              std::to_string(dead.item.event.seq) +
              " AND id = $1::uuid"
              " ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, died_at = excluded.died_at",
          parameters);
    }
    for (const std::string& channel : released_) {
      const pg::SpiParameter parameters[] = {Text(channel)};
      pg::ExecuteOnce("DELETE FROM fraiseql.outbox_held WHERE channel = $1", parameters);
    }
    for (const auto& [channel, held] : held_) {
      if (!held.changed) continue;
      const pg::SpiParameter parameters[] = {Text(channel),
                                             {INT8OID, Int64GetDatum(held.first_seq)},
                                             {INT8OID, Int64GetDatum(held.attempts)},
                                             Text(held.error),
                                             {TIMESTAMPTZOID, TimestampTzGetDatum(held.retry_at)}};
      pg::ExecuteOnce(
          "INSERT INTO fraiseql.outbox_held VALUES ($1, $2, $3::int4, $4, $5) ON CONFLICT (channel) DO UPDATE SET"
          " (first_seq, attempts, last_error, retry_at) ="
          " (excluded.first_seq, excluded.attempts, excluded.last_error, excluded.retry_at)",
          parameters);
    }
  });
  if (error != nullptr) {
    report_->Error("saving the progress", *error);
    return;
  }
  dead_.clear();
  released_.clear();
  for (auto& [channel, held] : held_) held.changed = false;
}

}  // namespace fraiseql::events
