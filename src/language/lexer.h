// The lexer (spec section 2.1, appendix A.3): one token at a time, zero copy, positions as byte offsets.
//
// Only strings and comments may hold characters beyond ASCII, so UTF-8 is checked where they are read and nowhere else.
// Lines and columns are computed for errors alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"
#include "language/character_block.h"

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
};

// Thrown by the lexer and the parser, caught in Parse and ParseValue.
struct SyntaxError {
  std::string message;  // without "Syntax Error: "
  uint32_t offset;
};

// `"{"`, `Name`, `String`, `<EOF>` ...: how messages name a kind of token.
std::string_view DescribeKind(TokenKind kind);
inline constexpr uint8_t kNameContinueBit = 1;
inline constexpr uint8_t kDigitBit = 2;
// Bytes that end the plain part of a string: quote, backslash, line terminators, everything beyond ASCII.
inline constexpr uint8_t kStringStopBit = 4;

struct CharacterTables {
  // What a token is that starts with the byte; kEndOfFile where that takes a closer look, see Lexer::ReadOther.
  std::array<TokenKind, 256> kinds{};
  std::array<uint8_t, 256> bits{};
};
extern const CharacterTables kCharacters;

class Lexer {
 public:
  // `source` has less than 2^32 bytes. `max_tokens` 0: no limit.
  Lexer(std::string_view source, Arena* arena, uint32_t max_tokens)
      : begin_(source.data()), end_(source.data() + source.size()), arena_(arena) {
    max_tokens_ = max_tokens == 0 ? UINT32_MAX : max_tokens;
    LoadBlock(begin_, false);
  }

  // The current token; before the first Advance there is none.
  const Token& token() const { return token_; }
  // Names and numbers as written, strings with their escapes resolved and block strings without their indentation;
  // nothing for punctuators and the end.
  std::string_view value() const {
    if (token_.kind < TokenKind::kName) return {};
    return token_.kind >= TokenKind::kString ? string_value_ : name();
  }
  // The value of a name or number.
  std::string_view name() const { return {begin_ + token_.start, token_.end - token_.start}; }
  // One past the last byte of the token before the current one.
  uint32_t last_end() const { return last_end_; }

  // Reads the next token, which must be lexically right and within the limit on tokens; at the end it stays there.
  void Advance() {
    last_end_ = token_.end;
    const char* p;
    do {
      while (starts_ == 0) {
        if (!LoadNextBlock()) return FinishEndOfFile();
      }
      auto bit = static_cast<uint32_t>(__builtin_ctzll(starts_));
      p = block_ + bit;
      TokenKind kind = kCharacters.kinds[static_cast<unsigned char>(*p)];
      if (kind == TokenKind::kName) {
        starts_ &= starts_ - 1;
        uint64_t ends = ~names_ >> bit;
        if (ends == 0) return FinishLongName(p);
        return Finish(kind, p, p + __builtin_ctzll(ends));
      }
      if (kind != TokenKind::kEndOfFile) {
        starts_ &= starts_ - 1;
        return Finish(kind, p, p + 1);
      }
    } while (!ReadOther(p));
  }

  // `{`, `Name "foo"`, ...: how messages name the current token, or one of this kind and value.
  std::string Describe() const { return Describe(token_.kind, value()); }
  static std::string Describe(TokenKind kind, std::string_view value);

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
    if (++count_ > max_tokens_) FailTooManyTokens();
  }
  // The same for a token that is longer than its first character and no name.
  void FinishLong(TokenKind kind, const char* start, const char* end) {
    MoveTo(end);
    Finish(kind, start, end);
  }
  // A name that goes on in the next block.
  void FinishLongName(const char* start);
  void FinishEndOfFile();

  // Makes the block that starts at `p` the current one. `within_name`: a name goes on there.
  void LoadBlock(const char* p, bool within_name) {
    auto rest = static_cast<size_t>(end_ - p);
    CharacterBlock block = rest >= kBlockSize ? ClassifyBlock(p) : ClassifyTail(begin_, p, rest);
    block_ = p;
    names_ = block.names;
    starts_ = ~block.ignored & ~(names_ & (names_ << 1 | (within_name ? 1 : 0)));
  }
  bool LoadNextBlock() {
    if (end_ - block_ <= static_cast<ptrdiff_t>(kBlockSize)) return false;
    LoadBlock(block_ + kBlockSize, names_ >> (kBlockSize - 1) != 0);
    return true;
  }
  // Goes on at `p`, behind what has been read.
  void MoveTo(const char* p) {
    auto distance = static_cast<size_t>(p - block_);
    if (distance < kBlockSize) {
      starts_ &= ~uint64_t{0} << distance;
    } else {
      LoadBlock(p, false);
    }
  }

  // Reads what is rarer than names and punctuators of one character. False: a comment or a byte order mark was skipped.
  bool ReadOther(const char* p);
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
  const char* block_;
  uint64_t names_;   // of the block: what continues names
  uint64_t starts_;  // of the block: the first characters of tokens that have not been read
  Token token_;
  std::string_view string_value_;
  uint32_t last_end_ = 0;
  uint32_t count_ = 0;
  uint32_t max_tokens_;
  Arena* arena_;
};

}  // namespace fraiseql::language
