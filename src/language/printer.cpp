#include "language/printer.h"

#include "base/utf8.h"
#include "language/string_value.h"

namespace fraiseql::language {

namespace {

constexpr size_t kMaxLineLength = 80;

using Kind = Definition::Kind;

// Writes nodes at the current indentation. A node starts where the text ends and writes no line terminator behind it.
class Printer {
 public:
  explicit Printer(std::string* out) : out_(out) {}

  void PrintDocument(const Document& document) {
    Join(document.definitions, "\n\n", [this](const Definition* definition) {
      PrintDefinition(*definition);
      may_go_on_ = MayGoOn(*definition);
    });
  }

  void PrintDefinition(const Definition& definition) {
    PrintDescription(definition.description);
    switch (definition.kind) {
      case Kind::kOperation:
        return PrintOperation(static_cast<const OperationDefinition&>(definition));
      case Kind::kFragment:
        return PrintFragment(static_cast<const FragmentDefinition&>(definition));
      case Kind::kSchema:
      case Kind::kSchemaExtension:
        return PrintSchema(static_cast<const SchemaDefinition&>(definition));
      case Kind::kDirective:
        return PrintDirectiveDefinition(static_cast<const DirectiveDefinition&>(definition));
      default:
        return PrintTypeDefinition(static_cast<const TypeDefinition&>(definition));
    }
  }

  void PrintValue(const Value& value) {
    switch (value.kind) {
      case Value::Kind::kVariable:
        Text("$");
        return Text(value.text());
      case Value::Kind::kInt:
      case Value::Kind::kFloat:
      case Value::Kind::kEnum:
        return Text(value.text());
      case Value::Kind::kString:
        return PrintString(value);
      case Value::Kind::kBoolean:
        return Text(value.boolean ? "true" : "false");
      case Value::Kind::kNull:
        return Text("null");
      case Value::Kind::kList:
        Text("[");
        Join(value.items(), ", ", [this](const Value& item) { PrintValue(item); });
        return Text("]");
      case Value::Kind::kObject:
        Text("{");
        Join(value.fields(), ", ", [this](const ObjectField& field) { PrintNamedValue(field); });
        return Text("}");
    }
  }

  void PrintType(const TypeReference& type) {
    switch (type.kind) {
      case TypeReference::Kind::kNamed:
        return Text(type.name);
      case TypeReference::Kind::kList:
        Text("[");
        PrintType(*type.of_type);
        return Text("]");
      case TypeReference::Kind::kNonNull:
        PrintType(*type.of_type);
        return Text("!");
    }
  }

 private:
  // Whether a `{` behind the definition would be its own: it has a block in the grammar, and is printed without one.
  static bool MayGoOn(const Definition& definition) {
    switch (definition.kind) {
      case Kind::kSchemaExtension:
        return static_cast<const SchemaDefinition&>(definition).operation_types.empty();
      case Kind::kObjectType:
      case Kind::kObjectTypeExtension:
      case Kind::kInterfaceType:
      case Kind::kInterfaceTypeExtension:
        return static_cast<const TypeDefinition&>(definition).fields.empty();
      case Kind::kEnumType:
      case Kind::kEnumTypeExtension:
        return static_cast<const TypeDefinition&>(definition).values.empty();
      case Kind::kInputObjectType:
      case Kind::kInputObjectTypeExtension:
        return static_cast<const TypeDefinition&>(definition).input_fields.empty();
      default:
        return false;
    }
  }

  // ── Executable documents ──

  void PrintOperation(const OperationDefinition& operation) {
    bool short_form = operation.operation == OperationType::kQuery && operation.description == nullptr &&
                      operation.name.value().empty() && operation.variable_definitions.empty() &&
                      operation.directives.empty() && !may_go_on_;
    if (!short_form) {
      Text(NameOf(operation.operation));
      if (!operation.name.value().empty() || !operation.variable_definitions.empty()) Text(" ");
      Text(operation.name.value());
      PrintVariableDefinitions(operation.variable_definitions);
      PrintDirectives(operation.directives);
      Text(" ");
    }
    PrintSelectionSet(*operation.selection_set);
  }

  void PrintVariableDefinitions(const List<VariableDefinition>& definitions) {
    if (definitions.empty()) return;
    bool described = false;
    for (const auto& definition : definitions) described = described || definition.description != nullptr;
    Text(described ? "(\n" : "(");
    Join(definitions, described ? "\n" : ", ", [this](const VariableDefinition& definition) {
      PrintDescription(definition.description);
      Text("$");
      Text(definition.variable.value());
      Text(": ");
      PrintType(*definition.type);
      PrintDefault(definition.default_value);
      PrintDirectives(definition.directives);
    });
    Text(described ? "\n)" : ")");
  }

  void PrintFragment(const FragmentDefinition& fragment) {
    Text("fragment ");
    Text(fragment.name.value());
    Text(" on ");
    PrintType(*fragment.type_condition);
    PrintDirectives(fragment.directives);
    Text(" ");
    PrintSelectionSet(*fragment.selection_set);
  }

  void PrintSelectionSet(const SelectionSet& set) {
    PrintBlock(set.selections, [this](const Selection* selection) { PrintSelection(*selection); });
  }

  void PrintSelection(const Selection& selection) {
    const SelectionSet* selection_set = nullptr;
    switch (selection.kind) {
      case Selection::Kind::kField: {
        const auto& field = static_cast<const Field&>(selection);
        size_t start = out_->size();
        if (!field.alias.value().empty()) {
          Text(field.alias.value());
          Text(": ");
        }
        Text(field.name.value());
        PrintArguments(field.arguments, out_->size() - start);
        selection_set = field.selection_set;
        break;
      }
      case Selection::Kind::kFragmentSpread:
        Text("...");
        Text(static_cast<const FragmentSpread&>(selection).name.value());
        break;
      case Selection::Kind::kInlineFragment: {
        const auto& fragment = static_cast<const InlineFragment&>(selection);
        Text("...");
        if (fragment.type_condition != nullptr) {
          Text(" on ");
          PrintType(*fragment.type_condition);
        }
        selection_set = fragment.selection_set;
        break;
      }
    }
    PrintDirectives(selection.directives);
    if (selection_set != nullptr) {
      Text(" ");
      PrintSelectionSet(*selection_set);
    }
  }

  // Of a field whose alias and name take `prefix` columns.
  void PrintArguments(const List<Argument>& arguments, size_t prefix) {
    if (arguments.empty()) return;
    std::string line =
        OnOneLine(arguments, [](Printer* printer, const Argument& argument) { printer->PrintNamedValue(argument); });
    if (prefix + Utf16Length(line) + 2 > kMaxLineLength) {
      return PrintLines("(", arguments, ")", [this](const Argument& argument) { PrintNamedValue(argument); });
    }
    Text("(");
    Indented(line);
    Text(")");
  }

  void PrintDirectives(const List<Directive>& directives) {
    for (const Directive& directive : directives) {
      Text(" @");
      Text(directive.name.value());
      if (directive.arguments.empty()) continue;
      Text("(");
      Join(directive.arguments, ", ", [this](const Argument& argument) { PrintNamedValue(argument); });
      Text(")");
    }
  }

  // An Argument or an ObjectField.
  template <typename Node>
  void PrintNamedValue(const Node& node) {
    Text(node.name.value());
    Text(": ");
    PrintValue(node.value);
  }

  void PrintString(const Value& value) {
    if (!value.block) return AppendString(value.text(), out_);
    std::string text;
    AppendBlockString(value.text(), &text);
    Indented(text);
  }

  // ── Type system documents ──

  void PrintDescription(const Value* description) {
    if (description == nullptr) return;
    PrintString(*description);
    NewLine();
  }

  void PrintDefault(const Value* value) {
    if (value == nullptr) return;
    Text(" = ");
    PrintValue(*value);
  }

  void PrintSchema(const SchemaDefinition& schema) {
    Text(schema.kind == Kind::kSchemaExtension ? "extend schema" : "schema");
    PrintDirectives(schema.directives);
    if (schema.operation_types.empty()) return;
    Text(" ");
    PrintBlock(schema.operation_types, [this](const RootOperationTypeDefinition& type) {
      Text(NameOf(type.operation));
      Text(": ");
      PrintType(type.type);
    });
  }

  void PrintTypeDefinition(const TypeDefinition& type) {
    Text(KeywordOf(type.kind));
    Text(type.name.value());
    if (!type.interfaces.empty()) {
      Text(" implements ");
      Join(type.interfaces, " & ", [this](const TypeReference& interface) { PrintType(interface); });
    }
    PrintDirectives(type.directives);
    if (!type.types.empty()) {
      Text(" = ");
      Join(type.types, " | ", [this](const TypeReference& member) { PrintType(member); });
    }
    if (!type.fields.empty() || !type.values.empty() || !type.input_fields.empty()) Text(" ");
    PrintBlock(type.fields, [this](const FieldDefinition& field) {
      PrintDescription(field.description);
      Text(field.name.value());
      PrintArgumentsDefinition(field.arguments);
      Text(": ");
      PrintType(*field.type);
      PrintDirectives(field.directives);
    });
    PrintBlock(type.values, [this](const EnumValueDefinition& value) {
      PrintDescription(value.description);
      Text(value.name.value());
      PrintDirectives(value.directives);
    });
    PrintBlock(type.input_fields, [this](const InputValueDefinition& field) { PrintInputValueDefinition(field); });
  }

  static std::string_view KeywordOf(Kind kind) {
    switch (kind) {
      case Kind::kScalarType:
        return "scalar ";
      case Kind::kObjectType:
        return "type ";
      case Kind::kInterfaceType:
        return "interface ";
      case Kind::kUnionType:
        return "union ";
      case Kind::kEnumType:
        return "enum ";
      case Kind::kInputObjectType:
        return "input ";
      case Kind::kScalarTypeExtension:
        return "extend scalar ";
      case Kind::kObjectTypeExtension:
        return "extend type ";
      case Kind::kInterfaceTypeExtension:
        return "extend interface ";
      case Kind::kUnionTypeExtension:
        return "extend union ";
      case Kind::kEnumTypeExtension:
        return "extend enum ";
      case Kind::kInputObjectTypeExtension:
        return "extend input ";
      default:
        return "";
    }
  }

  void PrintDirectiveDefinition(const DirectiveDefinition& directive) {
    Text("directive @");
    Text(directive.name.value());
    PrintArgumentsDefinition(directive.arguments);
    if (directive.repeatable) Text(" repeatable");
    Text(" on ");
    Join(directive.locations, " | ", [this](const Name& location) { Text(location.value()); });
  }

  void PrintArgumentsDefinition(const List<InputValueDefinition>& arguments) {
    if (arguments.empty()) return;
    std::string line = OnOneLine(arguments, [](Printer* printer, const InputValueDefinition& argument) {
      printer->PrintInputValueDefinition(argument);
    });
    if (line.find('\n') != std::string::npos) {
      return PrintLines("(", arguments, ")",
                        [this](const InputValueDefinition& argument) { PrintInputValueDefinition(argument); });
    }
    Text("(");
    Text(line);
    Text(")");
  }

  void PrintInputValueDefinition(const InputValueDefinition& value) {
    PrintDescription(value.description);
    Text(value.name.value());
    Text(": ");
    PrintType(*value.type);
    PrintDefault(value.default_value);
    PrintDirectives(value.directives);
  }

  // ── Layout ──

  void Text(std::string_view text) { *out_ += text; }

  void NewLine() {
    *out_ += '\n';
    out_->append(indentation_, ' ');
  }

  // Text that was printed without indentation.
  void Indented(std::string_view text) {
    for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
      Text(text.substr(0, end));
      NewLine();
    }
    Text(text);
  }

  template <typename T, typename PrintNode>
  void Join(const List<T>& nodes, std::string_view separator, PrintNode print) {
    for (const T& node : nodes) {
      if (&node != nodes.begin()) Indented(separator);
      print(node);
    }
  }

  // The nodes as they look on one line, ", " between them, not indented.
  template <typename T, typename PrintNode>
  static std::string OnOneLine(const List<T>& nodes, PrintNode print) {
    std::string line;
    Printer printer(&line);
    printer.Join(nodes, ", ", [&](const T& node) { print(&printer, node); });
    return line;
  }

  // Each node on lines of its own between `open` and `close`.
  template <typename T, typename PrintNode>
  void PrintLines(std::string_view open, const List<T>& nodes, std::string_view close, PrintNode print) {
    Text(open);
    indentation_ += 2;
    for (const T& node : nodes) {
      NewLine();
      print(node);
    }
    indentation_ -= 2;
    NewLine();
    Text(close);
  }

  // { nodes }, or nothing where there are none.
  template <typename T, typename PrintNode>
  void PrintBlock(const List<T>& nodes, PrintNode print) {
    if (!nodes.empty()) PrintLines("{", nodes, "}", print);
  }

  std::string* out_;
  size_t indentation_ = 0;
  bool may_go_on_ = false;  // the definition printed last (MayGoOn)
};

}  // namespace

std::string_view NameOf(OperationType operation) {
  switch (operation) {
    case OperationType::kQuery:
      return "query";
    case OperationType::kMutation:
      return "mutation";
    case OperationType::kSubscription:
      return "subscription";
  }
  return "";
}

std::string Print(const Document& document) {
  std::string text;
  Printer(&text).PrintDocument(document);
  return text;
}

std::string Print(const Definition& definition) {
  std::string text;
  Printer(&text).PrintDefinition(definition);
  return text;
}

void PrintValue(const Value& value, std::string* out) { Printer(out).PrintValue(value); }

void PrintTypeReference(const TypeReference& type, std::string* out) { Printer(out).PrintType(type); }

}  // namespace fraiseql::language
