// Spec section "Executable Definitions".
#pragma once

#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

// A document that is executed holds operations and fragments only.
class ExecutableDefinitions {
 public:
  explicit ExecutableDefinitions(ValidationContext& context) : context_(context) {}

  void EnterDocument(const language::Document& document) {
    using Kind = language::Definition::Kind;
    for (const language::Definition* definition : document.definitions) {
      if (definition->kind == Kind::kOperation || definition->kind == Kind::kFragment) continue;
      context_.Report("The " + NameOf(*definition) + " definition is not executable.", {definition->location});
    }
  }

 private:
  static std::string NameOf(const language::Definition& definition) {
    using Kind = language::Definition::Kind;
    if (definition.kind == Kind::kSchema || definition.kind == Kind::kSchemaExtension) return "schema";
    std::string_view name = definition.kind == Kind::kDirective
                                ? static_cast<const language::DirectiveDefinition&>(definition).name.value()
                                : static_cast<const language::TypeDefinition&>(definition).name.value();
    return "\"" + std::string(name) + "\"";
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
