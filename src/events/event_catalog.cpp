#include "events/event_catalog.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
}

namespace fraiseql::events {

namespace {

constexpr char kSchema[] = "fraiseql";

// Columns of fraiseql.observer and fraiseql.outbox_rotation.
constexpr int kObserverChannel = 1, kObserverDurable = 4, kObserverPassthrough = 5;
constexpr int kRotationSlot = 1;

EventCatalog* cached = nullptr;
bool valid = false;
Oid observer_relid = InvalidOid;
Oid rotation_relid = InvalidOid;

extern "C" void fraiseql_event_catalog_invalidate(Datum, Oid relid) {
  // Without the extension any new relation may be the one that brings it.
  if (relid == InvalidOid || relid == observer_relid || relid == rotation_relid || observer_relid == InvalidOid) {
    valid = false;
  }
}

struct ChannelRow {
  char* channel;
  bool durable;
  bool passthrough;
};

// Scans with a catalog snapshot: always the newest, allowed in parallel mode and for every role.
int ReadObservers(Oid relid, ChannelRow** rows) {
  Relation relation = table_open(relid, AccessShareLock);
  SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, nullptr, 0, nullptr);
  int count = 0, capacity = 16;
  *rows = static_cast<ChannelRow*>(palloc(capacity * sizeof(ChannelRow)));
  while (HeapTuple tuple = systable_getnext(scan)) {
    bool is_null;
    if (count == capacity) {
      capacity *= 2;
      *rows = static_cast<ChannelRow*>(repalloc(*rows, capacity * sizeof(ChannelRow)));
    }
    TupleDesc descriptor = RelationGetDescr(relation);
    (*rows)[count++] = {TextDatumGetCString(heap_getattr(tuple, kObserverChannel, descriptor, &is_null)),
                        DatumGetBool(heap_getattr(tuple, kObserverDurable, descriptor, &is_null)),
                        DatumGetBool(heap_getattr(tuple, kObserverPassthrough, descriptor, &is_null))};
  }
  systable_endscan(scan);
  table_close(relation, AccessShareLock);
  return count;
}

int ReadOutboxSlot(Oid relid) {
  int slot = 0;
  Relation relation = table_open(relid, AccessShareLock);
  SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, nullptr, 0, nullptr);
  if (HeapTuple tuple = systable_getnext(scan)) {
    bool is_null;
    slot = DatumGetInt16(heap_getattr(tuple, kRotationSlot, RelationGetDescr(relation), &is_null));
  }
  systable_endscan(scan);
  table_close(relation, AccessShareLock);
  return slot >= 0 && slot < kOutboxSlots ? slot : 0;
}

void Load() {
  struct Found {
    Oid extension_namespace, observer, rotation, sequence, outbox[kOutboxSlots];
    ChannelRow* rows;
    int count, slot;
  };
  const Found found = pg::CallPg([&] {
    Found f = {};
    f.observer = ExtensionRelation("observer");
    if (!OidIsValid(f.observer)) return f;
    f.extension_namespace = get_rel_namespace(f.observer);
    f.rotation = ExtensionRelation("outbox_rotation");
    f.sequence = ExtensionRelation("outbox_seq");
    for (int i = 0; i < kOutboxSlots; i++) f.outbox[i] = ExtensionRelation(psprintf("outbox_%d", i));
    if (!OidIsValid(f.rotation) || !OidIsValid(f.sequence) || !OidIsValid(f.outbox[kOutboxSlots - 1])) {
      f.observer = InvalidOid;
      return f;
    }
    f.count = ReadObservers(f.observer, &f.rows);
    f.slot = ReadOutboxSlot(f.rotation);
    return f;
  });
  auto* fresh = new EventCatalog;
  fresh->extension_namespace = found.extension_namespace;
  fresh->outbox_sequence = found.sequence;
  fresh->outbox_slot = found.slot;
  for (int i = 0; i < kOutboxSlots; i++) fresh->outbox[i] = found.outbox[i];
  for (int i = 0; i < found.count; i++) {
    fresh->channels.emplace(found.rows[i].channel, ObservedChannel{found.rows[i].durable, found.rows[i].passthrough});
  }
  delete cached;
  cached = fresh;
  observer_relid = found.observer;
  rotation_relid = found.rotation;
}

}  // namespace

const ObservedChannel* EventCatalog::Find(std::string_view channel) const {
  if (channels.empty()) return nullptr;
  auto found = channels.find(std::string(channel));
  return found != channels.end() ? &found->second : nullptr;
}

const EventCatalog* GetEventCatalog() {
  while (!valid) {
    valid = true;  // a change that arrives while we read makes it false again
    try {
      Load();
    } catch (...) {
      valid = false;
      throw;
    }
  }
  return OidIsValid(observer_relid) ? cached : nullptr;
}

// In the extension's schema, and a member of the extension: a schema of that name can belong to anybody.
Oid ExtensionRelation(const char* name) {
  Oid schema = get_namespace_oid(kSchema, true);
  if (!OidIsValid(schema)) return InvalidOid;
  Oid relid = get_relname_relid(name, schema);
  if (!OidIsValid(relid)) return InvalidOid;
  Oid extension = getExtensionOfObject(RelationRelationId, relid);
  return OidIsValid(extension) && extension == get_extension_oid(kSchema, true) ? relid : InvalidOid;
}

void RegisterEventCatalog() { CacheRegisterRelcacheCallback(fraiseql_event_catalog_invalidate, Datum{0}); }

}  // namespace fraiseql::events
