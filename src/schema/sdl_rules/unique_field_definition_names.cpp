// Unique field definition names (spec 3.6, 3.7, 3.10): a field of a type is defined once, extensions included.
#include "schema/sdl_rules/sdl_rule.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

namespace {

bool HasField(const NamedType* type, std::string_view name) {
  if (type == nullptr) return false;
  switch (type->kind) {
    case TypeKind::kObject:
    case TypeKind::kInterface:
      return static_cast<const CompositeType*>(type)->FindField(name) != nullptr;
    case TypeKind::kInputObject:
      return static_cast<const InputObjectType*>(type)->FindField(name) != nullptr;
    default:
      return false;
  }
}

}  // namespace

void UniqueFieldDefinitionNamesRule(SdlContext* context) {
  SeenNames seen;
  for (const TypeParts& type : context->types()) {
    const NamedType* existing = context->FindExistingType(type.name);
    seen.Clear();
    auto check = [&](const language::Name& name) {
      if (HasField(existing, name.value())) {
        context->Report("Field \"" + std::string(type.name) + "." + std::string(name.value()) +
                            "\" already exists in the schema. It cannot also be defined in this type extension.",
                        {name.location().start});
      } else if (const uint32_t* first = seen.Insert(name.value(), name.location().start)) {
        context->Report(
            "Field \"" + std::string(type.name) + "." + std::string(name.value()) + "\" can only be defined once.",
            {*first, name.location().start});
      }
    };
    for (const language::TypeDefinition* part : type.parts) {
      for (const language::FieldDefinition& field : part->fields) check(field.name);
      for (const language::InputValueDefinition& field : part->input_fields) check(field.name);
    }
  }
}

}  // namespace fraiseql::schema
