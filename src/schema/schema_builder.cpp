#include "schema/schema_builder.h"

#include <algorithm>
#include <utility>

#include "base/interrupt.h"
#include "language/parser.h"
#include "schema/built_in.h"

namespace fraiseql::schema {

namespace {

TypeKind KindOf(language::Definition::Kind kind) {
  switch (kind) {
    case language::Definition::Kind::kScalarType:
      return TypeKind::kScalar;
    case language::Definition::Kind::kInterfaceType:
      return TypeKind::kInterface;
    case language::Definition::Kind::kUnionType:
      return TypeKind::kUnion;
    case language::Definition::Kind::kEnumType:
      return TypeKind::kEnum;
    case language::Definition::Kind::kInputObjectType:
      return TypeKind::kInputObject;
    default:
      return TypeKind::kObject;
  }
}

// Of kSpecifiedScalarNames followed by kEngineScalarNames.
constexpr ScalarKind kSpecifiedScalarKinds[] = {ScalarKind::kString, ScalarKind::kInt, ScalarKind::kFloat,
                                                ScalarKind::kBoolean, ScalarKind::kId};
constexpr ScalarKind kEngineScalarKinds[] = {ScalarKind::kBigInt, ScalarKind::kDecimal, ScalarKind::kDateTime,
                                             ScalarKind::kDate,   ScalarKind::kTime,    ScalarKind::kUuid,
                                             ScalarKind::kJson};

ScalarKind EngineScalarKind(std::string_view name) {
  const auto* found = std::find(std::begin(kEngineScalarNames), std::end(kEngineScalarNames), name);
  return found == std::end(kEngineScalarNames) ? ScalarKind::kCustom
                                               : kEngineScalarKinds[found - std::begin(kEngineScalarNames)];
}

OptionalText DescriptionOf(const language::Value* description) {
  return description == nullptr ? OptionalText() : OptionalText(description->text());
}

}  // namespace

std::optional<GraphQLError> SchemaBuilder::Parse(std::string_view sdl) {
  language::ParseResult result = language::Parse(arena_->CopyString(sdl), arena_, options_.limits);
  schema_->document_ = result.document;
  return result.error;
}

void SchemaBuilder::DrawTypes() {
  for (size_t i = 0; i < std::size(kSpecifiedScalarNames); ++i) {
    DrawScalar(kSpecifiedScalarNames[i], kSpecifiedScalarKinds[i]);
  }
  introspection_ =
      on_demand_ ? language::ParseOutline(kIntrospectionTypes, arena_).document : ParseBuiltIn(kIntrospectionTypes);
  for (const language::Definition* definition : introspection_->definitions) {
    const auto* type = static_cast<const language::TypeDefinition*>(definition);
    Draw(type->name.value(), type, true);
  }
  DrawDocument();
  if (options_.engine_extras) {
    for (size_t i = 0; i < std::size(kEngineScalarNames); ++i) {
      if (drafts_.find(kEngineScalarNames[i]) == drafts_.end()) {
        DrawScalar(kEngineScalarNames[i], kEngineScalarKinds[i]);
      }
    }
  }
  for (const language::Definition* definition : introspection_->definitions) {
    Fill(&drafts_.find(static_cast<const language::TypeDefinition*>(definition)->name.value())->second);
  }
  for (Draft* draft : document_types_) Fill(draft);
}

std::unique_ptr<Schema> SchemaBuilder::Build(ErrorList* errors) {
  errors_ = errors;
  DrawTypes();
  BuildDirectives();
  BuildRoots();
  BuildMetaFields();
  CoerceDefaults();
  CheckDirectiveArguments();
  ListTypes();
  BuildImplementations();
  return std::move(owned_schema_);
}

const language::Document* SchemaBuilder::ParseBuiltIn(std::string_view sdl) {
  return language::Parse(sdl, arena_, Limits{.max_tokens = 0, .max_depth = 0}).document;
}

NamedType* SchemaBuilder::NewType(std::string_view name, TypeKind kind) {
  NamedType* type = nullptr;
  switch (kind) {
    case TypeKind::kScalar:
      type = arena_->New<ScalarType>();
      break;
    case TypeKind::kInterface:
      type = arena_->New<InterfaceType>();
      break;
    case TypeKind::kUnion:
      type = arena_->New<UnionType>();
      break;
    case TypeKind::kEnum:
      type = arena_->New<EnumType>();
      break;
    case TypeKind::kInputObject:
      type = arena_->New<InputObjectType>();
      break;
    default:
      type = arena_->New<ObjectType>();
  }
  type->kind = kind;
  type->name = name;
  return type;
}

void SchemaBuilder::DrawScalar(std::string_view name, ScalarKind kind) {
  Draft& draft = drafts_[name];
  draft.type = NewType(name, TypeKind::kScalar);
  draft.type->built_in = draft.built_in = true;
  static_cast<ScalarType*>(draft.type)->scalar = kind;
}

void SchemaBuilder::Draw(std::string_view name, const language::TypeDefinition* definition, bool built_in) {
  Draft& draft = drafts_[name];
  draft.type = NewType(name, KindOf(definition->kind));
  draft.type->built_in = draft.built_in = built_in;
  draft.definition = definition;
  if (draft.type->kind == TypeKind::kScalar && options_.engine_extras) {
    static_cast<ScalarType*>(draft.type)->scalar = EngineScalarKind(name);
  }
}

void SchemaBuilder::DrawDocument() {
  drafts_.reserve(drafts_.size() + document().definitions.size());
  wrappers_.reserve(document().definitions.size());
  for (const language::Definition* definition : document().definitions) {
    CheckForInterrupts();
    switch (definition->kind) {
      case Kind::kOperation:
      case Kind::kFragment:
        break;
      case Kind::kSchema:
        schema_->definition_ = static_cast<const language::SchemaDefinition*>(definition);
        schema_->description_ = DescriptionOf(definition->description);
        break;
      case Kind::kSchemaExtension:
        schema_extensions_.push_back(static_cast<const language::SchemaDefinition*>(definition));
        break;
      case Kind::kDirective:
        directive_definitions_.push_back(static_cast<const language::DirectiveDefinition*>(definition));
        break;
      default: {
        const auto* type = static_cast<const language::TypeDefinition*>(definition);
        if (type->kind > Kind::kDirective) break;  // an extension, see below
        // A document may repeat the types that every schema has; they stay what they are.
        auto found = drafts_.find(type->name.value());
        bool standard = found != drafts_.end() && found->second.built_in;
        if (!standard) Draw(type->name.value(), type, false);
        Draft* draft = &drafts_[type->name.value()];
        if (!std::exchange(draft->in_document, true)) document_types_.push_back(draft);
      }
    }
  }
  for (const language::Definition* definition : document().definitions) {
    if (definition->kind <= Kind::kSchemaExtension) continue;
    const auto* extension = static_cast<const language::TypeDefinition*>(definition);
    auto found = drafts_.find(extension->name.value());
    if (found == drafts_.end() && options_.engine_extras && IsEngineScalarName(extension->name.value())) {
      DrawScalar(extension->name.value(), EngineScalarKind(extension->name.value()));
      found = drafts_.find(extension->name.value());
      document_types_.push_back(&found->second);
    }
    if (found != drafts_.end()) found->second.extensions.push_back(extension);
  }
  schema_->extension_definitions_ = arena_->Copy(schema_extensions_);
}

NamedType* SchemaBuilder::FindNamedType(std::string_view name) {
  auto found = drafts_.find(name);
  if (found != drafts_.end()) return found->second.type;
  // KnownTypeNames reports it. A scalar fits in most places, so that few other faults follow from this one.
  NamedType*& unknown = unknown_types_[name];
  if (unknown == nullptr) unknown = NewType(name, TypeKind::kScalar);
  return unknown;
}

const Type* SchemaBuilder::Wrap(const Type* type, TypeKind kind) {
  Wrappers& wrappers = wrappers_[type];
  const Type*& wrapper = kind == TypeKind::kList ? wrappers.list : wrappers.non_null;
  if (wrapper == nullptr) {
    WrappingType* wrapping = arena_->New<WrappingType>();
    wrapping->kind = kind;
    wrapping->of_type = type;
    wrapper = wrapping;
  }
  return wrapper;
}

// Recursion is bounded by the depth that the parser allows.
const Type* SchemaBuilder::ResolveType(const language::TypeReference& reference) {
  switch (reference.kind) {
    case language::TypeReference::Kind::kNamed:
      return FindNamedType(reference.name);
    case language::TypeReference::Kind::kList:
      return Wrap(ResolveType(*reference.of_type), TypeKind::kList);
    case language::TypeReference::Kind::kNonNull:
      return Wrap(ResolveType(*reference.of_type), TypeKind::kNonNull);
  }
  return nullptr;
}

namespace {

// Adds the definitions of one part. Of equal names the last definition holds, at the place of the first.
template <typename T>
void AddDefinitions(const List<T>& definitions, SeenNames* seen, std::vector<const T*>* result) {
  for (const T& definition : definitions) {
    if (const uint32_t* first = seen->Insert(definition.name.value(), static_cast<uint32_t>(result->size()))) {
      (*result)[*first] = &definition;
    } else {
      result->push_back(&definition);
    }
  }
}

}  // namespace

void SchemaBuilder::Fill(Draft* draft) {
  CheckForInterrupts();
  NamedType* type = draft->type;
  if (type->kind == TypeKind::kScalar && IsSpecifiedScalar(type)) return;
  if (draft->definition != nullptr) {
    type->description = DescriptionOf(draft->definition->description);
    if (!draft->built_in) type->definition = draft->definition;
  }
  if (!IsIntrospectionType(type)) {
    // Extensions of another kind are a fault that PossibleTypeExtensions reports.
    type->extension_definitions = arena_->Copy(draft->extensions);
  } else {
    draft->extensions.clear();
  }
  switch (type->kind) {
    case TypeKind::kScalar: {
      auto* scalar = static_cast<ScalarType*>(type);
      if (draft->definition != nullptr) {
        scalar->specified_by_url = DirectiveText(draft->definition->directives, "specifiedBy", "url", std::nullopt);
      }
      for (const language::TypeDefinition* extension : draft->extensions) {
        OptionalText url = DirectiveText(extension->directives, "specifiedBy", "url", std::nullopt);
        if (url.has_value()) scalar->specified_by_url = url;
      }
      break;
    }
    case TypeKind::kObject:
    case TypeKind::kInterface:
      FillInterfaces(*draft, static_cast<CompositeType*>(type));
      if (!on_demand_) FillFields(*draft, static_cast<CompositeType*>(type));
      break;
    case TypeKind::kUnion:
      FillUnion(*draft, static_cast<UnionType*>(type));
      break;
    case TypeKind::kEnum:
      FillEnum(*draft, static_cast<EnumType*>(type));
      break;
    default: {
      auto* input = static_cast<InputObjectType*>(type);
      ForEachPart(*draft, [&](const language::TypeDefinition& part) {
        for (const language::Directive& directive : part.directives) {
          input->is_one_of = input->is_one_of || directive.name.value() == "oneOf";
        }
      });
      if (!on_demand_) FillInputObject(*draft, input);
    }
  }
  const bool has_fields =
      type->kind == TypeKind::kInputObject || (IsCompositeKind(type->kind) && type->kind != TypeKind::kUnion);
  if (on_demand_ && has_fields) type->completer = this;
}

void SchemaBuilder::FillInterfaces(const Draft& draft, CompositeType* type) {
  std::vector<const InterfaceType*> interfaces;
  seen_.Clear();
  ForEachPart(draft, [&](const language::TypeDefinition& part) {
    for (const language::TypeReference& reference : part.interfaces) {
      const NamedType* interface = FindNamedType(reference.name);
      if (interface->kind != TypeKind::kInterface || seen_.Insert(interface->name, 0) != nullptr) continue;
      interfaces.push_back(static_cast<const InterfaceType*>(interface));
    }
  });
  type->interfaces = arena_->Copy(interfaces);
}

void SchemaBuilder::FillFields(const Draft& draft, CompositeType* type) {
  std::vector<const language::FieldDefinition*> definitions;
  seen_.Clear();
  ForEachPart(draft, [&](const language::TypeDefinition& part) { AddDefinitions(part.fields, &seen_, &definitions); });
  std::vector<Field> fields;
  fields.reserve(definitions.size());
  for (const language::FieldDefinition* field : definitions) {
    fields.push_back(MakeField(*field, type->name, draft.built_in));
  }
  type->fields_ = arena_->Copy(fields);
  type->field_index_ = NameIndex::Build(type->fields_, arena_);
}

void SchemaBuilder::FillUnion(const Draft& draft, UnionType* type) {
  std::vector<const ObjectType*> types;
  seen_.Clear();
  ForEachPart(draft, [&](const language::TypeDefinition& part) {
    for (const language::TypeReference& reference : part.types) {
      const NamedType* member = FindNamedType(reference.name);
      if (member->kind != TypeKind::kObject || seen_.Insert(member->name, 0) != nullptr) continue;
      types.push_back(static_cast<const ObjectType*>(member));
    }
  });
  type->types = arena_->Copy(types);
}

void SchemaBuilder::FillEnum(const Draft& draft, EnumType* type) {
  std::vector<const language::EnumValueDefinition*> definitions;
  seen_.Clear();
  ForEachPart(draft, [&](const language::TypeDefinition& part) { AddDefinitions(part.values, &seen_, &definitions); });
  std::vector<EnumValue> values;
  values.reserve(definitions.size());
  for (const language::EnumValueDefinition* definition : definitions) {
    EnumValue value;
    value.name = definition->name.value();
    value.stored = DirectiveText(definition->directives, "stored", "as", std::nullopt).value_or(value.name);
    value.description = DescriptionOf(definition->description);
    value.deprecation_reason = DeprecationReason(definition->directives);
    if (!draft.built_in) value.definition = definition;
    values.push_back(value);
  }
  type->values = arena_->Copy(values);
  type->value_index = NameIndex::Build(type->values, arena_);
}

void SchemaBuilder::FillInputObject(const Draft& draft, InputObjectType* type) {
  std::vector<const language::InputValueDefinition*> definitions;
  seen_.Clear();
  ForEachPart(draft,
              [&](const language::TypeDefinition& part) { AddDefinitions(part.input_fields, &seen_, &definitions); });
  std::vector<InputValue> fields;
  fields.reserve(definitions.size());
  for (const language::InputValueDefinition* field : definitions) {
    fields.push_back(MakeInputValue(*field, draft.built_in));
  }
  type->fields_ = arena_->Copy(fields);
  type->field_index_ = NameIndex::Build(type->fields_, arena_);
  for (uint32_t i = 0; i < type->fields_.size(); ++i) {
    // The arena's copy becomes const only when the schema is complete.
    InputValue* field = const_cast<InputValue*>(&type->fields_[i]);
    defaults_.AddInputField(field, definitions[i]->default_value);
    if (definitions[i]->default_value != nullptr) {
      pending_defaults_.push_back({field, nullptr, std::string(type->name) + "." + std::string(field->name), false});
    }
  }
}

InputValue SchemaBuilder::MakeInputValue(const language::InputValueDefinition& definition, bool built_in) {
  InputValue value;
  value.name = definition.name.value();
  value.description = DescriptionOf(definition.description);
  value.type = ResolveType(*definition.type);
  value.deprecation_reason = DeprecationReason(definition.directives);
  if (!built_in) value.definition = &definition;
  return value;
}

List<InputValue> SchemaBuilder::InputValues(const List<language::InputValueDefinition>& definitions,
                                            const std::string& parent, bool built_in) {
  if (definitions.empty()) return {};
  std::vector<const language::InputValueDefinition*> sources;
  seen_.Clear();
  AddDefinitions(definitions, &seen_, &sources);
  std::vector<InputValue> values;
  values.reserve(sources.size());
  for (const language::InputValueDefinition* definition : sources) {
    values.push_back(MakeInputValue(*definition, built_in));
  }
  List<InputValue> list = arena_->Copy(values);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (sources[i]->default_value == nullptr) continue;
    std::string coordinate = parent + "(" + std::string(list[i].name) + ":)";
    pending_defaults_.push_back(
        {const_cast<InputValue*>(&list[i]), sources[i]->default_value, std::move(coordinate), built_in});
  }
  return list;
}

Field SchemaBuilder::MakeField(const language::FieldDefinition& definition, std::string_view parent, bool built_in) {
  Field field;
  field.name = definition.name.value();
  field.description = DescriptionOf(definition.description);
  if (!definition.arguments.empty()) {
    field.arguments = InputValues(definition.arguments, std::string(parent) + "." + std::string(field.name), built_in);
  }
  field.type = ResolveType(*definition.type);
  field.deprecation_reason = DeprecationReason(definition.directives);
  if (!built_in) field.definition = &definition;
  return field;
}

void SchemaBuilder::BuildMetaFields() {
  const language::Document* document = ParseBuiltIn(kMetaFields);
  const auto& type = static_cast<const language::TypeDefinition&>(*document->definitions[0]);
  for (const language::FieldDefinition& definition : type.fields) {
    const Field* field = arena_->New<Field>(MakeField(definition, type.name.value(), true));
    if (field->name == "__typename") schema_->typename_field_ = field;
    if (field->name == "__schema") schema_->schema_field_ = field;
    if (field->name == "__type") schema_->type_field_ = field;
  }
}

}  // namespace fraiseql::schema
