// Publishes the outbox: reads in the order of the numbers, keeps a window of events on their way, and remembers how far
// everything is acknowledged.
//
// Order within a channel holds because events are sent in order on one connection, and sent again in order, with the
// same ids, from the first that is uncertain. A channel whose events are refused for a reason of its own (no stream,
// the stream is full) is held back and tried again with growing pauses, and the others go on.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/progress.h"
#include "events/streams.h"
#include "events/worker_report.h"

namespace fraiseql::events {

// 100 ms, doubled with every attempt, at most `limit`; in microseconds.
inline int64_t PauseAfter(int64_t attempts, int64_t limit) {
  return std::min<int64_t>((int64_t{100} * 1000) << std::min<int64_t>(attempts, 16), limit);
}

class Publisher {
 public:
  Publisher(NatsClient* nats, Streams* streams, WorkerReport* report, MemoryContext memory)
      : nats_(nats), streams_(streams), report_(report), memory_(memory) {}

  void Configure(const WorkerConfiguration* configuration);

  // Does what can be done without waiting. Returns the milliseconds after which it wants to be called again even if
  // nothing happens.
  int Turn();
  // Milliseconds for which nothing that happens is worth a turn: where there are many events, fewer and larger batches
  // of them take less of the processors from those who raise them.
  int gather() const { return gather_; }

  JetStreamState jetstream() const { return jetstream_; }
  bool faulty() const { return stream_fault_ || !held_.empty(); }
  bool loaded() const { return loaded_; }
  const Progress& progress() const { return progress_; }

 private:
  struct Item {
    OutboxEvent event;
    ObserverTarget target;
    uint64_t token = 0;  // 0: not on its way
    TimestampTz sent_at = 0;
    bool done = false;
    bool late = false;  // its number was in a gap
  };
  // A channel that is held back, from an event on.
  struct Held {
    int64_t first_seq = 0;
    int64_t attempts = 0;
    TimestampTz retry_at = 0;
    std::string error;
    std::deque<Item> items;
    int64_t read_to = 0;
    bool silent = false;  // its stream did not acknowledge: ask before sending again
    bool changed = true;
  };
  struct Dead {
    Item item;
    std::string reason;
  };

  void LoadState();
  void ConnectionChanged();
  bool JetStreamReady();
  void CheckStreams();
  void Rewind();
  void TakeAcknowledgements();
  void Refused(Item* item, const Acknowledgement& acknowledgement);
  void Hold(std::string channel, int64_t seq, const std::string& error);
  void CheckTimeouts();
  bool HoldIfSilent(std::string channel, int64_t seq, const std::string& subject);
  void Read();
  void ReadGaps(const EventCatalog& catalog, const SnapshotFence& fence);
  void Gather(size_t count);
  void Admit(OutboxEvent event, bool late);
  void ReadHeld(const std::string& channel, Held* held);
  void ReadHeldAgain(Held* held);
  void SendHeld();
  void PopDoneOfHeld();
  void Send(std::deque<Item>* items);
  bool SendOne(Item* item);
  void Bury(Item* item, const std::string& reason);
  void PopDone();
  void Save();
  void SendBestEffort();
  void Pause(const std::string& error);
  int64_t SafeWatermark() const;

  NatsClient* nats_;
  Streams* streams_;
  WorkerReport* report_;
  MemoryContext memory_;
  const WorkerConfiguration* configuration_ = nullptr;

  Progress progress_;
  bool loaded_ = false;
  std::deque<Item> items_;  // in the order of their numbers, but for late ones
  size_t late_items_ = 0;
  int64_t read_to_ = 0;
  bool more_ = false;    // the last read filled its limit
  bool behind_ = false;  // so did that of late numbers
  std::map<std::string, Held, std::less<>> held_;
  std::vector<std::string> released_;
  std::vector<Dead> dead_;
  std::unordered_map<uint64_t, Item*> on_their_way_;
  uint64_t next_token_ = 1;
  size_t window_ = 1;
  uint64_t epoch_ = 0;
  JetStreamState jetstream_ = JetStreamState::kUnknown;
  bool ensure_streams_ = true;
  bool stream_fault_ = false;
  TimestampTz pause_until_ = 0;
  int64_t pauses_ = 0;
  TimestampTz saved_at_ = 0;
  TimestampTz read_at_ = 0;
  double rate_ = 0;  // events read a millisecond, of late
  int gather_ = 0;
};

}  // namespace fraiseql::events
