// Spec section "Fragments Must Be Used".
#pragma once

#include <string>

#include "base/interrupt.h"
#include "validation/context.h"

namespace fraiseql::validation {

// Every fragment is reached from an operation.
class NoUnusedFragments {
 public:
  explicit NoUnusedFragments(ValidationContext& context) : context_(context) {}

  void LeaveDocument() {
    const std::vector<FragmentInfo>& fragments = context_.fragments();
    if (fragments.empty()) return;
    used_.resize(fragments.size());
    for (const OperationInfo& operation : context_.operations()) Use(operation.facts);
    for (size_t next = 0; next < waiting_.size(); ++next) {
      CheckForInterrupts();
      Use(fragments[waiting_[next]].facts);
    }
    for (const FragmentInfo& fragment : fragments) {
      // Of fragments of one name, all are used with the one that the name finds.
      if (used_[context_.FindFragment(fragment.definition->name.value())]) continue;
      context_.Report("Fragment \"" + std::string(fragment.definition->name.value()) + "\" is never used.",
                      {fragment.definition->location});
    }
  }

 private:
  void Use(const DefinitionFacts& facts) {
    for (uint32_t i = facts.first_spread; i < facts.end_spread; ++i) {
      uint32_t fragment = context_.spreads()[i];
      if (fragment == kNoFragment || used_[fragment]) continue;
      used_[fragment] = true;
      waiting_.push_back(fragment);
    }
  }

  ValidationContext& context_;
  std::vector<bool> used_;         // by fragment
  std::vector<uint32_t> waiting_;  // used, their own spreads not yet looked at
};

}  // namespace fraiseql::validation
