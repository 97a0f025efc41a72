// `where` and `orderBy` as SQL (CONTRACT 9, 11). Private to the planner.
#pragma once

#include <string>
#include <vector>

#include "planner/ordering.h"
#include "planner/plan_context.h"
#include "planner/sources.h"
#include "planner/sql.h"

namespace fraiseql::planner {

// A filter or an ordering that cannot be used: an error of the field that has it, BAD_USER_INPUT.
struct FilterFault {
  std::string message;
  std::string hint = {};
};

// The condition that `value`, the argument `where` of `site`, sets for rows of `source`; "" for none. Throws
// FilterFault, also where the argument is null or names a variable that has no value: what somebody meant to filter by
// never widens a query.
std::string WhereSql(PlanContext* context, const Site& site, const schema::InputValue& argument,
                     const values::InputValue& value, const Source& source, StatementBuilder* statement);

// The sort keys of `value`, the argument `orderBy`, each once. Throws FilterFault.
std::vector<SortKey> OrderByKeys(PlanContext* context, const values::InputValue& value, const Source& source,
                                 StatementBuilder* statement);

// The keys of `value`, the argument `groupBy` of an aggregate. Throws FilterFault.
std::vector<SortKey> GroupByKeys(PlanContext* context, const values::InputValue& value, const Source& source,
                                 StatementBuilder* statement);

}  // namespace fraiseql::planner
