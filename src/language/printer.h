// From syntax tree back to source text, in the layout of graphql-js' print(): two spaces of indentation, one selection
// a line, arguments on lines of their own where they would not fit into 80 columns.
#pragma once

#include <string>
#include <string_view>

#include "language/ast.h"

namespace fraiseql::language {

// The whole document, definitions separated by an empty line, without a final newline. Comments are not part of the
// tree and are lost. Parsing the result gives the same tree but for places.
std::string Print(const Document& document);
std::string Print(const Definition& definition);

// Parts, as messages quote them: `{ a: [1, $x] }`, `[Order!]!`. Nothing but the text of the part is appended.
void PrintValue(const Value& value, std::string* out);
void PrintTypeReference(const TypeReference& type, std::string* out);
// `query`, `mutation`, `subscription`.
std::string_view NameOf(OperationType operation);

}  // namespace fraiseql::language
