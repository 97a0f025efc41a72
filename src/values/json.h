// JSON text and input values.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "values/input_value.h"

namespace fraiseql::values {

struct ParsedJson {
  const InputValue* value = nullptr;
  std::string error = {};  // why there is no value, with the byte offset where the text goes wrong
};

// Parses one JSON text (RFC 8259). Numbers keep their digits; of equal keys the last one's value holds, at the place
// of the first, as in ECMAScript. Not accepted: invalid UTF-8, lone surrogates and the NUL character (no PostgreSQL
// text can hold it), nesting deeper than kHardDepth. Everything is copied to `arena`.
ParsedJson ParseJson(std::string_view text, Arena* arena);

// Appends a value as JSON: numbers with the digits they have, enum values as strings.
void AppendJson(const InputValue& value, std::string* out);

}  // namespace fraiseql::values
