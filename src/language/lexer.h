// The lexer (spec section 2.1, appendix A.3): zero copy, positions as byte offsets.
//
// Tokens are found a block of 64 characters at a time and handed out one by one. An error of the source is met when the
// parser gets there and not before, so that of two errors the first one is reported.
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
  uint32_t start;
  uint32_t end;
  TokenKind kind;
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
      : begin_(source.data()),
        end_(source.data() + source.size()),
        next_block_(source.data()),
        max_tokens_(max_tokens == 0 ? UINT32_MAX : max_tokens),
        arena_(arena) {
    batch_[0] = {0, 0, TokenKind::kEndOfFile};
  }
  Lexer(const Lexer&) = delete;
  Lexer& operator=(const Lexer&) = delete;

  // The current token; before the first Advance there is none.
  const Token& token() const { return *token_; }
  // Names and numbers as written, strings with their escapes resolved and block strings without their indentation;
  // nothing for punctuators and the end.
  std::string_view value() const {
    if (token_->kind < TokenKind::kName) return {};
    return token_->kind >= TokenKind::kString ? string_value_ : name();
  }
  // The value of a name or number.
  std::string_view name() const { return {begin_ + token_->start, token_->end - token_->start}; }
  // One past the last byte of the token before the current one.
  uint32_t last_end() const { return token_[-1].end; }

  // Reads the next token, which must be lexically right and within the limit on tokens; at the end it stays there.
  void Advance() {
    if (++token_ == batch_end_) ReadBatch();
  }

  // Reads the token at `offset`, or the first one behind it, whatever lies between.
  void SkipTo(uint32_t offset) {
    batch_[0] = {offset, offset, TokenKind::kEndOfFile};
    token_ = batch_;
    batch_end_ = batch_ + 1;
    starts_ = lasts_ = 0;
    next_block_ = begin_ + offset;
    Advance();
  }

  // `{`, `Name "foo"`, ...: how messages name the current token, or one of this kind and value.
  std::string Describe() const { return Describe(token_->kind, value()); }
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

  // Reads at least one token.
  void ReadBatch();
  // Names and punctuators of the block up to what takes a closer look. Returns one past the last token written.
  Token* ReadRun(Token* out);
  // Keeps the limit on tokens, of which the batch has too many.
  void CutBatch();
  // The block that starts at next_block_.
  void LoadBlock();
  // Goes on at `p`, behind what has been read.
  void MoveTo(const char* p) {
    if (p < next_block_) {
      starts_ &= ~uint64_t{0} << (p - block_);
      lasts_ &= ~uint64_t{0} << (p - block_);
    } else {
      starts_ = 0;
      next_block_ = p;
    }
  }
  // The first token of a batch, read by itself.
  void Finish(TokenKind kind, const char* start, const char* end) {
    *token_ = {Offset(start), Offset(end), kind};
    MoveTo(end);
  }

  // Reads what is rarer than names and punctuators. False: it was a comment or a byte order mark, which is no token.
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
  [[noreturn]] void FailUnexpectedCharacter(const char* p) const;
  // `"x"` or `U+0000`, `<EOF>` at the end.
  std::string PrintCodePointAt(const char* p) const;
  // The text of `count` UTF-16 code units, fewer at the end of the source.
  std::string Slice(const char* p, size_t count) const;

  const char* begin_;
  const char* end_;
  // The block and what of it has not been read: the first and the last characters of tokens, where strings, comments
  // and numbers do not count as tokens but each of their characters or names does.
  const char* block_ = nullptr;
  uint64_t starts_ = 0;
  uint64_t lasts_ = 0;
  const char* next_block_;
  // The tokens that have been read, behind the one before them. At most one is a string, the first.
  Token batch_[kBlockSize + 2];
  Token* token_ = batch_;
  Token* batch_end_ = batch_ + 1;
  std::string_view string_value_;
  uint32_t count_ = 0;
  uint32_t max_tokens_;
  Arena* arena_;
};

}  // namespace fraiseql::language
