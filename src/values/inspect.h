// How messages quote a value that a client sent.
#pragma once

#include <string>

#include "values/input_value.h"

namespace fraiseql::values {

// Appends the value in the form of graphql-js' inspect(): `{ a: "x", b: [1, 2] }`; what is nested deeper than two
// levels as [Object] or [Array], lists cut after ten items.
void Inspect(const InputValue& value, std::string* out);

}  // namespace fraiseql::values
