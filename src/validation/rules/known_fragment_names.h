// Spec section "Fragment Spread Target Defined".
#pragma once

#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

class KnownFragmentNames {
 public:
  explicit KnownFragmentNames(ValidationContext& context) : context_(context) {}

  void Spread(const language::FragmentSpread& spread, uint32_t fragment) {
    if (fragment != kNoFragment) return;
    context_.Report("Unknown fragment \"" + std::string(spread.name.value()) + "\".", {spread.name.location()});
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
