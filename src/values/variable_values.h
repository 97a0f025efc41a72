// The coerced variables of a request, found by name.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "schema/name_index.h"
#include "values/input_value.h"

namespace fraiseql::values {

class VariableValues {
 public:
  VariableValues() = default;
  // `values` and the index live in `arena`.
  VariableValues(InputValues values, Arena* arena) : values_(values), index_(schema::NameIndex::Build(values, arena)) {}

  // Null where the variable was not given and has no default, which is not the same as null.
  const InputValue* Find(std::string_view name) const {
    const InputObjectField* entry = index_.Find(values_, name);
    return entry == nullptr ? nullptr : &entry->value;
  }

  const InputValues& values() const { return values_; }

 private:
  InputValues values_;
  schema::NameIndex index_;
};

}  // namespace fraiseql::values
