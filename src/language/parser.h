// From source text to syntax tree (spec section 2 and appendix C; type system documents: section 3).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "language/ast.h"

namespace fraiseql::language {

// Either a document or the first syntax error, in graphql-js' words, code GRAPHQL_PARSE_FAILED, with its place.
struct ParseResult {
  const Document* document = nullptr;
  std::optional<GraphQLError> error;
};

// Parses an executable or type system document, or a mix of both. `source` is UTF-8 and must outlive the tree, which
// lives in `arena`. A leading byte order mark is skipped. Never recurses deeper than limits.max_depth / kHardDepth.
ParseResult Parse(std::string_view source, Arena* arena, const Limits& limits = {});

// Parses a type system document without the fields of its object, interface and input object types: each such
// definition or extension says where they begin (TypeDefinition::body), and ReadBody reads them. What stands in a body
// that nobody reads is not looked at: this is for documents that are known to be right.
ParseResult ParseOutline(std::string_view source, Arena* arena);
std::optional<GraphQLError> ReadBody(std::string_view source, Arena* arena, TypeDefinition* type);

// Parses one value, the whole of `source`; variables are allowed unless `constant`.
struct ParseValueResult {
  const Value* value = nullptr;
  std::optional<GraphQLError> error;
};
ParseValueResult ParseValue(std::string_view source, Arena* arena, bool constant = true);

// Line and column of a byte offset of `source`. Lines end with \n, \r or \r\n; columns count UTF-16 code units.
SourceLocation LocationOf(std::string_view source, uint32_t offset);

// The same for many offsets, which must ascend, in one pass over the text.
std::vector<SourceLocation> LocationsOf(std::string_view source, const std::vector<uint32_t>& offsets);

}  // namespace fraiseql::language
