// Spec sections "Directives Are Defined" and "Directives Are in Valid Locations".
#pragma once

#include <algorithm>
#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

class KnownDirectives {
 public:
  explicit KnownDirectives(ValidationContext& context) : context_(context) {}

  void Directive(const language::Directive& directive, const schema::Directive* definition,
                 schema::DirectiveLocation location) {
    if (definition == nullptr) {
      context_.Report("Unknown directive \"@" + std::string(directive.name.value()) + "\".", {directive.location});
    } else if (std::find(definition->locations.begin(), definition->locations.end(), location) ==
               definition->locations.end()) {
      context_.Report("Directive \"@" + std::string(directive.name.value()) + "\" may not be used on " +
                          std::string(schema::DirectiveLocationName(location)) + ".",
                      {directive.location});
    }
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
