// The outbox as the publisher reads it: in the order of its numbers, and with what is known about numbers that are
// missing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/event_catalog.h"

namespace fraiseql::events {

struct OutboxEvent {
  int64_t seq;
  std::string id;  // uuid, as text
  std::string channel;
  std::string payload;
};

// Which transactions are over, as the active snapshot sees it; xids with their epochs.
struct SnapshotFence {
  uint64_t oldest_running;
  uint64_t next;  // no transaction with this xid or a later one can have taken a number that is visible now
};
SnapshotFence CurrentFence();

struct OutboxRange {
  int64_t first;
  int64_t last = INT64_MAX;
  size_t max_events;
  size_t max_bytes = 4 * 1024 * 1024;
  const std::string* channel = nullptr;  // only this one
};

struct OutboxBatch {
  std::vector<OutboxEvent> events;
  bool more;  // the range has more of them than were to be read
};

// The visible events of a range, at least one where there is one. Needs a transaction with an active snapshot.
OutboxBatch ReadOutbox(const EventCatalog& catalog, const OutboxRange& range);

}  // namespace fraiseql::events
