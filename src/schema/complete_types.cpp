// SchemaBuilder for documents that are known to be right: types are completed when they are first looked into.
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/interrupt.h"
#include "language/parser.h"
#include "schema/schema_builder.h"

namespace fraiseql::schema {

namespace {

// Whether input fields of the document may have defaults: in defaults and in strings there is an equals sign.
bool MayHaveInputDefaults(const language::Document& document) {
  for (const language::Definition* definition : document.definitions) {
    using Kind = language::Definition::Kind;
    if (definition->kind != Kind::kInputObjectType && definition->kind != Kind::kInputObjectTypeExtension) continue;
    const language::Location place = definition->location;
    if (std::memchr(document.source.data() + place.start, '=', place.end - place.start) != nullptr) return true;
  }
  return false;
}

}  // namespace

std::optional<GraphQLError> SchemaBuilder::ParseOutline(std::string_view sdl) {
  on_demand_ = true;
  language::ParseResult result = language::ParseOutline(arena_->CopyString(sdl), arena_);
  schema_->document_ = result.document;
  return result.error;
}

std::unique_ptr<Schema> SchemaBuilder::BuildOnDemand(std::unique_ptr<SchemaBuilder> builder) {
  builder->errors_ = &builder->unreported_;
  builder->DrawTypes();
  builder->BuildDirectives();
  builder->BuildRoots();
  builder->BuildMetaFields();
  // A default may be made of those of other types' fields, so that either all of them are there or none is.
  if (MayHaveInputDefaults(builder->document())) {
    for (Draft* draft : builder->document_types_) {
      if (draft->type->kind == TypeKind::kInputObject) builder->CompleteFields(draft);
    }
  }
  builder->CoerceDefaults();
  builder->ListDrafts();
  builder->BuildImplementations();
  std::unique_ptr<Schema> schema = std::move(builder->owned_schema_);
  schema->completer_ = std::move(builder);
  return schema;
}

void SchemaBuilder::CompleteFields(Draft* draft) {
  const std::string_view source = draft->built_in ? introspection_->source : document().source;
  const auto read = [&](const language::TypeDefinition* part) {
    if (part->body == 0) return;
    // The arena's copy becomes const only when the schema is complete.
    if (auto error = language::ReadBody(source, arena_, const_cast<language::TypeDefinition*>(part))) {
      throw std::runtime_error(error->message);
    }
  };
  read(draft->definition);
  for (const language::TypeDefinition* extension : draft->extensions) read(extension);
  if (draft->type->kind == TypeKind::kInputObject) {
    FillInputObject(*draft, static_cast<InputObjectType*>(draft->type));
  } else {
    FillFields(*draft, static_cast<CompositeType*>(draft->type));
  }
  draft->type->completer = nullptr;
}

void SchemaBuilder::Complete(const NamedType* type) {
  CheckForInterrupts();
  CompleteFields(&drafts_.find(type->name)->second);
  // Coercing looks into input types, which completes them.
  for (PendingDefault& pending : std::exchange(pending_defaults_, {})) {
    if (pending.written != nullptr) {
      pending.value->default_value = defaults_.Coerce(*pending.written, pending.value->type);
    }
  }
}

// Of the built-in types all: which of them the document refers to is known when it is complete.
void SchemaBuilder::ListDrafts() {
  for (const Draft* draft : document_types_) listed_types_.push_back(draft->type);
  for (const auto& [name, draft] : drafts_) {
    if (!draft.in_document) listed_types_.push_back(draft.type);
  }
  schema_->types_ = arena_->Copy(listed_types_);
  schema_->types_by_name_.reserve(listed_types_.size());
  for (const NamedType* type : listed_types_) schema_->types_by_name_[type->name] = type;
}

}  // namespace fraiseql::schema
