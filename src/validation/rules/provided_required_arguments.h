// Spec section "Required Arguments".
#pragma once

#include <algorithm>
#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

class ProvidedRequiredArguments {
 public:
  explicit ProvidedRequiredArguments(ValidationContext& context) : context_(context) {}

  void LeaveField(const language::Field& field) {
    const schema::Field* definition = context_.place.field;
    if (definition == nullptr) return;
    for (const schema::InputValue& argument : definition->arguments) {
      if (!IsMissing(argument, field.arguments)) continue;
      context_.Report("Field \"" + std::string(definition->name) + "\" " + Complaint(argument), {field.location});
    }
  }

  void Directive(const language::Directive& directive, const schema::Directive* definition, schema::DirectiveLocation) {
    if (definition == nullptr) return;
    for (const schema::InputValue& argument : definition->arguments) {
      if (!IsMissing(argument, directive.arguments)) continue;
      context_.Report("Directive \"@" + std::string(directive.name.value()) + "\" " + Complaint(argument),
                      {directive.location});
    }
  }

 private:
  static bool IsMissing(const schema::InputValue& argument, const List<language::Argument>& provided) {
    return argument.IsRequired() && std::none_of(provided.begin(), provided.end(), [&](const language::Argument& a) {
             return a.name.value() == argument.name;
           });
  }

  static std::string Complaint(const schema::InputValue& argument) {
    return "argument \"" + std::string(argument.name) + "\" of type \"" + schema::TypeName(argument.type) +
           "\" is required, but it was not provided.";
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
