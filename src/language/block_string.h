// Block strings: from the text between the triple quotes to the value (spec section 2.9.4, BlockStringValue) and back.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::language {

// The value of a block string whose text between the quotes is `raw`: `\"""` unescaped, lines joined with \n, common
// indentation and blank lines at both ends removed. A view of `raw` where nothing has to change, else in `arena`.
std::string_view BlockStringValue(std::string_view raw, Arena* arena);

}  // namespace fraiseql::language
