// Spec section "Variables Are Input Types".
#pragma once

#include <string>

#include "language/printer.h"
#include "validation/context.h"

namespace fraiseql::validation {

class VariablesAreInputTypes {
 public:
  explicit VariablesAreInputTypes(ValidationContext& context) : context_(context) {}

  void Variable(const language::VariableDefinition& definition, const schema::Type* type) {
    if (type == nullptr || schema::IsInputType(type)) return;
    std::string message = "Variable \"$" + std::string(definition.variable.value()) + "\" cannot be non-input type \"";
    language::PrintTypeReference(*definition.type, &message);
    context_.Report(message + "\".", {definition.type->location});
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
