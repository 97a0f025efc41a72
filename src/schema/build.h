// From a type system document to a Schema (spec section 3).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "language/ast.h"
#include "schema/schema.h"

namespace fraiseql::schema {

struct BuildOptions {
  // The engine's own scalars and directives (built_in.h) are known, and literals are checked against their types:
  // default values and arguments of directives. Off: exactly the language of the specification, with its five scalars.
  bool engine_extras = true;
  // Of the document. A schema is the work of its owner: no limit but the one that the stack needs.
  Limits limits = {.max_tokens = 0, .max_depth = 0};
};

// Either a valid schema or at least one error. Errors are worded and placed as graphql-js 16 does it.
struct BuildResult {
  std::unique_ptr<const Schema> schema;
  std::vector<GraphQLError> errors;
};

// Parses and validates `sdl` and builds its Schema, which keeps its own copy of the text. A syntax error comes alone;
// of the faults of a well-formed document all are reported at once, in the order of their places.
BuildResult BuildSchema(std::string_view sdl, const BuildOptions& options = {});

// ── The steps, for those who need them one by one ────────────────────────────────────────────────────────────────

// The rules that a type system document obeys before a schema is built from it (src/schema/sdl_rules). With
// `existing`, the document is one that extends this schema.
std::vector<GraphQLError> ValidateSdl(const language::Document& document, const Schema* existing = nullptr,
                                      const BuildOptions& options = {});

// Builds a schema from what can be understood of `sdl`, valid or not: the last of two definitions of one name holds,
// an unknown type stands for a scalar of that name. Errors are syntax errors and faults that the reference
// implementation finds while it builds. Where `schema` is not null, ValidateSchema tells whether it may be used.
BuildResult BuildUnvalidatedSchema(std::string_view sdl, const BuildOptions& options = {});

// Builds the schema of a document that BuildSchema has accepted, without looking for faults again, and completes each
// of its types when it is first looked into: a session uses few of a large schema. Differs from the schema of
// BuildSchema in types() and FindType(), which have all built-in types, behind those of the document.
BuildResult BuildTrustedSchema(std::string_view sdl, const BuildOptions& options = {});

// Type system validation, spec section 3 "Type Validation" of every kind of type.
std::vector<GraphQLError> ValidateSchema(const Schema& schema);

}  // namespace fraiseql::schema
