// Spec section "Argument Uniqueness".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"
#include "validation/duplicates.h"

namespace fraiseql::validation {

class UniqueArgumentNames {
 public:
  explicit UniqueArgumentNames(ValidationContext& context) : context_(context) {}

  void Arguments(const List<language::Argument>& arguments) {
    duplicates_.ForEach(
        arguments, [](const language::Argument& argument) -> const language::Name& { return argument.name; },
        [this](std::string_view name, const std::vector<language::Location>& places) {
          context_.Report("There can be only one argument named \"" + std::string(name) + "\".", places);
        });
  }

 private:
  ValidationContext& context_;
  Duplicates duplicates_;
};

}  // namespace fraiseql::validation
