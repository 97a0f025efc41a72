// CoerceArgumentValues (spec section 6.4.1) for fields and directives, and what @skip and @include decide with it.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "values/input_value.h"
#include "values/variable_values.h"

namespace fraiseql::values {

struct CoercedArguments {
  // In the order of the definitions. An argument that was not given and has no default has no entry; one that was
  // given null has one.
  InputValues values = {};
  // A field error, BAD_USER_INPUT, in graphql-js' words, with its location; the path is the caller's to add.
  std::optional<GraphQLError> error = std::nullopt;
};

// `node` is the place of the field or directive that has the arguments, `source` the text of its document.
CoercedArguments CoerceArgumentValues(const List<schema::InputValue>& definitions,
                                      const List<language::Argument>& arguments, language::Location node,
                                      std::string_view source, const VariableValues& variables, Arena* arena);

struct Inclusion {
  bool included = true;
  std::optional<GraphQLError> error = std::nullopt;  // as in CoercedArguments; `included` is then without meaning
};

// Whether a selection with these directives is part of the answer (spec sections 3.13.1 and 3.13.2, CollectFields):
// @skip wins over @include.
Inclusion ShouldInclude(const List<language::Directive>& directives, const schema::Schema& schema,
                        std::string_view source, const VariableValues& variables, Arena* arena);

}  // namespace fraiseql::values
