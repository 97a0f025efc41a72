// The fields of selection sets, collected once for the comparisons of OverlappingFieldsCanBeMerged.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/ast.h"
#include "schema/schema.h"
#include "validation/context.h"

namespace fraiseql::validation {

// A selection set and what it selects from: null where that is not known.
struct TypedSelectionSet {
  const language::SelectionSet* set = nullptr;
  const schema::NamedType* parent_type = nullptr;
};

struct CollectedField {
  const language::Field* node = nullptr;
  const schema::NamedType* parent_type = nullptr;
  // Null also for fields of introspection: the reference implementation does not look for conflicts of their types.
  const schema::Field* definition = nullptr;

  // The field's own selections.
  TypedSelectionSet selections() const {
    return {node->selection_set, definition == nullptr ? nullptr : schema::GetNamedType(definition->type)};
  }
};

// The fields of one selection set, those of its inline fragments included, and the fragments it spreads.
struct CollectedSelections {
  std::vector<CollectedField> fields;
  std::vector<uint32_t> fragments;  // each once, in the order of their first spreads
  bool is_compared = false;         // all its fields have been compared with each other
};

class SelectionCollector {
 public:
  explicit SelectionCollector(ValidationContext& context) : context_(context) {}

  CollectedSelections& Collect(const TypedSelectionSet& set);
  CollectedSelections& CollectFragment(uint32_t fragment);

 private:
  void AddSelections(const language::SelectionSet& set, const schema::NamedType* parent_type,
                     CollectedSelections* collected);

  ValidationContext& context_;
  std::unordered_map<const language::SelectionSet*, CollectedSelections> collected_;
  std::vector<uint32_t> added_;  // by fragment: the number of the collection that has it
  uint32_t collection_ = 0;
};

// Whether two fields have the same arguments, whatever their order (spec: "identical sets of arguments").
bool SameArguments(const language::Field& a, const language::Field& b);

// Whether values of the two types cannot have the same shape (spec: SameResponseShape without the sub-selections).
bool TypesConflict(const schema::Type* a, const schema::Type* b);

}  // namespace fraiseql::validation
