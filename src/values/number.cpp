#include "values/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace fraiseql::values {

namespace {

// Whether a number whose size no double has is too large rather than too small: the decimal exponent of its first
// digit that is not zero tells.
bool IsTooLarge(std::string_view digits) {
  int64_t exponent = 0;
  size_t e = digits.find_first_of("eE");
  if (e != std::string_view::npos) {
    size_t sign = e + 1;
    bool negative = digits[sign] == '-';
    if (digits[sign] == '-' || digits[sign] == '+') ++sign;
    auto [end, error] = std::from_chars(digits.data() + sign, digits.data() + digits.size(), exponent);
    if (error != std::errc()) return !negative;
    if (negative) exponent = -exponent;
    digits = digits.substr(0, e);
  }
  size_t point = std::min(digits.find('.'), digits.size());
  size_t first = digits.find_first_of("123456789");
  return exponent + static_cast<int64_t>(point) - static_cast<int64_t>(first) > 0;
}

}  // namespace

double ToDouble(std::string_view digits) {
  double value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  double size = IsTooLarge(digits) ? std::numeric_limits<double>::infinity() : 0.0;
  return digits.front() == '-' ? -size : size;
}

void AppendNumber(double value, std::string* out) {
  if (std::isnan(value)) {
    out->append("NaN");
    return;
  }
  if (value == 0) {
    out->push_back('0');
    return;
  }
  if (value < 0) {
    out->push_back('-');
    value = -value;
  }
  if (std::isinf(value)) {
    out->append("Infinity");
    return;
  }
  // d.ddde±xx: the shortest digits, and the exponent of the first one.
  char text[32];
  char* end = std::to_chars(text, text + sizeof(text), value, std::chars_format::scientific).ptr;
  std::string_view scientific(text, static_cast<size_t>(end - text));
  size_t e = scientific.find('e');
  std::string digits(1, scientific[0]);
  if (e > 2) digits.append(scientific.substr(2, e - 2));
  int exponent = 0;
  const char* first = text + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, end, exponent);

  int count = static_cast<int>(digits.size());
  int point = exponent + 1;  // the decimal point stands behind this many digits
  if (count <= point && point <= 21) {
    out->append(digits).append(static_cast<size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    out->append(digits, 0, static_cast<size_t>(point)).append(".").append(digits, static_cast<size_t>(point));
  } else if (-6 < point && point <= 0) {
    out->append("0.").append(static_cast<size_t>(-point), '0').append(digits);
  } else {
    out->push_back(digits[0]);
    if (count > 1) out->append(".").append(digits, 1);
    out->append(exponent < 0 ? "e-" : "e+").append(std::to_string(std::abs(exponent)));
  }
}

}  // namespace fraiseql::values
