#include "pg/layout_cache.h"

#include <cstring>

#include "pg/boundary.h"
#include "pg/memory.h"

extern "C" {
#include "common/hashfn.h"
}

namespace fraiseql::pg {

namespace {

constexpr int kBuckets = 256;
constexpr int kMostEntries = 1000;

struct Entry {
  Entry* next;            // of the same bucket
  MemoryContext context;  // holds the layout and the entry itself
  uint64 hash;
  uint64 last_use;
  Size size;
  const char* bytes;  // of the jsonb, without its header
  const planner::Layout* layout;
  int users;  // call sites: an entry in use is not evicted
};

Entry* buckets[kBuckets];
int entry_count = 0;
uint64 uses = 0;

// Parses into a context of its own, which outlives the transaction once all is well.
Entry* MakeEntry(const Jsonb* json) {
  char* text = CallPg([&] { return JsonbToCString(nullptr, const_cast<JsonbContainer*>(&json->root), VARSIZE(json)); });
  MemoryContext context =
      CallPg([] { return AllocSetContextCreate(CurrentMemoryContext, "fraiseql layout", ALLOCSET_SMALL_SIZES); });
  // Neither is ever destroyed: both own nothing but memory of the context.
  struct Storage {
    Entry entry;
    MemoryContextResource resource;
    Arena arena;
    explicit Storage(MemoryContext owner) : entry(), resource(owner), arena(&resource) {}
  };
  MemoryContextResource resource(context);
  auto* storage = new (resource.allocate(sizeof(Storage), alignof(Storage))) Storage(context);
  std::string fault;
  Entry* entry = &storage->entry;
  entry->layout = planner::ParseLayout(text, &storage->arena, &fault);
  if (entry->layout == nullptr) throw SqlError(ERRCODE_INVALID_PARAMETER_VALUE, "malformed layout", fault);
  entry->context = context;
  entry->size = VARSIZE(json) - VARHDRSZ;
  entry->bytes = storage->arena.CopyString({VARDATA(json), entry->size}).data();
  MemoryContextSetParent(context, CacheMemoryContext);
  CallPg([&] { pfree(text); });
  return entry;
}

Entry* FindEntry(const Jsonb* json, uint64 hash) {
  const Size size = VARSIZE(json) - VARHDRSZ;
  for (Entry* entry = buckets[hash % kBuckets]; entry != nullptr; entry = entry->next) {
    if (entry->hash == hash && entry->size == size && std::memcmp(entry->bytes, VARDATA(json), size) == 0) return entry;
  }
  return nullptr;
}

// Drops the entry that has gone unused for longest, if there is one that nobody uses.
void EvictOne() {
  Entry** oldest = nullptr;
  for (Entry*& bucket : buckets) {
    for (Entry** at = &bucket; *at != nullptr; at = &(*at)->next) {
      if ((*at)->users == 0 && (oldest == nullptr || (*at)->last_use < (*oldest)->last_use)) oldest = at;
    }
  }
  if (oldest == nullptr) return;
  Entry* entry = *oldest;
  *oldest = entry->next;
  --entry_count;
  MemoryContextDelete(entry->context);
}

void release_layout(void* entry) { --static_cast<Entry*>(entry)->users; }

}  // namespace

extern "C" {

const planner::Layout* find_layout(const Jsonb* json, MemoryContext user) {
  auto* callback = static_cast<MemoryContextCallback*>(MemoryContextAlloc(user, sizeof(MemoryContextCallback)));
  const uint64 hash = hash_bytes_extended(reinterpret_cast<const unsigned char*>(VARDATA(json)),
                                          static_cast<int>(VARSIZE(json) - VARHDRSZ), 0);
  Entry* entry = FindEntry(json, hash);
  if (entry == nullptr) {
    entry = EnterCallback([json] { return MakeEntry(json); });
    if (entry_count >= kMostEntries) EvictOne();
    entry->hash = hash;
    entry->next = buckets[hash % kBuckets];
    buckets[hash % kBuckets] = entry;
    ++entry_count;
  }
  entry->last_use = ++uses;
  callback->func = release_layout;
  callback->arg = entry;
  MemoryContextRegisterResetCallback(user, callback);
  ++entry->users;
  return entry->layout;
}

}  // extern "C"

}  // namespace fraiseql::pg
