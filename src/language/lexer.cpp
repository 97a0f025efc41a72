#include "language/lexer.h"

#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace fraiseql::language {

namespace {

constexpr std::string_view kTripleQuote = "\"\"\"";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr CharacterTables MakeTables() {
  CharacterTables tables;
  auto kind = [&](unsigned char c, TokenKind value) { tables.kinds[c] = value; };
  for (unsigned c = 0; c < 26; ++c) {
    for (unsigned char letter : {'a' + c, 'A' + c}) {
      kind(letter, TokenKind::kName);
      tables.bits[letter] |= kNameContinueBit;
    }
  }
  kind('_', TokenKind::kName);
  tables.bits['_'] |= kNameContinueBit;
  for (unsigned char digit = '0'; digit <= '9'; ++digit) tables.bits[digit] |= kNameContinueBit | kDigitBit;
  kind('!', TokenKind::kBang);
  kind('$', TokenKind::kDollar);
  kind('&', TokenKind::kAmp);
  kind('(', TokenKind::kParenL);
  kind(')', TokenKind::kParenR);
  kind(':', TokenKind::kColon);
  kind('=', TokenKind::kEquals);
  kind('@', TokenKind::kAt);
  kind('[', TokenKind::kBracketL);
  kind(']', TokenKind::kBracketR);
  kind('{', TokenKind::kBraceL);
  kind('|', TokenKind::kPipe);
  kind('}', TokenKind::kBraceR);
  for (unsigned char c : {'"', '\\', '\n', '\r'}) tables.bits[c] |= kStringStopBit;
  for (unsigned c = 0x80; c < 0x100; ++c) tables.bits[c] |= kStringStopBit;
  return tables;
}

}  // namespace

constinit const CharacterTables kCharacters = MakeTables();

std::string_view DescribeKind(TokenKind kind) {
  constexpr std::string_view kNames[] = {"<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"",  "\")\"",      "\"...\"",
                                         "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"",  "\"{\"",      "\"|\"",
                                         "\"}\"", "Name",  "Int",   "Float", "String", "BlockString"};
  return kNames[static_cast<size_t>(kind)];
}

std::string Lexer::Describe(TokenKind kind, std::string_view value) {
  std::string description(DescribeKind(kind));
  if (kind < TokenKind::kName) return description;
  description += " \"";
  description += value;
  description += '"';
  return description;
}

void Lexer::ReadBatch() {
  batch_[0] = batch_end_[-1];
  token_ = batch_ + 1;
  Token* out = token_;
  for (;;) {
    if (starts_ == 0) {
      if (next_block_ == end_) {
        *token_ = {Offset(end_), Offset(end_), TokenKind::kEndOfFile};
        batch_end_ = token_ + 1;
        return;
      }
      LoadBlock();
      if (starts_ == 0 && next_block_ == block_) {  // a name or the digits of a number that fill the block
        if (Has(*block_, kDigitBit)) {
          ReadNumber(block_);
        } else {
          const char* p = block_ + kBlockSize;
          while (p != end_ && Has(*p, kNameContinueBit)) ++p;
          Finish(TokenKind::kName, block_, p);
        }
        ++out;
        break;
      }
      continue;
    }
    const char* p = block_ + __builtin_ctzll(starts_);
    if (kCharacters.kinds[static_cast<unsigned char>(*p)] == TokenKind::kEndOfFile) {
      if (!ReadOther(p)) continue;
      ++out;
    }
    out = ReadRun(out);
    break;
  }
  batch_end_ = out;
  if (static_cast<size_t>(out - token_) > max_tokens_ - count_) CutBatch();
  count_ += static_cast<uint32_t>(batch_end_ - token_);
}

void Lexer::CutBatch() {
  uint32_t allowed = max_tokens_ - count_;
  if (allowed == 0) {
    // The reference says "more that".
    Fail("Document contains more that " + std::to_string(max_tokens_) + " tokens. Parsing aborted.", token_->start);
  }
  batch_end_ = token_ + allowed;
  starts_ = 0;
  next_block_ = begin_ + batch_end_->start;
}

Token* Lexer::ReadRun(Token* out) {
  uint64_t starts = starts_;
  uint64_t lasts = lasts_;
  uint32_t base = Offset(block_);
  while (starts != 0) {
    auto start = static_cast<uint32_t>(__builtin_ctzll(starts));
    TokenKind kind = kCharacters.kinds[static_cast<unsigned char>(block_[start])];
    if (kind == TokenKind::kEndOfFile) {
      // Three characters that each look like a token are within the source.
      if ((starts >> start & 7) != 7 || std::memcmp(block_ + start, "...", 3) != 0) break;
      *out++ = {base + start, base + start + 3, TokenKind::kSpread};
      uint64_t dots = uint64_t{7} << start;
      starts &= ~dots;
      lasts &= ~dots;
      continue;
    }
    auto last = static_cast<uint32_t>(__builtin_ctzll(lasts));
    *out++ = {base + start, base + last + 1, kind};
    starts &= starts - 1;
    lasts &= lasts - 1;
  }
  starts_ = starts;
  lasts_ = lasts;
  return out;
}

void Lexer::LoadBlock() {
  block_ = next_block_;
  auto rest = static_cast<size_t>(end_ - block_);
  CharacterBlock block = rest >= kBlockSize ? ClassifyBlock(block_) : ClassifyTail(begin_, block_, rest);
  starts_ = ~block.ignored & ~(block.names & block.names << 1);
  lasts_ = ~block.ignored & ~(block.names & block.names >> 1);
  next_block_ = rest >= kBlockSize ? block_ + kBlockSize : end_;
  // A name at the end may go on: it is left to the next block.
  if (rest > kBlockSize && block.names >> (kBlockSize - 1) != 0) {
    auto start = kBlockSize - 1 - static_cast<size_t>(__builtin_clzll(starts_));
    starts_ ^= uint64_t{1} << start;
    next_block_ = block_ + start;
  }
}

bool Lexer::ReadOther(const char* p) {
  switch (*p) {
    case '.':
      if (!IsAt(p, "...")) FailUnexpectedCharacter(p);
      Finish(TokenKind::kSpread, p, p + 3);
      return true;
    case '"':
      IsAt(p, kTripleQuote) ? ReadBlockString(p) : ReadString(p);
      return true;
    case '#':
      MoveTo(SkipComment(p));
      return false;
    default:
      if (*p == '-' || Has(*p, kDigitBit)) {
        ReadNumber(p);
        return true;
      }
      if (!IsAt(p, kByteOrderMark)) FailUnexpectedCharacter(p);
      MoveTo(p + kByteOrderMark.size());
      return false;
  }
}

// Comment :: # CommentChar*
const char* Lexer::SkipComment(const char* p) {
  for (++p; p != end_; ++p) {
    if (!Has(*p, kStringStopBit) || *p == '"' || *p == '\\') continue;
    if (*p == '\n' || *p == '\r') break;
    CodePoint character = DecodeUtf8(Rest(p));
    if (!character.valid) break;  // the next token is the error
    p += character.bytes - 1;
  }
  return p;
}

// IntValue, FloatValue: an integer part, then perhaps a fraction and an exponent; no name or dot may follow.
void Lexer::ReadNumber(const char* start) {
  const char* p = start;
  TokenKind kind = TokenKind::kInt;
  if (*p == '-') ++p;
  if (At(p) == '0') {
    ++p;
    if (Has(At(p), kDigitBit)) Fail("Invalid number, unexpected digit after 0: " + PrintCodePointAt(p) + ".", p);
  } else {
    p = ReadDigits(p);
  }
  if (At(p) == '.') {
    kind = TokenKind::kFloat;
    p = ReadDigits(p + 1);
  }
  if (At(p) == 'e' || At(p) == 'E') {
    kind = TokenKind::kFloat;
    ++p;
    if (At(p) == '+' || At(p) == '-') ++p;
    p = ReadDigits(p);
  }
  // A digit cannot stand here, so what continues a name also starts one.
  if (At(p) == '.' || Has(At(p), kNameContinueBit)) {
    Fail("Invalid number, expected digit but got: " + PrintCodePointAt(p) + ".", p);
  }
  Finish(kind, start, p);
}

const char* Lexer::ReadDigits(const char* p) {
  if (!Has(At(p), kDigitBit)) Fail("Invalid number, expected digit but got: " + PrintCodePointAt(p) + ".", p);
  do ++p;
  while (Has(At(p), kDigitBit));
  return p;
}

void Lexer::Fail(std::string message, uint32_t offset) const { throw SyntaxError{std::move(message), offset}; }

void Lexer::FailUnexpectedCharacter(const char* p) const {
  if (*p == '\'') {
    Fail("Unexpected single quote character ('), did you mean to use a double quote (\")?", p);
  }
  std::string kind = DecodeUtf8(Rest(p)).valid ? "Unexpected" : "Invalid";
  Fail(kind + " character: " + PrintCodePointAt(p) + ".", p);
}

std::string Lexer::PrintCodePointAt(const char* p) const {
  if (p >= end_) return "<EOF>";
  CodePoint character = DecodeUtf8(Rest(p));
  if (character.value >= 0x20 && character.value <= 0x7E) {
    return *p == '"' ? "'\"'" : std::string("\"") + *p + '"';
  }
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string digits;
  for (uint32_t value = character.value; value != 0 || digits.size() < 4; value >>= 4) {
    digits.insert(digits.begin(), kHex[value & 0xF]);
  }
  return "U+" + digits;
}

std::string Lexer::Slice(const char* p, size_t count) const {
  std::string text;
  for (size_t units = 0; units < count && p < end_;) {
    CodePoint character = DecodeUtf8(Rest(p));
    units += character.value > 0xFFFF ? 2 : 1;
    // Half a surrogate pair has no form in UTF-8.
    AppendUtf8(units > count ? kReplacementCharacter : character.value, &text);
    p += character.bytes;
  }
  return text;
}

}  // namespace fraiseql::language
