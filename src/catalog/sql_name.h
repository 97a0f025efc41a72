// Names as documents write them: `v_order`, `sales.v_order`, `"Sales"."Orders"`.
#pragma once

#include <string>
#include <string_view>

namespace fraiseql::catalog {

struct SqlName {
  std::string schema;  // empty where the name is not qualified
  std::string name;    // empty where the text is no name
};

// By the rules of SQL: what is not quoted is folded to small letters (ASCII), in quotes a doubled quote is a quote.
SqlName ParseSqlName(std::string_view text);

}  // namespace fraiseql::catalog
