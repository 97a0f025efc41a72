#include "schema/default_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>
#include <vector>

#include "base/interrupt.h"
#include "base/limits.h"

namespace fraiseql::schema {

using language::Value;

namespace {

// Defaults of input fields are put into the defaults of others, so that a short document could spell a huge value.
constexpr uint32_t kMaxValues = 100000;
// Up to this many digits a double gives back every decimal number.
constexpr size_t kExactDigits = 15;

bool IsIntegerText(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  if (text.empty() || (text.front() == '0' && text.size() > 1)) return false;
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

size_t CountDigits(std::string_view text) {
  size_t digits = 0;
  for (char c : text.substr(0, text.find_first_of("eE"))) digits += c >= '0' && c <= '9' ? 1 : 0;
  return digits;
}

// The power of ten above the number: 3 for "100", -2 for "0.001"; far from exact for exponents of many digits.
int64_t Magnitude(std::string_view text) {
  int64_t exponent = 0;
  size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    if (digits.front() == '+') digits.remove_prefix(1);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc()) {
      return digits.front() == '-' ? INT64_MIN : INT64_MAX;
    }
    text = text.substr(0, e);
  }
  if (text.front() == '-') text.remove_prefix(1);
  size_t point = std::min(text.find('.'), text.size());
  size_t first = text.find_first_not_of("0.");
  if (first == std::string_view::npos) return INT64_MIN;
  int64_t digits_before_point = static_cast<int64_t>(point) - static_cast<int64_t>(first) + (first > point ? 1 : 0);
  return digits_before_point + exponent;
}

Value Number(std::string_view text, language::Location location) {
  Value value;
  value.kind = IsIntegerText(text) ? Value::Kind::kInt : Value::Kind::kFloat;
  value.SetText(text);
  value.location = location;
  return value;
}

Value String(const Value& literal) {
  Value value;
  value.kind = Value::Kind::kString;
  value.SetText(literal.text());
  value.location = literal.location;
  return value;
}

}  // namespace

std::string EcmaScriptNumber(std::string_view digits) {
  double number = 0;
  auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec == std::errc::result_out_of_range) {
    // Too small for a double is zero, too large is no number.
    if (Magnitude(digits) > 0) return {};
    number = 0;
  }
  if (number == 0) return "0";

  // The shortest digits that give the number back, as d.ddde±x (ECMA-262, Number::toString).
  char buffer[40];
  auto written = std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::scientific);
  std::string_view text(buffer, static_cast<size_t>(written.ptr - buffer));
  std::string result;
  if (text.front() == '-') {
    result = "-";
    text.remove_prefix(1);
  }
  size_t e = text.find('e');
  std::string mantissa(1, text[0]);
  if (e > 2) mantissa += text.substr(2, e - 2);
  int exponent = 0;
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);

  int count = static_cast<int>(mantissa.size());
  int point = exponent + 1;  // where the decimal point stands within the digits
  if (count <= point && point <= 21) {
    result += mantissa + std::string(static_cast<size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    result += mantissa.substr(0, static_cast<size_t>(point)) + "." + mantissa.substr(static_cast<size_t>(point));
  } else if (-6 < point && point <= 0) {
    result += "0." + std::string(static_cast<size_t>(-point), '0') + mantissa;
  } else {
    result += mantissa.substr(0, 1);
    if (count > 1) result += "." + mantissa.substr(1);
    result += exponent < 0 ? "e-" : "e+";
    result += std::to_string(std::abs(exponent));
  }
  return result;
}

void DefaultValues::AddInputField(InputValue* field, const Value* written) {
  if (written == nullptr) return;
  fields_.push_back(field);
  entries_.emplace(field, Entry{.written = written});
}

const Value* DefaultValues::Coerce(const Value& literal, const Type* type) {
  expanded_ = 0;
  fault_ = nullptr;
  Value* result = arena_->New<Value>();
  return CoerceValue(literal, type, 0, result) && fault_ == nullptr ? result : nullptr;
}

const char* DefaultValues::CoerceField(InputValue* field, uint32_t depth) {
  auto found = entries_.find(field);
  if (found == entries_.end()) return nullptr;
  Entry& entry = found->second;
  if (entry.state == State::kRunning) {
    cycle_ = field;
    return fault_ = "references itself";
  }
  if (entry.state == State::kPending) {
    entry.state = State::kRunning;
    const char* outer_fault = fault_;
    uint32_t outer_size = expanded_;
    fault_ = nullptr;
    expanded_ = 0;
    Value* result = arena_->New<Value>();
    bool valid = CoerceValue(*entry.written, field->type, depth, result);
    entry.fault = fault_;
    entry.size = expanded_;
    field->default_value = valid && entry.fault == nullptr ? result : nullptr;
    entry.state = State::kDone;
    fault_ = outer_fault;
    expanded_ = outer_size;
    // Where the cycle closes, those who came from outside have no part in it.
    if (cycle_ == field) {
      cycle_ = nullptr;
      return nullptr;
    }
    return entry.fault;
  }
  return nullptr;
}

bool DefaultValues::CoerceValue(const Value& literal, const Type* type, uint32_t depth, Value* result) {
  CheckForInterrupts();
  if (++expanded_ > kMaxValues || depth > kHardDepth) {
    fault_ = "is too large";
    return false;
  }
  if (literal.kind == Value::Kind::kVariable) return false;
  if (IsNonNull(type)) {
    if (literal.kind == Value::Kind::kNull) return false;
    type = OfType(type);
  }
  if (literal.kind == Value::Kind::kNull) {
    *result = literal;
    return true;
  }
  if (IsList(type)) {
    List<Value> written = literal.kind == Value::Kind::kList ? literal.items() : List<Value>{&literal, 1};
    std::vector<Value> items(written.size());
    for (uint32_t i = 0; i < written.size(); ++i) {
      if (!CoerceValue(written[i], OfType(type), depth + 1, &items[i])) return false;
    }
    result->kind = Value::Kind::kList;
    result->location = literal.location;
    result->SetList(arena_->Copy(items));
    return true;
  }
  const NamedType& named = *static_cast<const NamedType*>(type);
  if (named.kind == TypeKind::kInputObject) {
    return CoerceObject(literal, static_cast<const InputObjectType&>(named), depth, result);
  }
  return IsLeafKind(named.kind) && CoerceLeaf(literal, named, depth, result);
}

bool DefaultValues::CoerceObject(const Value& literal, const InputObjectType& type, uint32_t depth, Value* result) {
  if (literal.kind != Value::Kind::kObject) return false;
  std::unordered_map<std::string_view, const Value*> given;
  for (const language::ObjectField& field : literal.fields()) {
    if (strict_ && type.FindField(field.name.value()) == nullptr) return false;
    given[field.name.value()] = &field.value;
  }
  std::vector<language::ObjectField> fields;
  for (const InputValue& field : type.fields()) {
    language::ObjectField coerced;
    coerced.name = {field.name.data(), static_cast<uint32_t>(field.name.size()), literal.location.start};
    auto found = given.find(field.name);
    if (found != given.end()) {
      if (!CoerceValue(*found->second, field.type, depth + 1, &coerced.value)) return false;
    } else {
      // The list of a type's fields is const for everyone but the builder, which has announced the field.
      if (const char* fault = CoerceField(const_cast<InputValue*>(&field), depth + 1)) {
        fault_ = fault;
        return false;
      }
      if (field.default_value == nullptr) {
        if (IsNonNull(field.type)) return false;
        continue;
      }
      auto entry = entries_.find(&field);
      if (entry != entries_.end()) expanded_ += entry->second.size;
      if (expanded_ > kMaxValues) {
        fault_ = "is too large";
        return false;
      }
      coerced.value = *field.default_value;
    }
    fields.push_back(coerced);
  }
  if (type.is_one_of && (fields.size() != 1 || fields[0].value.kind == Value::Kind::kNull)) return false;
  result->kind = Value::Kind::kObject;
  result->location = literal.location;
  result->SetList(arena_->Copy(fields));
  return true;
}

bool DefaultValues::CoerceLeaf(const Value& literal, const NamedType& type, uint32_t depth, Value* result) {
  const bool is_number = literal.kind == Value::Kind::kInt || literal.kind == Value::Kind::kFloat;
  if (type.kind == TypeKind::kEnum) {
    if (literal.kind != Value::Kind::kEnum || static_cast<const EnumType&>(type).FindValue(literal.text()) == nullptr) {
      return false;
    }
    *result = literal;
    return true;
  }
  switch (static_cast<const ScalarType&>(type).scalar) {
    case ScalarKind::kInt: {
      int32_t number = 0;
      const char* end = literal.text().data() + literal.text().size();
      if (literal.kind != Value::Kind::kInt) return false;
      auto parsed = std::from_chars(literal.text().data(), end, number);
      if (parsed.ec != std::errc() || parsed.ptr != end) return false;
      *result = Number(literal.text() == "-0" ? "0" : literal.text(), literal.location);
      return true;
    }
    case ScalarKind::kFloat: {
      if (!is_number) return false;
      std::string text = EcmaScriptNumber(literal.text());
      if (text.empty()) return false;
      *result = Number(arena_->CopyString(text), literal.location);
      return true;
    }
    case ScalarKind::kString:
      if (literal.kind != Value::Kind::kString) return false;
      *result = String(literal);
      return true;
    case ScalarKind::kBoolean:
      if (literal.kind != Value::Kind::kBoolean) return false;
      *result = literal;
      return true;
    case ScalarKind::kId:
      if (literal.kind != Value::Kind::kString && literal.kind != Value::Kind::kInt) return false;
      *result = IsIntegerText(literal.text()) ? Number(literal.text(), literal.location) : String(literal);
      return true;
    case ScalarKind::kBigInt:
    case ScalarKind::kDecimal:
      if (!is_number && literal.kind != Value::Kind::kString) return false;
      // Clients read numbers as doubles. Where that would lose a digit the value is a string, which both types take.
      *result = is_number && EcmaScriptNumber(literal.text()) == literal.text() ? literal : String(literal);
      return true;
    case ScalarKind::kDateTime:
    case ScalarKind::kDate:
    case ScalarKind::kTime:
    case ScalarKind::kUuid:
      if (literal.kind != Value::Kind::kString) return false;
      *result = String(literal);
      return true;
    case ScalarKind::kJson:
    case ScalarKind::kCustom:
      return CoerceUntyped(literal, depth, result);
  }
  return false;
}

bool DefaultValues::CoerceUntyped(const Value& literal, uint32_t depth, Value* result) {
  if (++expanded_ > kMaxValues || depth > kHardDepth) {
    fault_ = "is too large";
    return false;
  }
  *result = literal;
  switch (literal.kind) {
    case Value::Kind::kVariable:
      return false;
    case Value::Kind::kInt:
    case Value::Kind::kFloat:
      if (CountDigits(literal.text()) <= kExactDigits) {
        std::string text = EcmaScriptNumber(literal.text());
        if (!text.empty()) *result = Number(arena_->CopyString(text), literal.location);
      }
      return true;
    case Value::Kind::kEnum:
    case Value::Kind::kString:
      *result = String(literal);
      return true;
    case Value::Kind::kBoolean:
    case Value::Kind::kNull:
      return true;
    case Value::Kind::kList: {
      std::vector<Value> items(literal.items().size());
      for (uint32_t i = 0; i < items.size(); ++i) {
        if (!CoerceUntyped(literal.items()[i], depth + 1, &items[i])) return false;
      }
      result->SetList(arena_->Copy(items));
      return true;
    }
    case Value::Kind::kObject: {
      std::vector<language::ObjectField> fields(literal.fields().begin(), literal.fields().end());
      for (language::ObjectField& field : fields) {
        Value value = field.value;
        if (!CoerceUntyped(value, depth + 1, &field.value)) return false;
      }
      result->SetList(arena_->Copy(fields));
      return true;
    }
  }
  return false;
}

}  // namespace fraiseql::schema
