// String values as literals (spec section 2.9.4): what a block string means, and how a value is written in either form.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::language {

// The value of a block string whose text between the quotes is `raw`: `\"""` unescaped, lines joined with \n, common
// indentation and blank lines at both ends removed. A view of `raw` where nothing has to change, else in `arena`.
std::string_view BlockStringValue(std::string_view raw, Arena* arena);

// Whether a block string can hold `value` so that reading it gives `value` again.
bool IsPrintableAsBlockString(std::string_view value);

// `value` as a block string, not indented: short single lines on one line, others between lines of quotes.
void AppendBlockString(std::string_view value, std::string* out);

// `text` (UTF-8) as a string literal in double quotes; control characters, quotes and backslashes are escaped.
void AppendString(std::string_view text, std::string* out);

}  // namespace fraiseql::language
