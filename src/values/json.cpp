#include "values/json.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <system_error>
#include <vector>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"

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

// Reads a text from left to right without recursion: values and keys wait on stacks until their list or object ends.
// A reader of our own, since RapidJSON refuses numbers that no double holds even where it hands them out as text.
class Reader {
 public:
  Reader(std::string_view text, Arena* arena)
      : begin_(text.data()), p_(begin_), end_(begin_ + text.size()), arena_(arena) {}

  ParsedJson Read() {
    while (ReadValue() && EndValues()) {
      if (!starts_.empty()) continue;
      if (p_ == end_) return {.value = arena_->New<InputValue>(values_.back())};
      Fail("Expected the end of the text");
      break;
    }
    return {.error = std::move(error_)};
  }

 private:
  // A value, or the beginning of a list or object up to its first value.
  bool ReadValue() {
    SkipBlanks();
    switch (Peek()) {
      case '{':
        return Open(true);
      case '[':
        return Open(false);
      case '"': {
        std::string_view string;
        return ReadString(&string) && Push({.kind = InputValue::Kind::kString, .text = string});
      }
      case 't':
        return ReadWord("true") && Push({.kind = InputValue::Kind::kBoolean, .boolean = true});
      case 'f':
        return ReadWord("false") && Push({.kind = InputValue::Kind::kBoolean, .boolean = false});
      case 'n':
        return ReadWord("null") && Push({});
      default:
        return ReadNumber();
    }
  }

  // What follows a value: lists and objects that end, then a comma unless everything has ended.
  bool EndValues() {
    for (;;) {
      SkipBlanks();
      if (starts_.empty()) return true;
      bool is_object = starts_.back().is_object;
      // An object or a list that was opened just now and has not got its first value.
      if (!has_value_) {
        if (Take(is_object ? '}' : ']')) {
          Close();
          continue;
        }
        return !is_object || ReadKey();
      }
      if (Take(',')) return !is_object || ReadKey();
      if (!Take(is_object ? '}' : ']')) return Fail(is_object ? "Expected ',' or '}'" : "Expected ',' or ']'");
      Close();
    }
  }

  bool Open(bool is_object) {
    CheckForInterrupts();
    if (starts_.size() >= kHardDepth) {
      return Fail("Lists and objects are nested deeper than " + std::to_string(kHardDepth) + " levels");
    }
    ++p_;
    starts_.push_back({values_.size(), is_object});
    has_value_ = false;
    return true;
  }

  void Close() {
    size_t first = starts_.back().first_value;
    auto count = static_cast<uint32_t>(values_.size() - first);
    InputValue value;
    if (starts_.back().is_object) {
      InputObjectField* fields =
          static_cast<InputObjectField*>(arena_->Allocate(sizeof(InputObjectField) * count, alignof(InputObjectField)));
      for (uint32_t i = 0; i < count; ++i) {
        new (&fields[i]) InputObjectField{keys_[keys_.size() - count + i], values_[first + i]};
      }
      keys_.resize(keys_.size() - count);
      value.kind = InputValue::Kind::kObject;
      value.fields = {fields, count};
      if (count > 1) value.fields = WithoutDuplicates(value.fields, arena_);
    } else {
      value.kind = InputValue::Kind::kList;
      value.items = arena_->Copy(values_.data() + first, count);
    }
    values_.resize(first);
    starts_.pop_back();
    Push(value);
  }

  bool ReadKey() {
    SkipBlanks();
    std::string_view key;
    if (Peek() != '"') return Fail("Expected a key");
    if (!ReadString(&key)) return false;
    keys_.push_back(key);
    SkipBlanks();
    return Take(':') || Fail("Expected ':'");
  }

  bool ReadWord(std::string_view word) {
    if (std::string_view(p_, static_cast<size_t>(end_ - p_)).substr(0, word.size()) != word) {
      return Fail("Expected a value");
    }
    p_ += word.size();
    return true;
  }

  bool ReadNumber() {
    const char* start = p_;
    bool integer = true;
    Take('-');
    if (!Take('0') && !TakeDigits()) return Fail(p_ == start ? "Expected a value" : "Expected a digit");
    if (Take('.')) {
      integer = false;
      if (!TakeDigits()) return Fail("Expected a digit");
    }
    if (Take('e') || Take('E')) {
      integer = false;
      if (!Take('+')) Take('-');
      if (!TakeDigits()) return Fail("Expected a digit");
    }
    std::string_view digits = arena_->CopyString({start, static_cast<size_t>(p_ - start)});
    return Push({.kind = integer ? InputValue::Kind::kInt : InputValue::Kind::kFloat, .text = digits});
  }

  bool TakeDigits() {
    const char* start = p_;
    while (p_ != end_ && *p_ >= '0' && *p_ <= '9') ++p_;
    return p_ != start;
  }

  // The value of a string takes no more bytes than its source.
  bool ReadString(std::string_view* string) {
    const char* start = ++p_;
    while (p_ != end_ && IsPlain(*p_)) ++p_;
    if (Peek() == '"') {
      *string = arena_->CopyString({start, static_cast<size_t>(p_++ - start)});
      return true;
    }
    std::string value(start, p_);
    for (;;) {
      if (p_ == end_) return Fail("Unterminated string");
      if (Take('"')) break;
      if (*p_ == '\\') {
        if (!ReadEscape(&value)) return false;
      } else if (IsPlain(*p_)) {
        value.push_back(*p_++);
      } else {
        if (static_cast<uint8_t>(*p_) < 0x20) return Fail("A string holds a control character");
        CodePoint character = DecodeUtf8({p_, static_cast<size_t>(end_ - p_)});
        if (!character.valid) return Fail("Invalid UTF-8");
        value.append(p_, character.bytes);
        p_ += character.bytes;
      }
    }
    *string = arena_->CopyString(value);
    return true;
  }

  static bool IsPlain(char c) {
    auto byte = static_cast<uint8_t>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
  }

  bool ReadEscape(std::string* value) {
    constexpr std::string_view kEscapes = "\"\\/bfnrt";
    constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
    const char* start = p_++;
    size_t escape = kEscapes.find(Peek());
    if (p_ != end_ && escape != std::string_view::npos) {
      value->push_back(kCharacters[escape]);
      ++p_;
      return true;
    }
    uint32_t code = 0;
    if (!Take('u') || !ReadHexadecimal(&code)) return FailAt(start, "Invalid escape");
    if (code == 0) return FailAt(start, "A string holds the character U+0000, which no PostgreSQL text can hold");
    if (code >= 0xD800 && code < 0xE000) {
      uint32_t trailing = 0;
      if (code >= 0xDC00 || !Take('\\') || !Take('u') || !ReadHexadecimal(&trailing) || trailing < 0xDC00 ||
          trailing >= 0xE000) {
        return FailAt(start, "A string holds half of a surrogate pair");
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (trailing - 0xDC00);
    }
    AppendUtf8(code, value);
    return true;
  }

  bool ReadHexadecimal(uint32_t* code) {
    if (end_ - p_ < 4) return false;
    auto [end, error] = std::from_chars(p_, p_ + 4, *code, 16);
    if (error != std::errc() || end != p_ + 4) return false;
    p_ = end;
    return true;
  }

  bool Push(const InputValue& value) {
    values_.push_back(value);
    has_value_ = true;
    return true;
  }

  // NUL at the end, which no token begins with.
  char Peek() const { return p_ == end_ ? '\0' : *p_; }
  bool Take(char c) {
    if (p_ == end_ || *p_ != c) return false;
    ++p_;
    return true;
  }
  void SkipBlanks() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  bool Fail(const std::string& reason) { return FailAt(p_, reason); }
  bool FailAt(const char* place, const std::string& reason) {
    error_ = reason + " (at byte " + std::to_string(place - begin_) + ").";
    return false;
  }

  struct Start {
    size_t first_value;
    bool is_object;
  };

  const char* begin_;
  const char* p_;
  const char* end_;
  Arena* arena_;
  std::vector<InputValue> values_;
  std::vector<std::string_view> keys_;
  std::vector<Start> starts_;  // of the lists and objects that have not ended
  bool has_value_ = false;     // the innermost of them has one, or the text has
  std::string error_;
};

}  // namespace

ParsedJson ParseJson(std::string_view text, Arena* arena) { return Reader(text, arena).Read(); }

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
