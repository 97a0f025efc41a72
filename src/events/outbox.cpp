#include "events/outbox.h"

#include <cstring>
#include <string>
#include <unordered_set>

#include "events/shared_state.h"

extern "C" {
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/pg_database.h"
#include "commands/sequence.h"
#include "storage/lmgr.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

// Lives in TopTransactionContext, like everything it points to.
struct PendingEvent {
  char* channel;
  char* payload;
  int channel_size;
  int payload_size;
  int level;  // of the (sub)transaction whose rollback takes it away
  bool fold;
  bool durable;
  bool ordered;  // by the lock that orders the commits of NOTIFY
  bool skip;     // folded into an equal one before it
  pg_uuid_t id;
  TimestampTz created_at;
};

PendingEvent* events = nullptr;
int event_count = 0;
int event_capacity = 0;
bool wake_at_commit = false;

void Forget() {
  events = nullptr;  // the memory goes with the transaction
  event_count = event_capacity = 0;
  wake_at_commit = false;
}

char* Keep(std::string_view text) {
  auto* copy = static_cast<char*>(MemoryContextAlloc(TopTransactionContext, text.size() + 1));
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

// In C: the caller is inside CallPg.
PendingEvent* NewEvent(std::string_view channel, std::string_view payload) {
  if (event_count == event_capacity) {
    const int wanted = event_capacity == 0 ? 16 : event_capacity * 2;
    const Size size = wanted * sizeof(PendingEvent);
    events = static_cast<PendingEvent*>(events == nullptr ? MemoryContextAllocHuge(TopTransactionContext, size)
                                                          : repalloc_huge(events, size));
    event_capacity = wanted;
  }
  PendingEvent event = {};
  event.channel = Keep(channel);
  event.channel_size = static_cast<int>(channel.size());
  event.payload = Keep(payload);
  event.payload_size = static_cast<int>(payload.size());
  event.level = GetCurrentTransactionNestLevel();
  events[event_count] = event;
  return &events[event_count++];
}

// A random uuid (version 4), so that the id is never used again, whatever backup this database is restored from.
void MakeId(pg_uuid_t* id) {
  if (!pg_strong_random(id->data, UUID_LEN)) {
    ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not generate random values")));
  }
  id->data[6] = (id->data[6] & 0x0f) | 0x40;
  id->data[8] = (id->data[8] & 0x3f) | 0x80;
}

void FoldEqualEvents() {
  if (event_count < 2) return;
  std::unordered_set<std::string> seen;
  for (int i = 0; i < event_count; i++) {
    PendingEvent& event = events[i];
    if (!event.fold) continue;
    std::string key(event.channel, event.channel_size + 1);  // with its NUL: no payload can look like a channel
    key.append(event.payload, event.payload_size);
    event.skip = !seen.insert(std::move(key)).second;
  }
}

// Inserts below the executor: no privileges, row security, triggers or read-only transaction are in the way, and it
// costs what an index entry and a heap row cost.
void InsertEvents(const EventCatalog& catalog) {
  bool any = false, ordered = false;
  for (int i = 0; i < event_count; i++) {
    if (!events[i].durable || events[i].skip) continue;
    any = true;
    ordered |= events[i].ordered;
  }
  if (!any) return;
  // Before the first number is taken: the publisher concludes from a missing number that a transaction is running.
  GetCurrentTransactionId();
  const bool read_only = XactReadOnly;
  XactReadOnly = false;
  Relation relation = table_open(catalog.outbox[catalog.outbox_slot], RowExclusiveLock);
  CatalogIndexState indexes = CatalogOpenIndexes(relation);
  // The lock that PreCommit_Notify (commands/async.c) takes anyway a moment later and holds until after the commit:
  // numbers given under it are in commit order. As late as can be, because all transactions that notify wait for it,
  // and after the lock on the relation, because whoever locks the outbox may notify, too.
  if (ordered) LockSharedObject(DatabaseRelationId, InvalidOid, 0, AccessExclusiveLock);
  for (int i = 0; i < event_count; i++) {
    const PendingEvent& event = events[i];
    if (!event.durable || event.skip) continue;
    Datum values[kOutboxColumns];
    bool nulls[kOutboxColumns] = {};
    values[kOutboxSlot - 1] = Int16GetDatum(catalog.outbox_slot);
    values[kOutboxSeq - 1] = Int64GetDatum(nextval_internal(catalog.outbox_sequence, false));
    values[kOutboxId - 1] = UUIDPGetDatum(&event.id);
    values[kOutboxChannel - 1] = PointerGetDatum(cstring_to_text_with_len(event.channel, event.channel_size));
    values[kOutboxPayload - 1] = PointerGetDatum(cstring_to_text_with_len(event.payload, event.payload_size));
    values[kOutboxCreatedAt - 1] = TimestampTzGetDatum(event.created_at);
    HeapTuple tuple = heap_form_tuple(RelationGetDescr(relation), values, nulls);
    CatalogTupleInsertWithInfo(relation, tuple, indexes);
    heap_freetuple(tuple);
    pfree(DatumGetPointer(values[kOutboxChannel - 1]));
    pfree(DatumGetPointer(values[kOutboxPayload - 1]));
  }
  CatalogCloseIndexes(indexes);
  table_close(relation, NoLock);
  XactReadOnly = read_only;
  wake_at_commit = true;
}

void BeforeCommit() {
  if (event_count == 0) return;
  FoldEqualEvents();
  const EventCatalog* catalog = GetEventCatalog();
  if (catalog == nullptr) return;  // the extension was dropped in this transaction
  pg::CallPg([&] { InsertEvents(*catalog); });
}

void AfterCommit() {
  for (int i = 0; i < event_count; i++) {
    const PendingEvent& event = events[i];
    if (event.durable || event.skip) continue;
    OfferBestEffort({event.channel, static_cast<size_t>(event.channel_size)},
                    {event.payload, static_cast<size_t>(event.payload_size)});
    wake_at_commit = true;
  }
  if (wake_at_commit) WakeWorker(MyDatabaseId);
  Forget();
}

extern "C" void fraiseql_outbox_transaction(XactEvent event, void*) {
  switch (event) {
    case XACT_EVENT_PRE_COMMIT:
      if (event_count > 0) pg::EnterCallback([] { BeforeCommit(); });
      break;
    case XACT_EVENT_PRE_PREPARE:
      if (event_count > 0) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("cannot PREPARE a transaction that has executed LISTEN, UNLISTEN, or NOTIFY")));
      }
      break;
    case XACT_EVENT_COMMIT:
      AfterCommit();
      break;
    case XACT_EVENT_ABORT:
    case XACT_EVENT_PREPARE:
      Forget();
      break;
    default:
      break;
  }
}

extern "C" void fraiseql_outbox_subtransaction(SubXactEvent event, SubTransactionId, SubTransactionId, void*) {
  const int level = GetCurrentTransactionNestLevel();
  if (event == SUBXACT_EVENT_ABORT_SUB) {
    while (event_count > 0 && events[event_count - 1].level >= level) event_count--;
  } else if (event == SUBXACT_EVENT_COMMIT_SUB) {
    for (int i = event_count; i > 0 && events[i - 1].level >= level; i--) events[i - 1].level = level - 1;
  }
}

}  // namespace

void AddEvent(std::string_view channel, std::string_view payload, const ObservedChannel& observed, bool fold) {
  pg::CallPg([&] {
    PendingEvent* event = NewEvent(channel, payload);
    event->fold = fold;
    event->durable = observed.durable;
    event->ordered = observed.passthrough;
    event->created_at = GetCurrentTimestamp();
    MakeId(&event->id);
  });
}

void AddEventAgain(std::string_view channel, std::string_view payload, const pg_uuid_t& id, TimestampTz created_at) {
  pg::CallPg([&] {
    PendingEvent* event = NewEvent(channel, payload);
    event->durable = true;
    event->created_at = created_at;
    event->id = id;
  });
}

void WakeWorkerAtCommit() { wake_at_commit = true; }

void RegisterOutbox() {
  RegisterXactCallback(fraiseql_outbox_transaction, nullptr);
  RegisterSubXactCallback(fraiseql_outbox_subtransaction, nullptr);
}

}  // namespace fraiseql::events
