// The lexer (spec section 2.1, appendix A.3): one token at a time, zero copy, positions as byte offsets.
//
// Only strings and comments may hold characters beyond ASCII, so UTF-8 is checked where they are read and nowhere else.
// Lines and columns are computed for errors alone.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"

namespace fraiseql::language {

enum class TokenKind : uint8_t {
  kEndOfFile,
  kBang,
  kDollar,
  kAmp,
  kParenL,
  kParenR,
  kSpread,
  kColon,
  kEquals,
  kAt,
  kBracketL,
  kBracketR,
  kBraceL,
  kPipe,
  kBraceR,
  kName,
  kInt,
  kFloat,
  kString,
  kBlockString,
};

struct Token {
  TokenKind kind = TokenKind::kEndOfFile;
  uint32_t start = 0;
  uint32_t end = 0;
  // Names and numbers as written, strings with their escapes resolved and block strings without their indentation;
  // empty for punctuators.
  std::string_view value;
};

// Thrown by the lexer and the parser, caught in Parse and ParseValue.
struct SyntaxError {
  std::string message;  // without "Syntax Error: "
  uint32_t offset;
};

// `"{"`, `Name`, `String`, `<EOF>` ...: how messages name a kind of token.
std::string_view DescribeKind(TokenKind kind);
// The same with the token's value: `Name "foo"`.
std::string DescribeToken(const Token& token);

enum class CharacterClass : uint8_t {
  kOther,
  kIgnored,  // space, tab, line terminators, comma
  kNameStart,
  kDigit,  // and the minus sign
  kPunctuator,
  kDot,
  kQuote,
  kComment,
  kByteOrderMark,  // its first byte
};

inline constexpr uint8_t kNameContinueBit = 1;
inline constexpr uint8_t kDigitBit = 2;
// Bytes that end the plain part of a string: quote, backslash, line terminators, everything beyond ASCII.
inline constexpr uint8_t kStringStopBit = 4;

struct CharacterTables {
  std::array<CharacterClass, 256> classes{};
  std::array<TokenKind, 256> punctuators{};
  std::array<uint8_t, 256> bits{};
};
extern const CharacterTables kCharacters;

class Lexer {
 public:
  // `source` has less than 2^32 bytes. `max_tokens` 0: no limit.
  Lexer(std::string_view source, Arena* arena, uint32_t max_tokens)
      : begin_(source.data()), end_(source.data() + source.size()), cursor_(begin_), arena_(arena) {
    max_tokens_ = max_tokens == 0 ? UINT32_MAX : max_tokens;
  }

  // The current token; before the first Advance there is none.
  const Token& token() const { return token_; }
  // One past the last byte of the token before the current one.
  uint32_t last_end() const { return last_end_; }

  // Reads the next token, which must be lexically right and within the limit on tokens; at the end it stays there.
  void Advance() {
    last_end_ = token_.end;
    const char* p = cursor_;
    for (;;) {
      if (p == end_) return Finish(TokenKind::kEndOfFile, p, p);
      auto character = static_cast<unsigned char>(*p);
      switch (kCharacters.classes[character]) {
        case CharacterClass::kIgnored:
          ++p;
          continue;
        case CharacterClass::kNameStart: {
          const char* start = p;
          do ++p;
          while (p != end_ && Has(*p, kNameContinueBit));
          token_.value = {start, static_cast<size_t>(p - start)};
          return Finish(TokenKind::kName, start, p);
        }
        case CharacterClass::kPunctuator:
          return Finish(kCharacters.punctuators[character], p, p + 1);
        case CharacterClass::kComment:
          p = SkipComment(p);
          continue;
        default:
          p = ReadOther(p);
          if (p == nullptr) return;
      }
    }
  }

  [[noreturn]] void Fail(std::string message, uint32_t offset) const;

 private:
  static bool Has(char character, uint8_t bit) {
    return (kCharacters.bits[static_cast<unsigned char>(character)] & bit) != 0;
  }
  uint32_t Offset(const char* p) const { return static_cast<uint32_t>(p - begin_); }
  std::string_view Rest(const char* p) const { return {p, static_cast<size_t>(end_ - p)}; }
  char At(const char* p) const { return p < end_ ? *p : '\0'; }
  bool IsAt(const char* p, std::string_view text) const { return Rest(p).substr(0, text.size()) == text; }

  void Finish(TokenKind kind, const char* start, const char* end) {
    token_.kind = kind;
    token_.start = Offset(start);
    token_.end = Offset(end);
    cursor_ = end;
    if (kind != TokenKind::kEndOfFile && ++count_ > max_tokens_) FailTooManyTokens();
  }

  // Reads everything that is rarer than names, punctuators and blanks. Returns null when a token is there, else the
  // place to go on (a byte order mark was skipped).
  const char* ReadOther(const char* p);
  const char* SkipComment(const char* p);
  void ReadNumber(const char* start);
  const char* ReadDigits(const char* p);
  void ReadString(const char* start);
  const char* ReadEscape(const char* p, char** out);
  const char* ReadFixedWidthEscape(const char* p, char** out);
  const char* ReadVariableWidthEscape(const char* p, char** out);
  void ReadBlockString(const char* start);
  // Moves over one character beyond ASCII within a string.
  const char* SkipCharacter(const char* p);

  [[noreturn]] void Fail(std::string message, const char* p) const { Fail(std::move(message), Offset(p)); }
  [[noreturn]] void FailTooManyTokens() const;
  [[noreturn]] void FailUnexpectedCharacter(const char* p) const;
  // `"x"` or `U+0000`, `<EOF>` at the end.
  std::string PrintCodePointAt(const char* p) const;
  // The text of `count` UTF-16 code units, fewer at the end of the source.
  std::string Slice(const char* p, size_t count) const;

  const char* begin_;
  const char* end_;
  const char* cursor_;
  Token token_;
  uint32_t last_end_ = 0;
  uint32_t count_ = 0;
  uint32_t max_tokens_;
  Arena* arena_;
};

}  // namespace fraiseql::language
