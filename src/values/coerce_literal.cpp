#include "values/coerce_literal.h"

#include <vector>

#include "values/scalars.h"

namespace fraiseql::values {

namespace {

using LiteralKind = language::Value::Kind;

// Of equal names the last field counts, as in graphql-js; validation allows each name once.
const language::ObjectField* FindLast(const List<language::ObjectField>& fields, std::string_view name) {
  for (uint32_t i = fields.size(); i > 0; --i) {
    if (fields[i - 1].name.value() == name) return &fields[i - 1];
  }
  return nullptr;
}

bool IsMissingVariable(const language::Value& literal, const VariableValues& variables) {
  return literal.kind == LiteralKind::kVariable && variables.Find(literal.text()) == nullptr;
}

bool CoerceList(const language::Value& literal, const schema::Type* item_type, const VariableValues& variables,
                Arena* arena, InputValue* result) {
  bool is_list = literal.kind == LiteralKind::kList;
  uint32_t count = is_list ? literal.items().size() : 1;
  InputValue* items = static_cast<InputValue*>(arena->Allocate(sizeof(InputValue) * count, alignof(InputValue)));
  for (uint32_t i = 0; i < count; ++i) {
    const language::Value& item = is_list ? literal.items()[i] : literal;
    new (&items[i]) InputValue();
    if (is_list && IsMissingVariable(item, variables)) {
      if (schema::IsNonNull(item_type)) return false;
    } else if (!CoerceLiteral(item, item_type, variables, arena, &items[i])) {
      return false;
    }
  }
  *result = {.kind = InputValue::Kind::kList, .items = {items, count}};
  return true;
}

bool CoerceObject(const language::Value& literal, const schema::InputObjectType& type, const VariableValues& variables,
                  Arena* arena, InputValue* result) {
  if (literal.kind != LiteralKind::kObject) return false;
  InputObjectField* fields = static_cast<InputObjectField*>(
      arena->Allocate(sizeof(InputObjectField) * type.fields().size(), alignof(InputObjectField)));
  uint32_t count = 0;
  for (const schema::InputValue& field : type.fields()) {
    InputValue value;
    const language::ObjectField* given = FindLast(literal.fields(), field.name);
    if (given == nullptr || IsMissingVariable(given->value, variables)) {
      if (!CoerceDefault(field, arena, &value)) {
        if (schema::IsNonNull(field.type)) return false;
        continue;
      }
    } else if (!CoerceLiteral(given->value, field.type, variables, arena, &value)) {
      return false;
    }
    new (&fields[count++]) InputObjectField{field.name, value};
  }
  if (type.is_one_of && (count != 1 || fields[0].value.kind == InputValue::Kind::kNull)) return false;
  *result = {.kind = InputValue::Kind::kObject, .fields = {fields, count}};
  return true;
}

}  // namespace

bool CoerceLiteral(const language::Value& literal, const schema::Type* type, const VariableValues& variables,
                   Arena* arena, InputValue* result) {
  if (literal.kind == LiteralKind::kVariable) {
    const InputValue* value = variables.Find(literal.text());
    if (value == nullptr || (value->kind == InputValue::Kind::kNull && schema::IsNonNull(type))) return false;
    *result = *value;
    return true;
  }
  if (literal.kind == LiteralKind::kNull) {
    *result = {};
    return !schema::IsNonNull(type);
  }
  type = schema::NullableType(type);
  switch (type->kind) {
    case schema::TypeKind::kList:
      return CoerceList(literal, schema::OfType(type), variables, arena, result);
    case schema::TypeKind::kInputObject:
      return CoerceObject(literal, *static_cast<const schema::InputObjectType*>(type), variables, arena, result);
    case schema::TypeKind::kScalar:
    case schema::TypeKind::kEnum:
      return ParseLeafLiteral(*static_cast<const schema::NamedType*>(type), literal, variables, arena, result);
    default:
      return false;  // no input type
  }
}

bool CoerceUntypedLiteral(const language::Value& literal, const VariableValues& variables, Arena* arena,
                          InputValue* result) {
  switch (literal.kind) {
    case LiteralKind::kVariable: {
      const InputValue* value = variables.Find(literal.text());
      if (value != nullptr) *result = *value;
      return value != nullptr;
    }
    case LiteralKind::kNull:
      *result = {};
      return true;
    case LiteralKind::kBoolean:
      *result = {.kind = InputValue::Kind::kBoolean, .boolean = literal.boolean};
      return true;
    case LiteralKind::kInt:
      *result = {.kind = InputValue::Kind::kInt, .text = literal.text()};
      return true;
    case LiteralKind::kFloat:
      *result = {.kind = InputValue::Kind::kFloat, .text = literal.text()};
      return true;
    case LiteralKind::kString:
    case LiteralKind::kEnum:
      *result = {.kind = InputValue::Kind::kString, .text = literal.text()};
      return literal.text().find('\0') == std::string_view::npos;
    case LiteralKind::kList: {
      std::vector<InputValue> items;
      for (const language::Value& item : literal.items()) {
        InputValue& value = items.emplace_back();
        if (!IsMissingVariable(item, variables) && !CoerceUntypedLiteral(item, variables, arena, &value)) return false;
      }
      *result = {.kind = InputValue::Kind::kList, .items = arena->Copy(items)};
      return true;
    }
    case LiteralKind::kObject: {
      std::vector<InputObjectField> fields;
      for (const language::ObjectField& field : literal.fields()) {
        if (IsMissingVariable(field.value, variables)) continue;
        InputValue value;
        if (!CoerceUntypedLiteral(field.value, variables, arena, &value)) return false;
        fields.push_back({field.name.value(), value});
      }
      *result = {.kind = InputValue::Kind::kObject, .fields = arena->Copy(fields)};
      return true;
    }
  }
  return false;
}

bool CoerceDefault(const schema::InputValue& definition, Arena* arena, InputValue* result) {
  return definition.default_value != nullptr &&
         CoerceLiteral(*definition.default_value, definition.type, VariableValues(), arena, result);
}

}  // namespace fraiseql::values
