// Selections over rows: layouts, joins and slots. Private to the planner.
#pragma once

#include <optional>
#include <string>

#include "planner/arguments.h"
#include "planner/plan_context.h"
#include "planner/rows.h"
#include "planner/sources.h"
#include "planner/sql.h"
#include "planner/sql_types.h"

namespace fraiseql::planner {

// A scalar subquery that returns the rows of a root field as one json value: a list, or an object or null. What is
// selected below them is part of it, as subqueries or open places. Sets the selection of `output`.
std::string RowsSql(PlanContext* context, StatementBuilder* statement, const FieldBinding& binding, const Site& site,
                    const CollectedField& field, OutputField* output);

// The same over rows from a given source.
std::string RowsSql(PlanContext* context, StatementBuilder* statement, const Source& source, const Site& site,
                    const CollectedField& field, OutputField* output);

// Slots for the objects of the members of `nodes`, by their keys. Sets the selection of `output`.
List<NodeSlot> PlanNodes(PlanContext* context, const FieldBinding& nodes, const Site& site, const CollectedField& field,
                         OutputField* output);

// Makes `field` a leaf of a scalar or enum type.
void SetLeaf(const schema::NamedType* type, Arena* arena, LayoutField* field);

}  // namespace fraiseql::planner
