// FieldsInSetCanMerge (spec section "Field Selection Merging") decided for a whole document in one go.
//
// Fields that end up under one response key are merged group by group, and their sub-selections as one selection set,
// instead of being compared in pairs: 10,000 fields of one key take 10,000 steps. Two ways of looking at a merged set
// correspond to the two conditions of the specification: fields that can apply to one object must be the same field
// with the same arguments; those of different object types need the same shape only.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "validation/collected_selections.h"
#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

enum class MergeVerdict {
  kMergeable,
  kConflict,
  kUndecided,  // too much to look at: only documents made for it get here
};

class FieldMerging {
 public:
  FieldMerging(ValidationContext& context, SelectionCollector& collector) : context_(context), collector_(collector) {}

  // Whether the fields of each of these selection sets merge, spread fragments and all levels below included.
  MergeVerdict Check(const std::vector<TypedSelectionSet>& sets);

  // Of a conflict: the two fields that do not merge and why.
  const language::Field* first() const { return first_; }
  const language::Field* second() const { return second_; }
  const std::string& reason() const { return reason_; }

 private:
  // Selection sets that are merged into one, ordered by address; by their shapes alone or in all respects.
  struct MergedSet {
    std::vector<TypedSelectionSet> sets;
    bool shape_only = false;
    bool operator==(const MergedSet& other) const;
  };
  struct MergedSetHash {
    size_t operator()(const MergedSet& merged) const;
  };
  using Fields = std::vector<CollectedField>;

  bool CheckMergedSet(const MergedSet& merged);
  void GroupFields(const MergedSet& merged);
  void AddFields(CollectedSelections* collected, bool shape_only);
  bool CheckGroup(Fields* fields, bool shape_only);
  bool CheckShapes(const Fields& fields);
  bool CheckSameField(const CollectedField& first, const CollectedField& second);
  bool CheckParentTypes(Fields* fields);
  template <typename Iterator>
  void AddSelections(Iterator begin, Iterator end, std::vector<TypedSelectionSet>* sets);
  void Merge(std::vector<TypedSelectionSet> sets, bool shape_only);
  bool Conflict(const CollectedField& first, const CollectedField& second, std::string reason);

  ValidationContext& context_;
  SelectionCollector& collector_;
  uint64_t steps_ = 0;

  // Sets to be looked at and those that have been or are.
  std::vector<const MergedSet*> waiting_;
  std::unordered_set<MergedSet, MergedSetHash> known_;

  // Of the set that is looked at.
  NameTable keys_;
  std::vector<Fields> groups_;
  size_t group_count_ = 0;
  std::vector<uint32_t> visited_;  // by fragment: the number of the set that has it
  uint32_t visit_ = 0;

  const language::Field* first_ = nullptr;
  const language::Field* second_ = nullptr;
  std::string reason_;
};

}  // namespace fraiseql::validation
