// From syntax tree back to source text, in the form of graphql-js' print().
#pragma once

#include <string>

#include "language/ast.h"

namespace fraiseql::language {

// The whole document, definitions separated by an empty line, without a final newline.
std::string Print(const Document& document);

// Parts, as messages quote them: `{ a: [1, $x] }`, `[Order!]!`. Nothing but the text of the part is appended.
void PrintValue(const Value& value, std::string* out);
void PrintTypeReference(const TypeReference& type, std::string* out);

}  // namespace fraiseql::language
