#include "schema/authoring/element.h"

#include <algorithm>

#include "base/did_you_mean.h"

namespace fraiseql::schema {

namespace {

std::string_view TextOf(const rapidjson::Value& value) { return {value.GetString(), value.GetStringLength()}; }

// Null, false, and empty texts, lists and objects ask for nothing.
bool SaysNothing(const rapidjson::Value& value) {
  if (value.IsString()) return value.GetStringLength() == 0;
  if (value.IsArray()) return value.Empty();
  if (value.IsObject()) return value.ObjectEmpty();
  return value.IsNull() || value.IsFalse();
}

}  // namespace

std::string QuotedName(std::string_view name) { return "\"" + std::string(name) + "\""; }

Element::Element(const rapidjson::Value& value, std::string name, KeyRules rules, AuthoringFaults faults)
    : object_(value.IsObject() ? &value : nullptr), name_(std::move(name)), faults_(faults) {
  if (object_ == nullptr) {
    Fault("must be an object");
    return;
  }
  std::vector<std::string_view> seen;
  for (const auto& member : value.GetObject()) {
    std::string_view key = TextOf(member.name);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      Fault("the key " + QuotedName(key) + " is given twice");
      continue;
    }
    seen.push_back(key);
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [key](const KeyRule& other) { return other.key == key; });
    if (rule == rules.end()) {
      std::vector<std::string_view> known;
      for (const KeyRule& other : rules) known.push_back(other.key);
      Fault("unknown key " + QuotedName(key) + "." + DidYouMean(SuggestionList(key, known)));
    } else if (rule->use == KeyUse::kNotice && !SaysNothing(member.value)) {
      faults_.notices->push_back(name_ + ": the key " + QuotedName(key) + " has no effect here");
    } else if (rule->use == KeyUse::kRefused && !SaysNothing(member.value)) {
      Fault("the key " + QuotedName(key) + " cannot be followed: " + std::string(rule->reason));
    }
  }
}

std::string Element::Inner(std::string_view kind, std::string_view inner_name) const {
  std::string inner = name_.empty() ? std::string() : name_ + ", ";
  return inner + std::string(kind) + " " + QuotedName(inner_name);
}

const rapidjson::Value* Element::FindOrNull(const char* key) const {
  if (object_ == nullptr) return nullptr;
  auto found = object_->FindMember(key);
  return found == object_->MemberEnd() ? nullptr : &found->value;
}

const rapidjson::Value* Element::Find(const char* key) const {
  const rapidjson::Value* value = FindOrNull(key);
  return value == nullptr || value->IsNull() ? nullptr : value;
}

std::string_view Element::Text(const char* key) const {
  const rapidjson::Value* value = Find(key);
  if (value == nullptr) return {};
  if (value->IsString()) return TextOf(*value);
  Fault("the key " + QuotedName(key) + " must be a string");
  return {};
}

bool Element::Flag(const char* key, bool absent) const {
  const rapidjson::Value* value = Find(key);
  if (value == nullptr) return absent;
  if (value->IsBool()) return value->GetBool();
  Fault("the key " + QuotedName(key) + " must be true or false");
  return absent;
}

std::vector<const rapidjson::Value*> Element::Items(const char* key) const {
  std::vector<const rapidjson::Value*> items;
  const rapidjson::Value* value = Find(key);
  if (value == nullptr) return items;
  if (!value->IsArray()) {
    Fault("the key " + QuotedName(key) + " must be a list");
    return items;
  }
  for (const rapidjson::Value& item : value->GetArray()) items.push_back(&item);
  return items;
}

std::vector<std::string_view> Element::Texts(const char* key) const {
  std::vector<std::string_view> texts;
  for (const rapidjson::Value* item : Items(key)) {
    if (item->IsString()) {
      texts.push_back(TextOf(*item));
    } else {
      Fault("the key " + QuotedName(key) + " must be a list of strings");
    }
  }
  return texts;
}

}  // namespace fraiseql::schema
