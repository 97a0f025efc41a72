// CompleteValue (spec section 6.4.3) and "Handling Execution Errors" (6.4.4) over finished text: error marks become
// nulls and entries of `errors`, a null in a non-null position takes its parent with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "planner/plan.h"
#include "schema/schema.h"

namespace fraiseql::execution {

// The document of this request, which may be another one of the same form than the plan was made for.
struct RequestDocument {
  std::string_view source;
  const std::vector<const language::Field*>* fields = nullptr;  // planner::DocumentIndex
};

// Appends the value of `data` to `out`: `text` (an object of `selection`, open places filled) with its error marks
// turned into nulls. Errors, in document order, go to `errors`, one per mark: path and locations are those of the
// field; a mark of kind kRequest takes message, code and extensions of `request_errors`.
void Complete(std::string_view text, const schema::Schema& schema, const planner::OutputSelection& selection,
              const RequestDocument& document, const std::vector<GraphQLError>& request_errors, std::string* out,
              std::vector<GraphQLError>* errors);

}  // namespace fraiseql::execution
