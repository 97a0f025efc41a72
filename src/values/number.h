// Numbers as ECMAScript sees them: graphql-js' messages and its notion of an integer come from there.
#pragma once

#include <string>
#include <string_view>

namespace fraiseql::values {

// The nearest double of a JSON number; infinite where it is too large.
double ToDouble(std::string_view digits);

// Number::toString of ECMAScript (ECMA-262, 6.1.6.1.20): the shortest digits that read back as the same double.
void AppendNumber(double value, std::string* out);

}  // namespace fraiseql::values
