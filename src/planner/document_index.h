// A document seen as a form: its fields by number, and its text with the values that do not change a plan left out.
//
// Two documents of the same form differ in nothing but literals (numbers and strings) in the arguments of fields,
// except for paths into JSON. A plan made for one serves the other: it names fields by their number, and finds values
// where they stand in each document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/ast.h"

namespace fraiseql::planner {

// Stands for a literal in a form, followed by the letter of its kind; no document holds the character outside of a
// string.
inline constexpr char kLiteral = '\x01';

struct DocumentIndex {
  std::vector<const language::Field*> fields;  // in the order of the document
  std::string form;                            // equal for documents of the same form, and for no others
  // Variables whose very value a plan depends on: paths into JSON (json_path.h).
  std::vector<std::string_view> path_variables;
};

DocumentIndex IndexDocument(const language::Document& document);

}  // namespace fraiseql::planner
