// Paths into values of the scalar JSON: `attributes(path: "$.dimensions.width")`.
//
//   path   : [ "$" ] step*          the first "." may be left out where there is no "$"
//   step   : "." key | "[" index "]" | "[" string "]"
//   key    : letters, digits, "_", "-" and everything beyond ASCII
//   index  : an integer; from the end of the list where it is negative
//   string : any key without control characters, in double or single quotes, with a backslash before a quote or a
//   backslash
//
// A path is a part of its plan: what it leads to is chosen as a field is. So documents and variables that differ in it
// have plans of their own (DocumentIndex, ShapeOf).
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "schema/schema.h"

namespace fraiseql::planner {

inline constexpr std::string_view kPathArgument = "path";

// The argument `path: String` of a field whose type is the scalar JSON; null where the field has none.
const schema::InputValue* PathArgument(const schema::Field& field);

struct JsonPath {
  List<std::string_view> steps;  // keys, and indexes as decimal integers
  std::string fault;             // not empty: the text is no path
};

JsonPath ParseJsonPath(std::string_view text, Arena* arena);

// The SDL of `schema` with the argument for every field of type JSON that has no arguments, reads a row or an object,
// and is no function's. A field of an interface gets it where the field of all its objects does.
std::string AddPathArguments(const schema::Schema& schema);

}  // namespace fraiseql::planner
