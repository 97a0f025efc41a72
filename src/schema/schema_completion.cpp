// The second half of SchemaBuilder: what needs all types to be there.
#include <algorithm>
#include <functional>
#include <utility>

#include "language/printer.h"
#include "schema/built_in.h"
#include "schema/schema_builder.h"

namespace fraiseql::schema {

namespace {

std::string Printed(const language::Value& value) {
  std::string text;
  language::PrintValue(value, &text);
  return text;
}

const language::Directive* FindApplied(const List<language::Directive>& directives, std::string_view name) {
  for (const language::Directive& directive : directives) {
    if (directive.name.value() == name) return &directive;
  }
  return nullptr;
}

}  // namespace

OptionalText SchemaBuilder::DeprecationReason(const List<language::Directive>& directives) {
  return DirectiveText(directives, "deprecated", "reason", kDefaultDeprecationReason);
}

// The text that an applied directive gives. Nothing where the directive is not there, or where it
// says null: so does the reference implementation. A literal of another kind is reported with its other arguments.
OptionalText SchemaBuilder::DirectiveText(const List<language::Directive>& directives, std::string_view directive,
                                          std::string_view argument, OptionalText default_value) {
  if (directives.empty()) return std::nullopt;
  const language::Directive* applied = FindApplied(directives, directive);
  if (applied == nullptr) return std::nullopt;
  for (const language::Argument& given : applied->arguments) {
    if (given.name.value() != argument) continue;
    if (given.value.kind != language::Value::Kind::kString) return std::nullopt;
    return given.value.text();
  }
  return default_value;
}

Directive SchemaBuilder::MakeDirective(const language::DirectiveDefinition& definition, bool built_in, bool hidden) {
  Directive directive;
  directive.name = definition.name.value();
  if (definition.description != nullptr) directive.description = definition.description->text();
  directive.arguments = InputValues(definition.arguments, "@" + std::string(directive.name), built_in);
  std::vector<DirectiveLocation> locations;
  for (const language::Name& name : definition.locations) {
    if (auto location = FindDirectiveLocation(name.value())) locations.push_back(*location);
  }
  directive.locations = arena_->Copy(locations);
  directive.is_repeatable = definition.repeatable;
  directive.built_in = built_in;
  directive.hidden = hidden;
  if (!built_in) directive.definition = &definition;
  return directive;
}

void SchemaBuilder::AddDirectives(const language::Document& built_in, bool hidden, std::vector<Directive>* directives) {
  for (const language::Definition* definition : built_in.definitions) {
    const auto& directive = static_cast<const language::DirectiveDefinition&>(*definition);
    auto same = std::find_if(directives->begin(), directives->end(),
                             [&](const Directive& other) { return other.name == directive.name.value(); });
    if (same != directives->end()) {
      // The document's own definition of a specified directive.
      same->built_in = true;
    } else {
      directives->push_back(MakeDirective(directive, true, hidden));
    }
  }
}

void SchemaBuilder::BuildDirectives() {
  std::vector<Directive> directives;
  for (const language::DirectiveDefinition* definition : directive_definitions_) {
    if (options_.engine_extras && IsEngineDirectiveName(definition->name.value())) continue;
    Directive directive = MakeDirective(*definition, false, false);
    auto same = std::find_if(directives.begin(), directives.end(),
                             [&](const Directive& other) { return other.name == directive.name; });
    if (same == directives.end()) {
      directives.push_back(directive);
    } else {
      *same = directive;
    }
  }
  AddDirectives(*ParseBuiltIn(kSpecifiedDirectives), false, &directives);
  if (options_.engine_extras) AddDirectives(*ParseBuiltIn(kEngineDirectives), true, &directives);
  schema_->directives_ = arena_->Copy(directives);
  for (const Directive& directive : schema_->directives_) schema_->directives_by_name_[directive.name] = &directive;
}

void SchemaBuilder::BuildRoots() {
  std::string_view names[3] = {};
  auto take = [&](const language::SchemaDefinition& schema) {
    for (const language::RootOperationTypeDefinition& type : schema.operation_types) {
      names[static_cast<size_t>(type.operation)] = type.type.name;
    }
  };
  if (schema_->definition_ != nullptr) take(*schema_->definition_);
  for (const language::SchemaDefinition* extension : schema_extensions_) take(*extension);
  if (schema_->definition_ == nullptr) {
    // Spec 3.3.1, default root operation type names.
    static constexpr std::string_view kDefaultNames[] = {"Query", "Mutation", "Subscription"};
    for (size_t i = 0; i < 3; ++i) {
      if (drafts_.find(kDefaultNames[i]) != drafts_.end()) names[i] = kDefaultNames[i];
    }
  }
  const ObjectType** roots[] = {&schema_->query_type_, &schema_->mutation_type_, &schema_->subscription_type_};
  for (size_t i = 0; i < 3; ++i) {
    auto found = drafts_.find(names[i]);
    if (found == drafts_.end()) continue;
    schema_->declared_root_types_[i] = found->second.type;
    if (found->second.type->kind == TypeKind::kObject) *roots[i] = static_cast<const ObjectType*>(found->second.type);
  }
}

void SchemaBuilder::CoerceDefaults() {
  std::unordered_map<const InputValue*, const char*> faults;
  defaults_.CoerceInputFields([&](const InputValue& field, const char* fault) { faults[&field] = fault; });
  for (PendingDefault& pending : pending_defaults_) {
    if (pending.written != nullptr) {
      pending.value->default_value = defaults_.Coerce(*pending.written, pending.value->type);
    }
    if (pending.value->default_value != nullptr || pending.built_in) continue;
    const language::InputValueDefinition& definition = *pending.value->definition;
    auto fault = faults.find(pending.value);
    if (fault != faults.end()) {
      errors_->Report("The default value of " + pending.coordinate + " " + fault->second + ".",
                      {definition.default_value->location.start});
    } else if (options_.engine_extras && IsInputType(pending.value->type) &&
               unknown_types_.find(GetNamedType(pending.value->type)->name) == unknown_types_.end()) {
      errors_->Report("The default value of " + pending.coordinate + " must be of type \"" +
                          TypeName(pending.value->type) + "\", found " + Printed(*definition.default_value) + ".",
                      {definition.default_value->location.start});
    }
  }
}

namespace {

// Calls visit(directives) for every list of directives in the type system part of a document.
template <typename Visit>
void ForEachDirectiveList(const language::Document& document, Visit visit) {
  auto visit_input_values = [&](const List<language::InputValueDefinition>& values) {
    for (const language::InputValueDefinition& value : values) visit(value.directives);
  };
  for (const language::Definition* definition : document.definitions) {
    using Kind = language::Definition::Kind;
    if (definition->kind <= Kind::kFragment) continue;
    visit(definition->directives);
    if (definition->kind == Kind::kDirective) {
      visit_input_values(static_cast<const language::DirectiveDefinition*>(definition)->arguments);
    } else if (definition->kind != Kind::kSchema && definition->kind != Kind::kSchemaExtension) {
      const auto& type = static_cast<const language::TypeDefinition&>(*definition);
      for (const language::FieldDefinition& field : type.fields) {
        visit(field.directives);
        visit_input_values(field.arguments);
      }
      for (const language::EnumValueDefinition& value : type.values) visit(value.directives);
      visit_input_values(type.input_fields);
    }
  }
}

bool MeansSomethingToTheReference(std::string_view directive) {
  return directive == "deprecated" || directive == "specifiedBy" || directive == "oneOf";
}

}  // namespace

// GetArgumentValues of the reference implementation, which applies it to the directives that it knows itself.
void SchemaBuilder::CheckDirectiveArguments() {
  ForEachDirectiveList(document(), [&](const List<language::Directive>& directives) {
    for (const language::Directive& applied : directives) {
      if (!options_.engine_extras && !MeansSomethingToTheReference(applied.name.value())) continue;
      const Directive* directive = schema_->FindDirective(applied.name.value());
      if (directive == nullptr) continue;
      for (const language::Argument& given : applied.arguments) {
        const InputValue* argument = directive->FindArgument(given.name.value());
        if (argument == nullptr || !IsInputType(argument->type)) continue;
        if (given.value.kind == language::Value::Kind::kNull && IsNonNull(argument->type)) {
          errors_->Report("Argument \"" + std::string(argument->name) + "\" of non-null type \"" +
                              TypeName(argument->type) + "\" must not be null.",
                          {given.value.location.start});
        } else if (defaults_.Coerce(given.value, argument->type) == nullptr) {
          errors_->Report(
              "Argument \"" + std::string(argument->name) + "\" has invalid value " + Printed(given.value) + ".",
              {given.value.location.start});
        }
      }
    }
  });
}

// Types of the document come first and in its order; behind each of them the built-in types that it is the first to
// refer to. That is the order of the reference implementation's type map.
void SchemaBuilder::ListTypes() {
  for (Draft* draft : document_types_) ListType(draft->type);
  for (const Directive& directive : schema_->directives_) {
    if (directive.hidden) continue;
    for (const InputValue& argument : directive.arguments) ListReferences(argument.type);
  }
  ListType(drafts_.find("__Schema")->second.type);
  schema_->types_ = arena_->Copy(listed_types_);
  schema_->types_by_name_.reserve(listed_types_.size());
  for (const NamedType* type : listed_types_) schema_->types_by_name_[type->name] = type;
}

// Types of the document are listed in their turn, so recursion visits built-in types only.
void SchemaBuilder::ListReferences(const Type* type) {
  const NamedType* named = GetNamedType(type);
  auto found = drafts_.find(named->name);
  if (found == drafts_.end() || found->second.listed || !found->second.built_in) return;
  ListType(found->second.type);
}

void SchemaBuilder::ListType(NamedType* type) {
  Draft& draft = drafts_.find(type->name)->second;
  if (draft.listed) return;
  draft.listed = true;
  listed_types_.push_back(type);
  // As written: what is no interface or no member of a union is listed too, so that validation can say so.
  ForEachPart(draft, [&](const language::TypeDefinition& part) {
    for (const language::TypeReference& reference : part.interfaces) ListReferences(FindNamedType(reference.name));
    for (const language::TypeReference& reference : part.types) ListReferences(FindNamedType(reference.name));
  });
  if (IsCompositeKind(type->kind) && type->kind != TypeKind::kUnion) {
    for (const Field& field : static_cast<const CompositeType*>(type)->fields()) {
      ListReferences(field.type);
      for (const InputValue& argument : field.arguments) ListReferences(argument.type);
    }
  } else if (type->kind == TypeKind::kInputObject) {
    for (const InputValue& field : static_cast<const InputObjectType*>(type)->fields()) ListReferences(field.type);
  }
}

void SchemaBuilder::BuildImplementations() {
  struct Lists {
    std::vector<const ObjectType*> objects;
    std::vector<const InterfaceType*> interfaces;
  };
  std::unordered_map<const NamedType*, Lists> lists;
  for (const NamedType* type : listed_types_) {
    switch (type->kind) {
      case TypeKind::kObject: {
        const auto* object = static_cast<const ObjectType*>(type);
        lists[type].objects.push_back(object);
        for (const InterfaceType* interface : object->interfaces) lists[interface].objects.push_back(object);
        break;
      }
      case TypeKind::kInterface: {
        const auto* implementing = static_cast<const InterfaceType*>(type);
        for (const InterfaceType* interface : implementing->interfaces) {
          lists[interface].interfaces.push_back(implementing);
        }
        break;
      }
      case TypeKind::kUnion: {
        const auto& members = static_cast<const UnionType*>(type)->types;
        lists[type].objects.assign(members.begin(), members.end());
        // An interface is no member, and validation reports it; fields that are of its type are not faulty besides.
        ForEachPart(drafts_.find(type->name)->second, [&](const language::TypeDefinition& part) {
          for (const language::TypeReference& reference : part.types) {
            const NamedType* named = FindNamedType(reference.name);
            if (named->kind != TypeKind::kInterface) continue;
            lists[type].interfaces.push_back(static_cast<const InterfaceType*>(named));
          }
        });
        break;
      }
      default:
        break;
    }
  }
  schema_->implementations_.reserve(lists.size());
  for (auto& [type, list] : lists) {
    Schema::Implementations& implementations = schema_->implementations_[type];
    implementations.objects = arena_->Copy(list.objects);
    implementations.interfaces = arena_->Copy(list.interfaces);
    if (!IsAbstractKind(type->kind)) continue;
    std::vector<const NamedType*> sub_types(list.objects.begin(), list.objects.end());
    sub_types.insert(sub_types.end(), list.interfaces.begin(), list.interfaces.end());
    std::sort(sub_types.begin(), sub_types.end(), std::less<const NamedType*>{});
    implementations.sub_types = arena_->Copy(sub_types);
  }
}

}  // namespace fraiseql::schema
