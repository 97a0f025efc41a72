// Not a rule of the specification, and one that servers switch on: clients may not ask for the schema.
#pragma once

#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

// The reference implementation names every field of an introspection type; the way in says it all.
class NoSchemaIntrospection {
 public:
  explicit NoSchemaIntrospection(ValidationContext& context) : context_(context) {}

  void EnterField(const language::Field& field) {
    if (context_.options().introspection) return;
    const std::string_view name = field.name.value();
    if (name != "__schema" && name != "__type") return;
    context_.Report("GraphQL introspection has been disabled, but the requested query contained the field \"" +
                        std::string(name) + "\".",
                    {field.location});
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
