#include "base/json.h"

#include <charconv>

#include "base/utf8.h"

namespace fraiseql {

namespace {

void AppendEscaped(unsigned char character, std::string* out) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (character) {
    case '"':
      *out += "\\\"";
      return;
    case '\\':
      *out += "\\\\";
      return;
    case '\b':
      *out += "\\b";
      return;
    case '\f':
      *out += "\\f";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      *out += "\\u00";
      *out += kHex[character >> 4];
      *out += kHex[character & 0xF];
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  *out += '"';
  size_t plain = 0;  // start of the run that needs no change
  for (size_t i = 0; i < text.size();) {
    auto character = static_cast<unsigned char>(text[i]);
    if (character >= 0x20 && character < 0x80 && character != '"' && character != '\\') {
      ++i;
      continue;
    }
    if (character >= 0x80) {
      CodePoint decoded = DecodeUtf8(text.substr(i));
      if (decoded.valid) {
        i += decoded.bytes;
        continue;
      }
      out->append(text, plain, i - plain);
      AppendUtf8(kReplacementCharacter, out);
      i += decoded.bytes;
    } else {
      out->append(text, plain, i - plain);
      AppendEscaped(character, out);
      ++i;
    }
    plain = i;
  }
  out->append(text, plain, text.size() - plain);
  *out += '"';
}

void AppendJsonInteger(int64_t value, std::string* out) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, value);
  out->append(digits, end.ptr);
}

}  // namespace fraiseql
