#include "base/did_you_mean.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace fraiseql {

namespace {

constexpr size_t kMaxSuggestions = 5;

// UTF-16 code units, since lengths and distances are counted in them; ASCII letters in lower case.
std::u16string LowerCaseUnits(std::string_view text) {
  std::u16string units;
  units.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    uint8_t byte = static_cast<uint8_t>(text[i]);
    size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    uint32_t code = length == 1 ? byte : byte & (0xFF >> (length + 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      code = (code << 6) | (static_cast<uint8_t>(text[i + k]) & 0x3F);
    }
    i += length;
    if (code >= 'A' && code <= 'Z') code += 'a' - 'A';
    if (code < 0x10000) {
      units.push_back(static_cast<char16_t>(code));
    } else {
      units.push_back(static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xDC00 + (code & 0x3FF)));
    }
  }
  return units;
}

class LexicalDistance {
 public:
  explicit LexicalDistance(std::string_view input) : input_(input), lower_(LowerCaseUnits(input)) {
    threshold_ = lower_.size() * 2 / 5 + 1;
  }

  // Nothing where the option is out of reach.
  std::optional<size_t> Measure(std::string_view option) {
    if (option == input_) return 0;
    std::u16string option_lower = LowerCaseUnits(option);
    if (option_lower == lower_) return 1;

    const std::u16string& a = option_lower.size() < lower_.size() ? lower_ : option_lower;
    const std::u16string& b = option_lower.size() < lower_.size() ? option_lower : lower_;
    if (a.size() - b.size() > threshold_) return std::nullopt;

    // Optimal string alignment over three rolling rows.
    for (std::vector<size_t>& row : rows_) row.assign(b.size() + 1, 0);
    for (size_t j = 0; j <= b.size(); ++j) rows_[0][j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
      const std::vector<size_t>& up = rows_[(i - 1) % 3];
      std::vector<size_t>& current = rows_[i % 3];
      size_t smallest = current[0] = i;
      for (size_t j = 1; j <= b.size(); ++j) {
        size_t cell = std::min({up[j] + 1, current[j - 1] + 1, up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          cell = std::min(cell, rows_[(i - 2) % 3][j - 2] + 1);
        }
        smallest = std::min(smallest, cell);
        current[j] = cell;
      }
      // A distance cannot fall below the smallest cell of the row before.
      if (smallest > threshold_) return std::nullopt;
    }
    size_t distance = rows_[a.size() % 3][b.size()];
    return distance <= threshold_ ? std::optional(distance) : std::nullopt;
  }

 private:
  std::string_view input_;
  std::u16string lower_;
  size_t threshold_;
  std::array<std::vector<size_t>, 3> rows_;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The value of the digits at `*i`, which moves behind them; a leading zero stands alone.
uint64_t ReadNumber(std::string_view text, size_t* i) {
  uint64_t number = 0;
  do {
    number = number * 10 + static_cast<uint64_t>(text[*i] - '0');
    ++*i;
  } while (*i < text.size() && IsDigit(text[*i]) && number > 0);
  return number;
}

}  // namespace

bool NaturallyBefore(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (IsDigit(a[i]) && IsDigit(b[j])) {
      uint64_t x = ReadNumber(a, &i);
      uint64_t y = ReadNumber(b, &j);
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return static_cast<uint8_t>(a[i]) < static_cast<uint8_t>(b[j]);
      ++i;
      ++j;
    }
  }
  return a.size() < b.size();
}

std::vector<std::string_view> SuggestionList(std::string_view input, const std::vector<std::string_view>& options) {
  if (!suggestions_enabled) return {};
  struct Suggestion {
    std::string_view option;
    size_t distance;
  };
  LexicalDistance lexical_distance(input);
  std::vector<Suggestion> suggestions;
  for (std::string_view option : options) {
    if (std::optional<size_t> distance = lexical_distance.Measure(option)) {
      bool known = std::any_of(suggestions.begin(), suggestions.end(),
                               [option](const Suggestion& other) { return other.option == option; });
      if (!known) suggestions.push_back({option, *distance});
    }
  }
  std::stable_sort(suggestions.begin(), suggestions.end(), [](const Suggestion& a, const Suggestion& b) {
    return a.distance != b.distance ? a.distance < b.distance : NaturallyBefore(a.option, b.option);
  });
  std::vector<std::string_view> result;
  for (const Suggestion& suggestion : suggestions) result.push_back(suggestion.option);
  return result;
}

std::string DidYouMean(const std::vector<std::string_view>& suggestions, std::string_view sub_message) {
  if (!suggestions_enabled || suggestions.empty()) return {};
  std::string message = " Did you mean ";
  if (!sub_message.empty()) message.append(sub_message).append(" ");
  size_t count = std::min(suggestions.size(), kMaxSuggestions);
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) message += count == 2 ? " or " : i + 1 == count ? ", or " : ", ";
    message.append("\"").append(suggestions[i]).append("\"");
  }
  return message + "?";
}

}  // namespace fraiseql
