// Writing JSON text (RFC 8259), with the escapes that JSON.stringify of ECMAScript chooses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fraiseql {

// Appends `text` (UTF-8) as a JSON string, quotes included: \" \\ \b \f \n \r \t and \u00xx for the other control
// characters; everything else as it stands. Bytes that are no UTF-8 become U+FFFD, so that the result is always JSON.
void AppendJsonString(std::string_view text, std::string* out);

// Appends a decimal integer.
void AppendJsonInteger(int64_t value, std::string* out);

}  // namespace fraiseql
