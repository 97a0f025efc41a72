// Numbers as JSON text: PostgreSQL's numeric decoded from its stored form, and doubles as ECMAScript prints them.
#pragma once

#include <optional>

#include "pg/json_text.h"

namespace fraiseql::pg {

// The parts of a numeric, as stored (numeric.c, "NumericData": the on-disk form). Points into the datum, whose header
// may be the short one, so that the digits may be unaligned.
struct NumericParts {
  enum class Kind : uint8_t { kFinite, kNaN, kInfinity, kMinusInfinity };
  Kind kind = Kind::kFinite;
  bool negative = false;
  int scale = 0;   // decimal digits after the point
  int weight = 0;  // the first group stands for groups of 10000^weight
  int count = 0;   // groups of four decimal digits
  const char* groups = nullptr;

  int Group(int i) const {
    if (i < 0 || i >= count) return 0;
    int16 group;
    std::memcpy(&group, groups + 2 * i, 2);
    return group;
  }
  bool IsZero() const { return count == 0; }
  bool IsInteger() const { return count <= weight + 1; }
};

// `numeric`: a detoasted varlena, header packed or not.
NumericParts ReadNumeric(const void* numeric);

// The integer it stands for, if it is one and fits.
std::optional<int64> NumericToInt64(const NumericParts& parts);

// JSON's grammar for numbers, a leading '+' and leading zeros allowed, and nothing around it.
bool IsDecimalLiteral(const char* text, size_t size);
bool IsIntegerLiteral(const char* text, size_t size);

// The double that ECMAScript's Number(text) gives for decimal literals, infinities, and hexadecimal, octal and binary
// literals of up to 64 bits, whitespace around them ignored; NaN for anything else.
double ParseJsNumber(const char* text, size_t size);

extern "C" {

// As numeric_out writes it.
void put_numeric(StringInfo out, const NumericParts& parts);

// As ECMAScript's Number::toString writes a finite double.
void put_js_number(StringInfo out, double value);

// The double nearest to a decimal literal (IsDecimalLiteral), as put_js_number writes it. False, and nothing written,
// where it is out of the range of doubles.
bool put_js_decimal(StringInfo out, const char* text, size_t size);

}  // extern "C"

}  // namespace fraiseql::pg
