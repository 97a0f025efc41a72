#include "schema/authoring/declared_types.h"

#include <iterator>

#include "schema/authoring/type_names.h"
#include "schema/built_in.h"

namespace fraiseql::schema {

using rapidjson::Value;

namespace {

std::string Member(std::string_view type, std::string_view name) { return std::string(type).append(".").append(name); }

// A member of a JSON object, null where there is none.
const Value* FindIn(const Value& object, const char* key) {
  if (!object.IsObject()) return nullptr;
  auto found = object.FindMember(key);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string_view TextIn(const Value& object, const char* key) {
  const Value* value = FindIn(object, key);
  if (value == nullptr || !value->IsString()) return {};
  return {value->GetString(), value->GetStringLength()};
}

// Calls visit(item) for the items of a list. What is no list is reported where the element itself is read.
template <typename Visit>
void ForEachIn(const Value& object, const char* key, Visit visit) {
  const Value* items = FindIn(object, key);
  if (items == nullptr || !items->IsArray()) return;
  for (const Value& item : items->GetArray()) visit(item);
}

}  // namespace

std::string_view NameOf(const Value& value) { return TextIn(value, "name"); }

void DeclaredTypes::ReadFrom(const Element& document, bool camel_case) {
  struct Section {
    const char* key;
    const char* element;
    Kind kind;
  };
  static constexpr Section kSections[] = {
      {"custom_scalars", "scalar", Kind::kScalar},
      {"enums", "enum", Kind::kEnum},
      {"input_types", "input type", Kind::kInputObject},
      {"interfaces", "interface", Kind::kInterface},
      {"types", "type", Kind::kObject},
      {"unions", "union", Kind::kUnion},
  };
  for (const Section& section : kSections) {
    const Value* items = document.Find(section.key);
    if (items == nullptr || !items->IsArray()) continue;
    for (const Value& value : items->GetArray()) {
      std::string_view name = NameOf(value);
      std::string label = std::string(section.element) + " " + QuotedName(name);
      if (!IsName(name)) {
        document.faults().errors->push_back(label + ": the key \"name\" must be a GraphQL name");
      } else if (!kinds_.emplace(name, section.kind).second) {
        document.faults().errors->push_back(label + ": there is another type of that name");
      }
      if (section.kind == Kind::kEnum) ReadValues(name, value);
      if (section.kind == Kind::kInputObject) ReadInputFields(name, value, camel_case);
      if (section.kind == Kind::kObject) sources_[std::string(name)] = TextIn(value, "sql_source");
    }
  }
}

void DeclaredTypes::ReadValues(std::string_view name, const Value& type) {
  ForEachIn(type, "values", [&](const Value& item) {
    members_[Member(name, NameOf(item))] = NameOf(item);
    const Value* stored = FindIn(item, "value");
    if (stored == nullptr || !stored->IsString()) return;
    members_.emplace(Member(name, TextIn(item, "value")), NameOf(item));
  });
}

void DeclaredTypes::ReadInputFields(std::string_view name, const Value& type, bool camel_case) {
  ForEachIn(type, "fields", [&](const Value& item) {
    std::string field = camel_case ? CamelCase(NameOf(item)) : std::string(NameOf(item));
    members_[Member(name, field)] = TextIn(item, "type");
  });
}

std::optional<DeclaredTypes::Kind> DeclaredTypes::Find(std::string_view name) const {
  auto found = kinds_.find(std::string(name));
  return found == kinds_.end() ? std::nullopt : std::optional(found->second);
}

std::string_view DeclaredTypes::FindEnumValue(std::string_view enum_name, std::string_view text) const {
  auto found = members_.find(Member(enum_name, text));
  return found == members_.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view DeclaredTypes::FindInputField(std::string_view type, std::string_view field) const {
  return FindEnumValue(type, field);
}

std::string_view DeclaredTypes::FindSource(std::string_view type) const {
  auto found = sources_.find(std::string(type));
  return found == sources_.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string_view> DeclaredTypes::Names() const {
  std::vector<std::string_view> names;
  for (std::string_view name : kSpecifiedScalarNames) names.push_back(name);
  for (std::string_view name : kEngineScalarNames) names.push_back(name);
  for (const auto& [name, kind] : kinds_) names.push_back(name);
  return names;
}

}  // namespace fraiseql::schema
