// Which fields conflict and how, told in the words of graphql-js.
//
// FieldMerging says whether there is a conflict at all. Only a document that has one gets here: its fields are
// compared in pairs, in the order of the reference implementation, which decides what is told and at what places. What
// has been compared is remembered per pair of fragments, as there; beyond that the work is bounded.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "validation/collected_selections.h"
#include "validation/context.h"

namespace fraiseql::validation {

struct FieldConflict {
  std::string_view response_key;
  std::string reason;                         // where there are no sub-conflicts
  std::vector<FieldConflict> sub_conflicts;   // between the sub-selections of the two fields
  std::vector<const language::Field*> first;  // the field and those of the sub-conflicts, on either side
  std::vector<const language::Field*> second;

  // `"a" and "b" are different fields`, or the sub-conflicts with theirs.
  void AppendReason(std::string* out) const;
};

class FieldConflicts {
 public:
  FieldConflicts(ValidationContext& context, SelectionCollector& collector)
      : context_(context), collector_(collector) {}

  // The conflicts within one selection set. Those of the sets before it are not told again.
  std::vector<FieldConflict> Find(const TypedSelectionSet& set);

  // Whether the bound of the work has been reached: there may be more conflicts than were found.
  bool is_exhausted() const { return is_exhausted_; }

 private:
  using Conflicts = std::vector<FieldConflict>;

  // The fields of a selection set by response key, in the order in which the keys first stand there.
  struct FieldMap {
    struct Entry {
      std::string_view response_key;
      std::vector<CollectedField> fields;
    };
    std::vector<Entry> entries;
    std::unordered_map<std::string_view, uint32_t> by_key;
    const std::vector<uint32_t>* fragments = nullptr;
  };

  FieldMap& MapOf(const TypedSelectionSet& set);
  FieldMap& MapOfFragment(uint32_t fragment);

  void CompareWithin(const FieldMap& map, Conflicts* conflicts);
  void CompareMaps(const FieldMap& a, const FieldMap& b, bool exclusive, Conflicts* conflicts);
  void CompareMapAndFragment(const FieldMap& map, uint32_t fragment, bool exclusive, Conflicts* conflicts);
  void CompareFragments(uint32_t a, uint32_t b, bool exclusive, Conflicts* conflicts);
  void CompareSubSelections(const CollectedField& a, const CollectedField& b, bool exclusive, Conflicts* conflicts);
  void CompareFields(std::string_view response_key, const CollectedField& a, const CollectedField& b, bool exclusive,
                     Conflicts* conflicts);

  // Whether the pair was compared before; notes that it is now. Once compared as fields that can meet in one object it
  // need not be compared as fields that cannot.
  template <typename Key>
  static bool IsKnown(std::map<Key, bool>* compared, const Key& key, bool exclusive);
  bool Exhausted();

  ValidationContext& context_;
  SelectionCollector& collector_;
  std::unordered_map<const language::SelectionSet*, FieldMap> maps_;
  std::map<std::pair<const FieldMap*, uint32_t>, bool> compared_with_fragment_;
  std::map<std::pair<uint32_t, uint32_t>, bool> compared_fragments_;
  uint32_t steps_ = 0;
  uint32_t depth_ = 0;
  bool is_exhausted_ = false;
};

}  // namespace fraiseql::validation
