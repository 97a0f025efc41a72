#include "execution/parameters.h"

#include <algorithm>

#include "base/marks.h"
#include "execution/cursor.h"
#include "planner/names.h"
#include "values/json.h"

namespace fraiseql::execution {

namespace {

using planner::ParameterSource;
using values::InputValue;

void AppendArrayItem(std::string_view item, std::string* out) {
  *out += '"';
  for (char c : item) {
    if (c == '"' || c == '\\') *out += '\\';
    *out += c;
  }
  *out += '"';
}

// The text that the input function of the parameter's type reads.
std::string_view ScalarText(const InputValue& value, bool json, Arena* arena) {
  if (json || value.kind == InputValue::Kind::kList || value.kind == InputValue::Kind::kObject) {
    std::string text;
    values::AppendJson(value, &text);
    return arena->CopyString(text);
  }
  if (value.kind == InputValue::Kind::kBoolean) return value.boolean ? "true" : "false";
  return value.text;
}

void AppendArray(const InputValue& list, bool json, Arena* arena, std::string* out) {
  *out += '{';
  bool first = true;
  for (const InputValue& item : list.items) {
    if (!first) *out += ',';
    first = false;
    if (item.kind == InputValue::Kind::kNull) {
      *out += "NULL";
    } else if (item.kind == InputValue::Kind::kList && !json) {
      AppendArray(item, json, arena, out);
    } else {
      AppendArrayItem(ScalarText(item, json, arena), out);
    }
  }
  *out += '}';
}

bool IsJsonType(planner::TypeOid type) { return type == planner::kJsonbOid || type == planner::kJsonOid; }

// One of the components of a key.
std::string_view KeyComponent(std::string_view key, uint32_t component, uint32_t count) {
  if (count == 1) return key;
  for (; component > 0; --component) key.remove_prefix(key.find(kKeySeparator) + 1);
  return key.substr(0, key.find(kKeySeparator));
}

Parameter KeysParameter(const ParameterSource& source, const std::vector<std::string_view>& keys, Arena* arena) {
  std::string text = "{";
  for (std::string_view key : keys) {
    if (text.size() > 1) text += ',';
    AppendArrayItem(KeyComponent(key, source.key, source.key_count), &text);
  }
  text += '}';
  Parameter parameter;
  parameter.type = source.type;
  parameter.is_array = true;
  parameter.text = arena->CopyString(text);
  return parameter;
}

std::string_view SnakeCaseName(std::string_view name, Arena* arena) {
  return arena->CopyString(planner::SnakeCase(name));
}

// The fields of input objects get the names that SQL knows them by; what a JSON scalar holds stays as it is.
InputValue SnakeCaseKeys(const InputValue& value, const schema::Type* type, Arena* arena) {
  type = schema::NullableType(type);
  InputValue result = value;
  if (value.kind == InputValue::Kind::kList && schema::IsList(type)) {
    std::vector<InputValue> items;
    for (const InputValue& item : value.items) items.push_back(SnakeCaseKeys(item, schema::OfType(type), arena));
    result.items = arena->Copy(items);
  } else if (value.kind == InputValue::Kind::kObject && type->kind == schema::TypeKind::kInputObject) {
    const auto* object_type = static_cast<const schema::InputObjectType*>(type);
    std::vector<values::InputObjectField> fields;
    for (const values::InputObjectField& field : value.fields) {
      const schema::Type* field_type = object_type->FindField(field.name)->type;
      fields.push_back({SnakeCaseName(field.name, arena), SnakeCaseKeys(field.value, field_type, arena)});
    }
    result.fields = arena->Copy(fields);
  }
  return result;
}

// The arguments of these names as one JSON object with snake_case keys, an only argument `input` unwrapped (CONTRACT
// 13).
std::string_view ArgumentsText(const planner::ArgumentSite& site, List<std::string_view> names,
                               const values::InputValues& arguments, Arena* arena) {
  std::vector<values::InputObjectField> fields;
  for (const values::InputObjectField& argument : arguments) {
    if (std::find(names.begin(), names.end(), argument.name) == names.end()) continue;
    const schema::Type* type = site.field->FindArgument(argument.name)->type;
    fields.push_back({SnakeCaseName(argument.name, arena), SnakeCaseKeys(argument.value, type, arena)});
  }
  InputValue object;
  object.kind = InputValue::Kind::kObject;
  object.fields = arena->Copy(fields);
  if (fields.size() == 1 && fields[0].name == "input" && fields[0].value.kind == InputValue::Kind::kObject) {
    object = fields[0].value;
  }
  std::string text;
  values::AppendJson(object, &text);
  return arena->CopyString(text);
}

// The item of a list that a step of a path numbers.
const InputValue* ItemAt(const InputValue& list, std::string_view step) {
  size_t index = std::stoul(std::string(step));
  return index < list.items.size() ? &list.items[index] : nullptr;
}

const InputValue* ValueAt(const values::InputValues& arguments, List<std::string_view> path) {
  const InputValue* value = nullptr;
  for (std::string_view step : path) {
    if (value == nullptr) {
      for (const values::InputObjectField& argument : arguments) {
        if (argument.name == step) value = &argument.value;
      }
    } else {
      value = value->kind == InputValue::Kind::kList ? ItemAt(*value, step) : value->Find(step);
    }
    if (value == nullptr) return nullptr;
  }
  return value;
}

// An argument that travels as JSON has the names that SQL knows its fields by.
InputValue InSqlNames(const ParameterSource& source, const InputValue& value, const ParameterContext& context) {
  if (!IsJsonType(source.type) || source.path.size() != 1) return value;
  const schema::InputValue* argument = context.plan->sites[source.site].field->FindArgument(source.path[0]);
  return SnakeCaseKeys(value, argument->type, context.arena);
}

Parameter ParameterFrom(const ParameterSource& source, const ParameterContext& context,
                        const std::vector<std::string_view>& keys) {
  Parameter parameter;
  parameter.type = source.type;
  parameter.is_array = source.is_array;
  switch (source.kind) {
    case ParameterSource::Kind::kKeys:
      parameter = KeysParameter(source, keys, context.arena);
      break;
    case ParameterSource::Kind::kRows:
      parameter.from_previous_step = true;
      break;
    case ParameterSource::Kind::kKeyQuery:
      parameter.text = context.key_query_results[source.key];
      break;
    case ParameterSource::Kind::kCursor: {
      std::optional<Cursor> cursor = DecodeCursor(ValueAt(context.arguments[source.site], source.path)->text);
      const std::optional<std::string>& value = cursor->values[source.key];
      parameter.is_null = !value;
      if (value) parameter.text = context.arena->CopyString(*value);
      break;
    }
    case ParameterSource::Kind::kMaxRows:
      parameter.is_null = context.max_rows == 0;
      parameter.text = context.arena->CopyString(std::to_string(context.max_rows));
      break;
    case ParameterSource::Kind::kArguments:
      parameter.text =
          ArgumentsText(context.plan->sites[source.site], source.path, context.arguments[source.site], context.arena);
      break;
    case ParameterSource::Kind::kArgument: {
      const InputValue* value = ValueAt(context.arguments[source.site], source.path);
      if (value == nullptr || value->kind == InputValue::Kind::kNull) {
        parameter.is_null = true;
      } else if (value->kind == InputValue::Kind::kList && (source.is_array || !IsJsonType(source.type))) {
        std::string text;
        AppendArray(*value, IsJsonType(source.type) || source.type_name == "jsonb[]", context.arena, &text);
        parameter.text = context.arena->CopyString(text);
      } else {
        parameter.text = ScalarText(InSqlNames(source, *value, context), IsJsonType(source.type), context.arena);
      }
      break;
    }
  }
  parameter.source = &source;
  return parameter;
}

// See AppendStatement.
bool IsCommonCount(const Parameter& parameter) {
  const ParameterSource& source = *parameter.source;
  const bool counts = source.is_count || source.kind == ParameterSource::Kind::kMaxRows;
  if (!counts || parameter.is_null) return false;
  if (source.is_offset) return parameter.text == "0";
  constexpr size_t kMostDigits = 18;  // all of them fit into a bigint
  const size_t zeros =
      parameter.text.size() - std::min(parameter.text.size(), parameter.text.find_last_not_of('0') + 1);
  return parameter.text.size() <= kMostDigits && parameter.text.size() - zeros <= 2 &&
         parameter.text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string_view KeyArrayText(const std::vector<std::string_view>& keys, Arena* arena) {
  std::string text = "{";
  for (std::string_view key : keys) {
    if (text.size() > 1) text += ',';
    AppendArrayItem(key, &text);
  }
  text += '}';
  return arena->CopyString(text);
}

void AppendStatement(const planner::Statement& statement, const ParameterContext& context,
                     const std::vector<std::string_view>& keys, Request* request) {
  std::vector<std::string> references;
  for (const ParameterSource& source : statement.parameters) {
    Parameter parameter = ParameterFrom(source, context, keys);
    if (IsCommonCount(parameter)) {
      references.emplace_back(parameter.text);
      continue;
    }
    request->parameters.push_back(parameter);
    references.push_back("$" + std::to_string(request->parameters.size()));
  }
  planner::Render(statement, references, &request->sql);
  request->reads.insert(request->reads.end(), statement.reads.begin(), statement.reads.end());
}

GraphQLError CursorFault(std::string_view argument, bool is_other) {
  GraphQLError fault;
  fault.code = ErrorCode::kBadUserInput;
  const std::string name = "Argument \"" + std::string(argument) + "\" ";
  if (is_other) {
    fault.message = name + "is a cursor of another ordering.";
    fault.extensions.emplace_back("hint", "A cursor holds for the type and the orderBy of the answer it came with.");
  } else {
    fault.message = name + "is not a cursor of this connection.";
    fault.extensions.emplace_back(
        "hint", "Cursors are those of edges and pageInfo in an earlier answer, passed on as they are.");
  }
  return fault;
}

void CheckArguments(const planner::Statement& statement, const ParameterContext& context,
                    std::vector<std::pair<uint32_t, GraphQLError>>* faults) {
  for (const ParameterSource& source : statement.parameters) {
    const bool is_cursor = source.kind == ParameterSource::Kind::kCursor;
    if (!source.is_count && !(is_cursor && source.key == 0)) continue;
    const InputValue* value = ValueAt(context.arguments[source.site], source.path);
    if (is_cursor) {
      std::optional<Cursor> cursor = DecodeCursor(value->text);
      const bool is_ours = cursor && cursor->ordering == source.ordering && cursor->values.size() == source.key_count;
      if (is_ours) continue;
      faults->emplace_back(context.plan->sites[source.site].node,
                           CursorFault(source.path[0], cursor && cursor->ordering != source.ordering));
      continue;
    }
    if (value == nullptr || !value->text.starts_with('-') || value->text == "-0") continue;
    GraphQLError fault;
    fault.message = "Argument \"" + std::string(source.path[0]) + "\" must not be negative, found " +
                    std::string(value->text) + ".";
    fault.code = ErrorCode::kBadUserInput;
    faults->emplace_back(context.plan->sites[source.site].node, std::move(fault));
  }
}

}  // namespace fraiseql::execution
