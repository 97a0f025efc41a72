// One table of a TOML document: typed values, ${NAME} replaced, and what nobody asked for reported as unknown.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 1
#define TOML_FLOAT_CHARCONV 1  // else it reads numbers from streams, which bring all of std::locale along
#include <toml++/toml.h>

#include "extension/configuration_file.h"

namespace fraiseql::extension {

// " (line 3)", or nothing where the place is not known.
std::string LineOf(const toml::source_region& source);

// Replaces ${NAME} and ${NAME:-default} (used where NAME is not there or empty); $${ stands for a plain ${.
// `key` and `source` are for the message about a missing NAME.
std::string Expand(std::string_view text, const Environment& environment, const std::string& key,
                   const toml::source_region& source);

// A node as JSON text, strings expanded. Nothing of a configuration is a date or time.
void AppendJson(const toml::node& node, const Environment& environment, const std::string& key, std::string* out);

// A reader of one table. The keys asked for are the known ones; Finish reports the first other one.
class ConfigurationTable {
 public:
  // `name` as it is written in the file, `databases.inventory`; empty for the document itself.
  ConfigurationTable(const toml::table* table, std::string name, const Environment& environment)
      : table_(table), name_(std::move(name)), environment_(environment) {}

  std::optional<std::string> String(std::string_view key);
  std::optional<std::string> OneOf(std::string_view key, std::span<const std::string_view> values);
  std::optional<bool> Boolean(std::string_view key);
  std::optional<int> Integer(std::string_view key, int64_t minimum, int64_t maximum);
  std::optional<std::vector<std::string>> Strings(std::string_view key);
  // The table of that key, null when absent.
  const toml::table* Table(std::string_view key);
  // The tables of an array of tables, empty when absent.
  std::vector<const toml::table*> Tables(std::string_view key);
  // The value of that key whatever it is, null when absent.
  const toml::node* Node(std::string_view key);
  // Keys of other runtimes: those present, as `federation.entities`.
  std::vector<std::string> TakeForeign(std::initializer_list<std::string_view> keys);

  void Finish() const;

  // `[databases.inventory] (line 3)`.
  std::string Place() const;
  std::string Path(std::string_view key) const;
  [[noreturn]] void Fail(std::string_view key, const std::string& what) const;

 private:
  const toml::node* Look(std::string_view key);

  const toml::table* table_;  // null: every key is absent
  std::string name_;
  const Environment& environment_;
  std::vector<std::string> known_;
};

}  // namespace fraiseql::extension
