#include "events/progress.h"

#include <algorithm>

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/guc.h"
}

namespace fraiseql::events {

namespace {

constexpr int kWatermark = 1, kGaps = 2, kJetStreamSeen = 3, kColumns = 3;

}  // namespace

void CommitWithoutWaiting() {
  pg::CallPg([] {
    (void)set_config_option("synchronous_commit", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
  });
}

void Progress::Load() {
  struct Row {
    int64 watermark;
    Datum* bounds;
    int count;
    bool jetstream_seen;
  } row = {};
  row_.Find([&row](HeapTuple tuple, TupleDesc descriptor) {
    bool is_null;
    row.watermark = DatumGetInt64(heap_getattr(tuple, kWatermark, descriptor, &is_null));
    ArrayType* array = DatumGetArrayTypePCopy(heap_getattr(tuple, kGaps, descriptor, &is_null));
    deconstruct_array(array, INT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &row.bounds, nullptr, &row.count);
    row.jetstream_seen = DatumGetBool(heap_getattr(tuple, kJetStreamSeen, descriptor, &is_null));
    return true;
  });
  jetstream_seen_ = row.jetstream_seen;
  watermark_ = row.watermark;
  gaps_.clear();
  for (int i = 0; i + 1 < row.count; i += 2) {
    gaps_.push_back({DatumGetInt64(row.bounds[i]), DatumGetInt64(row.bounds[i + 1]), 0});
  }
  changed_ = false;
}

// Gaps above the watermark are found again when the numbers around them are read again.
void Progress::Save(int64_t watermark) {
  std::vector<Datum> bounds;
  for (const Gap& gap : gaps_) {
    if (gap.first > watermark) continue;
    bounds.push_back(Int64GetDatum(gap.first));
    bounds.push_back(Int64GetDatum(std::min(gap.last, watermark)));
  }
  CommitWithoutWaiting();
  Datum values[kColumns];
  bool nulls[kColumns] = {};
  values[kWatermark - 1] = Int64GetDatum(watermark);
  Datum* elements = bounds.data();
  const int count = static_cast<int>(bounds.size());
  values[kGaps - 1] = pg::CallPg(
      [&] { return PointerGetDatum(construct_array(elements, count, INT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE)); });
  values[kJetStreamSeen - 1] = BoolGetDatum(jetstream_seen_);
  row_.Write(values, nulls);
  watermark_ = watermark;
  changed_ = false;
}

void Progress::AddGap(int64_t first, int64_t last, uint64_t fence) {
  gaps_.push_back({first, last, fence});
  changed_ = true;
}

void Progress::Close(int64_t seq) {
  for (size_t i = 0; i < gaps_.size(); i++) {
    const Gap gap = gaps_[i];
    if (seq < gap.first || seq > gap.last) continue;
    gaps_.erase(gaps_.begin() + static_cast<std::ptrdiff_t>(i));
    if (seq > gap.first) gaps_.push_back({gap.first, seq - 1, gap.fence});
    if (seq < gap.last) gaps_.push_back({seq + 1, gap.last, gap.fence});
    changed_ = true;
    return;
  }
}

void Progress::Settle(const SnapshotFence& fence, const std::unordered_set<int64_t>& in_flight,
                      const std::unordered_set<int64_t>& unread) {
  std::vector<Gap> kept;
  for (Gap& gap : gaps_) {
    if (gap.fence == 0) gap.fence = fence.next;
    if (fence.oldest_running < gap.fence || unread.contains(gap.last)) {
      kept.push_back(gap);
      continue;
    }
    changed_ = true;
    for (int64_t seq : in_flight) {
      if (seq >= gap.first && seq <= gap.last) kept.push_back({seq, seq, gap.fence});
    }
  }
  gaps_ = std::move(kept);
}

}  // namespace fraiseql::events
