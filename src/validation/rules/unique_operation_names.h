// Spec section "Operation Name Uniqueness".
#pragma once

#include <string>

#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

class UniqueOperationNames {
 public:
  explicit UniqueOperationNames(ValidationContext& context) : context_(context) {}

  void EnterDocument(const language::Document&) {
    const std::vector<OperationInfo>& operations = context_.operations();
    if (operations.size() < 2) return;
    for (uint32_t i = 0; i < operations.size(); ++i) {
      const language::Name& name = operations[i].definition->name;
      if (name.value().empty()) continue;
      bool is_new;
      uint32_t first = names_.Insert(name.value(), i, &is_new);
      if (is_new) continue;
      context_.Report("There can be only one operation named \"" + std::string(name.value()) + "\".",
                      {operations[first].definition->name.location(), name.location()});
    }
  }

 private:
  ValidationContext& context_;
  NameTable names_;
};

}  // namespace fraiseql::validation
