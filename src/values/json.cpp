#include "values/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/limits.h"

namespace fraiseql::values {

namespace {

// Of equal keys the value of the last one holds, at the place of the first. Sorted rather than hashed: a client
// chooses the keys.
List<InputObjectField> WithoutDuplicates(List<InputObjectField> fields, Arena* arena) {
  std::vector<uint32_t> order(fields.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&fields](uint32_t a, uint32_t b) {
    int compared = fields[a].name.compare(fields[b].name);
    return compared != 0 ? compared < 0 : a < b;
  });
  std::vector<bool> dropped(fields.size());
  bool any = false;
  InputObjectField* members = const_cast<InputObjectField*>(fields.data);
  for (size_t i = 0; i < order.size();) {
    size_t last = i;
    while (last + 1 < order.size() && fields[order[last + 1]].name == fields[order[i]].name) {
      dropped[order[++last]] = true;
      any = true;
    }
    members[order[i]].value = fields[order[last]].value;
    i = last + 1;
  }
  if (!any) return fields;
  std::vector<InputObjectField> kept;
  for (uint32_t i = 0; i < fields.size(); ++i) {
    if (!dropped[i]) kept.push_back(fields[i]);
  }
  return arena->Copy(kept);
}

// Builds the tree from RapidJSON's events: values and keys wait on stacks until their list or object ends.
class TreeBuilder {
 public:
  explicit TreeBuilder(Arena* arena) : arena_(arena) {}

  bool Null() { return Push({}); }
  bool Bool(bool value) { return Push({.kind = InputValue::Kind::kBoolean, .boolean = value}); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    std::string_view digits = arena_->CopyString({text, length});
    bool integer = digits.find_first_of(".eE") == std::string_view::npos;
    return Push({.kind = integer ? InputValue::Kind::kInt : InputValue::Kind::kFloat, .text = digits});
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    std::string_view string;
    return CopyText(text, length, &string) && Push({.kind = InputValue::Kind::kString, .text = string});
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string_view key;
    if (!CopyText(text, length, &key)) return false;
    keys_.push_back(key);
    return true;
  }
  bool StartObject() { return Open(); }
  bool StartArray() { return Open(); }
  bool EndArray(rapidjson::SizeType) {
    InputValue list{.kind = InputValue::Kind::kList};
    list.items = arena_->Copy(values_.data() + starts_.back(), values_.size() - starts_.back());
    return Close(list);
  }
  bool EndObject(rapidjson::SizeType count) {
    InputObjectField* fields =
        static_cast<InputObjectField*>(arena_->Allocate(sizeof(InputObjectField) * count, alignof(InputObjectField)));
    for (rapidjson::SizeType i = 0; i < count; ++i) {
      new (&fields[i]) InputObjectField{keys_[keys_.size() - count + i], values_[values_.size() - count + i]};
    }
    keys_.resize(keys_.size() - count);
    InputValue object{.kind = InputValue::Kind::kObject};
    object.fields = count < 2 ? List<InputObjectField>{fields, count} : WithoutDuplicates({fields, count}, arena_);
    return Close(object);
  }
  // Never called: numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

  const InputValue* root() const { return arena_->New<InputValue>(values_.back()); }
  const std::string& error() const { return error_; }

 private:
  bool Push(const InputValue& value) {
    values_.push_back(value);
    return true;
  }
  bool Open() {
    CheckForInterrupts();
    if (starts_.size() >= kHardDepth) {
      error_ = "Lists and objects are nested deeper than " + std::to_string(kHardDepth) + " levels.";
      return false;
    }
    starts_.push_back(values_.size());
    return true;
  }
  bool Close(const InputValue& value) {
    values_.resize(starts_.back());
    starts_.pop_back();
    return Push(value);
  }
  bool CopyText(const char* text, rapidjson::SizeType length, std::string_view* copy) {
    if (std::memchr(text, '\0', length) != nullptr) {
      error_ = "A string holds the character U+0000, which no PostgreSQL text can hold.";
      return false;
    }
    *copy = arena_->CopyString({text, length});
    return true;
  }

  Arena* arena_;
  std::vector<InputValue> values_;
  std::vector<std::string_view> keys_;
  std::vector<size_t> starts_;
  std::string error_;
};

}  // namespace

ParsedJson ParseJson(std::string_view text, Arena* arena) {
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(text.data(), text.size());
  TreeBuilder builder(arena);
  rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, builder);
  if (!parsed.IsError()) return {.value = builder.root()};
  std::string reason = builder.error();
  if (reason.empty()) reason = rapidjson::GetParseError_En(parsed.Code());
  return {.error = reason + " (at byte " + std::to_string(parsed.Offset()) + ")"};
}

void AppendJson(const InputValue& value, std::string* out) {
  switch (value.kind) {
    case InputValue::Kind::kNull:
      out->append("null");
      return;
    case InputValue::Kind::kBoolean:
      out->append(value.boolean ? "true" : "false");
      return;
    case InputValue::Kind::kInt:
    case InputValue::Kind::kFloat:
      out->append(value.text);
      return;
    case InputValue::Kind::kString:
    case InputValue::Kind::kEnum:
      AppendJsonString(value.text, out);
      return;
    case InputValue::Kind::kList:
      out->push_back('[');
      for (const InputValue& item : value.items) {
        if (&item != value.items.begin()) out->push_back(',');
        AppendJson(item, out);
      }
      out->push_back(']');
      return;
    case InputValue::Kind::kObject:
      out->push_back('{');
      for (const InputObjectField& field : value.fields) {
        if (&field != value.fields.begin()) out->push_back(',');
        AppendJsonString(field.name, out);
        out->push_back(':');
        AppendJson(field.value, out);
      }
      out->push_back('}');
      return;
  }
}

}  // namespace fraiseql::values
