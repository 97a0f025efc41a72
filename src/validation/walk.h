// One walk over a document that keeps track of types and tells every rule what it comes by.
//
// A rule is a class with a constructor from ValidationContext& and any of these methods:
//
//   EnterDocument(document)
//   LeaveDocument()
//   EnterOperation(operation)
//   Fragment(fragment)                        of a fragment definition
//   Variable(definition, type)                type: of the variable, null where it is not known
//   SelectionSet(set)                         place.parent_type is what it selects from
//   EnterField(field), LeaveField(field)      place.field and place.type are the field's
//   Spread(spread, fragment)                  fragment: position of the fragment, or kNoFragment
//   Inline(fragment)                          place.type is its type condition
//   Directives(directives, location, owner)   all of one place, where there are two or more; owner: null, or the type
//                                             system definition they belong to
//   Directive(directive, definition, location)  definition: null where the directive is not known
//   Arguments(arguments)                      all of one field or directive, where there are two or more
//   Argument(argument, definition)            of a field; definition: null where the argument is not known
//   Literal(value, type)                      of an argument or a default; type: null where it is not known
//   Object(value)                             an input object, also inside of other values
//   NamedType(reference, is_definition)       is_definition: within a type system definition
//   Usages(operation, usages)                 at the end, for each operation: its variables, also those in fragments
//
// The list of rules is known at compile time, so a rule costs nothing where it does not look. The walk nests as deep as
// the text does, which the parser has bounded.
#pragma once

#include <tuple>
#include <vector>

#include "base/interrupt.h"
#include "validation/context.h"
#include "validation/directive_location.h"

namespace fraiseql::validation {

template <typename... Rules>
class Walk {
 public:
  explicit Walk(ValidationContext* context)
      : context_(*context), rules_((static_cast<void>(sizeof(Rules)), *context)...) {}

  // Throws ErrorLimitReached.
  void Run() {
    const language::Document& document = context_.document();
    Tell([&](auto& rule) {
      if constexpr (requires { rule.EnterDocument(document); }) rule.EnterDocument(document);
    });
    size_t operation = 0;
    size_t fragment = 0;
    for (const language::Definition* definition : document.definitions) {
      CheckForInterrupts();
      context_.place = {.operation = context_.place.operation};
      if (definition->kind == language::Definition::Kind::kOperation) {
        WalkOperation(&context_.operations_[operation++]);
      } else if (definition->kind == language::Definition::Kind::kFragment) {
        WalkFragment(&context_.fragments_[fragment++]);
      } else {
        WalkTypeSystem(*definition);
      }
    }
    for (const OperationInfo& info : context_.operations_) TellUsages(info);
    Tell([&](auto& rule) {
      if constexpr (requires { rule.LeaveDocument(); }) rule.LeaveDocument();
    });
  }

 private:
  using Location = schema::DirectiveLocation;

  template <typename Event>
  void Tell(Event event) {
    std::apply([&event](auto&... rule) { (event(rule), ...); }, rules_);
  }

  // Walks a definition and notes which spreads and usages are its own.
  template <typename Body>
  void WithFacts(DefinitionFacts* facts, Body body) {
    facts->first_spread = static_cast<uint32_t>(context_.spreads_.size());
    facts->first_usage = static_cast<uint32_t>(context_.usages_.size());
    body();
    facts->end_spread = static_cast<uint32_t>(context_.spreads_.size());
    facts->end_usage = static_cast<uint32_t>(context_.usages_.size());
  }

  void WalkOperation(OperationInfo* info) {
    const language::OperationDefinition& operation = *info->definition;
    context_.place.operation = &operation;
    Tell([&](auto& rule) {
      if constexpr (requires { rule.EnterOperation(operation); }) rule.EnterOperation(operation);
    });
    WithFacts(&info->facts, [&] {
      for (const language::VariableDefinition& definition : operation.variable_definitions) WalkVariable(definition);
      context_.place.type = context_.schema().RootType(operation.operation);
      WalkDirectives(operation.directives, DirectiveLocationOf(operation.operation));
      WalkSelectionSet(*operation.selection_set);
    });
  }

  void WalkFragment(FragmentInfo* info) {
    const language::FragmentDefinition& fragment = *info->definition;
    WithFacts(&info->facts, [&] {
      context_.place.type = OutputType(info->type);
      Tell([&](auto& rule) {
        if constexpr (requires { rule.Fragment(fragment); }) rule.Fragment(fragment);
      });
      WalkTypeReference(*fragment.type_condition, false);
      WalkDirectives(fragment.directives, Location::kFragmentDefinition);
      WalkSelectionSet(*fragment.selection_set);
    });
  }

  void WalkVariable(const language::VariableDefinition& definition) {
    const schema::Type* type = context_.TypeOf(*definition.type);
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Variable(definition, type); }) rule.Variable(definition, type);
    });
    WalkTypeReference(*definition.type, false);
    if (type != nullptr && !schema::IsInputType(type)) type = nullptr;
    // Defaults and directives of a variable are constant: what they use of variables the parser has refused.
    if (definition.default_value != nullptr) WalkLiteral(*definition.default_value, type, false);
    WalkDirectives(definition.directives, Location::kVariableDefinition);
  }

  void WalkSelectionSet(const language::SelectionSet& set) {
    const schema::NamedType* enclosing = context_.place.parent_type;
    context_.place.parent_type = CompositeType(context_.place.type);
    Tell([&](auto& rule) {
      if constexpr (requires { rule.SelectionSet(set); }) rule.SelectionSet(set);
    });
    for (const language::Selection* selection : set.selections) {
      switch (selection->kind) {
        case language::Selection::Kind::kField:
          WalkField(*static_cast<const language::Field*>(selection));
          break;
        case language::Selection::Kind::kFragmentSpread:
          WalkSpread(*static_cast<const language::FragmentSpread*>(selection));
          break;
        case language::Selection::Kind::kInlineFragment:
          WalkInlineFragment(*static_cast<const language::InlineFragment*>(selection));
          break;
      }
    }
    context_.place.parent_type = enclosing;
  }

  static const schema::NamedType* CompositeType(const schema::Type* type) {
    if (type == nullptr) return nullptr;
    const schema::NamedType* named = schema::GetNamedType(type);
    return schema::IsCompositeKind(named->kind) ? named : nullptr;
  }

  static const schema::Type* OutputType(const schema::Type* type) {
    return type != nullptr && schema::IsOutputType(type) ? type : nullptr;
  }

  const schema::Field* FindField(std::string_view name) {
    const schema::NamedType* parent = context_.place.parent_type;
    if (parent == nullptr) return nullptr;
    if (parent->kind != schema::TypeKind::kUnion) {
      const auto* composite = static_cast<const schema::CompositeType*>(parent);
      if (const schema::Field* field = composite->FindField(name)) return field;
    }
    return context_.schema().FindMetaField(parent, name);
  }

  void WalkField(const language::Field& field) {
    const schema::Field* enclosing_field = context_.place.field;
    const schema::Type* enclosing_type = context_.place.type;
    context_.place.field = FindField(field.name.value());
    context_.place.type = context_.place.field == nullptr ? nullptr : context_.place.field->type;
    Tell([&](auto& rule) {
      if constexpr (requires { rule.EnterField(field); }) rule.EnterField(field);
    });
    if (!field.arguments.empty()) WalkFieldArguments(field.arguments);
    if (!field.directives.empty()) WalkDirectives(field.directives, Location::kField);
    if (field.selection_set != nullptr) WalkSelectionSet(*field.selection_set);
    Tell([&](auto& rule) {
      if constexpr (requires { rule.LeaveField(field); }) rule.LeaveField(field);
    });
    context_.place.field = enclosing_field;
    context_.place.type = enclosing_type;
  }

  void WalkFieldArguments(const List<language::Argument>& arguments) {
    TellArguments(arguments);
    const schema::Field* field = context_.place.field;
    for (const language::Argument& argument : arguments) {
      const schema::InputValue* definition = field == nullptr ? nullptr : field->FindArgument(argument.name.value());
      Tell([&](auto& rule) {
        if constexpr (requires { rule.Argument(argument, definition); }) rule.Argument(argument, definition);
      });
      WalkArgument(argument, definition);
    }
  }

  void TellArguments(const List<language::Argument>& arguments) {
    if (arguments.size() < 2) return;
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Arguments(arguments); }) rule.Arguments(arguments);
    });
  }

  void WalkArgument(const language::Argument& argument, const schema::InputValue* definition) {
    const schema::Type* type = definition == nullptr ? nullptr : definition->type;
    WalkLiteral(argument.value, type, definition != nullptr && definition->default_value != nullptr);
  }

  void WalkSpread(const language::FragmentSpread& spread) {
    uint32_t fragment = context_.FindFragment(spread.name.value());
    context_.spreads_.push_back(fragment);
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Spread(spread, fragment); }) rule.Spread(spread, fragment);
    });
    if (!spread.directives.empty()) WalkDirectives(spread.directives, Location::kFragmentSpread);
  }

  void WalkInlineFragment(const language::InlineFragment& fragment) {
    const schema::Type* enclosing_type = context_.place.type;
    if (fragment.type_condition != nullptr) {
      context_.place.type = OutputType(context_.schema().FindType(fragment.type_condition->name));
    } else if (enclosing_type != nullptr) {
      context_.place.type = schema::GetNamedType(enclosing_type);
    }
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Inline(fragment); }) rule.Inline(fragment);
    });
    if (fragment.type_condition != nullptr) WalkTypeReference(*fragment.type_condition, false);
    if (!fragment.directives.empty()) WalkDirectives(fragment.directives, Location::kInlineFragment);
    WalkSelectionSet(*fragment.selection_set);
    context_.place.type = enclosing_type;
  }

  void WalkDirectives(const List<language::Directive>& directives, Location location,
                      const language::Definition* owner = nullptr) {
    if (directives.empty()) return;
    if (directives.size() > 1 || owner != nullptr) {
      Tell([&](auto& rule) {
        if constexpr (requires { rule.Directives(directives, owner); }) rule.Directives(directives, owner);
      });
    }
    for (const language::Directive& directive : directives) {
      const schema::Directive* known = context_.FindDirective(directive.name.value());
      Tell([&](auto& rule) {
        if constexpr (requires { rule.Directive(directive, known, location); }) {
          rule.Directive(directive, known, location);
        }
      });
      if (directive.arguments.empty()) continue;
      TellArguments(directive.arguments);
      // Types of arguments come from the schema alone. Those of a directive that it does not have are looked up in the
      // field around it, as the reference implementation does.
      const schema::Directive* typed = context_.FindSchemaDirective(directive.name.value());
      const schema::Field* field = context_.place.field;
      for (const language::Argument& argument : directive.arguments) {
        const schema::InputValue* definition = nullptr;
        if (typed != nullptr) {
          definition = typed->FindArgument(argument.name.value());
        } else if (field != nullptr) {
          definition = field->FindArgument(argument.name.value());
        }
        WalkArgument(argument, definition);
      }
    }
  }

  void WalkLiteral(const language::Value& value, const schema::Type* type, bool has_default) {
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Literal(value, type); }) rule.Literal(value, type);
    });
    WalkValue(value, type, has_default, nullptr);
  }

  // Finds variables and input objects inside of a value, with the types that are expected there.
  void WalkValue(const language::Value& value, const schema::Type* type, bool has_default,
                 const schema::Type* parent_type) {
    switch (value.kind) {
      case language::Value::Kind::kVariable:
        context_.usages_.push_back({&value, type, has_default, parent_type});
        break;
      case language::Value::Kind::kList: {
        const schema::Type* item_type = type == nullptr ? nullptr : schema::NullableType(type);
        if (item_type != nullptr && schema::IsList(item_type)) item_type = schema::OfType(item_type);
        for (const language::Value& item : value.items()) WalkValue(item, item_type, false, type);
        break;
      }
      case language::Value::Kind::kObject: {
        Tell([&](auto& rule) {
          if constexpr (requires { rule.Object(value); }) rule.Object(value);
        });
        const schema::NamedType* named = type == nullptr ? nullptr : schema::GetNamedType(type);
        const schema::InputObjectType* object = nullptr;
        if (named != nullptr && named->kind == schema::TypeKind::kInputObject) {
          object = static_cast<const schema::InputObjectType*>(named);
        }
        for (const language::ObjectField& field : value.fields()) {
          const schema::InputValue* definition = object == nullptr ? nullptr : object->FindField(field.name.value());
          WalkValue(field.value, definition == nullptr ? nullptr : definition->type,
                    definition != nullptr && definition->default_value != nullptr, type);
        }
        break;
      }
      default:
        break;
    }
  }

  void WalkTypeReference(const language::TypeReference& reference, bool is_definition) {
    const language::TypeReference* named = &reference;
    while (named->of_type != nullptr) named = named->of_type;
    Tell([&](auto& rule) {
      if constexpr (requires { rule.NamedType(*named, is_definition); }) rule.NamedType(*named, is_definition);
    });
  }

  // Type system definitions do not belong into an executable document, but what they say is checked by the rules about
  // names of types and directives.
  void WalkTypeSystem(const language::Definition& definition) {
    using Kind = language::Definition::Kind;
    if (definition.kind == Kind::kDirective) {
      for (const auto& argument : static_cast<const language::DirectiveDefinition&>(definition).arguments) {
        WalkInputValue(argument, Location::kArgumentDefinition);
      }
      return;
    }
    WalkDirectives(definition.directives, DirectiveLocationOf(definition.kind), &definition);
    if (definition.kind == Kind::kSchema || definition.kind == Kind::kSchemaExtension) {
      for (const auto& root : static_cast<const language::SchemaDefinition&>(definition).operation_types) {
        WalkTypeReference(root.type, true);
      }
      return;
    }
    const auto& type = static_cast<const language::TypeDefinition&>(definition);
    for (const language::TypeReference& interface : type.interfaces) WalkTypeReference(interface, true);
    for (const language::FieldDefinition& field : type.fields) {
      for (const auto& argument : field.arguments) WalkInputValue(argument, Location::kArgumentDefinition);
      WalkTypeReference(*field.type, true);
      WalkDirectives(field.directives, Location::kFieldDefinition);
    }
    for (const language::TypeReference& member : type.types) WalkTypeReference(member, true);
    for (const language::EnumValueDefinition& value : type.values) {
      WalkDirectives(value.directives, Location::kEnumValue);
    }
    // The reference implementation takes the fields of `extend input` for arguments.
    Location location =
        definition.kind == Kind::kInputObjectType ? Location::kInputFieldDefinition : Location::kArgumentDefinition;
    for (const auto& field : type.input_fields) WalkInputValue(field, location);
  }

  void WalkInputValue(const language::InputValueDefinition& definition, Location location) {
    WalkTypeReference(*definition.type, true);
    if (definition.default_value != nullptr) WalkLiteral(*definition.default_value, nullptr, false);
    WalkDirectives(definition.directives, location);
  }

  void TellUsages(const OperationInfo& operation) {
    CheckForInterrupts();
    const List<language::VariableDefinition>& definitions = operation.definition->variable_definitions;
    variables_.Clear();
    for (uint32_t i = 0; i < definitions.size(); ++i) {
      bool is_new;
      variables_.Insert(definitions[i].variable.value(), i, &is_new) = i;  // of equal names the last one counts
    }
    usages_.clear();
    AddUsages(operation.facts, definitions);
    for (uint32_t fragment : context_.ReachableFragments(operation.facts)) {
      AddUsages(context_.fragments_[fragment].facts, definitions);
    }
    Tell([&](auto& rule) {
      if constexpr (requires { rule.Usages(*operation.definition, usages_); }) {
        rule.Usages(*operation.definition, usages_);
      }
    });
  }

  void AddUsages(const DefinitionFacts& facts, const List<language::VariableDefinition>& definitions) {
    for (uint32_t i = facts.first_usage; i < facts.end_usage; ++i) {
      const VariableUsage& usage = context_.usages_[i];
      const uint32_t* definition = variables_.Find(usage.node->text());
      usages_.push_back({&usage, definition == nullptr ? nullptr : &definitions[*definition]});
    }
  }

  ValidationContext& context_;
  std::tuple<Rules...> rules_;
  NameTable variables_;
  std::vector<ResolvedUsage> usages_;
};

}  // namespace fraiseql::validation
