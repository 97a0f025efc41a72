// A value on its way in: what a variable, an argument or a literal holds (spec section 3.10, "Input Values").
//
// One tree serves raw JSON variables before coercion and the result of coercion after it. Numbers keep their digits
// as text, so a Decimal or BigInt never passes through a double. All memory is in an Arena.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::values {

struct InputObjectField;

struct InputValue {
  enum class Kind : uint8_t { kNull, kBoolean, kInt, kFloat, kString, kEnum, kList, kObject };
  Kind kind = Kind::kNull;
  bool boolean = false;
  // kInt, kFloat: digits in JSON's form. kString: UTF-8, escapes resolved. kEnum: the stored text (schema/schema.h).
  std::string_view text = {};
  List<InputValue> items = {};         // kList
  List<InputObjectField> fields = {};  // kObject, in the order of the type's fields after coercion

  // Null where the object has no such field (absent, which is not the same as null).
  const InputValue* Find(std::string_view name) const;
};

struct InputObjectField {
  std::string_view name;
  InputValue value;
};

// Coerced variables or arguments by name; a missing entry was not given and has no default.
using InputValues = List<InputObjectField>;

}  // namespace fraiseql::values
