#include "language/block_string.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace fraiseql::language {

namespace {

constexpr size_t kNone = std::numeric_limits<size_t>::max();

// Takes the first line off `*rest`, its terminator (\n, \r or \r\n) too. `*last` tells that no terminator was left.
std::string_view TakeLine(std::string_view* rest, bool* last) {
  size_t end = rest->find_first_of("\r\n");
  *last = end == std::string_view::npos;
  std::string_view line = rest->substr(0, end);
  if (*last) {
    *rest = {};
    return line;
  }
  bool pair = (*rest)[end] == '\r' && end + 1 < rest->size() && (*rest)[end + 1] == '\n';
  rest->remove_prefix(end + (pair ? 2 : 1));
  return line;
}

size_t LeadingWhiteSpace(std::string_view line) {
  size_t indent = line.find_first_not_of(" \t");
  return indent == std::string_view::npos ? line.size() : indent;
}

}  // namespace

std::string_view BlockStringValue(std::string_view raw, Arena* arena) {
  constexpr std::string_view kEscapedQuotes = "\\\"\"\"";
  if (raw.find_first_of("\r\n") == std::string_view::npos && raw.find(kEscapedQuotes) == std::string_view::npos) {
    return LeadingWhiteSpace(raw) == raw.size() ? std::string_view() : raw;
  }

  size_t common_indent = kNone;
  size_t first_line = kNone;  // of those that are not blank
  size_t last_line = kNone;
  std::string_view rest = raw;
  bool last = false;
  for (size_t i = 0; !last; ++i) {
    std::string_view line = TakeLine(&rest, &last);
    size_t indent = LeadingWhiteSpace(line);
    if (indent == line.size()) continue;
    if (first_line == kNone) first_line = i;
    last_line = i;
    if (i != 0 && indent < common_indent) common_indent = indent;
  }
  if (first_line == kNone) return {};

  char* value = static_cast<char*>(arena->Allocate(raw.size(), 1));
  size_t size = 0;
  rest = raw;
  for (size_t i = 0; i <= last_line; ++i) {
    std::string_view line = TakeLine(&rest, &last);
    if (i < first_line) continue;
    if (i > first_line) value[size++] = '\n';
    if (i != 0) line.remove_prefix(std::min(common_indent, line.size()));
    while (!line.empty()) {
      size_t plain = std::min(line.find(kEscapedQuotes), line.size());
      size += line.copy(value + size, plain);
      line.remove_prefix(plain);
      if (!line.empty()) {
        line.remove_prefix(1);
        size += line.copy(value + size, 3);
        line.remove_prefix(3);
      }
    }
  }
  return {value, size};
}

}  // namespace fraiseql::language
