// A syntax tree as text that shows every node and member but the places: two trees are the same where their texts are.
// Written without the printer, which it is there to judge.
#pragma once

#include <string>

#include "language/ast.h"

namespace fraiseql::language {

class TreeText {
 public:
  static std::string Of(const Document& document) {
    TreeText text;
    for (const Definition* definition : document.definitions) text.Add(*definition);
    return std::move(text.out_);
  }

 private:
  // A text cannot be mistaken for structure: its length stands before it.
  void Add(std::string_view text) { out_ += std::to_string(text.size()) + "'" + std::string(text) + "'"; }
  void Add(const Name& name) { Add(name.value()); }
  void Add(bool value) { out_ += value ? "+" : "-"; }
  template <typename Enum>
  void AddKind(Enum kind) {
    out_ += "#" + std::to_string(static_cast<int>(kind));
  }
  template <typename Node>
  void Add(const Node* node) {
    if (node == nullptr) {
      out_ += "~";
    } else {
      Add(*node);
    }
  }
  template <typename Node>
  void Add(const List<Node>& nodes) {
    out_ += "[";
    for (const Node& node : nodes) Add(node);
    out_ += "]";
  }

  void Add(const TypeReference& type) {
    AddKind(type.kind);
    Add(type.name);
    Add(type.of_type);
  }
  void Add(const Value& value) {
    AddKind(value.kind);
    Add(value.boolean);
    Add(value.block);
    Add(value.text());
    Add(value.items());
    Add(value.fields());
  }
  void Add(const ObjectField& field) {
    Add(field.name);
    Add(field.value);
  }
  void Add(const Argument& argument) {
    Add(argument.name);
    Add(argument.value);
  }
  void Add(const Directive& directive) {
    Add(directive.name);
    Add(directive.arguments);
  }
  void Add(const SelectionSet& set) { Add(set.selections); }
  void Add(const Selection& selection) {
    AddKind(selection.kind);
    Add(selection.directives);
    if (selection.kind == Selection::Kind::kField) {
      const auto& field = static_cast<const Field&>(selection);
      Add(field.alias);
      Add(field.name);
      Add(field.arguments);
      Add(field.selection_set);
    } else if (selection.kind == Selection::Kind::kFragmentSpread) {
      Add(static_cast<const FragmentSpread&>(selection).name);
    } else {
      const auto& fragment = static_cast<const InlineFragment&>(selection);
      Add(fragment.type_condition);
      Add(fragment.selection_set);
    }
  }
  void Add(const VariableDefinition& definition) {
    Add(definition.description);
    Add(definition.variable);
    Add(definition.type);
    Add(definition.default_value);
    Add(definition.directives);
  }
  void Add(const RootOperationTypeDefinition& definition) {
    AddKind(definition.operation);
    Add(definition.type);
  }
  void Add(const InputValueDefinition& definition) {
    Add(definition.description);
    Add(definition.name);
    Add(definition.type);
    Add(definition.default_value);
    Add(definition.directives);
  }
  void Add(const FieldDefinition& definition) {
    Add(definition.description);
    Add(definition.name);
    Add(definition.arguments);
    Add(definition.type);
    Add(definition.directives);
  }
  void Add(const EnumValueDefinition& definition) {
    Add(definition.description);
    Add(definition.name);
    Add(definition.directives);
  }
  void Add(const Definition& definition) {
    AddKind(definition.kind);
    Add(definition.description);
    Add(definition.directives);
    switch (definition.kind) {
      case Definition::Kind::kOperation: {
        const auto& operation = static_cast<const OperationDefinition&>(definition);
        AddKind(operation.operation);
        Add(operation.name);
        Add(operation.variable_definitions);
        Add(operation.selection_set);
        break;
      }
      case Definition::Kind::kFragment: {
        const auto& fragment = static_cast<const FragmentDefinition&>(definition);
        Add(fragment.name);
        Add(fragment.type_condition);
        Add(fragment.selection_set);
        break;
      }
      case Definition::Kind::kSchema:
      case Definition::Kind::kSchemaExtension:
        Add(static_cast<const SchemaDefinition&>(definition).operation_types);
        break;
      case Definition::Kind::kDirective: {
        const auto& directive = static_cast<const DirectiveDefinition&>(definition);
        Add(directive.name);
        Add(directive.arguments);
        Add(directive.repeatable);
        Add(directive.locations);
        break;
      }
      default: {
        const auto& type = static_cast<const TypeDefinition&>(definition);
        Add(type.name);
        Add(type.interfaces);
        Add(type.fields);
        Add(type.types);
        Add(type.values);
        Add(type.input_fields);
      }
    }
  }

  std::string out_;
};

}  // namespace fraiseql::language
