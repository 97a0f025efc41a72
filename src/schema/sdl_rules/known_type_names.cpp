// Known type names (spec 3.4): every type that is referred to is defined.
#include "schema/built_in.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void KnownTypeNamesRule(SdlContext* context) {
  std::vector<std::string_view> names;
  auto collect_names = [&] {
    if (!names.empty()) return;
    names.insert(names.end(), std::begin(kSpecifiedScalarNames), std::end(kSpecifiedScalarNames));
    names.insert(names.end(), std::begin(kIntrospectionTypeNames), std::end(kIntrospectionTypeNames));
    if (context->engine_extras()) {
      names.insert(names.end(), std::begin(kEngineScalarNames), std::end(kEngineScalarNames));
    }
    if (context->existing() != nullptr) {
      for (const NamedType* type : context->existing()->types()) names.push_back(type->name);
    }
    for (const TypeParts& type : context->types()) {
      if (type.definition != nullptr) names.push_back(type.name);
    }
  };

  for (const NamedTypeReference& reference : context->type_references()) {
    std::string_view name = reference.type->name;
    const TypeParts* parts = context->FindTypeParts(name);
    if (parts != nullptr && parts->definition != nullptr) continue;
    if (context->FindExistingType(name) != nullptr) continue;
    if (reference.in_type_system && (IsSpecifiedScalarName(name) || IsIntrospectionTypeName(name))) continue;
    if (context->engine_extras() && IsEngineScalarName(name)) continue;
    collect_names();
    context->Report("Unknown type \"" + std::string(name) + "\"." + context->Suggest(name, names),
                    {reference.type->location.start});
  }
}

}  // namespace fraiseql::schema
