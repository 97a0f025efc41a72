#include "planner/normalised_text.h"

#include "planner/document_index.h"

namespace fraiseql::planner {

namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// One past the string that starts at `start`.
size_t StringEnd(std::string_view text, size_t start) {
  const bool is_block = text.substr(start, 3) == "\"\"\"";
  for (size_t i = start + (is_block ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\') {
      if (!is_block) ++i;
      if (is_block && text.substr(i + 1, 3) == "\"\"\"") i += 3;
    } else if (text[i] == '"' && (!is_block || text.substr(i, 3) == "\"\"\"")) {
      return i + (is_block ? 3 : 1);
    }
  }
  return text.size();
}

// One past the number that starts at `start`.
size_t NumberEnd(std::string_view text, size_t start) {
  size_t end = start + 1;
  while (end < text.size() &&
         (IsWordCharacter(text[end]) || text[end] == '.' || text[end] == '+' || text[end] == '-')) {
    ++end;
  }
  return end;
}

}  // namespace

std::string NormalisedText(std::string_view form) {
  std::string out;
  bool after_word = false;  // two words in a row need a space between them
  const auto add = [&](std::string_view token, bool is_word) {
    if (after_word && (is_word || token == "...")) out += ' ';
    out += token;
    after_word = is_word;
  };
  for (size_t i = 0; i < form.size();) {
    const char c = form[i];
    size_t end = i + 1;
    if (c == '#') {
      while (end < form.size() && form[end] != '\n' && form[end] != '\r') ++end;
    } else if (c == kLiteral) {
      ++end;
      add("?", true);
    } else if (c == '"') {
      end = StringEnd(form, i);
      add(form.substr(i, end - i), true);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      end = NumberEnd(form, i);
      add(form.substr(i, end - i), true);
    } else if (IsWordCharacter(c)) {
      while (end < form.size() && IsWordCharacter(form[end])) ++end;
      add(form.substr(i, end - i), true);
    } else if (form.substr(i, 3) == "...") {
      end = i + 3;
      add("...", false);
    } else if (static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7f && c != ',') {
      add(form.substr(i, 1), false);
    }
    i = end;
  }
  return out;
}

}  // namespace fraiseql::planner
