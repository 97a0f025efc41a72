#include "events/retention.h"

#include <algorithm>

#include "extension/guc.h"
#include "pg/spi.h"
#include "pg/transaction.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

constexpr int64_t kLook = 5 * USECS_PER_SEC;
constexpr int kSeenSlots = 3;

struct Rotation {
  int slot;
  int next;
  double age;  // seconds since the slot took its first row
};

Rotation ReadRotation(const std::string& table, int slots) {
  pg::SpiResult row = pg::ExecuteOnce(
      "SELECT slot, extract(epoch FROM pg_catalog.clock_timestamp() - since)::float8 FROM fraiseql." + table);
  const int slot = std::atoi(row.Output(0, 0)->c_str());
  return {slot, (slot + 1) % slots, std::strtod(row.Output(0, 1)->c_str(), nullptr)};
}

bool Any(const std::string& query) { return !pg::ExecuteOnce(query + " LIMIT 1").empty(); }

void Truncate(const std::string& partition, const std::string& unless) {
  if (!Any("SELECT FROM fraiseql." + partition)) return;
  pg::ExecuteOnce("LOCK TABLE fraiseql." + partition + " IN ACCESS EXCLUSIVE MODE NOWAIT");
  if (!unless.empty() && Any(unless)) return;
  pg::ExecuteOnce("TRUNCATE fraiseql." + partition);
}

void Rotate(const std::string& table, const std::string& partition, const Rotation& rotation) {
  if (Any("SELECT FROM fraiseql." + partition + "_" + std::to_string(rotation.next))) return;
  if (!Any("SELECT FROM fraiseql." + partition)) return;  // nothing that could grow old
  pg::ExecuteOnce("UPDATE fraiseql." + table + " SET (slot, since) = (" + std::to_string(rotation.next) +
                  ", pg_catalog.clock_timestamp())");
}

// What of a partition is not published yet.
std::string Unpublished(const std::string& partition, const Progress& progress) {
  std::string query = "SELECT FROM fraiseql." + partition + " AS o WHERE o.seq > " +
                      std::to_string(progress.watermark()) +
                      " OR EXISTS (SELECT FROM fraiseql.outbox_held AS h WHERE h.channel = o.channel"
                      " AND h.first_seq <= o.seq)";
  for (const Gap& gap : progress.gaps()) {
    query += " OR o.seq BETWEEN " + std::to_string(gap.first) + " AND " + std::to_string(gap.last);
  }
  return query;
}

}  // namespace

void Retention::Run(const std::function<void()>& step) {
  ErrorData* error = pg::InTransaction(memory_, [&] {
    CommitWithoutWaiting();
    pg::SpiScope spi;
    step();
  });
  if (error != nullptr) {
    report_->Error("retention", *error);
  }
}

void Retention::Turn(const Progress& progress) {
  const TimestampTz now = GetCurrentTimestamp();
  const int retention = extension::settings.event_retention;
  if (now < next_) return;
  next_ = now + std::min<int64_t>(kLook, int64_t{retention} * USECS_PER_SEC / 4);
  // A partition has its turn for half the time, and with four of them the next one was left two turns ago.
  Run([&] {
    const Rotation rotation = ReadRotation("outbox_rotation", kOutboxSlots);
    const std::string next = "outbox_" + std::to_string(rotation.next);
    Truncate(next, Unpublished(next, progress));
    if (rotation.age >= retention / 2.0) Rotate("outbox_rotation", "outbox", rotation);
  });
  // Three partitions: the next one was left a whole turn ago.
  Run([&] {
    const Rotation rotation = ReadRotation("inbox_rotation", kSeenSlots);
    Truncate("inbox_seen_" + std::to_string(rotation.next), {});
    if (rotation.age >= extension::settings.event_inbox_retention) Rotate("inbox_rotation", "inbox_seen", rotation);
  });
}

}  // namespace fraiseql::events
