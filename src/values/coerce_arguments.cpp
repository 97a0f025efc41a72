#include "values/coerce_arguments.h"

#include <string>
#include <vector>

#include "language/parser.h"
#include "language/printer.h"
#include "values/coerce_literal.h"

namespace fraiseql::values {

namespace {

// Of equal names the last argument counts, as in graphql-js; validation allows each name once.
const language::Argument* FindLast(const List<language::Argument>& arguments, std::string_view name) {
  for (uint32_t i = arguments.size(); i > 0; --i) {
    if (arguments[i - 1].name.value() == name) return &arguments[i - 1];
  }
  return nullptr;
}

GraphQLError Fault(std::string message, language::Location node, std::string_view source) {
  return {.message = std::move(message),
          .locations = {language::LocationOf(source, node.start)},
          .code = ErrorCode::kBadUserInput};
}

// `Argument "name" of required type "T!" ` and the like.
std::string About(const schema::InputValue& definition, std::string_view kind) {
  std::string message = "Argument \"";
  message.append(definition.name).append("\" of ").append(kind).append(" type \"");
  schema::AppendTypeName(definition.type, &message);
  return message.append("\" ");
}

// The value of `if` of the first directive of this name; nothing where there is no such directive.
std::optional<CoercedArguments> DirectiveArguments(const List<language::Directive>& directives, std::string_view name,
                                                   const schema::Schema& schema, std::string_view source,
                                                   const VariableValues& variables, Arena* arena) {
  for (const language::Directive& directive : directives) {
    if (directive.name.value() != name) continue;
    const schema::Directive* definition = schema.FindDirective(name);
    if (definition == nullptr) return std::nullopt;
    return CoerceArgumentValues(definition->arguments, directive.arguments, directive.location, source, variables,
                                arena);
  }
  return std::nullopt;
}

bool IsIf(const CoercedArguments& arguments, bool value) {
  for (const InputObjectField& argument : arguments.values) {
    if (argument.name == "if") {
      return argument.value.kind == InputValue::Kind::kBoolean && argument.value.boolean == value;
    }
  }
  return false;
}

}  // namespace

CoercedArguments CoerceArgumentValues(const List<schema::InputValue>& definitions,
                                      const List<language::Argument>& arguments, language::Location node,
                                      std::string_view source, const VariableValues& variables, Arena* arena) {
  using LiteralKind = language::Value::Kind;
  InputObjectField* values = static_cast<InputObjectField*>(
      arena->Allocate(sizeof(InputObjectField) * definitions.size(), alignof(InputObjectField)));
  uint32_t count = 0;
  for (const schema::InputValue& definition : definitions) {
    const language::Argument* argument = FindLast(arguments, definition.name);
    const language::Value* literal = argument == nullptr ? nullptr : &argument->value;
    bool is_variable = literal != nullptr && literal->kind == LiteralKind::kVariable;
    const InputValue* variable = is_variable ? variables.Find(literal->text()) : nullptr;
    InputValue value;
    if (literal == nullptr || (is_variable && variable == nullptr)) {
      if (!CoerceDefault(definition, arena, &value)) {
        if (!schema::IsNonNull(definition.type)) continue;
        std::string message = About(definition, "required");
        if (literal == nullptr) return {.error = Fault(message.append("was not provided."), node, source)};
        message.append("was provided the variable \"$").append(literal->text());
        message.append("\" which was not provided a runtime value.");
        return {.error = Fault(std::move(message), literal->location, source)};
      }
    } else {
      bool is_null = is_variable ? variable->kind == InputValue::Kind::kNull : literal->kind == LiteralKind::kNull;
      if (is_null && schema::IsNonNull(definition.type)) {
        return {.error = Fault(About(definition, "non-null").append("must not be null."), literal->location, source)};
      }
      if (!CoerceLiteral(*literal, definition.type, variables, arena, &value)) {
        std::string message = "Argument \"";
        message.append(definition.name).append("\" has invalid value ");
        language::PrintValue(*literal, &message);
        return {.error = Fault(message.append("."), literal->location, source)};
      }
    }
    new (&values[count++]) InputObjectField{definition.name, value};
  }
  return {.values = {values, count}};
}

Inclusion ShouldInclude(const List<language::Directive>& directives, const schema::Schema& schema,
                        std::string_view source, const VariableValues& variables, Arena* arena) {
  if (directives.empty()) return {};
  if (auto skip = DirectiveArguments(directives, "skip", schema, source, variables, arena)) {
    if (skip->error) return {.error = std::move(skip->error)};
    if (IsIf(*skip, true)) return {.included = false};
  }
  if (auto include = DirectiveArguments(directives, "include", schema, source, variables, arena)) {
    if (include->error) return {.error = std::move(include->error)};
    if (IsIf(*include, false)) return {.included = false};
  }
  return {};
}

}  // namespace fraiseql::values
