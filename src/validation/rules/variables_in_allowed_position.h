// Spec section "All Variable Usages Are Allowed".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"

namespace fraiseql::validation {

// A variable's type fits the places where it is used.
class VariablesInAllowedPosition {
 public:
  explicit VariablesInAllowedPosition(ValidationContext& context) : context_(context) {}

  void Usages(const language::OperationDefinition&, const std::vector<ResolvedUsage>& usages) {
    for (const ResolvedUsage& resolved : usages) {
      if (resolved.definition == nullptr || resolved.usage->type == nullptr) continue;
      const VariableUsage& usage = *resolved.usage;
      const language::VariableDefinition& definition = *resolved.definition;
      const schema::Type* type = VariableType(definition);
      if (type == nullptr) continue;
      if (!IsAllowed(*type, definition, usage)) {
        context_.Report("Variable \"$" + std::string(definition.variable.value()) + "\" of type \"" +
                            schema::TypeName(type) + "\" used in position expecting type \"" +
                            schema::TypeName(usage.type) + "\".",
                        {definition.location, usage.node->location});
      }
      if (IsOneOf(usage.parent_type) && !schema::IsNonNull(type)) {
        context_.Report("Variable \"$" + std::string(definition.variable.value()) + "\" is of type \"" +
                            schema::TypeName(type) +
                            "\" but must be non-nullable to be used for OneOf Input Object \"" +
                            schema::TypeName(usage.parent_type) + "\".",
                        {definition.location, usage.node->location});
      }
    }
  }

 private:
  // Spec: IsVariableUsageAllowed.
  bool IsAllowed(const schema::Type& type, const language::VariableDefinition& definition, const VariableUsage& usage) {
    const schema::Type* expected = usage.type;
    if (schema::IsNonNull(expected) && !schema::IsNonNull(&type)) {
      bool has_value =
          definition.default_value != nullptr && definition.default_value->kind != language::Value::Kind::kNull;
      if (!has_value && !usage.has_default) return false;
      expected = schema::OfType(expected);
    }
    return schema::IsTypeSubTypeOf(context_.schema(), &type, expected);
  }

  static bool IsOneOf(const schema::Type* type) {
    return type != nullptr && type->kind == schema::TypeKind::kInputObject &&
           static_cast<const schema::InputObjectType*>(type)->is_one_of;
  }

  // Many usages in a row have the same variable or few of them.
  const schema::Type* VariableType(const language::VariableDefinition& definition) {
    if (&definition != last_) {
      last_ = &definition;
      last_type_ = context_.TypeOf(*definition.type);
    }
    return last_type_;
  }

  ValidationContext& context_;
  const language::VariableDefinition* last_ = nullptr;
  const schema::Type* last_type_ = nullptr;
};

}  // namespace fraiseql::validation
