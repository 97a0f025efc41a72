#include "pg/json_text.h"

namespace fraiseql::pg {

namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// The high bit of each byte that is below 0x20, a quote or a backslash. Bytes above such a byte may be marked wrongly
// (a borrow runs upwards), never below it: the lowest mark is right. Bytes of UTF-8 sequences are never marked.
uint64_t MarkEscapes(uint64_t word) {
  uint64_t quote = word ^ (kOnes * '"');
  uint64_t backslash = word ^ (kOnes * '\\');
  uint64_t low = word - kOnes * 0x20;
  return ((low) | (quote - kOnes) | (backslash - kOnes)) & ~word & kHighBits;
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Length of the prefix of `text` that needs no escape.
size_t PlainPrefix(const char* text, size_t size) {
  size_t i = 0;
#if !defined(WORDS_BIGENDIAN)
  for (; i + 8 <= size; i += 8) {
    uint64_t word;
    std::memcpy(&word, text + i, 8);
    if (uint64_t marks = MarkEscapes(word)) return i + (__builtin_ctzll(marks) >> 3);
  }
#endif
  while (i < size && !NeedsEscape(text[i])) ++i;
  return i;
}

constexpr char kHex[] = "0123456789abcdef";

char* EscapeOne(char* at, char c) {
  *at++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *at++ = c;
      return at;
    case '\b':
      *at++ = 'b';
      return at;
    case '\f':
      *at++ = 'f';
      return at;
    case '\n':
      *at++ = 'n';
      return at;
    case '\r':
      *at++ = 'r';
      return at;
    case '\t':
      *at++ = 't';
      return at;
    default:
      *at++ = 'u';
      *at++ = '0';
      *at++ = '0';
      *at++ = kHex[static_cast<unsigned char>(c) >> 4];
      *at++ = kHex[c & 15];
      return at;
  }
}

}  // namespace

extern "C" {

void put_escaped(StringInfo out, const char* text, size_t size) {
  while (true) {
    size_t plain = PlainPrefix(text, size);
    put_bytes(out, text, plain);
    if (plain == size) return;
    text += plain;
    size -= plain;
    // Escapes come in runs (quotes in prose, Windows line ends): stay here until a run of plain text begins.
    do {
      reserve_text(out, 6);
      out->len = static_cast<int>(EscapeOne(out->data + out->len, *text) - out->data);
      ++text;
      --size;
    } while (size > 0 && NeedsEscape(*text));
  }
}

void put_int64(StringInfo out, int64 value) {
  reserve_text(out, 20);
  out->len += pg_lltoa(value, out->data + out->len);
}

void put_uuid(StringInfo out, const unsigned char* bytes) {
  reserve_text(out, 36);
  char* at = out->data + out->len;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = kHex[bytes[i] >> 4];
    *at++ = kHex[bytes[i] & 15];
  }
  out->len += 36;
}

}  // extern "C"

}  // namespace fraiseql::pg
