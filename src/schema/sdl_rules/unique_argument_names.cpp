// Unique argument names (spec 5.4.2): a field or directive is given an argument at most once.
#include "schema/sdl_rules/repeated_names.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void UniqueArgumentNamesRule(SdlContext* context) {
  for (const List<language::Argument>* arguments : context->argument_lists()) {
    ForEachRepeatedName(*arguments, [&](std::string_view name, std::vector<uint32_t> offsets) {
      context->Report("There can be only one argument named \"" + std::string(name) + "\".", std::move(offsets));
    });
  }
}

}  // namespace fraiseql::schema
