// How far the publisher is, and how it is remembered: fraiseql.outbox_progress.
//
// Everything up to the watermark is published, except the numbers in the gaps. A gap is a range of numbers that were
// not visible when later ones were: their transactions were running, or failed. Every transaction has its xid before it
// takes a number, so a gap is settled for good when all transactions of that moment are over: what is still missing
// then does not exist.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "events/followed_row.h"
#include "events/outbox_reader.h"

namespace fraiseql::events {

struct Gap {
  int64_t first, last;
  uint64_t fence;  // settled when no transaction with a lower xid is running; 0: not known yet
};

// The commit of the current transaction waits for neither disk nor standbys: for what may be forgotten in a crash.
void CommitWithoutWaiting();

class Progress {
 public:
  // Both need a transaction. Save does not wait for the disk: what a crash takes away is published again, with the same
  // message ids.
  void Load();
  void Save(int64_t watermark);

  int64_t watermark() const { return watermark_; }  // as saved
  const std::vector<Gap>& gaps() const { return gaps_; }

  // Numbers that were passed over while reading.
  void AddGap(int64_t first, int64_t last, uint64_t fence);
  // Nothing is known to be published.
  void Forget() { gaps_.clear(); }
  // A number of a gap is published.
  void Close(int64_t seq);
  // Forgets the numbers of settled gaps, but for those in `in_flight`, and but for the gaps that end with one of
  // `unread`: their last events have not been looked at.
  void Settle(const SnapshotFence& fence, const std::unordered_set<int64_t>& in_flight,
              const std::unordered_set<int64_t>& unread);
  bool changed() const { return changed_; }

  // Whether this database has ever published to JetStream: then it never does without.
  bool jetstream_seen() const { return jetstream_seen_; }
  void SeeJetStream() {
    changed_ |= !jetstream_seen_;
    jetstream_seen_ = true;
  }

 private:
  FollowedRow row_{"outbox_progress"};
  int64_t watermark_ = 0;
  std::vector<Gap> gaps_;
  bool changed_ = false;
  bool jetstream_seen_ = false;
};

}  // namespace fraiseql::events
