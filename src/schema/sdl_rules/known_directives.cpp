// Known directives (spec 5.7.1, 5.7.2): directives are defined and stand where their definition allows it.
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void KnownDirectivesRule(SdlContext* context) {
  for (const DirectivePlace& place : context->directive_places()) {
    for (const language::Directive& directive : *place.directives) {
      std::string name(directive.name.value());
      const KnownDirective* known = context->FindDirective(name);
      if (known == nullptr) {
        context->Report("Unknown directive \"@" + name + "\".", {directive.location.start});
      } else if (!known->MayBeOn(place.location)) {
        context->Report("Directive \"@" + name + "\" may not be used on " +
                            std::string(DirectiveLocationName(place.location)) + ".",
                        {directive.location.start});
      }
    }
  }
}

}  // namespace fraiseql::schema
