#include "events/followed_row.h"

#include "events/event_catalog.h"
#include "pg/compat.h"

extern "C" {
#include "access/genam.h"
#include "access/table.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
}

namespace fraiseql::events {

namespace {

Relation Open(const char* name, LOCKMODE lock) {
  Oid relid = ExtensionRelation(name);
  if (!OidIsValid(relid)) {
    ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation fraiseql.%s does not exist", name)));
  }
  return table_open(relid, lock);
}

}  // namespace

bool FollowedRow::Scan(bool (*visit)(HeapTuple, TupleDesc, void*), void* argument) {
  found_ = pg::CallPg([&] {
    bool hit = false;
    Relation relation = Open(relation_, AccessShareLock);
    SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, GetActiveSnapshot(), 0, nullptr);
    while (HeapTuple tuple = systable_getnext(scan)) {
      if (!visit(tuple, RelationGetDescr(relation), argument)) continue;
      place_ = tuple->t_self;
      hit = true;
      break;
    }
    systable_endscan(scan);
    table_close(relation, AccessShareLock);
    return hit;
  });
  return found_;
}

void FollowedRow::Write(Datum* values, bool* nulls) {
  pg::CallPg([&] {
    Relation relation = Open(relation_, RowExclusiveLock);
    HeapTuple tuple = heap_form_tuple(RelationGetDescr(relation), values, nulls);
    if (found_) {
      pg::compat::UpdateUnindexed(relation, &place_, tuple);
    } else {
      simple_heap_insert(relation, tuple);
    }
    place_ = tuple->t_self;
    found_ = true;
    heap_freetuple(tuple);
    table_close(relation, NoLock);
  });
}

}  // namespace fraiseql::events
