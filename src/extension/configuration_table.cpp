#include "extension/configuration_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/did_you_mean.h"
#include "base/json.h"
#include "extension/errors.h"
#include "pg/boundary.h"

namespace fraiseql::extension {

namespace {

bool IsNameStart(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool IsNamePart(char c) { return IsNameStart(c) || (c >= '0' && c <= '9'); }

const char* TypeName(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

}  // namespace

std::string LineOf(const toml::source_region& source) {
  return source.begin.line == 0 ? std::string() : " (line " + std::to_string(source.begin.line) + ")";
}

std::string Expand(std::string_view text, const Environment& environment, const std::string& key,
                   const toml::source_region& source) {
  const auto malformed = [&]() -> pg::SqlError {
    return pg::SqlError(kErrcodeInvalidConfigurationValue, "malformed ${...} in \"" + key + "\"" + LineOf(source), {},
                        "Write ${NAME} or ${NAME:-default}; $${ stands for a plain ${.");
  };
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i, 3) == "$${") {
      out += "${";
      i += 3;
      continue;
    }
    if (text.substr(i, 2) != "${") {
      out += text[i++];
      continue;
    }
    size_t end = i + 2;
    while (end < text.size() && IsNamePart(text[end])) end++;
    std::string_view name = text.substr(i + 2, end - i - 2);
    if (name.empty() || !IsNameStart(name[0])) throw malformed();
    std::optional<std::string_view> fallback;
    if (text.substr(end, 2) == ":-") {
      size_t brace = text.find('}', end);
      if (brace == std::string_view::npos) throw malformed();
      fallback = text.substr(end + 2, brace - end - 2);
      end = brace;
    }
    if (end >= text.size() || text[end] != '}') throw malformed();
    auto found = environment.find(name);
    if (found != environment.end() && !(found->second.empty() && fallback)) {
      out += found->second;
    } else if (fallback) {
      out += *fallback;
    } else {
      throw pg::SqlError(
          kErrcodeUndefinedEnvironmentVariable,
          "\"" + key + "\" uses ${" + std::string(name) + "}, which the environment does not have" + LineOf(source), {},
          "Pass it in the second argument, {\"" + std::string(name) + "\": \"...\"}, or write ${" + std::string(name) +
              ":-default}.");
    }
    i = end + 1;
  }
  return out;
}

namespace {

// Keys of what becomes JSON whose value may come out of the environment without being text.
bool IsNumberOrBoolean(std::string_view key) {
  constexpr std::array<std::string_view, 9> kKeys{
      "observers.durable", "observers.passthrough",  "subscribers.concurrency",   "subscribers.max_deliver", "nats.tls",
      "nats.jetstream",    "nats.streams.max_bytes", "nats.streams.max_messages", "nats.streams.replicas"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

bool IsJsonNumberOrBoolean(std::string_view text) {
  if (text == "true" || text == "false") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos &&
         (text == "0" || text[0] != '0');
}

}  // namespace

void AppendJson(const toml::node& node, const Environment& environment, const std::string& key, std::string* out) {
  if (const auto* table = node.as_table()) {
    const char* separator = "{";
    for (auto&& [name, value] : *table) {
      *out += separator;
      separator = ",";
      AppendJsonString(name.str(), out);
      *out += ':';
      AppendJson(value, environment, key + "." + std::string(name.str()), out);
    }
    *out += table->empty() ? "{}" : "}";
  } else if (const auto* array = node.as_array()) {
    const char* separator = "[";
    for (const auto& value : *array) {
      *out += separator;
      separator = ",";
      AppendJson(value, environment, key, out);
    }
    *out += array->empty() ? "[]" : "]";
  } else if (const auto* text = node.as_string()) {
    const std::string value = Expand(text->get(), environment, key, node.source());
    if (IsNumberOrBoolean(key) && IsJsonNumberOrBoolean(value)) {
      *out += value;
    } else {
      AppendJsonString(value, out);
    }
  } else if (const auto* number = node.as_integer()) {
    AppendJsonInteger(number->get(), out);
  } else if (const auto* boolean = node.as_boolean()) {
    *out += boolean->get() ? "true" : "false";
  } else if (const auto* real = node.as_floating_point()) {
    if (!std::isfinite(real->get())) {
      throw pg::SqlError(kErrcodeInvalidConfigurationValue, "\"" + key + "\" must be finite" + LineOf(node.source()));
    }
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof(digits), real->get()).ptr;
    out->append(digits, end);
  } else {
    throw pg::SqlError(kErrcodeInvalidConfigurationValue,
                       "\"" + key + "\" must not be a date or time" + LineOf(node.source()));
  }
}

std::string ConfigurationTable::Path(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

std::string ConfigurationTable::Place() const {
  return "[" + name_ + "]" + (table_ != nullptr ? LineOf(table_->source()) : "");
}

void ConfigurationTable::Fail(std::string_view key, const std::string& what) const {
  const toml::node* node = table_ != nullptr ? table_->get(key) : nullptr;
  throw pg::SqlError(kErrcodeInvalidConfigurationValue,
                     "\"" + Path(key) + "\" " + what + (node != nullptr ? LineOf(node->source()) : ""));
}

const toml::node* ConfigurationTable::Look(std::string_view key) {
  known_.emplace_back(key);
  return table_ != nullptr ? table_->get(key) : nullptr;
}

const toml::node* ConfigurationTable::Node(std::string_view key) { return Look(key); }

std::optional<std::string> ConfigurationTable::String(std::string_view key) {
  const toml::node* node = Look(key);
  if (node == nullptr) return std::nullopt;
  const auto* text = node->as_string();
  if (text == nullptr) Fail(key, std::string("must be a string, not ") + TypeName(*node));
  return Expand(text->get(), environment_, Path(key), node->source());
}

std::optional<std::string> ConfigurationTable::OneOf(std::string_view key, std::span<const std::string_view> values) {
  std::optional<std::string> value = String(key);
  if (!value || std::find(values.begin(), values.end(), *value) != values.end()) return value;
  std::string list;
  for (std::string_view v : values) list += (list.empty() ? "\"" : ", \"") + std::string(v) + "\"";
  Fail(key, "must be one of " + list);
}

std::optional<bool> ConfigurationTable::Boolean(std::string_view key) {
  const toml::node* node = Look(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  if (const auto* text = node->as_string()) {
    std::string value = Expand(text->get(), environment_, Path(key), node->source());
    if (value == "true") return true;
    if (value == "false") return false;
  }
  Fail(key, "must be true or false");
}

std::optional<int> ConfigurationTable::Integer(std::string_view key, int64_t minimum, int64_t maximum) {
  const toml::node* node = Look(key);
  if (node == nullptr) return std::nullopt;
  int64_t value = minimum - 1;
  if (const auto* number = node->as_integer()) {
    value = number->get();
  } else if (const auto* text = node->as_string()) {
    // A number out of the environment.
    std::string digits = Expand(text->get(), environment_, Path(key), node->source());
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) value = minimum - 1;
  }
  if (value < minimum || value > maximum) {
    Fail(key, "must be an integer from " + std::to_string(minimum) + " to " + std::to_string(maximum));
  }
  return static_cast<int>(value);
}

std::optional<std::vector<std::string>> ConfigurationTable::Strings(std::string_view key) {
  const toml::node* node = Look(key);
  if (node == nullptr) return std::nullopt;
  const auto* array = node->as_array();
  if (array == nullptr || array->empty()) Fail(key, "must be an array of strings, with one at least");
  std::vector<std::string> values;
  for (const auto& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) Fail(key, "must be an array of strings, with one at least");
    values.push_back(Expand(text->get(), environment_, Path(key), element.source()));
  }
  return values;
}

const toml::table* ConfigurationTable::Table(std::string_view key) {
  const toml::node* node = Look(key);
  if (node != nullptr && node->as_table() == nullptr) Fail(key, std::string("must be a table, not ") + TypeName(*node));
  return node != nullptr ? node->as_table() : nullptr;
}

std::vector<const toml::table*> ConfigurationTable::Tables(std::string_view key) {
  std::vector<const toml::table*> tables;
  const toml::node* node = Look(key);
  if (node == nullptr) return tables;
  const auto* array = node->as_array();
  if (array == nullptr) Fail(key, "must be an array of tables: [[" + Path(key) + "]]");
  for (const auto& element : *array) {
    if (element.as_table() == nullptr) Fail(key, "must be an array of tables: [[" + Path(key) + "]]");
    tables.push_back(element.as_table());
  }
  return tables;
}

std::vector<std::string> ConfigurationTable::TakeForeign(std::initializer_list<std::string_view> keys) {
  std::vector<std::string> present;
  for (std::string_view key : keys) {
    if (Look(key) != nullptr) present.push_back(Path(key));
  }
  return present;
}

void ConfigurationTable::Finish() const {
  if (table_ == nullptr) return;
  // The first one in the file, not in the order of the alphabet.
  const toml::key* unknown = nullptr;
  for (auto&& [key, value] : *table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    if (unknown == nullptr || key.source().begin < unknown->source().begin) unknown = &key;
  }
  if (unknown == nullptr) return;
  const std::vector<std::string_view> options(known_.begin(), known_.end());
  std::vector<std::string_view> near = SuggestionList(unknown->str(), options);
  std::string hint;
  if (!near.empty()) {
    hint = "Did you mean \"" + std::string(near[0]) + "\"?";
  } else if (!name_.empty()) {
    for (std::string_view option : options) hint += (hint.empty() ? "The keys are " : ", ") + std::string(option);
    hint += ".";
  }
  throw pg::SqlError(kErrcodeUndefinedConfigurationKey,
                     "unknown key \"" + std::string(unknown->str()) + "\"" +
                         (name_.empty() ? "" : " in [" + name_ + "]") + LineOf(unknown->source()),
                     {}, hint);
}

}  // namespace fraiseql::extension
