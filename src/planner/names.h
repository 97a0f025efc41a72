// GraphQL names in SQL's spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fraiseql::planner {

// `ISBN` → `isbn`, `unitPrice` → `unit_price`, `addressLine2` → `address_line2`.
std::string SnakeCase(std::string_view name);

// The spellings under which a column or key of a GraphQL name is looked for, best first: `address_line2`,
// `address_line_2`.
std::vector<std::string> SnakeCaseSpellings(std::string_view name);

}  // namespace fraiseql::planner
