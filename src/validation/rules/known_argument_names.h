// Spec section "Argument Names".
#pragma once

#include <string>
#include <vector>

#include "base/did_you_mean.h"
#include "validation/context.h"

namespace fraiseql::validation {

class KnownArgumentNames {
 public:
  explicit KnownArgumentNames(ValidationContext& context) : context_(context) {}

  void Argument(const language::Argument& argument, const schema::InputValue* definition) {
    const schema::Field* field = context_.place.field;
    if (definition != nullptr || field == nullptr) return;
    Report(argument, "field \"" + std::string(context_.place.parent_type->name) + "." + std::string(field->name),
           field->arguments);
  }

  void Directive(const language::Directive& directive, const schema::Directive* definition, schema::DirectiveLocation) {
    if (definition == nullptr) return;
    for (const language::Argument& argument : directive.arguments) {
      if (definition->FindArgument(argument.name.value()) != nullptr) continue;
      Report(argument, "directive \"@" + std::string(directive.name.value()), definition->arguments);
    }
  }

 private:
  void Report(const language::Argument& argument, const std::string& owner, const List<schema::InputValue>& known) {
    std::vector<std::string_view> names;
    for (const schema::InputValue& value : known) names.push_back(value.name);
    context_.Report("Unknown argument \"" + std::string(argument.name.value()) + "\" on " + owner + "\"." +
                        DidYouMean(SuggestionList(argument.name.value(), names)),
                    {argument.location()});
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
