// Known type names (spec 3.4): every type that is referred to is defined.
#include "base/did_you_mean.h"
#include "schema/built_in.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void KnownTypeNamesRule(SdlContext* context) {
  auto known_names = [&](bool in_type_system) {
    std::vector<std::string_view> names;
    // In operations the reference implementation suggests none of these, although some exist in every schema.
    if (in_type_system) {
      for (std::string_view name : kSpecifiedScalarNames) names.push_back(name);
      for (std::string_view name : kIntrospectionTypeNames) names.push_back(name);
    }
    if (context->engine_extras()) {
      for (std::string_view name : kEngineScalarNames) names.push_back(name);
    }
    if (context->existing() != nullptr) {
      for (const NamedType* type : context->existing()->types()) names.push_back(type->name);
    }
    for (const TypeParts& type : context->types()) {
      if (type.definition != nullptr) names.push_back(type.name);
    }
    return names;
  };

  for (const NamedTypeReference& reference : context->type_references()) {
    std::string_view name = reference.type->name;
    const TypeParts* parts = context->FindTypeParts(name);
    if (parts != nullptr && parts->definition != nullptr) continue;
    if (context->FindExistingType(name) != nullptr) continue;
    if (reference.in_type_system && (IsSpecifiedScalarName(name) || IsIntrospectionTypeName(name))) continue;
    if (context->engine_extras() && IsEngineScalarName(name)) continue;
    context->Report("Unknown type \"" + std::string(name) + "\"." +
                        DidYouMean(SuggestionList(name, known_names(reference.in_type_system))),
                    {reference.type->location.start});
  }
}

}  // namespace fraiseql::schema
