#include "values/scalars.h"

#include <charconv>
#include <cmath>
#include <vector>

#include "base/did_you_mean.h"
#include "language/printer.h"
#include "values/coerce_literal.h"
#include "values/engine_scalars.h"
#include "values/inspect.h"
#include "values/number.h"

namespace fraiseql::values {

namespace {

using LiteralKind = language::Value::Kind;
using schema::ScalarKind;
using ValueKind = InputValue::Kind;

constexpr double kMaxInt = 2147483647;
constexpr double kMinInt = -2147483648.0;

bool IsNumber(const InputValue& value) { return value.kind == ValueKind::kInt || value.kind == ValueKind::kFloat; }

LeafFault Fault(std::string_view words, std::string_view subject) {
  return {.message = std::string(words).append(subject)};
}

LeafFault Fault(std::string_view words, const InputValue& value) {
  LeafFault fault{.message = std::string(words)};
  Inspect(value, &fault.message);
  return fault;
}

LeafFault Fault(std::string_view words, const language::Value& literal) {
  LeafFault fault{.message = std::string(words)};
  language::PrintValue(literal, &fault.message);
  return fault;
}

InputValue Scalar(ValueKind kind, std::string_view text) { return {.kind = kind, .text = text}; }

std::string_view NumberText(double value, Arena* arena) {
  std::string text;
  AppendNumber(value, &text);
  return arena->CopyString(text);
}

// ── Values of variables ──────────────────────────────────────────────────────────────────────────────────────────

std::optional<LeafFault> ParseInt(const InputValue& value, Arena* arena, InputValue* result) {
  double number = IsNumber(value) ? ToDouble(value.text) : 0;
  if (!IsNumber(value) || std::trunc(number) != number || std::isinf(number)) {
    return Fault("Int cannot represent non-integer value: ", value);
  }
  if (number > kMaxInt || number < kMinInt) {
    return Fault("Int cannot represent non 32-bit signed integer value: ", value);
  }
  bool canonical = value.kind == ValueKind::kInt && number != 0;
  *result = Scalar(ValueKind::kInt, canonical ? value.text : NumberText(number, arena));
  return std::nullopt;
}

std::optional<LeafFault> ParseFloat(const InputValue& value, InputValue* result) {
  if (!IsNumber(value) || std::isinf(ToDouble(value.text))) {
    return Fault("Float cannot represent non numeric value: ", value);
  }
  *result = value;
  return std::nullopt;
}

std::optional<LeafFault> ParseId(const InputValue& value, Arena* arena, InputValue* result) {
  if (value.kind == ValueKind::kString) {
    *result = value;
    return std::nullopt;
  }
  double number = IsNumber(value) ? ToDouble(value.text) : 0;
  if (!IsNumber(value) || std::trunc(number) != number || std::isinf(number)) {
    return Fault("ID cannot represent value: ", value);
  }
  // Digits stay exact where a double would round them.
  bool exact = value.kind == ValueKind::kInt && number != 0;
  *result = Scalar(ValueKind::kString, exact ? value.text : NumberText(number, arena));
  return std::nullopt;
}

std::string DidYouMeanEnumValue(const schema::EnumType& type, std::string_view unknown) {
  std::vector<std::string_view> names;
  for (const schema::EnumValue& value : type.values) names.push_back(value.name);
  return DidYouMean(SuggestionList(unknown, names), "the enum value");
}

std::optional<LeafFault> ParseEnumValue(const schema::EnumType& type, const InputValue& value, InputValue* result) {
  LeafFault fault;
  if (value.kind != ValueKind::kString) {
    std::string shown;
    Inspect(value, &shown);
    fault.message.append("Enum \"").append(type.name).append("\" cannot represent non-string value: ").append(shown);
    fault.message.append(".");
    fault.message += DidYouMeanEnumValue(type, shown);
    return fault;
  }
  const schema::EnumValue* known = type.FindValue(value.text);
  if (known == nullptr) {
    fault.message.append("Value \"").append(value.text).append("\" does not exist in \"").append(type.name);
    fault.message.append("\" enum.");
    fault.message += DidYouMeanEnumValue(type, value.text);
    return fault;
  }
  *result = Scalar(ValueKind::kEnum, known->stored);
  return std::nullopt;
}

// ── Literals ─────────────────────────────────────────────────────────────────────────────────────────────────────

bool IsIntInRange(std::string_view digits) {
  int32_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
}

std::optional<LeafFault> CheckEnumLiteral(const schema::EnumType& type, const language::Value& literal) {
  bool is_enum = literal.kind == LiteralKind::kEnum;
  if (is_enum && type.FindValue(literal.text()) != nullptr) return std::nullopt;
  std::string shown;
  language::PrintValue(literal, &shown);
  LeafFault fault;
  if (is_enum) {
    fault.message.append("Value \"").append(shown).append("\" does not exist in \"").append(type.name);
    fault.message.append("\" enum.");
  } else {
    fault.message.append("Enum \"").append(type.name).append("\" cannot represent non-enum value: ").append(shown);
    fault.message.append(".");
  }
  fault.message += DidYouMeanEnumValue(type, shown);
  return fault;
}

// What a literal of one of the engine's own scalars is as a value: strings and numbers, anything else is a fault that
// the value of null kind stands for.
InputValue PlainValue(const language::Value& literal) {
  switch (literal.kind) {
    case LiteralKind::kInt:
      return Scalar(ValueKind::kInt, literal.text());
    case LiteralKind::kFloat:
      return Scalar(ValueKind::kFloat, literal.text());
    case LiteralKind::kString:
      return Scalar(ValueKind::kString, literal.text());
    default:
      return {};
  }
}

std::optional<LeafFault> CheckScalarLiteral(const schema::ScalarType& type, const language::Value& literal) {
  LiteralKind kind = literal.kind;
  switch (type.scalar) {
    case ScalarKind::kInt:
      if (kind != LiteralKind::kInt) return Fault("Int cannot represent non-integer value: ", literal);
      if (!IsIntInRange(literal.text())) {
        return Fault("Int cannot represent non 32-bit signed integer value: ", literal.text());
      }
      return std::nullopt;
    case ScalarKind::kFloat:
      if (kind == LiteralKind::kInt || kind == LiteralKind::kFloat) return std::nullopt;
      return Fault("Float cannot represent non numeric value: ", literal);
    case ScalarKind::kString:
      if (kind == LiteralKind::kString) return std::nullopt;
      return Fault("String cannot represent a non string value: ", literal);
    case ScalarKind::kBoolean:
      if (kind == LiteralKind::kBoolean) return std::nullopt;
      return Fault("Boolean cannot represent a non boolean value: ", literal);
    case ScalarKind::kId:
      if (kind == LiteralKind::kString || kind == LiteralKind::kInt) return std::nullopt;
      return Fault("ID cannot represent a non-string and non-integer value: ", literal);
    case ScalarKind::kJson:
      return std::nullopt;
    case ScalarKind::kCustom: {
      if (custom_scalar_parser == nullptr) return std::nullopt;
      Arena arena;
      InputValue value;
      CoerceUntypedLiteral(literal, VariableValues(), &arena, &value);
      return custom_scalar_parser(type, value, &value);
    }
    default:
      if (IsEngineScalarText(type.scalar, PlainValue(literal))) return std::nullopt;
      return LeafFault{.message = std::string(EngineScalarForm(type.scalar)), .whole = false};
  }
}

}  // namespace

std::optional<LeafFault> ParseLeafValue(const schema::NamedType& type, const InputValue& value, Arena* arena,
                                        InputValue* result) {
  if (type.kind == schema::TypeKind::kEnum) {
    return ParseEnumValue(static_cast<const schema::EnumType&>(type), value, result);
  }
  ScalarKind scalar = static_cast<const schema::ScalarType&>(type).scalar;
  switch (scalar) {
    case ScalarKind::kInt:
      return ParseInt(value, arena, result);
    case ScalarKind::kFloat:
      return ParseFloat(value, result);
    case ScalarKind::kString:
      if (value.kind != ValueKind::kString) return Fault("String cannot represent a non string value: ", value);
      break;
    case ScalarKind::kBoolean:
      if (value.kind != ValueKind::kBoolean) return Fault("Boolean cannot represent a non boolean value: ", value);
      break;
    case ScalarKind::kId:
      return ParseId(value, arena, result);
    case ScalarKind::kJson:
      break;
    case ScalarKind::kCustom:
      if (custom_scalar_parser == nullptr) break;
      return custom_scalar_parser(static_cast<const schema::ScalarType&>(type), value, result);
    default:
      if (!IsEngineScalarText(scalar, value)) {
        return LeafFault{.message = std::string(EngineScalarForm(scalar)), .whole = false};
      }
      *result = CanonicalEngineScalar(scalar, value.text, arena);
      return std::nullopt;
  }
  *result = value;
  return std::nullopt;
}

std::optional<LeafFault> CheckLeafLiteral(const schema::NamedType& type, const language::Value& literal) {
  if (type.kind == schema::TypeKind::kEnum) {
    return CheckEnumLiteral(static_cast<const schema::EnumType&>(type), literal);
  }
  return CheckScalarLiteral(static_cast<const schema::ScalarType&>(type), literal);
}

bool ParseLeafLiteral(const schema::NamedType& type, const language::Value& literal, const VariableValues& variables,
                      Arena* arena, InputValue* result) {
  if (CheckLeafLiteral(type, literal)) return false;
  if (type.kind == schema::TypeKind::kEnum) {
    *result = Scalar(ValueKind::kEnum, static_cast<const schema::EnumType&>(type).FindValue(literal.text())->stored);
    return true;
  }
  ScalarKind scalar = static_cast<const schema::ScalarType&>(type).scalar;
  switch (scalar) {
    case ScalarKind::kInt:
      *result = Scalar(ValueKind::kInt, literal.text() == "-0" ? "0" : literal.text());
      return true;
    case ScalarKind::kFloat:
      *result = PlainValue(literal);
      return true;
    case ScalarKind::kString:
    case ScalarKind::kId:
      *result = Scalar(ValueKind::kString, literal.text());
      return literal.text().find('\0') == std::string_view::npos;
    case ScalarKind::kBoolean:
      *result = {.kind = ValueKind::kBoolean, .boolean = literal.boolean};
      return true;
    case ScalarKind::kJson:
    case ScalarKind::kCustom:
      return CoerceUntypedLiteral(literal, variables, arena, result);
    default:
      *result = CanonicalEngineScalar(scalar, literal.text(), arena);
      return true;
  }
}

}  // namespace fraiseql::values
