// Unique directives per location (spec 5.7.3): a directive that is not repeatable stands at most once at a place. The
// definition of a type or schema and all its extensions are one place.
#include "schema/sdl_rules/sdl_rule.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

namespace {

using Kind = language::Definition::Kind;

bool SharesPlaceWithExtensions(const DirectivePlace& place) {
  return place.of_definition && place.definition->kind > Kind::kFragment;
}

}  // namespace

void UniqueDirectivesPerLocationRule(SdlContext* context) {
  SeenNames seen;
  auto check = [&](const language::Directive& directive) {
    const KnownDirective* known = context->FindDirective(directive.name.value());
    if (known == nullptr || known->is_repeatable) return;
    if (const uint32_t* first = seen.Insert(directive.name.value(), directive.location.start)) {
      context->Report(
          "The directive \"@" + std::string(directive.name.value()) + "\" can only be used once at this location.",
          {*first, directive.location.start});
    }
  };

  for (const DirectivePlace& place : context->directive_places()) {
    if (SharesPlaceWithExtensions(place)) continue;
    seen.Clear();
    for (const language::Directive& directive : *place.directives) check(directive);
  }
  seen.Clear();
  for (const language::SchemaDefinition* schema : context->schemas()) {
    for (const language::Directive& directive : schema->directives) check(directive);
  }
  for (const TypeParts& type : context->types()) {
    seen.Clear();
    for (const language::TypeDefinition* part : type.parts) {
      for (const language::Directive& directive : part->directives) check(directive);
    }
  }
}

}  // namespace fraiseql::schema
