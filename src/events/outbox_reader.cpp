#include "events/outbox_reader.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/transam.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/uuid.h"
}

namespace fraiseql::events {

namespace {

// An event as the C half hands it over.
struct RawEvent {
  int64 seq;
  pg_uuid_t id;
  text* channel;
  text* payload;
};

// One scan per partition, each at its next row; their ranges hardly overlap, so that this is a merge of one.
struct Merge {
  Relation relations[kOutboxSlots];
  Relation indexes[kOutboxSlots];
  SysScanDesc scans[kOutboxSlots];
  HeapTuple heads[kOutboxSlots];
};

int64 SeqOf(HeapTuple tuple, Relation relation) {
  bool is_null;
  return DatumGetInt64(heap_getattr(tuple, kOutboxSeq, RelationGetDescr(relation), &is_null));
}

void BeginMerge(Merge* merge, const Oid* partitions, int64 first, int64 last) {
  for (int i = 0; i < kOutboxSlots; i++) {
    merge->relations[i] = table_open(partitions[i], AccessShareLock);
    List* indexes = RelationGetIndexList(merge->relations[i]);
    if (indexes == NIL) elog(ERROR, "partition %u of the outbox has no index", partitions[i]);
    merge->indexes[i] = index_open(linitial_oid(indexes), AccessShareLock);
    list_free(indexes);
    ScanKeyData keys[2];
    ScanKeyInit(&keys[0], kOutboxSeq, BTGreaterEqualStrategyNumber, F_INT8GE, Int64GetDatum(first));
    ScanKeyInit(&keys[1], kOutboxSeq, BTLessEqualStrategyNumber, F_INT8LE, Int64GetDatum(last));
    merge->scans[i] = systable_beginscan_ordered(merge->relations[i], merge->indexes[i], GetActiveSnapshot(), 2, keys);
    merge->heads[i] = systable_getnext_ordered(merge->scans[i], ForwardScanDirection);
  }
}

int LowestHead(const Merge& merge) {
  int lowest = -1;
  for (int i = 0; i < kOutboxSlots; i++) {
    if (!HeapTupleIsValid(merge.heads[i])) continue;
    if (lowest < 0 || SeqOf(merge.heads[i], merge.relations[i]) < SeqOf(merge.heads[lowest], merge.relations[lowest])) {
      lowest = i;
    }
  }
  return lowest;
}

void EndMerge(Merge* merge) {
  for (int i = 0; i < kOutboxSlots; i++) {
    systable_endscan_ordered(merge->scans[i]);
    index_close(merge->indexes[i], AccessShareLock);
    table_close(merge->relations[i], AccessShareLock);
  }
}

struct RawEvents {
  RawEvent* events;
  size_t count;
  bool more;
};

RawEvents ReadRaw(const EventCatalog& catalog, const OutboxRange& range, const text* channel) {
  RawEvents result = {nullptr, 0, false};
  size_t capacity = 0, bytes = 0;
  Merge merge;
  BeginMerge(&merge, catalog.outbox, range.first, range.last);
  int lowest;
  while ((lowest = LowestHead(merge)) >= 0) {
    if (result.count >= range.max_events || bytes >= range.max_bytes) {
      result.more = true;
      break;
    }
    TupleDesc descriptor = RelationGetDescr(merge.relations[lowest]);
    HeapTuple tuple = merge.heads[lowest];
    bool is_null;
    text* own = DatumGetTextPP(heap_getattr(tuple, kOutboxChannel, descriptor, &is_null));
    if (channel == nullptr || (VARSIZE_ANY_EXHDR(own) == VARSIZE_ANY_EXHDR(channel) &&
                               memcmp(VARDATA_ANY(own), VARDATA_ANY(channel), VARSIZE_ANY_EXHDR(own)) == 0)) {
      if (result.count == capacity) {
        capacity = capacity == 0 ? 64 : capacity * 2;
        const Size size = capacity * sizeof(RawEvent);
        result.events =
            static_cast<RawEvent*>(result.events == nullptr ? palloc(size) : repalloc_huge(result.events, size));
      }
      result.events[result.count++] = {SeqOf(tuple, merge.relations[lowest]),
                                       *DatumGetUUIDP(heap_getattr(tuple, kOutboxId, descriptor, &is_null)),
                                       DatumGetTextPCopy(PointerGetDatum(own)),
                                       DatumGetTextPCopy(heap_getattr(tuple, kOutboxPayload, descriptor, &is_null))};
      bytes += VARSIZE_ANY_EXHDR(result.events[result.count - 1].payload);
    }
    merge.heads[lowest] = systable_getnext_ordered(merge.scans[lowest], ForwardScanDirection);
  }
  EndMerge(&merge);
  return result;
}

std::string UuidText(const pg_uuid_t& id) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string result;
  for (int i = 0; i < UUID_LEN; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) result.push_back('-');
    result.push_back(kDigits[id.data[i] >> 4]);
    result.push_back(kDigits[id.data[i] & 15]);
  }
  return result;
}

std::string String(const text* value) { return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)}; }

}  // namespace

SnapshotFence CurrentFence() {
  const uint64_t next = U64FromFullTransactionId(ReadNextFullTransactionId());
  const TransactionId xmin = GetActiveSnapshot()->xmin;
  return {next - static_cast<uint32_t>(static_cast<uint32_t>(next) - xmin), next};
}

OutboxBatch ReadOutbox(const EventCatalog& catalog, const OutboxRange& range) {
  const RawEvents raw = pg::CallPg([&] {
    const text* channel = range.channel != nullptr
                              ? cstring_to_text_with_len(range.channel->data(), static_cast<int>(range.channel->size()))
                              : nullptr;
    return ReadRaw(catalog, range, channel);
  });
  OutboxBatch batch = {{}, raw.more};
  batch.events.reserve(raw.count);
  for (size_t i = 0; i < raw.count; i++) {
    const RawEvent& event = raw.events[i];
    batch.events.push_back({event.seq, UuidText(event.id), String(event.channel), String(event.payload)});
  }
  return batch;
}

}  // namespace fraiseql::events
