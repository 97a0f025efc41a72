// Types of the reference implementation's own test schemas whose behaviour is written in code and not in SDL.
#pragma once

#include <string_view>

#include "schema/schema.h"
#include "values/input_value.h"

namespace fraiseql::conformance {

// Makes custom scalars of this schema behave as there while it is in scope.
class ReferenceScalars {
 public:
  explicit ReferenceScalars(std::string_view sdl);
  ~ReferenceScalars();
  ReferenceScalars(const ReferenceScalars&) = delete;
  ReferenceScalars& operator=(const ReferenceScalars&) = delete;
};

// Enum values have the values behind them there that were recorded: replaces names by positions in the enum where
// `expected`, of the same form, has a number.
values::InputValue WithReferenceEnums(const values::InputValue& value, const values::InputValue& expected,
                                      const schema::Schema& schema, Arena* arena);

}  // namespace fraiseql::conformance
