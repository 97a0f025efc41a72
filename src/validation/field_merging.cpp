#include "validation/field_merging.h"

#include <algorithm>
#include <functional>

#include "base/interrupt.h"

namespace fraiseql::validation {

namespace {

// Fields, spreads and selection sets that are looked at before a document is given up. A document of a megabyte that
// is not made to be hard needs a tenth of it.
constexpr uint64_t kMaxSteps = 3'000'000;
// Spreads of fragments that a set has already are passed over so fast.
constexpr uint64_t kSpreadsPerStep = 16;
constexpr uint64_t kStepsPerMergedSet = 8;

const schema::NamedType* ObjectParent(const CollectedField& field) {
  bool is_object = field.parent_type != nullptr && field.parent_type->kind == schema::TypeKind::kObject;
  return is_object ? field.parent_type : nullptr;
}

}  // namespace

bool FieldMerging::MergedSet::operator==(const MergedSet& other) const {
  return shape_only == other.shape_only &&
         std::equal(sets.begin(), sets.end(), other.sets.begin(), other.sets.end(),
                    [](const TypedSelectionSet& a, const TypedSelectionSet& b) { return a.set == b.set; });
}

size_t FieldMerging::MergedSetHash::operator()(const MergedSet& merged) const {
  uint64_t hash = merged.shape_only ? 1 : 0;
  for (const TypedSelectionSet& set : merged.sets) {
    hash = (hash ^ reinterpret_cast<uintptr_t>(set.set)) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
  }
  return hash;
}

MergeVerdict FieldMerging::Check(const std::vector<TypedSelectionSet>& sets) {
  visited_.resize(context_.fragments().size());
  for (const TypedSelectionSet& set : sets) {
    // One that was merged with others in all respects has been compared with itself on the way.
    if (collector_.Collect(set).is_compared) continue;
    if (!CheckMergedSet({{set}, false})) return MergeVerdict::kConflict;
    while (!waiting_.empty() && steps_ <= kMaxSteps) {
      const MergedSet* merged = waiting_.back();
      waiting_.pop_back();
      if (!CheckMergedSet(*merged)) return MergeVerdict::kConflict;
    }
    if (steps_ > kMaxSteps) return MergeVerdict::kUndecided;
  }
  return MergeVerdict::kMergeable;
}

bool FieldMerging::CheckMergedSet(const MergedSet& merged) {
  CheckForInterrupts();
  GroupFields(merged);
  for (size_t i = 0; i < group_count_ && steps_ <= kMaxSteps; ++i) {
    if (groups_[i].size() > 1 && !CheckGroup(&groups_[i], merged.shape_only)) return false;
  }
  return true;
}

void FieldMerging::GroupFields(const MergedSet& merged) {
  keys_.Clear();
  group_count_ = 0;
  ++visit_;
  std::vector<uint32_t> fragments;
  auto add = [&](CollectedSelections& collected) {
    AddFields(&collected, merged.shape_only);
    steps_ += collected.fragments.size() / kSpreadsPerStep;
    for (uint32_t fragment : collected.fragments) {
      if (visited_[fragment] == visit_) continue;
      visited_[fragment] = visit_;
      fragments.push_back(fragment);
    }
  };
  for (const TypedSelectionSet& set : merged.sets) add(collector_.Collect(set));
  for (size_t next = 0; next < fragments.size() && steps_ <= kMaxSteps; ++next) {
    add(collector_.CollectFragment(fragments[next]));
  }
}

void FieldMerging::AddFields(CollectedSelections* collected, bool shape_only) {
  if (!shape_only) collected->is_compared = true;
  steps_ += collected->fields.size() + 1;
  for (const CollectedField& field : collected->fields) {
    bool is_new;
    uint32_t group = keys_.Insert(field.node->response_key(), static_cast<uint32_t>(group_count_), &is_new);
    if (is_new) {
      if (++group_count_ > groups_.size()) groups_.emplace_back();
      groups_[group].clear();
    }
    groups_[group].push_back(field);
  }
}

bool FieldMerging::CheckGroup(Fields* fields, bool shape_only) {
  if (!CheckShapes(*fields)) return false;
  if (shape_only) {
    std::vector<TypedSelectionSet> sets;
    AddSelections(fields->begin(), fields->end(), &sets);
    Merge(std::move(sets), true);
    return true;
  }
  return CheckParentTypes(fields);
}

bool FieldMerging::CheckShapes(const Fields& fields) {
  const CollectedField* first = nullptr;
  for (const CollectedField& field : fields) {
    if (field.definition == nullptr) continue;
    if (first == nullptr) {
      first = &field;
    } else if (TypesConflict(first->definition->type, field.definition->type)) {
      return Conflict(*first, field,
                      "they return conflicting types \"" + schema::TypeName(first->definition->type) + "\" and \"" +
                          schema::TypeName(field.definition->type) + "\"");
    }
  }
  return true;
}

bool FieldMerging::CheckSameField(const CollectedField& first, const CollectedField& second) {
  if (first.node == second.node) return true;
  if (first.node->name.value() != second.node->name.value()) {
    return Conflict(first, second,
                    "\"" + std::string(first.node->name.value()) + "\" and \"" +
                        std::string(second.node->name.value()) + "\" are different fields");
  }
  return SameArguments(*first.node, *second.node) || Conflict(first, second, "they have differing arguments");
}

// Fields of different object types never meet in one object; every other pair does, those of abstract types with all.
bool FieldMerging::CheckParentTypes(Fields* fields) {
  // Ordered by object type, the fields of no object type first.
  const schema::NamedType* first_parent = ObjectParent(fields->front());
  bool mixed = std::any_of(fields->begin(), fields->end(),
                           [&](const CollectedField& field) { return ObjectParent(field) != first_parent; });
  if (mixed) {
    std::stable_sort(fields->begin(), fields->end(), [](const CollectedField& a, const CollectedField& b) {
      return std::less<const schema::NamedType*>{}(ObjectParent(a), ObjectParent(b));
    });
  }
  auto abstract_end = std::find_if(fields->begin(), fields->end(),
                                   [](const CollectedField& field) { return ObjectParent(field) != nullptr; });
  for (auto field = fields->begin(); field != abstract_end; ++field) {
    if (!CheckSameField(fields->front(), *field)) return false;
  }
  std::vector<TypedSelectionSet> abstract_sets;
  AddSelections(fields->begin(), abstract_end, &abstract_sets);
  if (abstract_end == fields->end()) {
    Merge(std::move(abstract_sets), false);
    return true;
  }
  size_t object_types = 0;
  for (auto begin = abstract_end; begin != fields->end();) {
    const schema::NamedType* type = begin->parent_type;
    auto end =
        std::find_if(begin, fields->end(), [&](const CollectedField& field) { return field.parent_type != type; });
    const CollectedField& representative = abstract_end == fields->begin() ? *begin : fields->front();
    for (auto field = begin; field != end; ++field) {
      if (!CheckSameField(representative, *field)) return false;
    }
    std::vector<TypedSelectionSet> sets = abstract_sets;
    AddSelections(begin, end, &sets);
    Merge(std::move(sets), false);
    ++object_types;
    begin = end;
  }
  if (object_types > 1) {
    std::vector<TypedSelectionSet> sets;
    AddSelections(fields->begin(), fields->end(), &sets);
    Merge(std::move(sets), true);
  }
  return true;
}

template <typename Iterator>
void FieldMerging::AddSelections(Iterator begin, Iterator end, std::vector<TypedSelectionSet>* sets) {
  for (auto field = begin; field != end; ++field) {
    if (field->node->selection_set != nullptr) sets->push_back(field->selections());
  }
}

void FieldMerging::Merge(std::vector<TypedSelectionSet> sets, bool shape_only) {
  steps_ += sets.size() * kStepsPerMergedSet;
  auto address = [](const TypedSelectionSet& set) { return reinterpret_cast<uintptr_t>(set.set); };
  std::sort(sets.begin(), sets.end(),
            [&](const TypedSelectionSet& a, const TypedSelectionSet& b) { return address(a) < address(b); });
  sets.erase(std::unique(sets.begin(), sets.end(),
                         [](const TypedSelectionSet& a, const TypedSelectionSet& b) { return a.set == b.set; }),
             sets.end());
  // A selection set that is merged with no other is checked for itself.
  if (sets.size() < 2 || steps_ > kMaxSteps) return;
  auto [known, is_new] = known_.insert({std::move(sets), shape_only});
  if (is_new) waiting_.push_back(&*known);
}

bool FieldMerging::Conflict(const CollectedField& first, const CollectedField& second, std::string reason) {
  first_ = first.node;
  second_ = second.node;
  reason_ = std::move(reason);
  return false;
}

}  // namespace fraiseql::validation
