// The texts of the engine's own scalars: BigInt, Decimal, DateTime, Date, Time, UUID.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "schema/schema.h"
#include "values/input_value.h"

namespace fraiseql::values {

// Whether `value` has the kind and the form that the scalar asks for. BigInt and Decimal take numbers and strings,
// the others strings; days, hours and offsets must exist. Anything but a number or a string is never right.
bool IsEngineScalarText(schema::ScalarKind scalar, const InputValue& value);

// What the form is, as a sentence.
std::string_view EngineScalarForm(schema::ScalarKind scalar);

// The one spelling of a text that IsEngineScalarText has accepted: BigInt and Decimal become numbers; a DateTime has
// a `T`, seconds, and `+00:00` for `Z`; a Time has seconds; a UUID has lower-case letters.
InputValue CanonicalEngineScalar(schema::ScalarKind scalar, std::string_view text, Arena* arena);

}  // namespace fraiseql::values
