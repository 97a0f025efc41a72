// Spec section "Directives Are Unique per Location".
#pragma once

#include <string>

#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

// A directive that is not repeatable stands once at one place.
class UniqueDirectivesPerLocation {
 public:
  explicit UniqueDirectivesPerLocation(ValidationContext& context) : context_(context) {}

  // A type and its extensions, a schema and its extensions are one place each.
  void Directives(const List<language::Directive>& directives, const language::Definition* owner) {
    if (owner == nullptr) {
      here_.Clear();
      Check(directives, {}, &here_);
    } else {
      Check(directives, OwnerPrefix(*owner), &owners_);
    }
  }

 private:
  static std::string OwnerPrefix(const language::Definition& owner) {
    using Kind = language::Definition::Kind;
    if (owner.kind == Kind::kSchema || owner.kind == Kind::kSchemaExtension) return " ";
    return std::string(static_cast<const language::TypeDefinition&>(owner).name.value()) + " ";
  }

  void Check(const List<language::Directive>& directives, const std::string& prefix, NameTable* seen) {
    for (const language::Directive& directive : directives) {
      const schema::Directive* definition = context_.FindDirective(directive.name.value());
      if (definition == nullptr || definition->is_repeatable) continue;
      std::string_view key = directive.name.value();
      if (!prefix.empty()) key = context_.arena()->CopyString(prefix + std::string(key));
      bool is_new;
      uint32_t first = seen->Insert(key, directive.location.start, &is_new);
      if (is_new) continue;
      context_.Report(
          "The directive \"@" + std::string(directive.name.value()) + "\" can only be used once at this location.",
          {language::Location{first, first}, directive.location});
    }
  }

  ValidationContext& context_;
  NameTable here_;
  NameTable owners_;
};

}  // namespace fraiseql::validation
