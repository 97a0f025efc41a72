// Names that occur more than once in one list, each with all its places: errors that list every occurrence.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"

namespace fraiseql::schema {

// Calls report(name, offsets) for each repeated name, in the order of first occurrence. Items have a Name `name`.
template <typename T, typename Report>
void ForEachRepeatedName(const List<T>& items, Report report) {
  if (items.size() < 2) return;
  std::vector<std::pair<std::string_view, uint32_t>> names;
  names.reserve(items.size());
  for (const T& item : items) names.emplace_back(item.name.value(), item.name.location().start);
  std::sort(names.begin(), names.end());
  std::vector<std::pair<size_t, size_t>> repeated;  // ranges of `names`
  for (size_t begin = 0; begin < names.size();) {
    size_t end = begin + 1;
    while (end < names.size() && names[end].first == names[begin].first) ++end;
    if (end - begin > 1) repeated.emplace_back(begin, end);
    begin = end;
  }
  std::sort(repeated.begin(), repeated.end(),
            [&](const auto& a, const auto& b) { return names[a.first].second < names[b.first].second; });
  for (auto [begin, end] : repeated) {
    std::vector<uint32_t> offsets;
    for (size_t i = begin; i < end; ++i) offsets.push_back(names[i].second);
    report(names[begin].first, std::move(offsets));
  }
}

}  // namespace fraiseql::schema
