// What the rules share while one document is validated: the schema, the document's fragments, where the walk stands,
// and the list of errors.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "validation/name_table.h"
#include "validation/validate.h"

namespace fraiseql::validation {

// A variable in the place of a value.
struct VariableUsage {
  const language::Value* node = nullptr;
  const schema::Type* type = nullptr;         // expected at this place; null where it is not known
  bool has_default = false;                   // whether the argument or input field has a default value
  const schema::Type* parent_type = nullptr;  // of an input field: the type of its object as it is declared
};

// A usage together with the definition it refers to in one operation; null where that operation has none.
struct ResolvedUsage {
  const VariableUsage* usage = nullptr;
  const language::VariableDefinition* definition = nullptr;
};

inline constexpr uint32_t kNoFragment = UINT32_MAX;

// What the walk has found in one operation or fragment: ranges of spreads() and usages().
struct DefinitionFacts {
  uint32_t first_spread = 0;
  uint32_t end_spread = 0;
  uint32_t first_usage = 0;
  uint32_t end_usage = 0;
};

struct FragmentInfo {
  const language::FragmentDefinition* definition = nullptr;
  const schema::NamedType* type = nullptr;  // of the type condition, of whatever kind; null where it is not known
  DefinitionFacts facts = {};
};

struct OperationInfo {
  const language::OperationDefinition* definition = nullptr;
  DefinitionFacts facts = {};
};

// Ends a validation that has found too many errors.
struct ErrorLimitReached {};

class ValidationContext {
 public:
  ValidationContext(const schema::Schema& schema, const language::Document& document, const ValidationOptions& options);
  ValidationContext(const ValidationContext&) = delete;
  ValidationContext& operator=(const ValidationContext&) = delete;

  const schema::Schema& schema() const { return schema_; }
  const language::Document& document() const { return document_; }
  const ValidationOptions& options() const { return options_; }
  Arena* arena() { return &arena_; }

  // ── Errors ──

  // Reports an error with the places of the nodes it is about. Throws ErrorLimitReached.
  void Report(std::string message, std::initializer_list<language::Location> nodes) {
    Report(std::move(message), nodes.begin(), nodes.size());
  }
  void Report(std::string message, const std::vector<language::Location>& nodes) {
    Report(std::move(message), nodes.data(), nodes.size());
  }
  // All errors, places worked out.
  std::vector<GraphQLError> TakeErrors();

  // ── The document ──

  // All operations and fragments in their order. Of fragments of one name the last one is found by it.
  const std::vector<OperationInfo>& operations() const { return operations_; }
  const std::vector<FragmentInfo>& fragments() const { return fragments_; }
  uint32_t FindFragment(std::string_view name) {
    const uint32_t* found = fragments_by_name_.Find(name);
    return found == nullptr ? kNoFragment : *found;
  }

  // Complete once the whole document has been walked.
  // Of every spread the position in fragments(), or kNoFragment.
  const std::vector<uint32_t>& spreads() const { return spreads_; }
  const std::vector<VariableUsage>& usages() const { return usages_; }

  // The fragments that `facts` reach, each once.
  const std::vector<uint32_t>& ReachableFragments(const DefinitionFacts& facts);

  // All fragments, those that a fragment spreads before itself; in cycles as far as that is possible.
  const std::vector<uint32_t>& FragmentsInnermostFirst();
  // False: no fragment spreads itself. True also where two fragments have one name, so that the reference
  // implementation, which goes by names, may see a cycle.
  bool MayHaveFragmentCycle();

  // ── Types ──

  // The type a reference names; null where a name is not known.
  const schema::Type* TypeOf(const language::TypeReference& reference);
  // A directive as the rules know it: defined by the document, else by the schema unless it is the engine's own.
  const schema::Directive* FindDirective(std::string_view name) const;
  // The same without the document's definitions.
  const schema::Directive* FindSchemaDirective(std::string_view name) const;

  // ── Where the walk stands ──

  struct Place {
    // The operation that was entered last, also inside of the fragments behind it.
    const language::OperationDefinition* operation = nullptr;
    // Of the innermost selection set: what its selections are about; null where that is not a known composite type.
    const schema::NamedType* parent_type = nullptr;
    // The innermost field's definition; null where there is none.
    const schema::Field* field = nullptr;
    // Of the innermost field, fragment or operation; null where it is not known.
    const schema::Type* type = nullptr;
  };
  Place place;

 private:
  template <typename... Rules>
  friend class Walk;

  struct PendingError {
    std::string message;
    uint32_t first_place;
    uint32_t place_count;
  };

  void Report(std::string message, const language::Location* nodes, size_t count);
  void DefineDirective(const language::DirectiveDefinition& definition);
  void OrderFragments();
  const schema::Type* DeclaredType(const language::TypeReference& reference);

  const schema::Schema& schema_;
  const language::Document& document_;
  const ValidationOptions& options_;
  Arena arena_;

  std::vector<PendingError> errors_;
  std::vector<uint32_t> places_;
  size_t error_bytes_ = 0;

  std::vector<OperationInfo> operations_;
  std::vector<FragmentInfo> fragments_;
  NameTable fragments_by_name_;
  std::vector<uint32_t> spreads_;
  std::vector<VariableUsage> usages_;
  std::vector<const schema::Directive*> document_directives_;

  std::vector<uint32_t> reachable_;
  std::vector<uint32_t> reached_;  // by fragment: the number of the search that reached it last
  uint32_t search_ = 0;
  std::vector<uint32_t> innermost_first_;
  bool is_ordered_ = false;
  bool may_have_cycle_ = false;
};

}  // namespace fraiseql::validation
