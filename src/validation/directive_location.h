// Where a directive stands that is applied to a definition.
#pragma once

#include "language/ast.h"
#include "schema/schema.h"

namespace fraiseql::validation {

schema::DirectiveLocation DirectiveLocationOf(language::OperationType operation);

// Of a type system definition or extension that can have directives.
schema::DirectiveLocation DirectiveLocationOf(language::Definition::Kind kind);

}  // namespace fraiseql::validation
