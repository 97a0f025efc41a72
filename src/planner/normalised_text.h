// A document without what does not tell operations apart: fraiseql.stat_operations.
#pragma once

#include <string>
#include <string_view>

namespace fraiseql::planner {

// The form of a document (DocumentIndex) as one line: `?` for each literal that it leaves out, no comments, white space
// and commas only where two tokens would run together.
std::string NormalisedText(std::string_view form);

}  // namespace fraiseql::planner
