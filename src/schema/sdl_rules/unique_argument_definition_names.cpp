// Unique argument definition names (spec 3.6.1, 3.13): an argument of a field or directive is defined once.
#include "schema/sdl_rules/repeated_names.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void UniqueArgumentDefinitionNamesRule(SdlContext* context) {
  for (const language::DirectiveDefinition* directive : context->directive_definitions()) {
    ForEachRepeatedName(directive->arguments, [&](std::string_view name, std::vector<uint32_t> offsets) {
      context->Report("Argument \"@" + std::string(directive->name.value()) + "(" + std::string(name) +
                          ":)\" can only be defined once.",
                      std::move(offsets));
    });
  }
  for (const TypeParts& type : context->types()) {
    for (const language::TypeDefinition* part : type.parts) {
      for (const language::FieldDefinition& field : part->fields) {
        ForEachRepeatedName(field.arguments, [&](std::string_view name, std::vector<uint32_t> offsets) {
          context->Report("Argument \"" + std::string(type.name) + "." + std::string(field.name.value()) + "(" +
                              std::string(name) + ":)\" can only be defined once.",
                          std::move(offsets));
        });
      }
    }
  }
}

}  // namespace fraiseql::schema
