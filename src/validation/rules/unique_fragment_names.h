// Spec section "Fragment Name Uniqueness".
#pragma once

#include <string>

#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

class UniqueFragmentNames {
 public:
  explicit UniqueFragmentNames(ValidationContext& context) : context_(context) {}

  void EnterDocument(const language::Document&) {
    const std::vector<FragmentInfo>& fragments = context_.fragments();
    if (fragments.size() < 2) return;
    for (uint32_t i = 0; i < fragments.size(); ++i) {
      const language::Name& name = fragments[i].definition->name;
      bool is_new;
      uint32_t first = names_.Insert(name.value(), i, &is_new);
      if (is_new) continue;
      context_.Report("There can be only one fragment named \"" + std::string(name.value()) + "\".",
                      {fragments[first].definition->name.location(), name.location()});
    }
  }

 private:
  ValidationContext& context_;
  NameTable names_;
};

}  // namespace fraiseql::validation
