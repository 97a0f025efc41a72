// Unique operation types (spec 3.3.1): the schema definition and its extensions name each root type at most once.
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

void UniqueOperationTypesRule(SdlContext* context) {
  static constexpr std::string_view kOperations[] = {"query", "mutation", "subscription"};
  const language::RootOperationTypeDefinition* defined[3] = {};
  for (const language::SchemaDefinition* schema : context->schemas()) {
    for (const language::RootOperationTypeDefinition& type : schema->operation_types) {
      size_t index = static_cast<size_t>(type.operation);
      std::string operation(kOperations[index]);
      if (context->existing() != nullptr && context->existing()->DeclaredRootType(type.operation) != nullptr) {
        context->Report("Type for " + operation + " already defined in the schema. It cannot be redefined.",
                        {type.location.start});
      } else if (defined[index] != nullptr) {
        context->Report("There can be only one " + operation + " type in schema.",
                        {defined[index]->location.start, type.location.start});
      } else {
        defined[index] = &type;
      }
    }
  }
}

}  // namespace fraiseql::schema
