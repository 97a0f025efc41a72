// The rules for type system documents: what a document must obey before a schema is built from it.
//
// A rule is a function over one SdlContext, which has walked the document once and gathered what rules look at, so
// that each rule is a plain loop. The names of the rules are those of graphql-js, and so are the words and the places
// of their errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/ast.h"
#include "schema/build.h"
#include "schema/error_list.h"
#include "schema/schema.h"

namespace fraiseql::schema {

// The definitions and extensions of one type name, in the order of the document.
struct TypeParts {
  std::string_view name;
  std::vector<const language::TypeDefinition*> parts;
  const language::TypeDefinition* definition = nullptr;  // the last definition, null where only extensions are
};

// The directives at one place of the document (at least one).
struct DirectivePlace {
  const List<language::Directive>* directives;
  DirectiveLocation location;
  const language::Definition* definition;  // the definition that the place is in
  bool of_definition;                      // whether the directives are those of `definition` itself
};

struct NamedTypeReference {
  const language::TypeReference* type;
  bool in_type_system;  // within a type system definition, not within an operation or fragment
};

// A directive as rules see it, wherever its definition comes from.
struct KnownDirective {
  struct Argument {
    std::string_view name;
    const language::TypeReference* type_reference;  // of a definition in a document
    const Type* type;                               // of a directive of a schema
    bool is_required;
  };
  uint32_t locations = 0;  // a bit for each DirectiveLocation
  bool is_repeatable = false;
  std::vector<Argument> arguments;

  bool MayBeOn(DirectiveLocation location) const { return (locations >> static_cast<uint32_t>(location) & 1) != 0; }
};

class SdlContext {
 public:
  // `built_in` holds the definitions of the directives that every schema has; it is not used with `existing`.
  SdlContext(const language::Document& document, const language::Document& built_in, const Schema* existing,
             const BuildOptions& options);

  const language::Document& document() const { return document_; }
  const Schema* existing() const { return existing_; }
  bool engine_extras() const { return options_.engine_extras; }

  // Schema definitions and extensions.
  const std::vector<const language::SchemaDefinition*>& schemas() const { return schemas_; }
  const std::vector<const language::DirectiveDefinition*>& directive_definitions() const {
    return directive_definitions_;
  }
  const std::vector<TypeParts>& types() const { return types_; }
  // Null where the document neither defines nor extends a type of that name.
  const TypeParts* FindTypeParts(std::string_view name) const;
  // Null where neither the document, nor the existing schema, nor the specification has it.
  const KnownDirective* FindDirective(std::string_view name) const;

  const std::vector<DirectivePlace>& directive_places() const { return directive_places_; }
  const std::vector<NamedTypeReference>& type_references() const { return type_references_; }
  // Outermost lists and objects among the literals.
  const std::vector<const language::Value*>& compound_values() const { return compound_values_; }
  // Arguments of fields and directives, where there are at least two.
  const std::vector<const List<language::Argument>*>& argument_lists() const { return argument_lists_; }

  // The type of the existing schema, null where there is none of that name or no schema.
  const NamedType* FindExistingType(std::string_view name) const;

  void Report(std::string message, std::vector<uint32_t> offsets) {
    errors_.Report(std::move(message), std::move(offsets));
  }
  std::vector<GraphQLError> TakeErrors() { return errors_.Take(document_.source); }

 private:
  void AddKnownDirective(const language::DirectiveDefinition& definition);
  void AddKnownDirective(const Directive& directive);

  const language::Document& document_;
  const Schema* existing_;
  const BuildOptions& options_;
  std::vector<const language::SchemaDefinition*> schemas_;
  std::vector<const language::DirectiveDefinition*> directive_definitions_;
  std::vector<TypeParts> types_;
  std::unordered_map<std::string_view, size_t> types_by_name_;
  std::unordered_map<std::string_view, KnownDirective> known_directives_;
  std::vector<DirectivePlace> directive_places_;
  std::vector<NamedTypeReference> type_references_;
  std::vector<const language::Value*> compound_values_;
  std::vector<const List<language::Argument>*> argument_lists_;
  ErrorList errors_;

  friend class SdlWalk;
};

// Spec 3.3 Schema
void LoneSchemaDefinitionRule(SdlContext* context);
void UniqueOperationTypesRule(SdlContext* context);
// Spec 3.4 Types
void UniqueTypeNamesRule(SdlContext* context);
void KnownTypeNamesRule(SdlContext* context);
void PossibleTypeExtensionsRule(SdlContext* context);
// Spec 3.6 Objects, 3.7 Interfaces, 3.10 Input Objects
void UniqueFieldDefinitionNamesRule(SdlContext* context);
void UniqueArgumentDefinitionNamesRule(SdlContext* context);
// Spec 3.9 Enums
void UniqueEnumValueNamesRule(SdlContext* context);
// Spec 3.13 Directives
void UniqueDirectiveNamesRule(SdlContext* context);
// Spec 5.4 Arguments, 5.6 Values, 5.7 Directives, as far as they concern type system documents
void KnownArgumentNamesOnDirectivesRule(SdlContext* context);
void ProvidedRequiredArgumentsOnDirectivesRule(SdlContext* context);
void UniqueArgumentNamesRule(SdlContext* context);
void UniqueInputFieldNamesRule(SdlContext* context);
void KnownDirectivesRule(SdlContext* context);
void UniqueDirectivesPerLocationRule(SdlContext* context);

}  // namespace fraiseql::schema
