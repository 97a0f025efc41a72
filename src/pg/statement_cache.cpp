#include "pg/statement_cache.h"

#include <list>
#include <unordered_map>

namespace fraiseql::pg {

namespace {

struct Entry {
  std::string key;
  SpiPlan plan;
};

struct Cache {
  std::list<Entry> by_use;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;
};

// Never destroyed: there is nothing to clean up when the process ends.
Cache& TheCache() {
  static Cache* cache = new Cache();
  return *cache;
}

}  // namespace

const SpiPlan& PreparedStatement(const std::string& sql, std::span<const Oid> types, int cursor_options,
                                 size_t capacity) {
  Cache& cache = TheCache();
  std::string key(reinterpret_cast<const char*>(types.data()), types.size_bytes());
  key += sql;
  if (auto found = cache.by_key.find(key); found != cache.by_key.end()) {
    cache.by_use.splice(cache.by_use.begin(), cache.by_use, found->second);
    return found->second->plan;
  }
  SpiPlan plan(sql, types, CURSOR_OPT_PARALLEL_OK | cursor_options);
  cache.by_use.push_front({std::move(key), std::move(plan)});
  cache.by_key.emplace(cache.by_use.front().key, cache.by_use.begin());
  while (cache.by_use.size() > capacity && cache.by_use.size() > 1) {
    cache.by_key.erase(cache.by_use.back().key);
    cache.by_use.pop_back();
  }
  return cache.by_use.front().plan;
}

}  // namespace fraiseql::pg
