// Spec section "Field Selection Merging".
#pragma once

#include <string>
#include <vector>

#include "validation/collected_selections.h"
#include "validation/context.h"
#include "validation/field_conflicts.h"
#include "validation/field_merging.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

// Fields that share a response key select the same thing.
class OverlappingFieldsCanBeMerged {
 public:
  explicit OverlappingFieldsCanBeMerged(ValidationContext& context) : context_(context) {}

  void Inline(const language::InlineFragment& fragment) { inlined_ = fragment.selection_set; }

  void SelectionSet(const language::SelectionSet& set) {
    if (!MayOverlap(set)) return;
    sets_.push_back({&set, context_.place.parent_type});
    // What an inline fragment selects is part of the set around it, and merges where that does.
    if (&set != inlined_) whole_sets_.push_back(sets_.back());
  }

  void LeaveDocument() {
    if (sets_.empty()) return;
    SelectionCollector collector(context_);
    FieldMerging merging(context_, collector);
    MergeVerdict verdict = merging.Check(whole_sets_);
    if (verdict == MergeVerdict::kMergeable) return;
    FieldConflicts conflicts(context_, collector);
    bool reported = false;
    for (const TypedSelectionSet& set : sets_) {
      for (const FieldConflict& conflict : conflicts.Find(set)) {
        Report(conflict);
        reported = true;
      }
      if (conflicts.is_exhausted()) break;
    }
    if (reported || !conflicts.is_exhausted()) return;
    if (verdict == MergeVerdict::kConflict) {
      Report({merging.first()->response_key(), merging.reason(), {}, {merging.first()}, {merging.second()}});
    } else {
      context_.Report("Fields overlap in too many ways to tell whether they can be merged.", {});
    }
  }

 private:
  // Selection sets below which a comparison of all pairs is faster than a table.
  static constexpr uint32_t kPairwise = 8;

  // Most selection sets have fields of different keys alone: nothing in them overlaps.
  bool MayOverlap(const language::SelectionSet& set) {
    const List<const language::Selection*>& selections = set.selections;
    if (selections.size() > kPairwise) keys_.Clear();
    for (uint32_t i = 0; i < selections.size(); ++i) {
      if (selections[i]->kind != language::Selection::Kind::kField) return true;
      std::string_view key = static_cast<const language::Field*>(selections[i])->response_key();
      if (selections.size() > kPairwise) {
        bool is_new;
        keys_.Insert(key, 0, &is_new);
        if (!is_new) return true;
        continue;
      }
      for (uint32_t j = 0; j < i; ++j) {
        if (static_cast<const language::Field*>(selections[j])->response_key() == key) return true;
      }
    }
    return false;
  }

  void Report(const FieldConflict& conflict) {
    std::string message = "Fields \"" + std::string(conflict.response_key) + "\" conflict because ";
    conflict.AppendReason(&message);
    message.append(". Use different aliases on the fields to fetch both if this was intentional.");
    std::vector<language::Location> places;
    for (const language::Field* field : conflict.first) places.push_back(field->location);
    for (const language::Field* field : conflict.second) places.push_back(field->location);
    context_.Report(std::move(message), places);
  }

  ValidationContext& context_;
  std::vector<TypedSelectionSet> sets_;        // that may overlap
  std::vector<TypedSelectionSet> whole_sets_;  // those of them that are not of inline fragments
  const language::SelectionSet* inlined_ = nullptr;
  NameTable keys_;
};

}  // namespace fraiseql::validation
