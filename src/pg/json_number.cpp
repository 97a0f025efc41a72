#include "pg/json_number.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace fraiseql::pg {

namespace {

// The header of a stored numeric; the names are those of numeric.c.
constexpr uint16 kSignMask = 0xC000;
constexpr uint16 kNegative = 0x4000;
constexpr uint16 kShort = 0x8000;
constexpr uint16 kSpecial = 0xC000;
constexpr uint16 kExtendedMask = 0xF000;
constexpr uint16 kPositiveInfinity = 0xD000;
constexpr uint16 kNegativeInfinity = 0xF000;
constexpr uint16 kLongScaleMask = 0x3FFF;
constexpr uint16 kShortNegative = 0x2000;
constexpr uint16 kShortScaleMask = 0x1F80;
constexpr int kShortScaleShift = 7;
constexpr uint16 kShortWeightSign = 0x0040;
constexpr uint16 kShortWeightMask = 0x003F;

// Decimal digits without leading or trailing zeros, standing for 0.digits * 10^exponent.
struct Digits {
  const char* data;
  int count;
  int exponent;
};

// ECMA-262, Number::toString: k = count, n = exponent.
void put_digits(StringInfo out, bool negative, const Digits& digits) {
  const int k = digits.count, n = digits.exponent;
  if (negative) put_byte(out, '-');
  auto zeros = [out](int count) {
    reserve_text(out, count);
    std::memset(out->data + out->len, '0', count);
    out->len += count;
  };
  if (k <= n && n <= 21) {
    put_bytes(out, digits.data, k);
    zeros(n - k);
  } else if (0 < n && n <= 21) {
    put_bytes(out, digits.data, n);
    put_byte(out, '.');
    put_bytes(out, digits.data + n, k - n);
  } else if (-6 < n && n <= 0) {
    PUT_LITERAL(out, "0.");
    zeros(-n);
    put_bytes(out, digits.data, k);
  } else {
    put_byte(out, digits.data[0]);
    if (k > 1) {
      put_byte(out, '.');
      put_bytes(out, digits.data + 1, k - 1);
    }
    put_byte(out, 'e');
    put_byte(out, n - 1 < 0 ? '-' : '+');
    put_int64(out, n - 1 < 0 ? 1 - n : n - 1);
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The n for which a non-zero decimal literal without sign is 0.digits * 10^n with a first digit that is not 0.
int64 DecimalExponent(const char* text, const char* end) {
  int64 exponent = 0;
  bool point = false, leading = true;
  for (; text < end && *text != 'e' && *text != 'E'; ++text) {
    if (*text == '.') {
      point = true;
    } else if (leading && *text == '0') {
      if (point) --exponent;
    } else {
      leading = false;
      if (!point) ++exponent;
    }
  }
  if (text == end) return exponent;
  ++text;
  if (*text == '+') ++text;
  int64 written = 0;
  if (std::from_chars(text, end, written).ec != std::errc()) return *text == '-' ? -1 : 1;
  return exponent + written;
}

}  // namespace

NumericParts ReadNumeric(const void* numeric) {
  const char* data = VARDATA_ANY(numeric);
  const int size = static_cast<int>(VARSIZE_ANY_EXHDR(numeric));
  uint16 header;
  std::memcpy(&header, data, 2);
  NumericParts parts;
  if ((header & kSignMask) == kSpecial) {
    uint16 kind = header & kExtendedMask;
    parts.kind = kind == kPositiveInfinity   ? NumericParts::Kind::kInfinity
                 : kind == kNegativeInfinity ? NumericParts::Kind::kMinusInfinity
                                             : NumericParts::Kind::kNaN;
    return parts;
  }
  if ((header & kShort) != 0) {
    parts.negative = (header & kShortNegative) != 0;
    parts.scale = (header & kShortScaleMask) >> kShortScaleShift;
    parts.weight = ((header & kShortWeightSign) != 0 ? ~static_cast<int>(kShortWeightMask) : 0) |
                   static_cast<int>(header & kShortWeightMask);
    parts.groups = data + 2;
  } else {
    parts.negative = (header & kSignMask) == kNegative;
    parts.scale = header & kLongScaleMask;
    int16 weight;
    std::memcpy(&weight, data + 2, 2);
    parts.weight = weight;
    parts.groups = data + 4;
  }
  parts.count = static_cast<int>(size - (parts.groups - data)) / 2;
  return parts;
}

std::optional<int64> NumericToInt64(const NumericParts& parts) {
  if (parts.kind != NumericParts::Kind::kFinite || !parts.IsInteger()) return std::nullopt;
  int64 value = 0;
  for (int i = 0; i <= parts.weight; ++i) {
    // Gathered as a negative number: the range of int64 is larger on that side.
    if (i > 5 || __builtin_mul_overflow(value, int64{10000}, &value) ||
        __builtin_sub_overflow(value, static_cast<int64>(parts.Group(i)), &value))
      return std::nullopt;
  }
  if (parts.negative) return value;
  if (value == std::numeric_limits<int64>::min()) return std::nullopt;
  return -value;
}

bool IsIntegerLiteral(const char* text, size_t size) {
  size_t i = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  if (i == size) return false;
  for (; i < size; ++i) {
    if (!IsDigit(text[i])) return false;
  }
  return true;
}

bool IsDecimalLiteral(const char* text, size_t size) {
  size_t i = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  auto digits = [&] {
    size_t start = i;
    while (i < size && IsDigit(text[i])) ++i;
    return i > start;
  };
  if (!digits()) return false;
  if (i < size && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < size && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < size && (text[i] == '-' || text[i] == '+')) ++i;
    if (!digits()) return false;
  }
  return i == size;
}

namespace {

// The base of `0x1f`, `0o17` and `0b11`; 10 for what has no such prefix.
int BaseOfLiteral(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return 10;
  switch (text[1]) {
    case 'x':
    case 'X':
      return 16;
    case 'o':
    case 'O':
      return 8;
    case 'b':
    case 'B':
      return 2;
    default:
      return 10;
  }
}

}  // namespace

double ParseJsNumber(const char* text, size_t size) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  const char* end = text + size;
  while (text < end && space(*text)) ++text;
  while (text < end && space(end[-1])) --end;
  if (text == end) return 0;
  if (const int base = BaseOfLiteral({text, static_cast<size_t>(end - text)}); base != 10) {
    uint64_t whole = 0;
    auto [stop, fault] = std::from_chars(text + 2, end, whole, base);
    return stop == end && fault == std::errc() ? static_cast<double>(whole) : kNaN;
  }
  const bool negative = *text == '-';
  if (*text == '-' || *text == '+') ++text;
  if (std::string_view(text, end - text) == "Infinity") {
    double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  // from_chars knows words ("nan", "inf") and signs that Number does not.
  if (text == end || !(IsDigit(*text) || (*text == '.' && text + 1 < end && IsDigit(text[1])))) return kNaN;
  double value = 0;
  auto [stop, fault] = std::from_chars(text, end, value);
  if (stop != end) return kNaN;
  if (fault == std::errc::result_out_of_range) {
    value = DecimalExponent(text, end) > 0 ? std::numeric_limits<double>::infinity() : 0;
  }
  return negative ? -value : value;
}

extern "C" {

void put_numeric(StringInfo out, const NumericParts& parts) {
  switch (parts.kind) {
    case NumericParts::Kind::kNaN:
      PUT_LITERAL(out, "NaN");
      return;
    case NumericParts::Kind::kInfinity:
      PUT_LITERAL(out, "Infinity");
      return;
    case NumericParts::Kind::kMinusInfinity:
      PUT_LITERAL(out, "-Infinity");
      return;
    case NumericParts::Kind::kFinite:
      break;
  }
  reserve_text(out, 4 * (parts.weight >= 0 ? parts.weight + 1 : 1) + parts.scale + 8);
  char* at = out->data + out->len;
  if (parts.negative) *at++ = '-';
  auto group = [&at](int value) {
    at[3] = static_cast<char>('0' + value % 10);
    at[2] = static_cast<char>('0' + value / 10 % 10);
    at[1] = static_cast<char>('0' + value / 100 % 10);
    at[0] = static_cast<char>('0' + value / 1000);
    at += 4;
  };
  if (parts.weight < 0) {
    *at++ = '0';
  } else {
    at += pg_ultoa_n(static_cast<uint32>(parts.Group(0)), at);
    for (int i = 1; i <= parts.weight; ++i) group(parts.Group(i));
  }
  if (parts.scale > 0) {
    *at++ = '.';
    char* end = at + parts.scale;
    for (int i = parts.weight + 1; at < end; ++i) group(parts.Group(i));
    at = end;
  }
  out->len = static_cast<int>(at - out->data);
}

void put_js_number(StringInfo out, double value) {
  if (value == 0) {
    put_byte(out, '0');  // of -0 too
    return;
  }
  char text[32];
  char* end = std::to_chars(text, text + sizeof(text), std::fabs(value), std::chars_format::scientific).ptr;
  // d.ddde[+-]xx: close the gap behind the first digit.
  char* e = end;
  while (*--e != 'e') {
  }
  int exponent = 0;
  std::from_chars(e + (e[1] == '+' ? 2 : 1), end, exponent);
  int count = 1;
  for (char* digit = text + 2; digit < e; ++digit) text[count++] = *digit;
  put_digits(out, value < 0, Digits{text, count, exponent + 1});
}

bool put_js_decimal(StringInfo out, const char* text, size_t size) {
  // Up to 15 significant digits survive the way through a double unchanged: then only the notation is to be made.
  constexpr int kExactDigits = 15;
  char digits[kExactDigits];
  int count = 0, exponent = 0;
  bool exact = true, point = false;
  size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
  int zeros = 0;  // zeros that matter only if a digit follows
  for (; i < size; ++i) {
    char c = text[i];
    if (c == '.') {
      point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    if (c == '0' && count == 0) {
      if (point) --exponent;
      continue;
    }
    if (!point) ++exponent;
    if (c == '0') {
      ++zeros;
      continue;
    }
    if (count + zeros >= kExactDigits) {
      exact = false;
      break;
    }
    while (zeros > 0) digits[count++] = '0', --zeros;
    digits[count++] = c;
  }
  if (exact && count == 0) {
    put_byte(out, '0');
    return true;
  }
  if (exact && i == size && exponent > -290 && exponent < 290) {
    put_digits(out, text[0] == '-', Digits{digits, count, exponent});
    return true;
  }
  double value = ParseJsNumber(text, size);
  if (!std::isfinite(value)) return false;
  put_js_number(out, value);
  return true;
}

}  // extern "C"

}  // namespace fraiseql::pg
