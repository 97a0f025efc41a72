// Possible type extensions (spec 3.4.3): an extension is of the kind of the type that it extends.
#include "base/did_you_mean.h"
#include "schema/built_in.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

namespace {

using Kind = language::Definition::Kind;

TypeKind KindOf(Kind kind) {
  switch (kind) {
    case Kind::kScalarType:
    case Kind::kScalarTypeExtension:
      return TypeKind::kScalar;
    case Kind::kInterfaceType:
    case Kind::kInterfaceTypeExtension:
      return TypeKind::kInterface;
    case Kind::kUnionType:
    case Kind::kUnionTypeExtension:
      return TypeKind::kUnion;
    case Kind::kEnumType:
    case Kind::kEnumTypeExtension:
      return TypeKind::kEnum;
    case Kind::kInputObjectType:
    case Kind::kInputObjectTypeExtension:
      return TypeKind::kInputObject;
    default:
      return TypeKind::kObject;
  }
}

std::string KindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kScalar:
      return "scalar";
    case TypeKind::kInterface:
      return "interface";
    case TypeKind::kUnion:
      return "union";
    case TypeKind::kEnum:
      return "enum";
    case TypeKind::kInputObject:
      return "input object";
    default:
      return "object";
  }
}

}  // namespace

void PossibleTypeExtensionsRule(SdlContext* context) {
  for (const TypeParts& type : context->types()) {
    const NamedType* existing = context->FindExistingType(type.name);
    bool engine_scalar = context->engine_extras() && IsEngineScalarName(type.name);
    for (const language::TypeDefinition* part : type.parts) {
      if (part->kind < Kind::kDirective) continue;  // a definition
      TypeKind kind = KindOf(part->kind);
      std::string name(type.name);
      if (type.definition == nullptr && existing == nullptr && !engine_scalar) {
        std::vector<std::string_view> names;
        for (const TypeParts& other : context->types()) {
          if (other.definition != nullptr) names.push_back(other.name);
        }
        if (context->existing() != nullptr) {
          for (const NamedType* other : context->existing()->types()) names.push_back(other->name);
        }
        context->Report("Cannot extend type \"" + name + "\" because it is not defined." +
                            DidYouMean(SuggestionList(type.name, names)),
                        {part->name.location().start});
        continue;
      }
      TypeKind expected = type.definition != nullptr ? KindOf(type.definition->kind)
                          : existing != nullptr      ? existing->kind
                                                     : TypeKind::kScalar;
      if (kind == expected) continue;
      std::vector<uint32_t> offsets;
      if (type.definition != nullptr) offsets.push_back(type.definition->location.start);
      offsets.push_back(part->location.start);
      context->Report("Cannot extend non-" + KindName(kind) + " type \"" + name + "\".", std::move(offsets));
    }
  }
}

}  // namespace fraiseql::schema
