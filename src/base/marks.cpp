#include "base/marks.h"

namespace fraiseql {

std::string UnescapeMarkText(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    char c = text[++i];
    switch (c) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':  // the writer escapes control characters only this way
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 4)), nullptr, 16));
        i += 4;
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace fraiseql
