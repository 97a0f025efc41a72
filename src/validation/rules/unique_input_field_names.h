// Spec section "Input Object Field Uniqueness".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"
#include "validation/duplicates.h"

namespace fraiseql::validation {

class UniqueInputFieldNames {
 public:
  explicit UniqueInputFieldNames(ValidationContext& context) : context_(context) {}

  // Other than with arguments, every repetition is an error of its own, beside the first field of the name.
  void Object(const language::Value& object) {
    duplicates_.ForEach(
        object.fields(), [](const language::ObjectField& field) -> const language::Name& { return field.name; },
        [this](std::string_view name, const std::vector<language::Location>& places) {
          for (size_t i = 1; i < places.size(); ++i) {
            context_.Report("There can be only one input field named \"" + std::string(name) + "\".",
                            {places[0], places[i]});
          }
        });
  }

 private:
  ValidationContext& context_;
  Duplicates duplicates_;
};

}  // namespace fraiseql::validation
