#include "schema/build.h"

#include <algorithm>
#include <utility>

#include "language/parser.h"
#include "schema/built_in.h"
#include "schema/schema_builder.h"
#include "schema/sdl_rules/sdl_rule.h"

namespace fraiseql::schema {

namespace {

// In the order of the reference implementation's specifiedSDLRules.
constexpr void (*kSdlRules[])(SdlContext*) = {
    LoneSchemaDefinitionRule,
    UniqueOperationTypesRule,
    UniqueTypeNamesRule,
    UniqueEnumValueNamesRule,
    UniqueFieldDefinitionNamesRule,
    UniqueArgumentDefinitionNamesRule,
    UniqueDirectiveNamesRule,
    KnownTypeNamesRule,
    KnownDirectivesRule,
    UniqueDirectivesPerLocationRule,
    PossibleTypeExtensionsRule,
    KnownArgumentNamesOnDirectivesRule,
    UniqueArgumentNamesRule,
    UniqueInputFieldNamesRule,
    ProvidedRequiredArgumentsOnDirectivesRule,
};

void Append(std::vector<GraphQLError> more, std::vector<GraphQLError>* errors) {
  errors->insert(errors->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<GraphQLError> ValidateSdl(const language::Document& document, const Schema* existing,
                                      const BuildOptions& options) {
  std::string built_in_sdl(kSpecifiedDirectives);
  if (options.engine_extras) built_in_sdl += kEngineDirectives;
  Arena arena;
  const language::Document* built_in =
      language::Parse(built_in_sdl, &arena, Limits{.max_tokens = 0, .max_depth = 0}).document;
  SdlContext context(document, *built_in, existing, options);
  for (auto rule : kSdlRules) rule(&context);
  return context.TakeErrors();
}

BuildResult BuildUnvalidatedSchema(std::string_view sdl, const BuildOptions& options) {
  BuildResult result;
  SchemaBuilder builder(options);
  if (auto error = builder.Parse(sdl)) {
    result.errors.push_back(std::move(*error));
    return result;
  }
  ErrorList errors;
  std::unique_ptr<Schema> schema = builder.Build(&errors);
  result.errors = errors.Take(schema->document()->source);
  result.schema = std::move(schema);
  return result;
}

BuildResult BuildTrustedSchema(std::string_view sdl, const BuildOptions& options) {
  BuildResult result;
  auto builder = std::make_unique<SchemaBuilder>(options);
  if (auto error = builder->ParseOutline(sdl)) {
    result.errors.push_back(std::move(*error));
    return result;
  }
  result.schema = SchemaBuilder::BuildOnDemand(std::move(builder));
  return result;
}

BuildResult BuildSchema(std::string_view sdl, const BuildOptions& options) {
  BuildResult result = BuildUnvalidatedSchema(sdl, options);
  if (result.schema == nullptr) return result;
  Append(ValidateSdl(*result.schema->document(), nullptr, options), &result.errors);
  Append(ValidateSchema(*result.schema), &result.errors);
  if (result.errors.empty()) return result;

  result.schema = nullptr;
  auto place = [](const GraphQLError& error) {
    return error.locations.empty() ? std::pair<uint32_t, uint32_t>()
                                   : std::pair(error.locations[0].line, error.locations[0].column);
  };
  std::stable_sort(result.errors.begin(), result.errors.end(),
                   [&](const GraphQLError& a, const GraphQLError& b) { return place(a) < place(b); });
  return result;
}

}  // namespace fraiseql::schema
