#include "planner/names.h"

namespace fraiseql::planner {

namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A word begins at a capital after a small letter or digit, and at the last capital of a run that a small letter
// follows (`HTTPServer`: http_server); with `split_digits` also at the first digit of a number.
std::string ToSnakeCase(std::string_view name, bool split_digits) {
  std::string snake;
  snake.reserve(name.size() + 4);
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const char before = i > 0 ? name[i - 1] : '\0';
    bool starts_word = false;
    if (IsUpper(c)) {
      starts_word =
          IsLower(before) || IsDigit(before) || (IsUpper(before) && i + 1 < name.size() && IsLower(name[i + 1]));
    } else if (IsDigit(c) && split_digits) {
      starts_word = IsLower(before) || IsUpper(before);
    }
    if (starts_word) snake.push_back('_');
    snake.push_back(IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return snake;
}

}  // namespace

std::string SnakeCase(std::string_view name) { return ToSnakeCase(name, false); }

std::vector<std::string> SnakeCaseSpellings(std::string_view name) {
  std::vector<std::string> spellings{ToSnakeCase(name, false)};
  std::string with_digits = ToSnakeCase(name, true);
  if (with_digits != spellings.front()) spellings.push_back(std::move(with_digits));
  return spellings;
}

}  // namespace fraiseql::planner
