// Spec section "Lone Anonymous Operation".
#pragma once

#include "validation/context.h"

namespace fraiseql::validation {

// An operation without a name is the only one of its document.
class LoneAnonymousOperation {
 public:
  explicit LoneAnonymousOperation(ValidationContext& context) : context_(context) {}

  void EnterOperation(const language::OperationDefinition& operation) {
    if (!operation.name.value().empty() || context_.operations().size() < 2) return;
    context_.Report("This anonymous operation must be the only defined operation.", {operation.location});
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
