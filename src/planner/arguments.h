// What the arguments of a field ask of its rows, as SQL (CONTRACT "Arguments"). Private to the planner.
#pragma once

#include <string>
#include <vector>

#include "planner/binding.h"
#include "planner/ordering.h"
#include "planner/plan_context.h"
#include "planner/rows.h"
#include "planner/sql.h"
#include "planner/sql_types.h"

namespace fraiseql::planner {

// The conditions and the window of rows that a field's arguments ask for.
struct RowsWanted {
  std::vector<std::string> conditions;
  std::string limit;               // SQL expression; empty: none
  std::string offset;              // likewise
  std::vector<SortKey> order;      // what was asked for; the key comes behind it (FullOrder)
  std::vector<std::string> fixed;  // expressions that a condition holds at one value
  // Of a connection. The count of a page is `limit`, from the front or from the back.
  bool from_back = false;                      // `last`
  const schema::InputValue* after = nullptr;   // given, and not null
  const schema::InputValue* before = nullptr;  // likewise
  std::vector<SortKey> groups;                 // of an aggregate: what makes its groups
  bool IsOrdered() const { return !limit.empty() || !offset.empty() || !order.empty(); }
};

// The order that the arguments ask for, with the key as the last word (CONTRACT 11); none where the rows have an order
// and no other is asked for.
std::vector<SortKey> FullOrder(const Source& source, const RowsWanted& wanted);

// ` LIMIT n OFFSET m`, as far as they are wanted.
std::string Window(const RowsWanted& wanted);
// The same of rows `s` that are numbered from 1 in a column `n`: ` WHERE s.n > m AND s.n <= m + n`.
std::string NumberedWindow(const RowsWanted& wanted);

// Adds what the arguments of the field behind `source` ask for; their values become parameters of `statement`.
void ApplyArguments(PlanContext* context, const Site& site, const Source& source, StatementBuilder* statement,
                    RowsWanted* wanted);

// fraiseql.max_rows, where it is set.
void CapRows(const PlanContext& context, StatementBuilder* statement, RowsWanted* wanted);

// The parameter that carries the value of one argument.
ParameterSource ArgumentParameter(const PlanContext& context, const Site& site, const schema::InputValue& argument,
                                  SqlType type);

}  // namespace fraiseql::planner
