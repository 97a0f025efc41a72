#include "values/coerce_variables.h"

#include <memory>
#include <string>
#include <string_view>

#include "base/did_you_mean.h"
#include "base/interrupt.h"
#include "language/parser.h"
#include "language/printer.h"
#include "values/coerce_literal.h"
#include "values/inspect.h"
#include "values/scalars.h"

namespace fraiseql::values {

namespace {

using ValueKind = InputValue::Kind;

// Messages quote what they complain about. A client that sends one large value with many faults gets no more text
// than this.
constexpr size_t kMaxMessageBytes = 1 << 20;

// One step from a variable down to a value inside of it; the innermost step is at the head.
struct Path {
  const Path* parent = nullptr;
  std::string_view key = {};  // where it is empty: the index
  uint32_t index = 0;
};

void AppendPath(const Path* path, std::string* out) {
  if (path == nullptr) return;
  AppendPath(path->parent, out);
  if (path->key.empty()) {
    out->append("[").append(std::to_string(path->index)).append("]");
  } else {
    out->append(".").append(path->key);
  }
}

// Ends the work when there have been too many errors; the last one says so.
struct ErrorLimitReached {};

class VariableCoercion {
 public:
  VariableCoercion(const schema::Schema& schema, const language::Document& document, Arena* arena,
                   const CoerceVariablesOptions& options)
      : schema_(schema), document_(document), arena_(arena), options_(options) {}

  CoercedVariables Run(const language::OperationDefinition& operation, const InputValue& raw) {
    std::vector<InputObjectField> values;
    if (raw.kind != ValueKind::kObject && raw.kind != ValueKind::kNull) {
      errors_.push_back({.message = "Variables must be provided as an Object where each property is a variable value. "
                                    "Perhaps look to see if an unparsed JSON string was provided.",
                         .code = ErrorCode::kBadUserInput});
      return {.errors = std::move(errors_)};
    }
    VariableValues given(raw.fields, arena_);
    try {
      for (const language::VariableDefinition& definition : operation.variable_definitions) {
        CheckForInterrupts();
        InputValue value;
        if (CoerceVariable(definition, given.Find(definition.variable.value()), &value)) {
          values.push_back({definition.variable.value(), value});
        }
      }
    } catch (const ErrorLimitReached&) {
      errors_.push_back({.message = "Too many errors processing variables, error limit reached. Execution aborted.",
                         .code = ErrorCode::kBadUserInput});
    }
    if (!errors_.empty()) return {.errors = std::move(errors_)};
    return {.values = VariableValues(arena_->Copy(values), arena_)};
  }

 private:
  const schema::Type* FindType(const language::TypeReference& reference) {
    using Kind = language::TypeReference::Kind;
    if (reference.kind == Kind::kNamed) return schema_.FindType(reference.name);
    const schema::Type* inner = FindType(*reference.of_type);
    if (inner == nullptr) return nullptr;
    auto* type = arena_->New<schema::WrappingType>();
    type->kind = reference.kind == Kind::kList ? schema::TypeKind::kList : schema::TypeKind::kNonNull;
    type->of_type = inner;
    return type;
  }

  // False where the variable has no value or a faulty one.
  bool CoerceVariable(const language::VariableDefinition& definition, const InputValue* given, InputValue* result) {
    definition_ = &definition;
    std::string message = "Variable \"$";
    message.append(definition.variable.value());
    const schema::Type* type = FindType(*definition.type);
    if (type == nullptr || !schema::IsInputType(type)) {
      message.append("\" expected value of type \"");
      language::PrintTypeReference(*definition.type, &message);
      message.append("\" which cannot be used as an input type.");
      AddError(std::move(message), definition.type->location.start);
      return false;
    }
    if (given == nullptr && definition.default_value != nullptr) {
      return CoerceLiteral(*definition.default_value, type, VariableValues(), arena_, result);
    }
    if (given == nullptr) {
      if (schema::IsNonNull(type)) {
        message.append("\" of required type \"");
        schema::AppendTypeName(type, &message);
        message.append("\" was not provided.");
        AddError(std::move(message), definition.location.start);
      }
      return false;
    }
    if (given->kind == ValueKind::kNull && schema::IsNonNull(type)) {
      message.append("\" of non-null type \"");
      schema::AppendTypeName(type, &message);
      message.append("\" must not be null.");
      AddError(std::move(message), definition.location.start);
      return false;
    }
    return Coerce(*given, type, nullptr, result);
  }

  // Coerces a value to a type. A fault is reported and makes the result meaningless, the rest is still looked at.
  bool Coerce(const InputValue& value, const schema::Type* type, const Path* path, InputValue* result) {
    if (value.kind == ValueKind::kNull) {
      *result = {};
      if (!schema::IsNonNull(type)) return true;
      Report(path, value, "Expected non-nullable type \"" + schema::TypeName(type) + "\" not to be null.");
      return false;
    }
    type = schema::NullableType(type);
    switch (type->kind) {
      case schema::TypeKind::kList:
        return CoerceList(value, schema::OfType(type), path, result);
      case schema::TypeKind::kInputObject:
        return CoerceObject(value, *static_cast<const schema::InputObjectType*>(type), path, result);
      default:
        return CoerceLeaf(value, *static_cast<const schema::NamedType*>(type), path, result);
    }
  }

  bool CoerceLeaf(const InputValue& value, const schema::NamedType& type, const Path* path, InputValue* result) {
    std::optional<LeafFault> fault = ParseLeafValue(type, value, arena_, result);
    if (!fault) return true;
    if (!fault->whole) {
      std::string expected = "Expected type \"" + std::string(type.name) + "\".";
      fault->message = fault->message.empty() ? expected : expected + " " + fault->message;
    }
    Report(path, value, fault->message);
    return false;
  }

  // A value that is no list is a list of one. Lists may be long and most of their items are what they shall be: a list
  // is copied from the first item on that is not.
  bool CoerceList(const InputValue& value, const schema::Type* item_type, const Path* path, InputValue* result) {
    bool is_list = value.kind == ValueKind::kList;
    uint32_t count = is_list ? value.items.size() : 1;
    InputValue* copy = nullptr;
    bool right = true;
    for (uint32_t i = 0; i < count; ++i) {
      if (i % 1024 == 0) CheckForInterrupts();
      const InputValue& item = is_list ? value.items[i] : value;
      InputValue coerced;
      Path step{.parent = path, .index = i};
      right &= Coerce(item, item_type, is_list ? &step : path, &coerced);
      if (copy == nullptr) {
        if (is_list && IsUnchanged(item, coerced)) continue;
        copy = static_cast<InputValue*>(arena_->Allocate(sizeof(InputValue) * count, alignof(InputValue)));
        std::uninitialized_copy_n(value.items.begin(), i, copy);
      }
      new (&copy[i]) InputValue(coerced);
    }
    *result = {.kind = ValueKind::kList, .items = {copy == nullptr ? value.items.data : copy, count}};
    return right;
  }

  static bool IsUnchanged(const InputValue& a, const InputValue& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.text.data() == b.text.data() &&
           a.text.size() == b.text.size() && a.items.data == b.items.data && a.fields.data == b.fields.data &&
           a.fields.count == b.fields.count;
  }

  bool CoerceObject(const InputValue& value, const schema::InputObjectType& type, const Path* path,
                    InputValue* result) {
    if (value.kind != ValueKind::kObject) {
      Report(path, value, "Expected type \"" + std::string(type.name) + "\" to be an object.");
      return false;
    }
    InputObjectField* fields = static_cast<InputObjectField*>(
        arena_->Allocate(sizeof(InputObjectField) * type.fields().size(), alignof(InputObjectField)));
    uint32_t count = 0;
    bool right = true;
    for (const schema::InputValue& field : type.fields()) {
      const InputValue* given = value.Find(field.name);
      InputValue coerced;
      if (given != nullptr) {
        Path step{.parent = path, .key = field.name};
        right &= Coerce(*given, field.type, &step, &coerced);
      } else if (!CoerceDefault(field, arena_, &coerced)) {
        if (schema::IsNonNull(field.type)) {
          right = false;
          Report(path, value,
                 "Field \"" + std::string(field.name) + "\" of required type \"" + schema::TypeName(field.type) +
                     "\" was not provided.");
        }
        continue;
      }
      new (&fields[count++]) InputObjectField{field.name, coerced};
    }
    *result = {.kind = ValueKind::kObject, .fields = {fields, count}};
    for (const InputObjectField& field : value.fields) {
      if (type.FindField(field.name) != nullptr) continue;
      right = false;
      Report(path, value, UnknownField(type, field.name));
    }
    if (type.is_one_of) right &= CheckOneOf(type, value, *result, path);
    return right;
  }

  std::string UnknownField(const schema::InputObjectType& type, std::string_view name) {
    std::string message =
        "Field \"" + std::string(name) + "\" is not defined by type \"" + std::string(type.name) + "\".";
    std::vector<std::string_view> names;
    for (const schema::InputValue& field : type.fields()) names.push_back(field.name);
    return message + DidYouMean(SuggestionList(name, names));
  }

  bool CheckOneOf(const schema::InputObjectType& type, const InputValue& value, const InputValue& coerced,
                  const Path* path) {
    bool right = coerced.fields.size() == 1;
    if (!right) {
      Report(path, value, "Exactly one key must be specified for OneOf type \"" + std::string(type.name) + "\".");
    }
    if (coerced.fields.empty()) return false;
    // graphql-js looks at the first key alone; with several of them the value is refused anyway.
    std::string_view key = coerced.fields[0].name;
    const InputValue* given = value.Find(key);
    if (given == nullptr || given->kind != ValueKind::kNull) return right;
    Path step{.parent = path, .key = key};
    Report(&step, *given, "Field \"" + std::string(key) + "\" must be non-null.");
    return false;
  }

  void Report(const Path* path, const InputValue& value, std::string_view reason) {
    std::string message = "Variable \"$";
    message.append(definition_->variable.value()).append("\" got invalid value ");
    Inspect(value, &message);
    if (path != nullptr) {
      message.append(" at \"").append(definition_->variable.value());
      AppendPath(path, &message);
      message.append("\"");
    }
    AddError(message.append("; ").append(reason), definition_->location.start);
  }

  void AddError(std::string message, uint32_t offset) {
    message_bytes_ += message.size();
    if (errors_.size() >= options_.max_errors || (!errors_.empty() && message_bytes_ > kMaxMessageBytes)) {
      throw ErrorLimitReached{};
    }
    errors_.push_back({.message = std::move(message),
                       .locations = {language::LocationOf(document_.source, offset)},
                       .code = ErrorCode::kBadUserInput});
  }

  const schema::Schema& schema_;
  const language::Document& document_;
  Arena* arena_;
  const CoerceVariablesOptions& options_;
  const language::VariableDefinition* definition_ = nullptr;
  std::vector<GraphQLError> errors_;
  size_t message_bytes_ = 0;
};

}  // namespace

CoercedVariables CoerceVariableValues(const schema::Schema& schema, const language::Document& document,
                                      const language::OperationDefinition& operation, const InputValue& raw,
                                      Arena* arena, const CoerceVariablesOptions& options) {
  return VariableCoercion(schema, document, arena, options).Run(operation, raw);
}

}  // namespace fraiseql::values
