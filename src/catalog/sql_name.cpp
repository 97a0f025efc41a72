#include "catalog/sql_name.h"

namespace fraiseql::catalog {

namespace {

// Takes one identifier off the front of *text; false where there is none.
bool TakeIdentifier(std::string_view* text, std::string* identifier) {
  if (!text->empty() && text->front() == '"') {
    size_t at = 1;
    for (; at < text->size(); ++at) {
      if ((*text)[at] == '"') {
        if (at + 1 >= text->size() || (*text)[at + 1] != '"') break;
        ++at;
      }
      identifier->push_back((*text)[at]);
    }
    if (at >= text->size()) return false;
    text->remove_prefix(at + 1);
    return !identifier->empty();
  }
  while (!text->empty() && text->front() != '.' && text->front() != '"') {
    char c = text->front();
    identifier->push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    text->remove_prefix(1);
  }
  return !identifier->empty();
}

}  // namespace

SqlName ParseSqlName(std::string_view text) {
  SqlName parsed;
  std::string first;
  if (!TakeIdentifier(&text, &first)) return {};
  if (text.empty()) return {{}, first};
  if (text.front() != '.') return {};
  text.remove_prefix(1);
  std::string second;
  if (!TakeIdentifier(&text, &second) || !text.empty()) return {};
  return {first, second};
}

}  // namespace fraiseql::catalog
