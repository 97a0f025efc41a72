// Pieces of JSON text, appended to a StringInfo.
//
// These functions run once per value of a result. They are C by regime (lower_case: they may longjmp when memory runs
// out, and nothing with a destructor may be alive in their callers), and they reserve space once per piece. Unlike the
// server's own appendStringInfo family they keep no terminating NUL.
#pragma once

#include <climits>
#include <cstring>

#include "pg/backend.h"

extern "C" {
#include "lib/stringinfo.h"
}

namespace fraiseql::pg {

extern "C" {

// Room for `size` more bytes.
inline void reserve_text(StringInfo out, size_t size) {
  if (static_cast<size_t>(out->maxlen - out->len) <= size) {
    // A larger request than an int holds is past the limit of 1 GB in any case: let enlargeStringInfo say so.
    enlargeStringInfo(out, size < INT_MAX / 2 ? static_cast<int>(size) : INT_MAX / 2);
  }
}

inline void put_bytes(StringInfo out, const char* bytes, size_t size) {
  reserve_text(out, size);
  std::memcpy(out->data + out->len, bytes, size);
  out->len += static_cast<int>(size);
}

inline void put_byte(StringInfo out, char byte) {
  reserve_text(out, 1);
  out->data[out->len++] = byte;
}

// A constant.
#define PUT_LITERAL(out, literal) put_bytes(out, literal, sizeof(literal) - 1)

// `text` in JSON's escaped form without the quotes; escapes as JSON.stringify writes them.
void put_escaped(StringInfo out, const char* text, size_t size);

inline void put_string(StringInfo out, const char* text, size_t size) {
  put_byte(out, '"');
  put_escaped(out, text, size);
  put_byte(out, '"');
}

void put_int64(StringInfo out, int64 value);

// The text of a uuid (16 bytes), without quotes: 36 characters, lower case.
void put_uuid(StringInfo out, const unsigned char* bytes);

// `value` (0 to 10^width - 1) with leading zeros; width at most 9.
inline void put_padded(StringInfo out, uint32_t value, int width) {
  reserve_text(out, width);
  char* end = out->data + out->len + width;
  for (int i = 1; i <= width; ++i, value /= 10) end[-i] = static_cast<char>('0' + value % 10);
  out->len += width;
}

}  // extern "C"

}  // namespace fraiseql::pg
