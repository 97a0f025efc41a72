// Makes a Schema from syntax trees (graphql-js' buildASTSchema and extendSchema in one).
//
// It takes any document that parses: what SDL rules reject is built as far as it has a meaning, so that the type system
// can be validated in the same run and all faults come at once.
#pragma once

#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/ast.h"
#include "schema/build.h"
#include "schema/default_value.h"
#include "schema/error_list.h"
#include "schema/schema.h"
#include "schema/seen_names.h"

namespace fraiseql::schema {

class SchemaBuilder : public TypeCompleter {
 public:
  explicit SchemaBuilder(const BuildOptions& options)
      : options_(options),
        owned_schema_(std::make_unique<Schema>()),
        schema_(owned_schema_.get()),
        arena_(&schema_->arena_),
        defaults_(arena_, options.engine_extras) {}

  // Copies `sdl` and parses it. Returns the syntax error where there is one; Build must not be called then.
  std::optional<GraphQLError> Parse(std::string_view sdl);
  // The same for a document whose types are completed on demand: BuildOnDemand follows.
  std::optional<GraphQLError> ParseOutline(std::string_view sdl);
  const language::Document& document() const { return *schema_->document_; }

  // Builds everything; faults in literals go to `errors`. To be called once.
  std::unique_ptr<Schema> Build(ErrorList* errors);
  // Builds all but the fields of types. The schema keeps its builder, which completes them.
  static std::unique_ptr<Schema> BuildOnDemand(std::unique_ptr<SchemaBuilder> builder);

 private:
  void Complete(const NamedType* type) override;
  using Kind = language::Definition::Kind;

  // A type while it is built, with all the syntax it comes from.
  struct Draft {
    NamedType* type = nullptr;
    const language::TypeDefinition* definition = nullptr;
    std::vector<const language::TypeDefinition*> extensions;
    bool built_in = false;
    bool in_document = false;  // defined there, whatever it is then taken for
    bool listed = false;       // already among the schema's types
  };

  // Calls visit(definition) for the definition of a type and its extensions.
  template <typename Visit>
  static void ForEachPart(const Draft& draft, Visit visit) {
    if (draft.definition != nullptr) visit(*draft.definition);
    for (const language::TypeDefinition* extension : draft.extensions) visit(*extension);
  }

  struct Wrappers {
    const Type* list = nullptr;
    const Type* non_null = nullptr;
  };

  // A default that is coerced once all types are complete.
  struct PendingDefault {
    InputValue* value;
    const language::Value* written;
    std::string coordinate;  // "Query.orders(limit:)"
    bool built_in;
  };

  const language::Document* ParseBuiltIn(std::string_view sdl);
  // What both ways of building have in common.
  void DrawTypes();
  void Draw(std::string_view name, const language::TypeDefinition* definition, bool built_in);
  void DrawScalar(std::string_view name, ScalarKind kind);
  void DrawDocument();
  NamedType* NewType(std::string_view name, TypeKind kind);

  NamedType* FindNamedType(std::string_view name);
  const Type* ResolveType(const language::TypeReference& reference);
  const Type* Wrap(const Type* type, TypeKind kind);

  void Fill(Draft* draft);
  void FillInterfaces(const Draft& draft, CompositeType* type);
  void FillFields(const Draft& draft, CompositeType* type);
  void FillUnion(const Draft& draft, UnionType* type);
  void FillEnum(const Draft& draft, EnumType* type);
  void FillInputObject(const Draft& draft, InputObjectType* type);
  // Reads what the outline has left out of a type and builds it.
  void CompleteFields(Draft* draft);
  List<InputValue> InputValues(const List<language::InputValueDefinition>& definitions, const std::string& parent,
                               bool built_in);
  InputValue MakeInputValue(const language::InputValueDefinition& definition, bool built_in);
  Field MakeField(const language::FieldDefinition& definition, std::string_view parent, bool built_in);

  void BuildDirectives();
  void AddDirectives(const language::Document& built_in, bool hidden, std::vector<Directive>* directives);
  Directive MakeDirective(const language::DirectiveDefinition& definition, bool built_in, bool hidden);
  void BuildRoots();
  void BuildMetaFields();
  void CoerceDefaults();
  void CheckDirectiveArguments();
  void ListTypes();
  void ListDrafts();
  void ListType(NamedType* type);
  void ListReferences(const Type* type);
  void BuildImplementations();

  OptionalText DeprecationReason(const List<language::Directive>& directives);
  OptionalText DirectiveText(const List<language::Directive>& directives, std::string_view directive,
                             std::string_view argument, OptionalText default_value);

  const BuildOptions options_;
  std::unique_ptr<Schema> owned_schema_;  // until it is handed over
  Schema* schema_;
  Arena* arena_;
  DefaultValues defaults_;
  ErrorList* errors_ = nullptr;
  bool on_demand_ = false;
  ErrorList unreported_;  // what a document that is known to be right has no use for
  const language::Document* introspection_ = nullptr;
  std::vector<Draft*> document_types_;  // in the order of the document
  // For what only the building needs.
  std::pmr::monotonic_buffer_resource scratch_{size_t{16} << 10, LargeMemory()};
  std::pmr::unordered_map<std::string_view, Draft> drafts_{&scratch_};
  std::unordered_map<std::string_view, NamedType*> unknown_types_;
  std::pmr::unordered_map<const Type*, Wrappers> wrappers_{&scratch_};
  std::vector<PendingDefault> pending_defaults_;
  std::vector<const language::SchemaDefinition*> schema_extensions_;
  std::vector<const language::DirectiveDefinition*> directive_definitions_;
  std::vector<const NamedType*> listed_types_;
  SeenNames seen_;
};

}  // namespace fraiseql::schema
