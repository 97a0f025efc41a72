// Cursors of connections: where a row stands in an ordering, as an opaque text.
//
// Base64 of a JSON array of strings and nulls: the ordering (planner::OrderingId), then the values of its sort keys as
// fraiseql.cursor writes them. Clients are to pass them on as they are; what they hold is checked like any argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fraiseql::execution {

struct Cursor {
  std::string ordering;
  std::vector<std::optional<std::string>> values;
};

// Nothing where `text` is no cursor.
std::optional<Cursor> DecodeCursor(std::string_view text);

}  // namespace fraiseql::execution
