// Unique enum value names (spec 3.9): a value of an enum type is defined once, extensions included.
#include "schema/sdl_rules/sdl_rule.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

void UniqueEnumValueNamesRule(SdlContext* context) {
  SeenNames seen;
  for (const TypeParts& type : context->types()) {
    const NamedType* existing = context->FindExistingType(type.name);
    bool extends_enum = existing != nullptr && existing->kind == TypeKind::kEnum;
    seen.Clear();
    for (const language::TypeDefinition* part : type.parts) {
      for (const language::EnumValueDefinition& value : part->values) {
        const language::Name& name = value.name;
        if (extends_enum && static_cast<const EnumType*>(existing)->FindValue(name.value()) != nullptr) {
          context->Report("Enum value \"" + std::string(type.name) + "." + std::string(name.value()) +
                              "\" already exists in the schema. It cannot also be defined in this type extension.",
                          {name.location().start});
        } else if (const uint32_t* first = seen.Insert(name.value(), name.location().start)) {
          context->Report("Enum value \"" + std::string(type.name) + "." + std::string(name.value()) +
                              "\" can only be defined once.",
                          {*first, name.location().start});
        }
      }
    }
  }
}

}  // namespace fraiseql::schema
