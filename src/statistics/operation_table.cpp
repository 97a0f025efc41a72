#include "statistics/operation_table.h"

#include <algorithm>
#include <cstring>

#include "extension/guc.h"
#include "pg/boundary.h"
#include "pg/subtransaction.h"

extern "C" {
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "storage/spin.h"
#include "utils/dsa.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
}

namespace fraiseql::statistics {

namespace {

constexpr char kTranche[] = "fraiseql_operations";
constexpr uint32_t kNone = UINT32_MAX;
// Of a full table, the part that makes room at once; and what a call of before then counts for afterwards.
constexpr uint32_t kEvictedPart = 20;
constexpr double kUsageDecay = 0.99;

struct Entry {
  OperationKey key;
  OperationType type;
  bool used;
  uint32_t next;     // in its bucket
  dsa_pointer text;  // the name, then the text
  uint32_t name_size;
  uint32_t text_size;
  TimestampTz since;
  slock_t mutex;  // of the counters; held for a few instructions
  OperationCounters counters;
};

// Behind it: the buckets, and room to sort places in.
struct Table {
  uint32_t capacity;
  uint32_t used;
  Entry entries[FLEXIBLE_ARRAY_MEMBER];
};

// In the main shared memory.
struct Anchor {
  LWLock lock;  // shared to find and to count, exclusive to change which entries there are
  int tranche;
  bool created;
  dsa_handle area;
  dsa_pointer table;
};

Anchor* anchor = nullptr;
dsa_area* area = nullptr;
bool unusable = false;  // in this session

Size TableSize(uint32_t capacity) {
  return offsetof(Table, entries) + sizeof(Entry) * capacity + 2 * sizeof(uint32_t) * capacity;
}

Table* TheTable() { return static_cast<Table*>(dsa_get_address(area, anchor->table)); }
uint32_t* Buckets(Table* table) { return reinterpret_cast<uint32_t*>(&table->entries[table->capacity]); }
uint32_t* SortSpace(Table* table) { return Buckets(table) + table->capacity; }

class TableLock {
 public:
  explicit TableLock(LWLockMode mode) { LWLockAcquire(&anchor->lock, mode); }
  ~TableLock() { LWLockRelease(&anchor->lock); }
  TableLock(const TableLock&) = delete;
  TableLock& operator=(const TableLock&) = delete;
};

// ── Creating and attaching (C code, may ereport) ─────────────────────────────────────────────────────────────────────

dsa_pointer new_table(uint32_t capacity) {
  dsa_pointer pointer = dsa_allocate_extended(area, TableSize(capacity), DSA_ALLOC_HUGE | DSA_ALLOC_ZERO);
  auto* table = static_cast<Table*>(dsa_get_address(area, pointer));
  table->capacity = capacity;
  std::fill_n(Buckets(table), capacity, kNone);
  for (uint32_t i = 0; i < capacity; ++i) SpinLockInit(&table->entries[i].mutex);
  return pointer;
}

void attach() {
  MemoryContext before = MemoryContextSwitchTo(TopMemoryContext);
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  bool found;
  anchor = static_cast<Anchor*>(ShmemInitStruct("fraiseql operations", sizeof(Anchor), &found));
  if (!found) {
    std::memset(static_cast<void*>(anchor), 0, sizeof(Anchor));
    anchor->tranche = LWLockNewTrancheId();
    LWLockInitialize(&anchor->lock, anchor->tranche);
  }
  LWLockRelease(AddinShmemInitLock);
  LWLockRegisterTranche(anchor->tranche, kTranche);
  LWLockAcquire(&anchor->lock, LW_EXCLUSIVE);
  if (anchor->created) {
    area = dsa_attach(anchor->area);
  } else {
    area = dsa_create(anchor->tranche);
    anchor->table = new_table(static_cast<uint32_t>(extension::settings.max_operations));
    dsa_pin(area);
    anchor->area = dsa_get_handle(area);
    anchor->created = true;
  }
  dsa_pin_mapping(area);
  LWLockRelease(&anchor->lock);
  MemoryContextSwitchTo(before);
}

// Whether this session can use the table.
bool Attach() {
  if (area != nullptr) return true;
  if (unusable) return false;
  const ErrorData* error = pg::InSubtransaction([] { pg::CallPg([] { attach(); }); });
  if (error == nullptr) return true;
  area = nullptr;
  unusable = true;
  pg::CallPg(
      [&] { ereport(LOG, (errmsg("fraiseql.stat_operations counts nothing in this session: %s", error->message))); });
  return false;
}

// ── Entries; the caller holds the lock ───────────────────────────────────────────────────────────────────────────────

bool IsSame(const OperationKey& a, const OperationKey& b) {
  return a.query_id == b.query_id && a.role == b.role && a.database == b.database;
}

uint32_t* BucketOf(Table* table, const OperationKey& key) {
  const uint64_t hash = (key.query_id ^ (uint64_t{key.role} << 32 | key.database)) * 0x9E3779B97F4A7C15u;
  return &Buckets(table)[(hash >> 32) % table->capacity];
}

Entry* Find(Table* table, const OperationKey& key) {
  for (uint32_t place = *BucketOf(table, key); place != kNone; place = table->entries[place].next) {
    if (IsSame(table->entries[place].key, key)) return &table->entries[place];
  }
  return nullptr;
}

void Remove(Table* table, uint32_t place) {
  Entry& entry = table->entries[place];
  uint32_t* link = BucketOf(table, entry.key);
  while (*link != place) link = &table->entries[*link].next;
  *link = entry.next;
  if (DsaPointerIsValid(entry.text)) dsa_free(area, entry.text);
  entry.used = false;
  --table->used;
}

// The least used entries go: a part of them, one at least.
void MakeRoom(Table* table) {
  uint32_t* places = SortSpace(table);
  uint32_t count = 0;
  for (uint32_t i = 0; i < table->capacity; ++i) {
    if (!table->entries[i].used) continue;
    places[count++] = i;
    table->entries[i].counters.usage *= kUsageDecay;
  }
  const uint32_t evicted = std::max(count / kEvictedPart, 1u);
  std::nth_element(places, places + evicted - 1, places + count, [&](uint32_t a, uint32_t b) {
    return table->entries[a].counters.usage < table->entries[b].counters.usage;
  });
  for (uint32_t i = 0; i < evicted; ++i) Remove(table, places[i]);
}

// A place for a key that has none; its text is still missing.
Entry* Add(Table* table, const OperationKey& key) {
  if (table->used == table->capacity) MakeRoom(table);
  uint32_t place = 0;
  while (table->entries[place].used) ++place;
  Entry& entry = table->entries[place];
  uint32_t* bucket = BucketOf(table, key);
  entry.key = key;
  entry.used = true;
  entry.text = InvalidDsaPointer;
  entry.name_size = entry.text_size = 0;
  entry.counters = {};
  entry.next = *bucket;
  *bucket = place;
  ++table->used;
  return &entry;
}

// At most `size` bytes of UTF-8, no character cut in two.
std::string_view Head(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

void enter(const OperationKey& key, OperationType type, std::string_view name, std::string_view text) {
  const TimestampTz now = GetCurrentTimestamp();
  LWLockAcquire(&anchor->lock, LW_EXCLUSIVE);
  if (Find(TheTable(), key) == nullptr) {
    // The text first: this may ereport, and must not leave a place half filled.
    dsa_pointer copy = dsa_allocate_extended(area, name.size() + text.size() + 1, DSA_ALLOC_NO_OOM);
    if (DsaPointerIsValid(copy)) {
      Entry* entry = Add(TheTable(), key);
      entry->type = type;
      entry->since = now;
      entry->text = copy;
      entry->name_size = static_cast<uint32_t>(name.size());
      entry->text_size = static_cast<uint32_t>(text.size());
      auto* bytes = static_cast<char*>(dsa_get_address(area, copy));
      std::memcpy(bytes, name.data(), name.size());
      std::memcpy(bytes + name.size(), text.data(), text.size());
    }
  }
  LWLockRelease(&anchor->lock);
}

// Another size: what is used most stays.
void resize(uint32_t capacity) {
  dsa_pointer old_pointer = anchor->table;
  Table* old = TheTable();
  dsa_pointer pointer = new_table(capacity);
  while (old->used > capacity) MakeRoom(old);
  anchor->table = pointer;
  Table* table = TheTable();
  for (uint32_t i = 0; i < old->capacity; ++i) {
    const Entry& from = old->entries[i];
    if (!from.used) continue;
    Entry* to = Add(table, from.key);
    to->type = from.type;
    to->text = from.text;
    to->name_size = from.name_size;
    to->text_size = from.text_size;
    to->since = from.since;
    to->counters = from.counters;
  }
  dsa_free(area, old_pointer);
}

void AddStatements(const OperationCall& call, OperationCounters* counters) {
  for (const StatementCount& sent : call.statements) {
    if (sent.count == 0) return;
    for (StatementCount& known : counters->statements) {
      if (known.count != 0 && known.server != sent.server) continue;
      known.server = sent.server;
      known.count += sent.count;
      break;
    }
  }
}

}  // namespace

bool HasOperation(const OperationKey& key) {
  if (area == nullptr) return false;
  TableLock lock(LW_SHARED);
  return Find(TheTable(), key) != nullptr;
}

void EnterOperation(const OperationKey& key, OperationType type, std::string_view name, std::string_view text) {
  if (!Attach()) return;
  name = Head(name, kMostText);
  text = Head(text, kMostText);
  const ErrorData* error = pg::InSubtransaction([&] { pg::CallPg([&] { enter(key, type, name, text); }); });
  if (error == nullptr) return;
  unusable = true;
  pg::CallPg(
      [&] { ereport(LOG, (errmsg("fraiseql.stat_operations could not keep an operation: %s", error->message))); });
}

void CountCall(const OperationKey& key, const OperationCall& call) noexcept {
  if (area == nullptr) return;
  TableLock lock(LW_SHARED);
  Entry* entry = Find(TheTable(), key);
  if (entry == nullptr) return;
  SpinLockAcquire(&entry->mutex);
  OperationCounters& counters = entry->counters;
  counters.min_time = counters.calls == 0 ? call.milliseconds : std::min(counters.min_time, call.milliseconds);
  counters.max_time = std::max(counters.max_time, call.milliseconds);
  counters.total_time += call.milliseconds;
  ++counters.calls;
  counters.usage += 1;
  counters.rows += call.rows;
  if (call.failed) ++counters.errors;
  if (call.plan_was_kept) ++counters.plans_kept;
  AddStatements(call, &counters);
  SpinLockRelease(&entry->mutex);
}

void ForgetOperations() {
  if (!Attach()) return;
  pg::CallPg([] {
    LWLockAcquire(&anchor->lock, LW_EXCLUSIVE);
    Table* table = TheTable();
    for (uint32_t i = 0; i < table->capacity; ++i) {
      if (table->entries[i].used && table->entries[i].key.database == MyDatabaseId) Remove(table, i);
    }
    const auto capacity = static_cast<uint32_t>(extension::settings.max_operations);
    if (capacity != table->capacity) resize(capacity);
    LWLockRelease(&anchor->lock);
  });
}

namespace internal {

uint32_t PlaceCount() {
  if (!Attach()) return 0;
  TableLock lock(LW_SHARED);
  return TheTable()->capacity;
}

bool CopyPlace(uint32_t place, OperationRow* row) {
  // Reserved beforehand: nothing allocates while the lock is held.
  row->name.reserve(kMostText);
  row->text.reserve(kMostText);
  TableLock lock(LW_SHARED);
  Table* table = TheTable();
  if (place >= table->capacity || !table->entries[place].used) return false;
  Entry& entry = table->entries[place];
  const auto* bytes = static_cast<const char*>(dsa_get_address(area, entry.text));
  row->name.assign(bytes, entry.name_size);
  row->text.assign(bytes + entry.name_size, entry.text_size);
  row->key = entry.key;
  row->type = entry.type;
  row->since = entry.since;
  SpinLockAcquire(&entry.mutex);
  row->counters = entry.counters;
  SpinLockRelease(&entry.mutex);
  return true;
}

}  // namespace internal

}  // namespace fraiseql::statistics
