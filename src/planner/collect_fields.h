// Field collection (spec section 6.3.2 CollectFields, 6.4.3 MergeSelectionSets).
#pragma once

#include <string_view>
#include <unordered_map>

#include "base/arena.h"
#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "values/variable_values.h"

namespace fraiseql::planner {

using FragmentMap = std::unordered_map<std::string_view, const language::FragmentDefinition*>;

// The fields of one response key, in document order; never empty.
struct CollectedField {
  std::string_view response_key;
  List<const language::Field*> nodes;
};

struct CollectionContext {
  const schema::Schema* schema;
  const FragmentMap* fragments;
  std::string_view source;                  // the text of the document
  const values::VariableValues* variables;  // @skip and @include are decided with them
  Arena* arena;
};

// Thrown where a directive's `if` has no boolean value at run time (a nullable variable given as null): the error of
// the field whose selections are collected.
struct DirectiveValueError {
  GraphQLError error;
};

// Collects the fields that the selection sets of `nodes` select on `object_type`, in the order of their first
// appearance. The document is valid. Throws DirectiveValueError.
List<CollectedField> CollectFields(const CollectionContext& context, const schema::ObjectType* object_type,
                                   List<const language::SelectionSet*> selection_sets);

// The selection sets of all nodes of one response key.
List<const language::SelectionSet*> MergedSelectionSets(const CollectedField& field, Arena* arena);

}  // namespace fraiseql::planner
