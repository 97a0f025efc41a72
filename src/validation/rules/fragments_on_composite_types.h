// Spec section "Fragments on Object, Interface or Union Types".
#pragma once

#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

class FragmentsOnCompositeTypes {
 public:
  explicit FragmentsOnCompositeTypes(ValidationContext& context) : context_(context) {}

  void Inline(const language::InlineFragment& fragment) {
    if (fragment.type_condition != nullptr) Check("Fragment", *fragment.type_condition);
  }

  void Fragment(const language::FragmentDefinition& fragment) {
    // The words cost more than the check, so they are made when there is something to say.
    if (IsComposite(*fragment.type_condition)) return;
    Check("Fragment \"" + std::string(fragment.name.value()) + "\"", *fragment.type_condition);
  }

 private:
  // An unknown type is the business of KnownTypeNames.
  bool IsComposite(const language::TypeReference& condition) {
    const schema::NamedType* type = context_.schema().FindType(condition.name);
    return type == nullptr || schema::IsCompositeKind(type->kind);
  }

  void Check(const std::string& fragment, const language::TypeReference& condition) {
    if (IsComposite(condition)) return;
    context_.Report(fragment + " cannot condition on non composite type \"" + std::string(condition.name) + "\".",
                    {condition.location});
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
