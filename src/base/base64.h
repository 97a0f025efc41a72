// Base64 (RFC 4648, section 4): how opaque texts (cursors, global ids) hide that they have a form.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fraiseql {

// Of the text for this many bytes.
constexpr size_t Base64Size(size_t bytes) { return (bytes + 2) / 3 * 4; }
// Writes the Base64Size(bytes.size()) characters of the text and returns one past the last one.
char* WriteBase64(std::string_view bytes, char* out) noexcept;

// Nothing where `text` is not what WriteBase64 writes: padded, without white space, no spare bits set.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace fraiseql
