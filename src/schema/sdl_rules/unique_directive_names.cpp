// Unique directive names (spec 3.13): a directive is defined once.
#include "schema/sdl_rules/sdl_rule.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

void UniqueDirectiveNamesRule(SdlContext* context) {
  SeenNames seen;
  for (const language::DirectiveDefinition* directive : context->directive_definitions()) {
    const language::Name& name = directive->name;
    if (context->existing() != nullptr && context->existing()->FindDirective(name.value()) != nullptr) {
      context->Report(
          "Directive \"@" + std::string(name.value()) + "\" already exists in the schema. It cannot be redefined.",
          {name.location().start});
    } else if (const uint32_t* first = seen.Insert(name.value(), name.location().start)) {
      context->Report("There can be only one directive named \"@" + std::string(name.value()) + "\".",
                      {*first, name.location().start});
    }
  }
}

}  // namespace fraiseql::schema
