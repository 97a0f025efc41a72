// One JSON object of an authoring document, with what to call it in messages.
#pragma once

#include <rapidjson/document.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fraiseql::schema {

// What becomes of a key.
enum class KeyUse : uint8_t {
  kUsed,     // the import reads it
  kIgnored,  // says nothing that could change an answer
  kNotice,   // belongs to another runtime or interface: named, not followed
  kRefused,  // would change answers or access: an error unless it says false, null or nothing
};

struct KeyRule {
  std::string_view key;
  KeyUse use;
  std::string_view reason = {};  // of a refusal: what the engine does not do
};

struct AuthoringFaults {
  std::vector<std::string>* errors;
  std::vector<std::string>* notices;
};

using KeyRules = std::span<const KeyRule>;

class Element {
 public:
  // `name` is how messages call the element: `query "orders"`. Reports where `value` is no object, keys that the rules
  // do not know, keys given twice, and what the rules refuse.
  Element(const rapidjson::Value& value, std::string name, KeyRules rules, AuthoringFaults faults);

  const std::string& name() const { return name_; }
  // For an element within this one: `type "Order", field "total"`.
  std::string Inner(std::string_view kind, std::string_view inner_name) const;
  void Fault(std::string_view what) const { faults_.errors->push_back(name_ + ": " + std::string(what)); }
  AuthoringFaults faults() const { return faults_; }

  // Null where the key is absent or null.
  const rapidjson::Value* Find(const char* key) const;
  // Whether the key is there, be it null.
  const rapidjson::Value* FindOrNull(const char* key) const;
  // Empty where absent or null; another kind of value is a fault.
  std::string_view Text(const char* key) const;
  bool Flag(const char* key, bool absent) const;
  // No elements where absent; another kind of value is a fault.
  std::vector<const rapidjson::Value*> Items(const char* key) const;
  std::vector<std::string_view> Texts(const char* key) const;

 private:
  const rapidjson::Value* object_;  // null where the value is no object
  std::string name_;
  AuthoringFaults faults_;
};

std::string QuotedName(std::string_view name);

}  // namespace fraiseql::schema
