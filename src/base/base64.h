// Base64 (RFC 4648, section 4): how opaque texts (cursors, global ids) hide that they have a form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fraiseql {

void AppendBase64(std::string_view bytes, std::string* out);

// Nothing where `text` is not what AppendBase64 writes: padded, without white space, no spare bits set.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace fraiseql
