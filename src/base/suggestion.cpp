#include "base/suggestion.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/utf8.h"

namespace fraiseql {

namespace {

constexpr size_t kMaxSuggestions = 5;

// UTF-16 code units in lower case. Names of a schema are ASCII, so only ASCII letters need folding.
std::u16string ToLowerUtf16(std::string_view text) {
  std::u16string units;
  units.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    CodePoint character = DecodeUtf8(text.substr(i));
    uint32_t value = character.value;
    if (value >= 'A' && value <= 'Z') value += 'a' - 'A';
    if (value > 0xFFFF) {
      units += static_cast<char16_t>(0xD800 + ((value - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((value - 0x10000) & 0x3FF));
    } else {
      units += static_cast<char16_t>(value);
    }
    i += character.bytes;
  }
  return units;
}

// Damerau-Levenshtein distance of adjacent swaps, computed row by row and given up beyond the threshold.
class LexicalDistance {
 public:
  explicit LexicalDistance(std::string_view input) : input_(input), lower_(ToLowerUtf16(input)) {
    for (auto& row : rows_) row.resize(lower_.size() + 1);
  }

  size_t threshold() const { return lower_.size() * 2 / 5 + 1; }

  std::optional<size_t> Measure(std::string_view option) {
    if (input_ == option) return 0;
    std::u16string lower_option = ToLowerUtf16(option);
    if (lower_ == lower_option) return 1;

    const std::u16string* a = &lower_option;
    const std::u16string* b = &lower_;
    if (a->size() < b->size()) std::swap(a, b);
    if (a->size() - b->size() > threshold()) return std::nullopt;

    for (size_t j = 0; j <= b->size(); ++j) rows_[0][j] = j;
    for (size_t i = 1; i <= a->size(); ++i) {
      const auto& up = rows_[(i - 1) % 3];
      auto& current = rows_[i % 3];
      size_t smallest = current[0] = i;
      for (size_t j = 1; j <= b->size(); ++j) {
        size_t cost = (*a)[i - 1] == (*b)[j - 1] ? 0 : 1;
        size_t cell = std::min({up[j] + 1, current[j - 1] + 1, up[j - 1] + cost});
        if (i > 1 && j > 1 && (*a)[i - 1] == (*b)[j - 2] && (*a)[i - 2] == (*b)[j - 1]) {
          cell = std::min(cell, rows_[(i - 2) % 3][j - 2] + 1);
        }
        smallest = std::min(smallest, cell);
        current[j] = cell;
      }
      if (smallest > threshold()) return std::nullopt;
    }
    size_t distance = rows_[a->size() % 3][b->size()];
    if (distance > threshold()) return std::nullopt;
    return distance;
  }

 private:
  std::string_view input_;
  std::u16string lower_;
  std::vector<size_t> rows_[3];
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The number at `*i`, a run of digits that ends early where it starts with zeros. A double, as long runs are in
// JavaScript.
double ReadNumber(std::string_view text, size_t* i) {
  double number = 0;
  do {
    number = number * 10 + (text[*i] - '0');
    ++*i;
  } while (*i < text.size() && IsDigit(text[*i]) && number > 0);
  return number;
}

}  // namespace

int NaturalCompare(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (IsDigit(a[i]) && IsDigit(b[j])) {
      double number_a = ReadNumber(a, &i);
      double number_b = ReadNumber(b, &j);
      if (number_a != number_b) return number_a < number_b ? -1 : 1;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i;
      ++j;
    }
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

std::vector<std::string_view> SuggestionList(std::string_view input, const std::vector<std::string_view>& options) {
  if (!suggestions_enabled) return {};
  struct Candidate {
    std::string_view option;
    size_t distance;
  };
  std::vector<Candidate> candidates;
  LexicalDistance lexical_distance(input);
  for (std::string_view option : options) {
    std::optional<size_t> distance = lexical_distance.Measure(option);
    if (distance.has_value()) candidates.push_back({option, *distance});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return NaturalCompare(a.option, b.option) < 0;
  });
  std::vector<std::string_view> names;
  for (const Candidate& candidate : candidates) {
    if (names.empty() || names.back() != candidate.option) names.push_back(candidate.option);
  }
  return names;
}

std::string DidYouMean(std::string_view sub_message, const std::vector<std::string_view>& suggestions) {
  if (suggestions.empty()) return "";
  std::string message = " Did you mean ";
  if (!sub_message.empty()) {
    message += sub_message;
    message += ' ';
  }
  size_t count = std::min(suggestions.size(), kMaxSuggestions);
  for (size_t i = 0; i < count; ++i) {
    if (i > 0 && count > 2) message += ',';
    if (i > 0) message += ' ';
    if (i > 0 && i + 1 == count) message += "or ";
    message += '"';
    message += suggestions[i];
    message += '"';
  }
  message += '?';
  return message;
}

std::string DidYouMean(const std::vector<std::string_view>& suggestions) { return DidYouMean("", suggestions); }

}  // namespace fraiseql
