// The authoring JSON that the public FraiseQL SDKs export, as SDL.
//
// There is one road to a Schema: the import writes a type system document with @source, @function and @list where the
// JSON says so, and BuildSchema takes it from there. What the JSON holds beyond that is not lost silently: what would
// change answers or open access is an error, what belongs to other runtimes is named in `notices`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fraiseql::schema {

struct AuthoringImport {
  std::string sdl;  // meaningful only without errors
  // Each names the element it is about: `type "Order", field "total": ...`; all of the document at once.
  std::vector<std::string> errors;
  // Keys that have no effect in this engine, with the elements that have them.
  std::vector<std::string> notices;
};

// `json` is one JSON object, UTF-8. Type names may be spelled as SDKs do: `datetime`, `Json`, `[T!]`.
AuthoringImport ImportAuthoringJson(std::string_view json);

}  // namespace fraiseql::schema
