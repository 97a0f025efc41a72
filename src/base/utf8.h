// UTF-8 as the specification sees source text: Unicode scalar values, counted in UTF-16 code units where graphql-js
// counts string lengths and columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fraiseql {

inline constexpr uint32_t kReplacementCharacter = 0xFFFD;

// One character of a text: its code point and how many bytes it takes.
struct CodePoint {
  uint32_t value = 0;
  uint32_t bytes = 0;
  // False for bytes that are no UTF-8 (value is then U+FFFD, bytes 1) and for an encoded surrogate (value is the
  // surrogate, bytes 3).
  bool valid = false;
};

// The character at the first byte of `text`, which must not be empty.
CodePoint DecodeUtf8(std::string_view text);

// Appends a Unicode scalar value; anything else becomes U+FFFD.
void AppendUtf8(uint32_t code_point, std::string* out);

// Writes a Unicode scalar value to `out`, which has room for 4 bytes; returns the number of bytes written.
uint32_t EncodeUtf8(uint32_t code_point, char* out);

bool IsValidUtf8(std::string_view text);

// The length that JavaScript reports: 2 for characters above U+FFFF, else 1. Invalid bytes count as one each.
size_t Utf16Length(std::string_view text);

}  // namespace fraiseql
