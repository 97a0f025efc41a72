#include "catalog/schema_storage.h"

#include <cstring>

#include "pg/memory.h"

extern "C" {
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"
}

namespace fraiseql::catalog {

namespace {

// Columns of fraiseql.schema_document.
enum Column : AttrNumber {
  kOnlyRow = 1,
  kVersion,
  kDocument,
  kDefinition,
  kSearchPath,
  kLoadedAt,
  kLoadedBy,
  kCommon,
  kColumns = kCommon,
};

// What the C side hands over, in the current memory context.
struct RawStoredSchema {
  bool found = false;
  pg_uuid_t version;
  const char* definition = nullptr;
  int definition_size = 0;
  const char** search_path = nullptr;
  int search_path_size = 0;
};

void read_search_path(Datum array, RawStoredSchema* raw) {
  Datum* elements;
  bool* nulls;
  int count;
  deconstruct_array(DatumGetArrayTypeP(array), NAMEOID, NAMEDATALEN, false, TYPALIGN_CHAR, &elements, &nulls, &count);
  raw->search_path = static_cast<const char**>(palloc(sizeof(char*) * (count + 1)));
  for (int i = 0; i < count; i++) {
    if (!nulls[i]) raw->search_path[raw->search_path_size++] = pstrdup(NameStr(*DatumGetName(elements[i])));
  }
}

RawStoredSchema read_row(Oid relid, bool whole) {
  RawStoredSchema raw;
  Relation relation = table_open(relid, AccessShareLock);
  SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, nullptr, 0, nullptr);
  HeapTuple tuple = systable_getnext(scan);
  if (HeapTupleIsValid(tuple)) {
    Datum values[kColumns];
    bool nulls[kColumns];
    heap_deform_tuple(tuple, RelationGetDescr(relation), values, nulls);
    raw.found = true;
    raw.version = *DatumGetUUIDP(values[kVersion - 1]);
    const bool has_common = !nulls[kCommon - 1];
    text* definition = DatumGetTextPCopy(values[(!whole && has_common ? kCommon : kDefinition) - 1]);
    raw.definition = VARDATA_ANY(definition);
    raw.definition_size = static_cast<int>(VARSIZE_ANY_EXHDR(definition));
    read_search_path(values[kSearchPath - 1], &raw);
  }
  systable_endscan(scan);
  table_close(relation, AccessShareLock);
  return raw;
}

Datum name_array(const char* const* names, int count) {
  Datum* elements = static_cast<Datum*>(palloc(sizeof(Datum) * (count + 1)));
  for (int i = 0; i < count; i++) {
    Name name = static_cast<Name>(palloc(NAMEDATALEN));
    namestrcpy(name, names[i]);
    elements[i] = NameGetDatum(name);
  }
  return PointerGetDatum(construct_array(elements, count, NAMEOID, NAMEDATALEN, false, TYPALIGN_CHAR));
}

pg_uuid_t random_version() {
  pg_uuid_t version;
  if (!pg_strong_random(version.data, UUID_LEN)) {
    ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not generate random values")));
  }
  version.data[6] = (version.data[6] & 0x0f) | 0x40;  // RFC 9562, version 4
  version.data[8] = (version.data[8] & 0x3f) | 0x80;
  return version;
}

// `common` 0: none.
void write_row(Oid relid, Datum document, Datum definition, Datum common, Datum search_path) {
  Relation relation = table_open(relid, RowExclusiveLock);
  pg_uuid_t version = random_version();
  NameData loaded_by;
  namestrcpy(&loaded_by, GetUserNameFromId(GetUserId(), false));
  Datum values[kColumns];
  bool nulls[kColumns] = {};
  values[kOnlyRow - 1] = BoolGetDatum(true);
  values[kVersion - 1] = UUIDPGetDatum(&version);
  values[kDocument - 1] = document;
  values[kDefinition - 1] = definition;
  values[kCommon - 1] = common;
  nulls[kCommon - 1] = common == 0;
  values[kSearchPath - 1] = search_path;
  values[kLoadedAt - 1] = TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
  values[kLoadedBy - 1] = NameGetDatum(&loaded_by);
  HeapTuple fresh = heap_form_tuple(RelationGetDescr(relation), values, nulls);
  SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, nullptr, 0, nullptr);
  HeapTuple old = systable_getnext(scan);
  if (HeapTupleIsValid(old)) {
    CatalogTupleUpdate(relation, &old->t_self, fresh);
  } else {
    CatalogTupleInsert(relation, fresh);
  }
  systable_endscan(scan);
  CacheInvalidateRelcache(relation);
  table_close(relation, NoLock);
  // The statement that goes on may ask for the schema.
  CommandCounterIncrement();
}

}  // namespace

Oid SchemaStorageRelid() {
  return pg::CallPg([] {
    const Oid schema = get_namespace_oid("fraiseql", true);
    return OidIsValid(schema) ? get_relname_relid("schema_document", schema) : InvalidOid;
  });
}

std::optional<StoredSchema> ReadStoredSchema(bool whole, MemoryContext memory) {
  const Oid relid = SchemaStorageRelid();
  if (!OidIsValid(relid)) return std::nullopt;
  pg::MemoryContextScope scope(memory);
  const RawStoredSchema raw = pg::CallPg([&] { return read_row(relid, whole); });
  if (!raw.found) return std::nullopt;
  StoredSchema stored;
  std::memcpy(stored.version.data(), raw.version.data, UUID_LEN);
  stored.definition = {raw.definition, static_cast<size_t>(raw.definition_size)};
  stored.search_path.assign(raw.search_path, raw.search_path + raw.search_path_size);
  return stored;
}

void LockSchemaStorage() {
  const Oid relid = SchemaStorageRelid();
  pg::CallPg([&] {
    PreventCommandIfReadOnly("fraiseql.load_schema()");
    PreventCommandDuringRecovery("fraiseql.load_schema()");
    LockRelationOid(relid, ShareRowExclusiveLock);
  });
}

void WriteStoredSchema(std::string_view document, const std::string& definition, const std::string& common,
                       const std::vector<std::string>& search_path) {
  const Oid relid = SchemaStorageRelid();
  std::vector<const char*> names;
  for (const std::string& name : search_path) names.push_back(name.c_str());
  const bool has_common = common != definition;
  pg::CallPg([&] {
    write_row(
        relid, PointerGetDatum(cstring_to_text_with_len(document.data(), static_cast<int>(document.size()))),
        PointerGetDatum(cstring_to_text_with_len(definition.data(), static_cast<int>(definition.size()))),
        has_common ? PointerGetDatum(cstring_to_text_with_len(common.data(), static_cast<int>(common.size()))) : 0,
        name_array(names.data(), static_cast<int>(names.size())));
  });
}

std::vector<std::string> SessionSearchPath() {
  struct Names {
    const char** items;
    int count;
  };
  pg::OwnedMemoryContext context("fraiseql search path");
  pg::MemoryContextScope scope(context.get());
  const Names names = pg::CallPg([] {
    ::List* path = fetch_search_path(false);
    Names result{static_cast<const char**>(palloc(sizeof(char*) * (list_length(path) + 1))), 0};
    for (int i = 0; i < list_length(path); i++) {
      const Oid schema = list_nth_oid(path, i);
      if (isAnyTempNamespace(schema)) continue;
      const char* name = get_namespace_name(schema);
      if (name != nullptr && strcmp(name, "pg_catalog") != 0) result.items[result.count++] = name;
    }
    return result;
  });
  return {names.items, names.items + names.count};
}

}  // namespace fraiseql::catalog
