// What an authoring document declares: which names are types, of which kind, and what their members are called.
#pragma once

#include <rapidjson/document.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/authoring/element.h"

namespace fraiseql::schema {

// The types that an authoring document declares, read before anything refers to them.
class DeclaredTypes {
 public:
  enum class Kind : uint8_t { kScalar, kObject, kInterface, kUnion, kEnum, kInputObject };

  // Reads the names from a document; reports types without a proper name and names that are given twice.
  void ReadFrom(const Element& document, bool camel_case);

  std::optional<Kind> Find(std::string_view name) const;

  // The value of an enum that is called `text` or stored as `text`; empty where there is none.
  std::string_view FindEnumValue(std::string_view enum_name, std::string_view text) const;
  // The type of an input object's field as written, empty where there is none.
  std::string_view FindInputField(std::string_view type, std::string_view field) const;
  // The relation of an object type as written; empty where it has none.
  std::string_view FindSource(std::string_view type) const;

  // All names that a type may be called by, those of built-in scalars included.
  std::vector<std::string_view> Names() const;

 private:
  void ReadValues(std::string_view name, const rapidjson::Value& type);
  void ReadInputFields(std::string_view name, const rapidjson::Value& type, bool camel_case);

  std::unordered_map<std::string, Kind> kinds_;
  std::unordered_map<std::string, std::string> members_;  // "Enum.text" and "Input.field"
  std::unordered_map<std::string, std::string> sources_;
};

// The member `name` of a JSON object; empty where there is none or it is no text.
std::string_view NameOf(const rapidjson::Value& value);

}  // namespace fraiseql::schema
