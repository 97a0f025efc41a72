#include "events/inbox.h"

#include <algorithm>
#include <cstdlib>

#include "events/event_catalog.h"
#include "events/lane.h"
#include "pg/spi.h"
#include "pg/text.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
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
enum InboxColumn {
  kSubscriber = 1,
  kStream,
  kStreamCreated,
  kLane,
  kLanes,
  kOrderedBy,
  kOpen,
  kLastSeq,
  kHandled,
  kAttempts,
  kRetryAt,
  kLastError
};
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

bool Inbox::Load(int64_t start) {
  if (lane_ == 0) OpenLanes(start);
  if (!Find()) return false;
  ReadClosed();
  return true;
}

// Closes and makes the rows as described above, unless what is open is what is wanted.
void Inbox::OpenLanes(int64_t start) {
  pg::SpiScope spi;
  pg::SpiParameter parameters[] = {pg::TextParameter(std::string_view(subscriber_.name)),
                                   pg::TextParameter(std::string_view(stream_.name)),
                                   {TIMESTAMPTZOID, TimestampTzGetDatum(Timestamp(stream_.created))},
                                   {INT4OID, Int32GetDatum(subscriber_.concurrency)},
                                   pg::TextParameter(std::string_view(subscriber_.ordered_by)),
                                   {INT8OID, Int64GetDatum(start)}};
  const std::span all(parameters);
  const std::string own = " FROM fraiseql.inbox WHERE subscriber = $1 AND stream = $2";
  const bool open =
      !pg::ExecuteOnce("SELECT" + own + " AND stream_created = $3 AND open AND lanes = $4 AND ordered_by = $5",
                       all.first(5))
           .empty();
  if (!open) {
    // A stream that was made again holds what came back to it: all of it counts, and ids tell what was handled.
    const bool known = !pg::ExecuteOnce("SELECT" + own, all.first(2)).empty();
    if (known) parameters[5].value = Int64GetDatum(0);
    pg::ExecuteOnce(
        "WITH closed AS (UPDATE fraiseql.inbox SET open = false WHERE subscriber = $1 AND stream = $2 AND open"
        "                RETURNING last_seq, handled, stream_created = $3 AS same)"
        " INSERT INTO fraiseql.inbox"
        " SELECT $1, $2, $3, lane, $4, $5, true, coalesce(was.last_seq, $6),"
        "        CASE lane WHEN 0 THEN was.handled ELSE 0 END, 0, NULL, NULL"
        "   FROM (SELECT min(last_seq), coalesce(sum(handled), 0) FROM closed WHERE same) AS was (last_seq, handled),"
        "        pg_catalog.generate_series(0, $4 - 1) AS lane",
        all);
    pg::CallPg([] {  // for the scan that follows
      CommandCounterIncrement();
      UpdateActiveSnapshotCommandId();
    });
  }
  // What all lanes have passed needs no memory of who handled it.
  pg::ExecuteOnce("DELETE" + own + " AND stream_created = $3 AND NOT open AND last_seq <= (SELECT min(last_seq)" + own +
                      " AND stream_created = $3 AND open)",
                  all.first(3));
}

bool Inbox::Find() {
  const TimestampTz created = Timestamp(stream_.created);
  struct Wanted {
    const char* subscriber;
    const char* stream;
    const char* ordered_by;
    size_t subscriber_size, stream_size, ordered_by_size;
    TimestampTz created;
    int lane, lanes;
    int64 last_seq, handled, attempts;
    TimestampTz retry_at;
  } w = {subscriber_.name.data(),
         stream_.name.data(),
         subscriber_.ordered_by.data(),
         subscriber_.name.size(),
         stream_.name.size(),
         subscriber_.ordered_by.size(),
         created,
         lane_,
         subscriber_.concurrency,
         0,
         0,
         0,
         0};
  Wanted* const wanted = &w;
  const bool found = row_.Find([wanted](HeapTuple tuple, TupleDesc descriptor) {
    bool is_null;
    const auto value = [&](int column) { return heap_getattr(tuple, column, descriptor, &is_null); };
    if (!DatumGetBool(value(kOpen)) || DatumGetInt32(value(kLane)) != wanted->lane ||
        DatumGetInt32(value(kLanes)) != wanted->lanes ||
        DatumGetTimestampTz(value(kStreamCreated)) != wanted->created ||
        !Equal(value(kSubscriber), wanted->subscriber, wanted->subscriber_size) ||
        !Equal(value(kStream), wanted->stream, wanted->stream_size) ||
        !Equal(value(kOrderedBy), wanted->ordered_by, wanted->ordered_by_size)) {
      return false;
    }
    wanted->last_seq = DatumGetInt64(value(kLastSeq));
    wanted->handled = DatumGetInt64(value(kHandled));
    wanted->attempts = DatumGetInt32(value(kAttempts));
    const Datum retry = value(kRetryAt);
    wanted->retry_at = is_null ? 0 : DatumGetTimestampTz(retry);
    return true;
  });
  last_seq_ = w.last_seq;
  handled_ = w.handled;
  attempts_ = w.attempts;
  retry_at_ = w.retry_at;
  return found;
}

void Inbox::ReadClosed() {
  closed_.clear();
  pg::SpiScope spi;
  const pg::SpiParameter parameters[] = {pg::TextParameter(std::string_view(subscriber_.name)),
                                         pg::TextParameter(std::string_view(stream_.name)),
                                         {TIMESTAMPTZOID, TimestampTzGetDatum(Timestamp(stream_.created))},
                                         {INT8OID, Int64GetDatum(last_seq_)}};
  pg::SpiResult rows = pg::ExecuteOnce(
      "SELECT lane, lanes, ordered_by, last_seq FROM fraiseql.inbox"
      " WHERE subscriber = $1 AND stream = $2 AND stream_created = $3 AND NOT open AND last_seq > $4",
      parameters);
  for (uint64_t i = 0; i < rows.size(); i++) {
    closed_.push_back({std::atoi(rows.Output(i, 0)->c_str()), std::atoi(rows.Output(i, 1)->c_str()), *rows.Output(i, 2),
                       std::strtoll(rows.Output(i, 3)->c_str(), nullptr, 10)});
  }
}

bool Inbox::WasHandled(const StreamMessage& message) const {
  return std::any_of(closed_.begin(), closed_.end(), [&](const Closed& closed) {
    return message.seq <= closed.last_seq && LaneOf(message, closed.lanes, closed.ordered_by) == closed.lane;
  });
}

void Inbox::Write() {
  const TimestampTz created = Timestamp(stream_.created);
  Datum values[kInboxColumns];
  bool nulls[kInboxColumns] = {};
  const auto text = [](const std::string& value) { return pg::TextDatum(value); };
  values[kSubscriber - 1] = text(subscriber_.name);
  values[kStream - 1] = text(stream_.name);
  values[kStreamCreated - 1] = TimestampTzGetDatum(created);
  values[kLane - 1] = Int32GetDatum(lane_);
  values[kLanes - 1] = Int32GetDatum(subscriber_.concurrency);
  values[kOrderedBy - 1] = text(subscriber_.ordered_by);
  values[kOpen - 1] = BoolGetDatum(true);
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
