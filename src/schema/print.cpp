#include "schema/print.h"

#include <string_view>

#include "language/printer.h"
#include "language/string_value.h"
#include "schema/built_in.h"

namespace fraiseql::schema {

namespace {

// A description and the line break behind it; an empty line before it where other elements of a block precede.
void AppendDescription(OptionalText description, std::string_view indentation, bool first_in_block, std::string* out) {
  if (!description.has_value()) return;
  if (!indentation.empty() && !first_in_block) out->push_back('\n');
  out->append(indentation);
  std::string text;
  if (language::IsPrintableAsBlockString(*description)) {
    language::AppendBlockString(*description, &text);
  } else {
    language::AppendString(*description, &text);
  }
  for (char c : text) {
    out->push_back(c);
    if (c == '\n') out->append(indentation);
  }
  out->push_back('\n');
}

void AppendDeprecated(OptionalText reason, std::string* out) {
  if (!reason.has_value()) return;
  out->append(" @deprecated");
  if (*reason == kDefaultDeprecationReason) return;
  out->append("(reason: ");
  language::AppendString(*reason, out);
  out->push_back(')');
}

void AppendInputValue(const InputValue& value, std::string* out) {
  out->append(value.name).append(": ");
  AppendTypeName(value.type, out);
  if (value.default_value != nullptr) {
    out->append(" = ");
    language::PrintValue(*value.default_value, out);
  }
  AppendDeprecated(value.deprecation_reason, out);
}

// On one line, unless an argument has a description: then each on lines of its own.
void AppendArguments(const List<InputValue>& arguments, std::string_view indentation, std::string* out) {
  if (arguments.empty()) return;
  bool described = false;
  for (const InputValue& argument : arguments) {
    described = described || (argument.description.has_value() && !argument.description->empty());
  }
  out->push_back('(');
  std::string inner = std::string(indentation) + "  ";
  bool first = true;
  for (const InputValue& argument : arguments) {
    if (described) {
      out->push_back('\n');
      AppendDescription(argument.description, inner, first, out);
      out->append(inner);
    } else if (!first) {
      out->append(", ");
    }
    AppendInputValue(argument, out);
    first = false;
  }
  if (described) out->append("\n").append(indentation);
  out->push_back(')');
}

// ` { ... }` with an element a line; nothing for none.
template <typename T, typename AppendItem>
void AppendBlock(const List<T>& items, std::string* out, AppendItem append_item) {
  if (items.empty()) return;
  out->append(" {\n");
  bool first = true;
  for (const T& item : items) {
    AppendDescription(item.description, "  ", first, out);
    out->append("  ");
    append_item(item);
    out->push_back('\n');
    first = false;
  }
  out->push_back('}');
}

void AppendComposite(const char* keyword, const CompositeType& type, std::string* out) {
  out->append(keyword).append(type.name);
  const char* separator = " implements ";
  for (const InterfaceType* interface : type.interfaces) {
    out->append(separator).append(interface->name);
    separator = " & ";
  }
  AppendBlock(type.fields(), out, [out](const Field& field) {
    out->append(field.name);
    AppendArguments(field.arguments, "  ", out);
    out->append(": ");
    AppendTypeName(field.type, out);
    AppendDeprecated(field.deprecation_reason, out);
  });
}

// A schema whose root types have the default names needs no definition (spec 3.3.1), unless it has a description.
void PrintSchemaDefinition(const Schema& schema, std::string* out) {
  struct Root {
    std::string_view operation;
    const NamedType* type;
    std::string_view default_name;
  };
  const Root roots[] = {
      {"query", schema.DeclaredRootType(language::OperationType::kQuery), "Query"},
      {"mutation", schema.DeclaredRootType(language::OperationType::kMutation), "Mutation"},
      {"subscription", schema.DeclaredRootType(language::OperationType::kSubscription), "Subscription"},
  };
  bool default_names = true;
  for (const Root& root : roots) {
    default_names = default_names && (root.type == nullptr || root.type->name == root.default_name);
  }
  if (default_names && !schema.description().has_value()) return;
  AppendDescription(schema.description(), "", true, out);
  out->append("schema {\n");
  for (const Root& root : roots) {
    if (root.type != nullptr)
      out->append("  ").append(root.operation).append(": ").append(root.type->name).append("\n");
  }
  out->push_back('}');
}

}  // namespace

void PrintDirective(const Directive& directive, std::string* out) {
  AppendDescription(directive.description, "", true, out);
  out->append("directive @").append(directive.name);
  AppendArguments(directive.arguments, "", out);
  if (directive.is_repeatable) out->append(" repeatable");
  const char* separator = " on ";
  for (DirectiveLocation location : directive.locations) {
    out->append(separator).append(DirectiveLocationName(location));
    separator = " | ";
  }
}

void PrintType(const NamedType& type, std::string* out) {
  AppendDescription(type.description, "", true, out);
  switch (type.kind) {
    case TypeKind::kScalar: {
      out->append("scalar ").append(type.name);
      OptionalText url = static_cast<const ScalarType&>(type).specified_by_url;
      if (!url.has_value()) break;
      out->append(" @specifiedBy(url: ");
      language::AppendString(*url, out);
      out->push_back(')');
      break;
    }
    case TypeKind::kObject:
      AppendComposite("type ", static_cast<const CompositeType&>(type), out);
      break;
    case TypeKind::kInterface:
      AppendComposite("interface ", static_cast<const CompositeType&>(type), out);
      break;
    case TypeKind::kUnion: {
      out->append("union ").append(type.name);
      const char* separator = " = ";
      for (const ObjectType* member : static_cast<const UnionType&>(type).types) {
        out->append(separator).append(member->name);
        separator = " | ";
      }
      break;
    }
    case TypeKind::kEnum:
      out->append("enum ").append(type.name);
      AppendBlock(static_cast<const EnumType&>(type).values, out, [out](const EnumValue& value) {
        out->append(value.name);
        AppendDeprecated(value.deprecation_reason, out);
      });
      break;
    case TypeKind::kInputObject: {
      const auto& input = static_cast<const InputObjectType&>(type);
      out->append("input ").append(type.name);
      if (input.is_one_of) out->append(" @oneOf");
      AppendBlock(input.fields(), out, [out](const InputValue& field) { AppendInputValue(field, out); });
      break;
    }
    default:
      break;  // wrapping types are no named types
  }
}

std::string PrintSchema(const Schema& schema) {
  std::string out;
  PrintSchemaDefinition(schema, &out);
  auto separate = [&out] {
    if (!out.empty()) out.append("\n\n");
  };
  for (const Directive& directive : schema.directives()) {
    if (directive.built_in) continue;
    separate();
    PrintDirective(directive, &out);
  }
  for (const NamedType* type : schema.types()) {
    if (IsSpecifiedScalar(type) || IsIntrospectionType(type)) continue;
    separate();
    PrintType(*type, &out);
  }
  return out;
}

}  // namespace fraiseql::schema
