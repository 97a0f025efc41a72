#include "values/engine_scalars.h"

#include <algorithm>
#include <string>

namespace fraiseql::values {

namespace {

using schema::ScalarKind;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from left to right; a method that does not find what it looks for leaves its place unchanged or makes
// the whole text unfit, so only the last answer counts together with AtEnd.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool TakeAnyOf(std::string_view chars, char* taken) {
    if (rest_.empty() || chars.find(rest_.front()) == std::string_view::npos) return false;
    *taken = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits, a number from `least` to `most`.
  bool TakeNumber(size_t count, int least, int most, int* number) {
    if (rest_.size() < count) return false;
    int value = 0;
    for (char c : rest_.substr(0, count)) {
      if (!IsDigit(c)) return false;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    *number = value;
    return value >= least && value <= most;
  }

  // One digit or more; returns how many.
  size_t TakeDigits() {
    size_t count = static_cast<size_t>(std::find_if_not(rest_.begin(), rest_.end(), IsDigit) - rest_.begin());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

// IntegerPart of the specification: no leading zero.
bool TakeInteger(Cursor* text) {
  text->Take('-');
  if (text->Take('0')) return true;
  return text->TakeDigits() > 0;
}

bool IsInteger(std::string_view digits) {
  Cursor text(digits);
  return TakeInteger(&text) && text.AtEnd();
}

bool IsDecimal(std::string_view digits) {
  Cursor text(digits);
  if (!TakeInteger(&text)) return false;
  if (text.Take('.') && text.TakeDigits() == 0) return false;
  char ignored;
  if (text.TakeAnyOf("eE", &ignored)) {
    text.TakeAnyOf("+-", &ignored);
    if (text.TakeDigits() == 0) return false;
  }
  return text.AtEnd();
}

int DaysInMonth(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool TakeDate(Cursor* text) {
  int year = 0;
  int month = 0;
  int day = 0;
  return text->TakeNumber(4, 1, 9999, &year) && text->Take('-') && text->TakeNumber(2, 1, 12, &month) &&
         text->Take('-') && text->TakeNumber(2, 1, DaysInMonth(year, month), &day);
}

// HH:MM, HH:MM:SS or HH:MM:SS.f with up to nine digits. `last_hour` is 24 where the end of the day has a name.
bool TakeTime(Cursor* text, int last_hour, bool* has_seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!text->TakeNumber(2, 0, last_hour, &hour) || !text->Take(':') || !text->TakeNumber(2, 0, 59, &minute)) {
    return false;
  }
  *has_seconds = text->Take(':');
  if (*has_seconds) {
    if (!text->TakeNumber(2, 0, 59, &second)) return false;
    if (text->Take('.')) {
      size_t digits = text->TakeDigits();
      if (digits == 0 || digits > 9 || hour == 24) return false;
    }
  }
  return hour < 24 || (minute == 0 && second == 0);
}

// Z, ±HH:MM, ±HHMM or ±HH; PostgreSQL knows offsets below sixteen hours. Nothing is no fault either.
bool TakeOffset(Cursor* text) {
  char sign;
  if (text->TakeAnyOf("Zz", &sign) || !text->TakeAnyOf("+-", &sign)) return true;
  int hours = 0;
  int minutes = 0;
  if (!text->TakeNumber(2, 0, 15, &hours)) return false;
  if (text->AtEnd()) return true;
  text->Take(':');
  return text->TakeNumber(2, 0, 59, &minutes);
}

bool IsDate(std::string_view date) {
  Cursor text(date);
  return TakeDate(&text) && text.AtEnd();
}

bool IsDateTime(std::string_view date_time) {
  Cursor text(date_time);
  char separator;
  bool has_seconds;
  return TakeDate(&text) && text.TakeAnyOf("Tt ", &separator) && TakeTime(&text, 23, &has_seconds) &&
         TakeOffset(&text) && text.AtEnd();
}

bool IsTime(std::string_view time) {
  Cursor text(time);
  bool has_seconds;
  return TakeTime(&text, 24, &has_seconds) && TakeOffset(&text) && text.AtEnd();
}

bool IsUuid(std::string_view uuid) {
  if (uuid.size() != 36) return false;
  for (size_t i = 0; i < uuid.size(); ++i) {
    char c = uuid[i];
    bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    bool hexadecimal = IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen ? c != '-' : !hexadecimal) return false;
  }
  return true;
}

// HH:MM with what follows: seconds are added where they are missing, the offset becomes ±HH:MM.
std::string CanonicalTime(std::string_view time) {
  size_t offset = std::min(time.find_first_of("Zz+-"), time.size());
  std::string canonical(time.substr(0, offset));
  if (offset == 5) canonical += ":00";
  std::string_view zone = time.substr(offset);
  if (zone.empty()) return canonical;
  if (zone == "Z" || zone == "z") return canonical + "+00:00";
  canonical.append(zone.substr(0, 3)).append(":");
  return canonical.append(zone.size() == 3 ? "00" : zone.substr(zone.size() - 2));
}

}  // namespace

bool IsEngineScalarText(ScalarKind scalar, const InputValue& value) {
  bool is_string = value.kind == InputValue::Kind::kString;
  switch (scalar) {
    case ScalarKind::kBigInt:
      return value.kind == InputValue::Kind::kInt || (is_string && IsInteger(value.text));
    case ScalarKind::kDecimal:
      return value.kind == InputValue::Kind::kInt || value.kind == InputValue::Kind::kFloat ||
             (is_string && IsDecimal(value.text));
    case ScalarKind::kDateTime:
      return is_string && IsDateTime(value.text);
    case ScalarKind::kDate:
      return is_string && IsDate(value.text);
    case ScalarKind::kTime:
      return is_string && IsTime(value.text);
    case ScalarKind::kUuid:
      return is_string && IsUuid(value.text);
    default:
      return false;
  }
}

std::string_view EngineScalarForm(ScalarKind scalar) {
  switch (scalar) {
    case ScalarKind::kBigInt:
      return "A BigInt is an integer, as a number or a string.";
    case ScalarKind::kDecimal:
      return "A Decimal is a decimal number, as a number or a string.";
    case ScalarKind::kDateTime:
      return "A DateTime is an existing date and time in the form \"2006-01-02T15:04:05Z\".";
    case ScalarKind::kDate:
      return "A Date is an existing day in the form \"2006-01-02\".";
    case ScalarKind::kTime:
      return "A Time is a time of day in the form \"15:04:05\".";
    case ScalarKind::kUuid:
      return "A UUID is a string in the form \"123e4567-e89b-12d3-a456-426614174000\".";
    default:
      return {};
  }
}

InputValue CanonicalEngineScalar(ScalarKind scalar, std::string_view text, Arena* arena) {
  switch (scalar) {
    case ScalarKind::kBigInt:
    case ScalarKind::kDecimal: {
      bool integer = text.find_first_of(".eE") == std::string_view::npos;
      return {.kind = integer ? InputValue::Kind::kInt : InputValue::Kind::kFloat, .text = text};
    }
    case ScalarKind::kDateTime: {
      std::string canonical(text.substr(0, 10));
      canonical.append("T").append(CanonicalTime(text.substr(11)));
      return {.kind = InputValue::Kind::kString, .text = arena->CopyString(canonical)};
    }
    case ScalarKind::kTime:
      return {.kind = InputValue::Kind::kString, .text = arena->CopyString(CanonicalTime(text))};
    case ScalarKind::kUuid: {
      std::string canonical(text);
      for (char& c : canonical) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
      }
      return {.kind = InputValue::Kind::kString, .text = arena->CopyString(canonical)};
    }
    default:
      return {.kind = InputValue::Kind::kString, .text = text};
  }
}

}  // namespace fraiseql::values
