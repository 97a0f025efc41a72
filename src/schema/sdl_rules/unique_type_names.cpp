// Unique type names (spec 3.3): every type of a schema has a name of its own.
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void UniqueTypeNamesRule(SdlContext* context) {
  for (const TypeParts& type : context->types()) {
    std::string name(type.name);
    const language::TypeDefinition* first = nullptr;
    for (const language::TypeDefinition* part : type.parts) {
      if (part->kind > language::Definition::Kind::kDirective) continue;  // an extension
      if (context->FindExistingType(type.name) != nullptr) {
        context->Report(
            "Type \"" + name + "\" already exists in the schema. It cannot also be defined in this type definition.",
            {part->name.location().start});
      } else if (first != nullptr) {
        context->Report("There can be only one type named \"" + name + "\".",
                        {first->name.location().start, part->name.location().start});
      } else {
        first = part;
      }
    }
  }
}

}  // namespace fraiseql::schema
