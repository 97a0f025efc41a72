#include "validation/field_conflicts.h"

#include <algorithm>

#include "base/interrupt.h"

namespace fraiseql::validation {

namespace {

// Pairs that are compared, and how deep comparisons nest: fragments can form chains longer than any stack.
constexpr uint32_t kMaxSteps = 100'000;
constexpr uint32_t kMaxDepth = 1'000;

// Counts a level of nesting while it is in scope.
class Level {
 public:
  explicit Level(uint32_t* depth) : depth_(depth) { ++*depth_; }
  ~Level() { --*depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  uint32_t* depth_;
};

bool IsObject(const schema::NamedType* type) { return type != nullptr && type->kind == schema::TypeKind::kObject; }

}  // namespace

void FieldConflict::AppendReason(std::string* out) const {
  if (sub_conflicts.empty()) {
    out->append(reason);
    return;
  }
  for (const FieldConflict& conflict : sub_conflicts) {
    if (&conflict != &sub_conflicts.front()) out->append(" and ");
    out->append("subfields \"").append(conflict.response_key).append("\" conflict because ");
    conflict.AppendReason(out);
  }
}

bool FieldConflicts::Exhausted() {
  if (++steps_ % 1024 == 0) CheckForInterrupts();
  if (steps_ > kMaxSteps || depth_ > kMaxDepth) is_exhausted_ = true;
  return is_exhausted_;
}

FieldConflicts::FieldMap& FieldConflicts::MapOf(const TypedSelectionSet& set) {
  auto [entry, is_new] = maps_.try_emplace(set.set);
  FieldMap& map = entry->second;
  if (!is_new) return map;
  const CollectedSelections& collected = collector_.Collect(set);
  map.fragments = &collected.fragments;
  for (const CollectedField& field : collected.fields) {
    std::string_view key = field.node->response_key();
    auto [position, is_new_key] = map.by_key.try_emplace(key, static_cast<uint32_t>(map.entries.size()));
    if (is_new_key) map.entries.push_back({key, {}});
    map.entries[position->second].fields.push_back(field);
  }
  return map;
}

FieldConflicts::FieldMap& FieldConflicts::MapOfFragment(uint32_t fragment) {
  const FragmentInfo& info = context_.fragments()[fragment];
  return MapOf({info.definition->selection_set, info.type});
}

std::vector<FieldConflict> FieldConflicts::Find(const TypedSelectionSet& set) {
  Conflicts conflicts;
  const FieldMap& map = MapOf(set);
  CompareWithin(map, &conflicts);
  const std::vector<uint32_t>& fragments = *map.fragments;
  for (size_t i = 0; i < fragments.size() && !is_exhausted_; ++i) {
    CompareMapAndFragment(map, fragments[i], false, &conflicts);
    for (size_t j = i + 1; j < fragments.size() && !is_exhausted_; ++j) {
      CompareFragments(fragments[i], fragments[j], false, &conflicts);
    }
  }
  return conflicts;
}

void FieldConflicts::CompareWithin(const FieldMap& map, Conflicts* conflicts) {
  for (const FieldMap::Entry& entry : map.entries) {
    for (size_t i = 0; i < entry.fields.size(); ++i) {
      for (size_t j = i + 1; j < entry.fields.size() && !is_exhausted_; ++j) {
        // More errors than will be told are not looked for.
        if (conflicts->size() > context_.options().max_errors) return;
        CompareFields(entry.response_key, entry.fields[i], entry.fields[j], false, conflicts);
      }
    }
  }
}

void FieldConflicts::CompareMaps(const FieldMap& a, const FieldMap& b, bool exclusive, Conflicts* conflicts) {
  for (const FieldMap::Entry& entry : a.entries) {
    auto found = b.by_key.find(entry.response_key);
    if (Exhausted()) return;
    if (found == b.by_key.end()) continue;
    for (const CollectedField& first : entry.fields) {
      for (const CollectedField& second : b.entries[found->second].fields) {
        if (is_exhausted_) return;
        CompareFields(entry.response_key, first, second, exclusive, conflicts);
      }
    }
  }
}

template <typename Key>
bool FieldConflicts::IsKnown(std::map<Key, bool>* compared, const Key& key, bool exclusive) {
  auto [entry, is_new] = compared->try_emplace(key, exclusive);
  if (is_new) return false;
  if (exclusive || !entry->second) return true;
  entry->second = false;
  return false;
}

void FieldConflicts::CompareMapAndFragment(const FieldMap& map, uint32_t fragment, bool exclusive,
                                           Conflicts* conflicts) {
  Level level(&depth_);
  if (Exhausted() || IsKnown(&compared_with_fragment_, {&map, fragment}, exclusive)) return;
  const FieldMap& other = MapOfFragment(fragment);
  if (&map == &other) return;
  CompareMaps(map, other, exclusive, conflicts);
  for (uint32_t nested : *other.fragments) {
    if (is_exhausted_) return;
    CompareMapAndFragment(map, nested, exclusive, conflicts);
  }
}

void FieldConflicts::CompareFragments(uint32_t a, uint32_t b, bool exclusive, Conflicts* conflicts) {
  if (a == b) return;
  Level level(&depth_);
  std::pair<uint32_t, uint32_t> key = std::minmax(a, b);
  if (Exhausted() || IsKnown(&compared_fragments_, key, exclusive)) return;
  const FieldMap& map_a = MapOfFragment(a);
  const FieldMap& map_b = MapOfFragment(b);
  CompareMaps(map_a, map_b, exclusive, conflicts);
  for (uint32_t nested : *map_b.fragments) {
    if (is_exhausted_) return;
    CompareFragments(a, nested, exclusive, conflicts);
  }
  for (uint32_t nested : *map_a.fragments) {
    if (is_exhausted_) return;
    CompareFragments(nested, b, exclusive, conflicts);
  }
}

void FieldConflicts::CompareSubSelections(const CollectedField& a, const CollectedField& b, bool exclusive,
                                          Conflicts* conflicts) {
  Level level(&depth_);
  const FieldMap& map_a = MapOf(a.selections());
  const FieldMap& map_b = MapOf(b.selections());
  CompareMaps(map_a, map_b, exclusive, conflicts);
  for (uint32_t fragment : *map_b.fragments) CompareMapAndFragment(map_a, fragment, exclusive, conflicts);
  for (uint32_t fragment : *map_a.fragments) CompareMapAndFragment(map_b, fragment, exclusive, conflicts);
  for (uint32_t fragment_a : *map_a.fragments) {
    for (uint32_t fragment_b : *map_b.fragments) {
      if (is_exhausted_) return;
      CompareFragments(fragment_a, fragment_b, exclusive, conflicts);
    }
  }
}

void FieldConflicts::CompareFields(std::string_view response_key, const CollectedField& a, const CollectedField& b,
                                   bool exclusive, Conflicts* conflicts) {
  if (Exhausted()) return;
  // Fields of different object types never meet in one object, so they may differ.
  exclusive = exclusive || (a.parent_type != b.parent_type && IsObject(a.parent_type) && IsObject(b.parent_type));
  auto conflict = [&](std::string reason) {
    conflicts->push_back({response_key, std::move(reason), {}, {a.node}, {b.node}});
  };
  if (!exclusive) {
    std::string_view name_a = a.node->name.value();
    std::string_view name_b = b.node->name.value();
    if (name_a != name_b) {
      conflict("\"" + std::string(name_a) + "\" and \"" + std::string(name_b) + "\" are different fields");
      return;
    }
    if (!SameArguments(*a.node, *b.node)) {
      conflict("they have differing arguments");
      return;
    }
  }
  if (a.definition != nullptr && b.definition != nullptr && TypesConflict(a.definition->type, b.definition->type)) {
    conflict("they return conflicting types \"" + schema::TypeName(a.definition->type) + "\" and \"" +
             schema::TypeName(b.definition->type) + "\"");
    return;
  }
  if (a.node->selection_set == nullptr || b.node->selection_set == nullptr) return;
  FieldConflict outer{response_key, {}, {}, {a.node}, {b.node}};
  CompareSubSelections(a, b, exclusive, &outer.sub_conflicts);
  if (outer.sub_conflicts.empty()) return;
  for (const FieldConflict& inner : outer.sub_conflicts) {
    outer.first.insert(outer.first.end(), inner.first.begin(), inner.first.end());
    outer.second.insert(outer.second.end(), inner.second.begin(), inner.second.end());
  }
  conflicts->push_back(std::move(outer));
}

}  // namespace fraiseql::validation
