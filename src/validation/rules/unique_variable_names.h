// Spec section "Variable Uniqueness".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"
#include "validation/duplicates.h"

namespace fraiseql::validation {

class UniqueVariableNames {
 public:
  explicit UniqueVariableNames(ValidationContext& context) : context_(context) {}

  void EnterOperation(const language::OperationDefinition& operation) {
    duplicates_.ForEach(
        operation.variable_definitions,
        [](const language::VariableDefinition& definition) -> const language::Name& { return definition.variable; },
        [this](std::string_view name, const std::vector<language::Location>& places) {
          context_.Report("There can be only one variable named \"$" + std::string(name) + "\".", places);
        });
  }

 private:
  ValidationContext& context_;
  Duplicates duplicates_;
};

}  // namespace fraiseql::validation
