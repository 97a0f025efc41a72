#include "language/string_value.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "base/utf8.h"

namespace fraiseql::language {

namespace {

constexpr size_t kLongLine = 70;  // longer single lines stand between lines of quotes
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

bool IsPrintableAsBlockString(std::string_view value) {
  if (value.empty()) return true;
  bool is_empty_line = true;
  bool has_indent = false;
  bool has_common_indent = true;  // of all lines that are not blank
  bool seen_line = false;
  for (char c : value) {
    auto byte = static_cast<unsigned char>(c);
    if (byte == '\n') {
      if (is_empty_line && !seen_line) return false;  // a blank line at the start would be removed
      seen_line = true;
      is_empty_line = true;
      has_indent = false;
    } else if (byte == '\t' || byte == ' ') {
      has_indent = has_indent || is_empty_line;
    } else if (byte <= 0x0F) {
      return false;  // \r would become \n; the others cannot be seen
    } else {
      has_common_indent = has_common_indent && has_indent;
      is_empty_line = false;
    }
  }
  return !is_empty_line && !(has_common_indent && seen_line);
}

void AppendBlockString(std::string_view value, std::string* out) {
  auto is_white_space = [](char c) { return c == ' ' || c == '\t'; };
  bool is_single_line = value.find_first_of("\r\n") == std::string_view::npos;
  bool force_leading_new_line = !is_single_line;  // every line but the first is blank or indented
  bool last = is_single_line;
  std::string_view rest = value;
  if (!last) TakeLine(&rest, &last);
  while (!last) {
    std::string_view line = TakeLine(&rest, &last);
    if (!line.empty() && !is_white_space(line.front())) force_leading_new_line = false;
  }

  std::string escaped;
  rest = value;
  for (size_t quotes; (quotes = rest.find("\"\"\"")) != std::string_view::npos; rest.remove_prefix(quotes + 3)) {
    escaped += rest.substr(0, quotes);
    escaped += "\\\"\"\"";
  }
  escaped += rest;

  bool has_trailing_triple_quotes = std::string_view(escaped).ends_with("\\\"\"\"");
  bool force_trailing_new_line = (value.ends_with('"') && !has_trailing_triple_quotes) || value.ends_with('\\');
  bool multiple_lines = !is_single_line || Utf16Length(value) > kLongLine || force_trailing_new_line ||
                        force_leading_new_line || has_trailing_triple_quotes;
  // A blank at the start of a single line counts only where the line follows the quotes.
  bool skip_leading_new_line = is_single_line && !value.empty() && is_white_space(value.front());

  *out += "\"\"\"";
  if ((multiple_lines && !skip_leading_new_line) || force_leading_new_line) *out += '\n';
  *out += escaped;
  if (multiple_lines || force_trailing_new_line) *out += '\n';
  *out += "\"\"\"";
}

void AppendString(std::string_view text, std::string* out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  auto escape = [&](unsigned char code) {
    *out += "\\u00";
    *out += kHex[code >> 4];
    *out += kHex[code & 0xF];
  };
  *out += '"';
  for (size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    switch (byte) {
      case '"':
        *out += "\\\"";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '\b':
        *out += "\\b";
        break;
      case '\f':
        *out += "\\f";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\t':
        *out += "\\t";
        break;
      default: {
        // U+0080 to U+009F are control characters too: C2 80 to C2 9F.
        bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) {
          escape(static_cast<unsigned char>(text[++i]));
        } else if (byte < 0x20 || byte == 0x7F) {
          escape(byte);
        } else {
          *out += text[i];
        }
      }
    }
  }
  *out += '"';
}

}  // namespace fraiseql::language
