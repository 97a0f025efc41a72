#include "values/input_value.h"

namespace fraiseql::values {

const InputValue* InputValue::Find(std::string_view name) const {
  for (const InputObjectField& field : fields) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

}  // namespace fraiseql::values
