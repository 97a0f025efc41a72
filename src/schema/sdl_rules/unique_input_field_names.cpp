// Unique input field names (spec 5.6.3): an input object literal has a field at most once.
#include "schema/sdl_rules/sdl_rule.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

namespace {

// Recursion is bounded by the depth that the parser allows.
void CheckValue(SdlContext* context, SeenNames* seen, const language::Value& value) {
  seen->Clear();
  for (const language::ObjectField& field : value.fields()) {
    if (const uint32_t* first = seen->Insert(field.name.value(), field.name.location().start)) {
      context->Report("There can be only one input field named \"" + std::string(field.name.value()) + "\".",
                      {*first, field.name.location().start});
    }
  }
  for (const language::ObjectField& field : value.fields()) CheckValue(context, seen, field.value);
  for (const language::Value& item : value.items()) CheckValue(context, seen, item);
}

}  // namespace

void UniqueInputFieldNamesRule(SdlContext* context) {
  SeenNames seen;
  for (const language::Value* value : context->compound_values()) CheckValue(context, &seen, *value);
}

}  // namespace fraiseql::schema
