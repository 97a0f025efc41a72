// Spec section "Fragment Spread Type Existence".
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/did_you_mean.h"
#include "validation/context.h"

namespace fraiseql::validation {

// Types that fragments and variables refer to exist.
class KnownTypeNames {
 public:
  explicit KnownTypeNames(ValidationContext& context) : context_(context) {}

  void EnterDocument(const language::Document& document) {
    for (const language::Definition* definition : document.definitions) {
      if (IsTypeDefinition(definition->kind)) {
        defined_.push_back(static_cast<const language::TypeDefinition*>(definition)->name.value());
      }
    }
  }

  void NamedType(const language::TypeReference& reference, bool is_definition) {
    if (context_.schema().FindType(reference.name) != nullptr) return;
    if (std::find(defined_.begin(), defined_.end(), reference.name) != defined_.end()) return;
    if (is_definition && IsStandardType(reference.name)) return;
    std::vector<std::string_view> known = defined_;
    for (const schema::NamedType* type : context_.schema().types()) known.push_back(type->name);
    if (is_definition) known.insert(known.end(), std::begin(kStandardTypes), std::end(kStandardTypes));
    context_.Report(
        "Unknown type \"" + std::string(reference.name) + "\"." + DidYouMean(SuggestionList(reference.name, known)),
        {reference.location});
  }

 private:
  static constexpr std::string_view kStandardTypes[] = {
      "String",     "Int",      "Float",        "Boolean",
      "ID",         "__Schema", "__Directive",  "__DirectiveLocation",
      "__Type",     "__Field",  "__InputValue", "__EnumValue",
      "__TypeKind",
  };

  static bool IsStandardType(std::string_view name) {
    return std::find(std::begin(kStandardTypes), std::end(kStandardTypes), name) != std::end(kStandardTypes);
  }

  static bool IsTypeDefinition(language::Definition::Kind kind) {
    using Kind = language::Definition::Kind;
    return kind >= Kind::kScalarType && kind <= Kind::kInputObjectType;
  }

  ValidationContext& context_;
  std::vector<std::string_view> defined_;  // by the document itself; what is not executable is few: the rest aborts
};

}  // namespace fraiseql::validation
