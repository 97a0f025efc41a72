// Provided required arguments on directives (spec 5.4.3).
#include <algorithm>

#include "language/printer.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

namespace {

std::string TypeText(const KnownDirective::Argument& argument) {
  if (argument.type != nullptr) return TypeName(argument.type);
  std::string text;
  language::PrintTypeReference(*argument.type_reference, &text);
  return text;
}

}  // namespace

void ProvidedRequiredArgumentsOnDirectivesRule(SdlContext* context) {
  for (const DirectivePlace& place : context->directive_places()) {
    for (const language::Directive& directive : *place.directives) {
      const KnownDirective* known = context->FindDirective(directive.name.value());
      if (known == nullptr) continue;
      for (const KnownDirective::Argument& required : known->arguments) {
        if (!required.is_required) continue;
        if (std::any_of(directive.arguments.begin(), directive.arguments.end(),
                        [&](const language::Argument& given) { return given.name.value() == required.name; })) {
          continue;
        }
        context->Report("Directive \"@" + std::string(directive.name.value()) + "\" argument \"" +
                            std::string(required.name) + "\" of type \"" + TypeText(required) +
                            "\" is required, but it was not provided.",
                        {directive.location.start});
      }
    }
  }
}

}  // namespace fraiseql::schema
