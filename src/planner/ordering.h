// The order of rows, and where a row stands in it (keyset pagination). Private to the planner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/relation.h"
#include "planner/sql.h"

namespace fraiseql::planner {

struct SortKey {
  std::string sql;    // the expression
  std::string place;  // the field it sorts by, as the schema names it: `customer.name`
  TypeOid type = 0;   // of the expression
  std::string_view type_name;
  bool descending = false;
  bool nulls_first = false;
  bool says_nulls = false;  // the ordering names the place of nulls
  bool nullable = true;
};

// The same order backwards.
std::vector<SortKey> Reversed(std::vector<SortKey> keys);

// ` ORDER BY a, b DESC`; nothing without keys.
std::string OrderByClause(const std::vector<SortKey>& keys);

// What tells the cursors of an ordering from those of others: they name the type and the sort keys.
std::string OrderingId(std::string_view type_name, const std::vector<SortKey>& keys);

// The rows that stand behind a point of the order, with `inclusive` also those at it. `point` are the values there, one
// expression per key. A null is a place in the order like any other. `row_form`: the text may use a comparison of rows,
// which finds its place in an index over all keys (postgres_fdw does not ship it).
std::string BehindSql(const std::vector<SortKey>& keys, const std::vector<std::string>& point, bool inclusive,
                      bool row_form);

}  // namespace fraiseql::planner
