// Lone Schema Definition (spec 3.3): a document has at most one schema definition, an extending one has none.
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void LoneSchemaDefinitionRule(SdlContext* context) {
  const Schema* existing = context->existing();
  bool already_defined = existing != nullptr && existing->definition() != nullptr;
  for (language::OperationType operation :
       {language::OperationType::kQuery, language::OperationType::kMutation, language::OperationType::kSubscription}) {
    already_defined = already_defined || (existing != nullptr && existing->DeclaredRootType(operation) != nullptr);
  }
  size_t definitions = 0;
  for (const language::SchemaDefinition* schema : context->schemas()) {
    if (schema->kind != language::Definition::Kind::kSchema) continue;
    if (already_defined) {
      context->Report("Cannot define a new schema within a schema extension.", {schema->location.start});
    } else if (definitions++ > 0) {
      context->Report("Must provide only one schema definition.", {schema->location.start});
    }
  }
}

}  // namespace fraiseql::schema
