// Strings and block strings, with their escapes (spec section 2.9.4).
#include <algorithm>

#include "base/utf8.h"
#include "language/lexer.h"
#include "language/string_value.h"

namespace fraiseql::language {

namespace {

constexpr std::string_view kTripleQuote = "\"\"\"";
constexpr std::string_view kEscapedTripleQuote = "\\\"\"\"";

bool IsLeadingSurrogate(int32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
bool IsTrailingSurrogate(int32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }
bool IsScalarValue(int32_t code) { return (code >= 0 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0x10FFFF); }

// The value of a hexadecimal digit, -1 for any other character: or-ing it into a code makes that negative.
int32_t HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

const char* Lexer::SkipCharacter(const char* p) {
  CodePoint character = DecodeUtf8(Rest(p));
  if (!character.valid) Fail("Invalid character within String: " + PrintCodePointAt(p) + ".", p);
  return p + character.bytes;
}

// StringValue in double quotes. Without an escape the value is a view of the source; with one it is built in the
// arena, where it never takes more bytes than its source text.
void Lexer::ReadString(const char* start) {
  const char* chunk = start + 1;
  const char* p = chunk;
  char* value = nullptr;
  char* out = nullptr;
  for (;;) {
    while (p != end_ && !Has(*p, kStringStopBit)) ++p;
    if (p == end_ || *p == '\n' || *p == '\r') Fail("Unterminated string.", p);
    if (*p == '"') break;
    if (*p != '\\') {
      p = SkipCharacter(p);
      continue;
    }
    if (value == nullptr) {
      const char* close = p;
      while (close != end_ && *close != '"' && *close != '\n' && *close != '\r') {
        close += *close == '\\' && close + 1 != end_ ? 2 : 1;
      }
      value = out = static_cast<char*>(arena_->Allocate(static_cast<size_t>(close - chunk), 1));
    }
    out = std::copy(chunk, p, out);
    p = chunk = ReadEscape(p, &out);
  }
  if (value == nullptr) {
    string_value_ = {chunk, static_cast<size_t>(p - chunk)};
  } else {
    out = std::copy(chunk, p, out);
    string_value_ = {value, static_cast<size_t>(out - value)};
  }
  Finish(TokenKind::kString, start, p + 1);
}

// EscapedCharacter and EscapedUnicode: reads the escape at `p`, writes its character, returns what follows.
const char* Lexer::ReadEscape(const char* p, char** out) {
  char character;
  switch (At(p + 1)) {
    case '"':
    case '\\':
    case '/':
      character = p[1];
      break;
    case 'b':
      character = '\b';
      break;
    case 'f':
      character = '\f';
      break;
    case 'n':
      character = '\n';
      break;
    case 'r':
      character = '\r';
      break;
    case 't':
      character = '\t';
      break;
    case 'u':
      return At(p + 2) == '{' ? ReadVariableWidthEscape(p, out) : ReadFixedWidthEscape(p, out);
    default:
      Fail("Invalid character escape sequence: \"" + Slice(p, 2) + "\".", p);
  }
  *(*out)++ = character;
  return p + 2;
}

// \u{...}: one to eight hexadecimal digits.
const char* Lexer::ReadVariableWidthEscape(const char* p, char** out) {
  uint32_t point = 0;
  size_t size = 3;
  while (size < 12) {
    char c = At(p + size++);
    if (c == '}') {
      if (size < 5 || !IsScalarValue(static_cast<int32_t>(point))) break;
      *out += EncodeUtf8(point, *out);
      return p + size;
    }
    point = point << 4 | static_cast<uint32_t>(HexDigit(c));
    if (static_cast<int32_t>(point) < 0) break;
  }
  Fail("Invalid Unicode escape sequence: \"" + Slice(p, size) + "\".", p);
}

// \uXXXX, or two of them that are a surrogate pair.
const char* Lexer::ReadFixedWidthEscape(const char* p, char** out) {
  auto read = [&](const char* digits) {
    int32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      int32_t digit = HexDigit(At(digits + i));
      if (digit < 0) return -1;
      code = code << 4 | digit;
    }
    return code;
  };
  int32_t code = read(p + 2);
  if (IsScalarValue(code)) {
    *out += EncodeUtf8(static_cast<uint32_t>(code), *out);
    return p + 6;
  }
  if (IsLeadingSurrogate(code) && At(p + 6) == '\\' && At(p + 7) == 'u') {
    int32_t trailing = read(p + 8);
    if (IsTrailingSurrogate(trailing)) {
      *out += EncodeUtf8(
          0x10000 + (static_cast<uint32_t>(code - 0xD800) << 10 | static_cast<uint32_t>(trailing - 0xDC00)), *out);
      return p + 12;
    }
  }
  Fail("Invalid Unicode escape sequence: \"" + Slice(p, 6) + "\".", p);
}

// StringValue in triple quotes.
void Lexer::ReadBlockString(const char* start) {
  const char* p = start + 3;
  for (;;) {
    while (p != end_ && !Has(*p, kStringStopBit)) ++p;
    if (p == end_) Fail("Unterminated string.", p);
    if (IsAt(p, kTripleQuote)) break;
    if (IsAt(p, kEscapedTripleQuote)) {
      p += 4;
    } else if (static_cast<unsigned char>(*p) < 0x80) {
      ++p;
    } else {
      p = SkipCharacter(p);
    }
  }
  string_value_ = BlockStringValue({start + 3, static_cast<size_t>(p - start - 3)}, arena_);
  Finish(TokenKind::kBlockString, start, p + 3);
}

}  // namespace fraiseql::language
