// Spec section "All Variables Used".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

class NoUnusedVariables {
 public:
  explicit NoUnusedVariables(ValidationContext& context) : context_(context) {}

  void Usages(const language::OperationDefinition& operation, const std::vector<ResolvedUsage>& usages) {
    if (operation.variable_definitions.empty()) return;
    used_.Clear();
    for (const ResolvedUsage& resolved : usages) {
      bool is_new;
      if (resolved.definition != nullptr) used_.Insert(resolved.usage->node->text(), 0, &is_new);
    }
    for (const language::VariableDefinition& definition : operation.variable_definitions) {
      std::string_view name = definition.variable.value();
      if (used_.Find(name) != nullptr) continue;
      std::string message = "Variable \"$" + std::string(name) + "\" is never used";
      if (!operation.name.value().empty()) {
        message.append(" in operation \"").append(operation.name.value()).append("\"");
      }
      context_.Report(message + ".", {definition.location});
    }
  }

 private:
  ValidationContext& context_;
  NameTable used_;
};

}  // namespace fraiseql::validation
