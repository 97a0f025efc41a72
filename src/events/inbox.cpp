#include "events/inbox.h"

#include "events/event_catalog.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/pg_type.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
}

namespace fraiseql::events {

namespace {

// Columns of fraiseql.inbox, inbox_seen and inbox_rotation.
enum InboxColumn { kSubscriber = 1, kStream, kStreamCreated, kLastSeq, kHandled, kAttempts, kRetryAt, kLastError };
constexpr int kInboxColumns = kLastError;
enum SeenColumn { kSeenSlot = 1, kSeenSubscriber, kSeenId };
constexpr int kSeenColumns = kSeenId;
constexpr int kSeenSlots = 3;
constexpr int kRotationSlot = 1;

bool Equal(Datum value, const char* expected, size_t size) {
  const text* own = DatumGetTextPP(value);
  return VARSIZE_ANY_EXHDR(own) == size && memcmp(VARDATA_ANY(own), expected, size) == 0;
}

TimestampTz Timestamp(const std::string& written) {
  const char* input = written.c_str();
  return pg::CallPg([&] {
    return DatumGetTimestampTz(
        DirectFunctionCall3(timestamptz_in, CStringGetDatum(input), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
  });
}

int SeenSlot() {
  static FollowedRow rotation("inbox_rotation");
  int slot = 0;
  rotation.Find([&slot](HeapTuple tuple, TupleDesc descriptor) {
    bool is_null;
    slot = DatumGetInt16(heap_getattr(tuple, kRotationSlot, descriptor, &is_null));
    return true;
  });
  return slot >= 0 && slot < kSeenSlots ? slot : 0;
}

Oid SeenRelation(int slot) {
  char name[NAMEDATALEN];
  snprintf(name, sizeof(name), "inbox_seen_%d", slot);
  Oid relid = ExtensionRelation(name);
  if (!OidIsValid(relid))
    ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("fraiseql.%s does not exist", name)));
  return relid;
}

}  // namespace

void Inbox::Load(int64_t start) {
  const TimestampTz created = Timestamp(stream_.created);
  const std::string& subscriber = subscriber_.name;
  struct Found {
    const char* subscriber;
    const char* stream;
    size_t subscriber_size, stream_size;
    TimestampTz created;
    int64 last_seq, handled, attempts;
    TimestampTz retry_at;
    bool known;
  } f = {
      subscriber.data(), stream_.name.data(), subscriber.size(), stream_.name.size(), created, start, 0, 0, 0, false};
  Found* const result = &f;
  const bool found = row_.Find([result](HeapTuple tuple, TupleDesc descriptor) {
    bool is_null;
    if (!Equal(heap_getattr(tuple, kSubscriber, descriptor, &is_null), result->subscriber, result->subscriber_size) ||
        !Equal(heap_getattr(tuple, kStream, descriptor, &is_null), result->stream, result->stream_size)) {
      return false;
    }
    result->known = true;
    if (DatumGetTimestampTz(heap_getattr(tuple, kStreamCreated, descriptor, &is_null)) != result->created) return false;
    result->last_seq = DatumGetInt64(heap_getattr(tuple, kLastSeq, descriptor, &is_null));
    result->handled = DatumGetInt64(heap_getattr(tuple, kHandled, descriptor, &is_null));
    result->attempts = DatumGetInt32(heap_getattr(tuple, kAttempts, descriptor, &is_null));
    const Datum retry = heap_getattr(tuple, kRetryAt, descriptor, &is_null);
    result->retry_at = is_null ? 0 : DatumGetTimestampTz(retry);
    return true;
  });
  // A stream that was made again holds what came back to it: all of it counts, and ids tell what was handled.
  last_seq_ = found || !f.known ? f.last_seq : 0;
  handled_ = f.handled;
  attempts_ = f.attempts;
  retry_at_ = f.retry_at;
  if (!found) Write();
}

void Inbox::Write() {
  const TimestampTz created = Timestamp(stream_.created);
  Datum values[kInboxColumns];
  bool nulls[kInboxColumns] = {};
  const auto text = [](const std::string& value) { return pg::TextDatum(value); };
  values[kSubscriber - 1] = text(subscriber_.name);
  values[kStream - 1] = text(stream_.name);
  values[kStreamCreated - 1] = TimestampTzGetDatum(created);
  values[kLastSeq - 1] = Int64GetDatum(last_seq_);
  values[kHandled - 1] = Int64GetDatum(handled_);
  values[kAttempts - 1] = Int32GetDatum(static_cast<int32>(attempts_));
  values[kRetryAt - 1] = TimestampTzGetDatum(retry_at_);
  nulls[kRetryAt - 1] = retry_at_ == 0;
  values[kLastError - 1] = text(last_error_);
  nulls[kLastError - 1] = last_error_.empty();
  row_.Write(values, nulls);
}

void Inbox::Advance(int64_t seq, int64_t handled) {
  last_seq_ = seq;
  handled_ += handled;
  attempts_ = 0;
  retry_at_ = 0;
  last_error_.clear();
  Write();
}

void Inbox::Fail(const std::string& error, TimestampTz retry_at) {
  attempts_++;
  retry_at_ = retry_at;
  last_error_ = error;
  Write();
}

void Inbox::Park(const StreamMessage& message, int64_t attempts, const std::string& error) {
  {
    pg::SpiScope spi;
    const char* data = message.data.data();
    const size_t size = message.data.size();
    const Datum payload = pg::CallPg([&] {
      auto* bytes = static_cast<bytea*>(palloc(VARHDRSZ + size));
      SET_VARSIZE(bytes, VARHDRSZ + size);
      memcpy(VARDATA(bytes), data, size);
      return PointerGetDatum(bytes);
    });
    const auto text = [](const std::string& value) { return pg::TextParameter(std::string_view(value)); };
    const pg::SpiParameter parameters[] = {text(subscriber_.name),
                                           text(stream_.name),
                                           {TIMESTAMPTZOID, TimestampTzGetDatum(Timestamp(stream_.created))},
                                           {INT8OID, Int64GetDatum(message.seq)},
                                           text(message.message_id),
                                           text(message.subject),
                                           {BYTEAOID, payload},
                                           {INT8OID, Int64GetDatum(attempts)},
                                           text(error)};
    pg::ExecuteOnce(
        "INSERT INTO fraiseql.parked_message (subscriber, stream, stream_created, stream_seq, message_id, subject,"
        " payload, attempts, last_error) VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8::int4, $9)",
        parameters);
  }
  Advance(message.seq, 0);
}

bool WasSeen(const std::string& subscriber, const std::string& message_id) {
  const Datum subscriber_datum = pg::TextDatum(subscriber);
  const Datum id_datum = pg::TextDatum(message_id);
  return pg::CallPg([&] {
    bool seen = false;
    for (int slot = 0; slot < kSeenSlots && !seen; slot++) {
      Relation relation = table_open(SeenRelation(slot), AccessShareLock);
      List* indexes = RelationGetIndexList(relation);
      ScanKeyData keys[2];
      ScanKeyInit(&keys[0], kSeenId, BTEqualStrategyNumber, F_TEXTEQ, id_datum);
      ScanKeyInit(&keys[1], kSeenSubscriber, BTEqualStrategyNumber, F_TEXTEQ, subscriber_datum);
      SysScanDesc scan =
          systable_beginscan(relation, linitial_oid(indexes), indexes != NIL, GetActiveSnapshot(), 2, keys);
      seen = HeapTupleIsValid(systable_getnext(scan));
      systable_endscan(scan);
      table_close(relation, AccessShareLock);
    }
    return seen;
  });
}

void RememberSeen(const std::string& subscriber, const std::string& message_id) {
  const int slot = SeenSlot();
  Datum values[kSeenColumns];
  bool nulls[kSeenColumns] = {};
  values[kSeenSlot - 1] = Int16GetDatum(static_cast<int16>(slot));
  values[kSeenSubscriber - 1] = pg::TextDatum(subscriber);
  values[kSeenId - 1] = pg::TextDatum(message_id);
  pg::CallPg([&] {
    Relation relation = table_open(SeenRelation(slot), RowExclusiveLock);
    HeapTuple tuple = heap_form_tuple(RelationGetDescr(relation), values, nulls);
    CatalogTupleInsert(relation, tuple);
    heap_freetuple(tuple);
    table_close(relation, NoLock);
  });
}

}  // namespace fraiseql::events
