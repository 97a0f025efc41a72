// Validation of executable documents (spec section 5).
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"

namespace fraiseql::validation {

struct ValidationOptions {
  // Errors that are reported before validation is given up; the last entry then says so.
  uint32_t max_errors = 100;
  // Nesting of selection sets with fragments expanded; 0: no limit. The parser bounds what stands in the text only.
  uint32_t max_depth = 0;
  // Fields that an operation selects with fragments expanded; 0: no limit. A short document can select 2^n of them.
  uint64_t max_fields = 0;
  // Whether clients may ask for the schema.
  bool introspection = true;
};

// Checks `document` against every rule of the specification, in the words of graphql-js 16 and at its places, code
// GRAPHQL_VALIDATION_FAILED. Empty: the document may be executed. Errors come in the order of their first place in the
// document.
//
// Time and memory grow with the size of the document, not with that of what it selects: a document that cannot be
// judged within these bounds is refused.
std::vector<GraphQLError> Validate(const schema::Schema& schema, const language::Document& document,
                                   const ValidationOptions& options = {});

}  // namespace fraiseql::validation
