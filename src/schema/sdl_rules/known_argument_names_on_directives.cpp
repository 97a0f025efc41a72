// Known argument names on directives (spec 5.4.1).
#include <algorithm>

#include "base/did_you_mean.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void KnownArgumentNamesOnDirectivesRule(SdlContext* context) {
  for (const DirectivePlace& place : context->directive_places()) {
    for (const language::Directive& directive : *place.directives) {
      const KnownDirective* known = context->FindDirective(directive.name.value());
      if (known == nullptr) continue;
      for (const language::Argument& argument : directive.arguments) {
        std::string_view name = argument.name.value();
        if (std::any_of(known->arguments.begin(), known->arguments.end(),
                        [name](const KnownDirective::Argument& other) { return other.name == name; })) {
          continue;
        }
        std::vector<std::string_view> names;
        for (const KnownDirective::Argument& other : known->arguments) names.push_back(other.name);
        context->Report("Unknown argument \"" + std::string(name) + "\" on directive \"@" +
                            std::string(directive.name.value()) + "\"." + DidYouMean(SuggestionList(name, names)),
                        {argument.location().start});
      }
    }
  }
}

}  // namespace fraiseql::schema
