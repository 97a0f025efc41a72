// Spec section "All Variable Uses Defined".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"

namespace fraiseql::validation {

class NoUndefinedVariables {
 public:
  explicit NoUndefinedVariables(ValidationContext& context) : context_(context) {}

  void Usages(const language::OperationDefinition& operation, const std::vector<ResolvedUsage>& usages) {
    for (const ResolvedUsage& resolved : usages) {
      if (resolved.definition != nullptr) continue;
      const language::Value& variable = *resolved.usage->node;
      std::string message = "Variable \"$" + std::string(variable.text()) + "\" is not defined";
      if (!operation.name.value().empty()) {
        message.append(" by operation \"").append(operation.name.value()).append("\"");
      }
      context_.Report(message + ".", {variable.location, operation.location});
    }
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
