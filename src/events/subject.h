// Subjects of NATS. libnats does not check them: a line break in one would inject protocol, a space closes the
// connection.
#pragma once

#include <string_view>

namespace fraiseql::events {

// Whether a subject can be published to: tokens between single dots, without white space, control characters and
// wildcards, at most 255 bytes, none of NATS' own. As fraiseql.is_nats_subject says it in SQL.
inline bool IsNatsSubject(std::string_view subject) {
  if (subject.empty() || subject.size() > 255 || subject.front() == '$' || subject.front() == '.' ||
      subject.back() == '.' || subject == "_INBOX" || subject.starts_with("_INBOX.")) {
    return false;
  }
  char before = 'x';
  for (char c : subject) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '*' || c == '>') return false;
    if (c == '.' && before == '.') return false;
    before = c;
  }
  return true;
}

// Whether a subscription to `filter` takes `subject`: "*" stands for a token, a last ">" for one or more.
inline bool MatchesSubject(std::string_view filter, std::string_view subject) {
  for (;;) {
    const std::string_view wanted = filter.substr(0, filter.find('.'));
    const std::string_view token = subject.substr(0, subject.find('.'));
    if (wanted == ">" && wanted.size() == filter.size()) return true;
    if (wanted != "*" && wanted != token) return false;
    const bool filter_ends = wanted.size() == filter.size();
    const bool subject_ends = token.size() == subject.size();
    if (filter_ends || subject_ends) return filter_ends && subject_ends;
    filter.remove_prefix(wanted.size() + 1);
    subject.remove_prefix(token.size() + 1);
  }
}

}  // namespace fraiseql::events
