#include "base/interrupt.h"
#include "schema/built_in.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

using language::Definition;

// One walk over the document. Selection sets are followed by recursion: the parser has bounded their depth.
class SdlWalk {
 public:
  explicit SdlWalk(SdlContext* context) : context_(*context) {}

  void Walk(const Definition& definition) {
    CheckForInterrupts();
    definition_ = &definition;
    switch (definition.kind) {
      case Definition::Kind::kOperation:
        return Operation(static_cast<const language::OperationDefinition&>(definition));
      case Definition::Kind::kFragment:
        return Fragment(static_cast<const language::FragmentDefinition&>(definition));
      case Definition::Kind::kSchema:
      case Definition::Kind::kSchemaExtension:
        return SchemaDefinition(static_cast<const language::SchemaDefinition&>(definition));
      case Definition::Kind::kDirective:
        return DirectiveDefinition(static_cast<const language::DirectiveDefinition&>(definition));
      default:
        return Type(static_cast<const language::TypeDefinition&>(definition));
    }
  }

 private:
  void Operation(const language::OperationDefinition& operation) {
    static constexpr DirectiveLocation kLocations[] = {DirectiveLocation::kQuery, DirectiveLocation::kMutation,
                                                       DirectiveLocation::kSubscription};
    Directives(operation.directives, kLocations[static_cast<size_t>(operation.operation)], true);
    for (const language::VariableDefinition& variable : operation.variable_definitions) {
      TypeOf(*variable.type);
      if (variable.default_value != nullptr) Value(*variable.default_value);
      Directives(variable.directives, DirectiveLocation::kVariableDefinition);
    }
    Selections(operation.selection_set);
  }

  void Fragment(const language::FragmentDefinition& fragment) {
    TypeOf(*fragment.type_condition);
    Directives(fragment.directives, DirectiveLocation::kFragmentDefinition, true);
    Selections(fragment.selection_set);
  }

  void Selections(const language::SelectionSet* set) {
    if (set == nullptr) return;
    for (const language::Selection* selection : set->selections) {
      switch (selection->kind) {
        case language::Selection::Kind::kField: {
          const auto& field = static_cast<const language::Field&>(*selection);
          Arguments(field.arguments);
          Directives(field.directives, DirectiveLocation::kField);
          Selections(field.selection_set);
          break;
        }
        case language::Selection::Kind::kFragmentSpread:
          Directives(selection->directives, DirectiveLocation::kFragmentSpread);
          break;
        case language::Selection::Kind::kInlineFragment: {
          const auto& fragment = static_cast<const language::InlineFragment&>(*selection);
          if (fragment.type_condition != nullptr) TypeOf(*fragment.type_condition);
          Directives(fragment.directives, DirectiveLocation::kInlineFragment);
          Selections(fragment.selection_set);
          break;
        }
      }
    }
  }

  void SchemaDefinition(const language::SchemaDefinition& schema) {
    context_.schemas_.push_back(&schema);
    Directives(schema.directives, DirectiveLocation::kSchema, true);
    for (const language::RootOperationTypeDefinition& operation : schema.operation_types) TypeOf(operation.type);
  }

  void DirectiveDefinition(const language::DirectiveDefinition& directive) {
    context_.directive_definitions_.push_back(&directive);
    InputValues(directive.arguments, DirectiveLocation::kArgumentDefinition);
  }

  void Type(const language::TypeDefinition& type) {
    auto [entry, is_new] = context_.types_by_name_.try_emplace(type.name.value(), context_.types_.size());
    if (is_new) context_.types_.push_back({.name = type.name.value(), .parts = {}, .definition = nullptr});
    TypeParts& parts = context_.types_[entry->second];
    parts.parts.push_back(&type);
    if (type.kind < Definition::Kind::kDirective) parts.definition = &type;

    Directives(type.directives, LocationOf(type.kind), true);
    for (const language::TypeReference& reference : type.interfaces) TypeOf(reference);
    for (const language::FieldDefinition& field : type.fields) {
      InputValues(field.arguments, DirectiveLocation::kArgumentDefinition);
      TypeOf(*field.type);
      Directives(field.directives, DirectiveLocation::kFieldDefinition);
    }
    for (const language::TypeReference& reference : type.types) TypeOf(reference);
    for (const language::EnumValueDefinition& value : type.values) {
      Directives(value.directives, DirectiveLocation::kEnumValue);
    }
    InputValues(type.input_fields, DirectiveLocation::kInputFieldDefinition);
  }

  static DirectiveLocation LocationOf(Definition::Kind kind) {
    switch (kind) {
      case Definition::Kind::kScalarType:
      case Definition::Kind::kScalarTypeExtension:
        return DirectiveLocation::kScalar;
      case Definition::Kind::kInterfaceType:
      case Definition::Kind::kInterfaceTypeExtension:
        return DirectiveLocation::kInterface;
      case Definition::Kind::kUnionType:
      case Definition::Kind::kUnionTypeExtension:
        return DirectiveLocation::kUnion;
      case Definition::Kind::kEnumType:
      case Definition::Kind::kEnumTypeExtension:
        return DirectiveLocation::kEnum;
      case Definition::Kind::kInputObjectType:
      case Definition::Kind::kInputObjectTypeExtension:
        return DirectiveLocation::kInputObject;
      default:
        return DirectiveLocation::kObject;
    }
  }

  void InputValues(const List<language::InputValueDefinition>& values, DirectiveLocation location) {
    for (const language::InputValueDefinition& value : values) {
      TypeOf(*value.type);
      if (value.default_value != nullptr) Value(*value.default_value);
      Directives(value.directives, location);
    }
  }

  void TypeOf(const language::TypeReference& reference) {
    const language::TypeReference* named = &reference;
    while (named->kind != language::TypeReference::Kind::kNamed) named = named->of_type;
    bool executable = definition_->kind <= Definition::Kind::kFragment;
    context_.type_references_.push_back({named, !executable});
  }

  void Directives(const List<language::Directive>& directives, DirectiveLocation location, bool of_definition = false) {
    if (directives.empty()) return;
    context_.directive_places_.push_back({&directives, location, definition_, of_definition});
    for (const language::Directive& directive : directives) Arguments(directive.arguments);
  }

  void Arguments(const List<language::Argument>& arguments) {
    if (arguments.size() > 1) context_.argument_lists_.push_back(&arguments);
    for (const language::Argument& argument : arguments) Value(argument.value);
  }

  void Value(const language::Value& value) {
    if (!value.items().empty() || !value.fields().empty()) context_.compound_values_.push_back(&value);
  }

  SdlContext& context_;
  const Definition* definition_ = nullptr;
};

SdlContext::SdlContext(const language::Document& document, const language::Document& built_in, const Schema* existing,
                       const BuildOptions& options)
    : document_(document), existing_(existing), options_(options) {
  SdlWalk walk(this);
  for (const Definition* definition : document.definitions) walk.Walk(*definition);

  if (existing != nullptr) {
    for (const Directive& directive : existing->directives()) AddKnownDirective(directive);
  } else {
    for (const Definition* definition : built_in.definitions) {
      AddKnownDirective(static_cast<const language::DirectiveDefinition&>(*definition));
    }
  }
  for (const language::DirectiveDefinition* definition : directive_definitions_) {
    // The engine's own directives mean what the engine says, also where a document repeats their definition.
    if (options.engine_extras && IsEngineDirectiveName(definition->name.value())) continue;
    AddKnownDirective(*definition);
  }
}

void SdlContext::AddKnownDirective(const language::DirectiveDefinition& definition) {
  KnownDirective known;
  known.is_repeatable = definition.repeatable;
  for (const language::Name& name : definition.locations) {
    if (auto location = FindDirectiveLocation(name.value())) known.locations |= 1u << static_cast<uint32_t>(*location);
  }
  for (const language::InputValueDefinition& argument : definition.arguments) {
    bool required = argument.type->kind == language::TypeReference::Kind::kNonNull && argument.default_value == nullptr;
    known.arguments.push_back({argument.name.value(), argument.type, nullptr, required});
  }
  known_directives_[definition.name.value()] = std::move(known);
}

void SdlContext::AddKnownDirective(const Directive& directive) {
  KnownDirective known;
  known.is_repeatable = directive.is_repeatable;
  for (DirectiveLocation location : directive.locations) known.locations |= 1u << static_cast<uint32_t>(location);
  for (const InputValue& argument : directive.arguments) {
    known.arguments.push_back({argument.name, nullptr, argument.type, argument.IsRequired()});
  }
  known_directives_[directive.name] = std::move(known);
}

const TypeParts* SdlContext::FindTypeParts(std::string_view name) const {
  auto found = types_by_name_.find(name);
  return found == types_by_name_.end() ? nullptr : &types_[found->second];
}

const KnownDirective* SdlContext::FindDirective(std::string_view name) const {
  auto found = known_directives_.find(name);
  return found == known_directives_.end() ? nullptr : &found->second;
}

const NamedType* SdlContext::FindExistingType(std::string_view name) const {
  return existing_ == nullptr ? nullptr : existing_->FindType(name);
}

}  // namespace fraiseql::schema
