// Fields that call functions. Private to the planner.
#pragma once

#include <string>

#include "planner/plan_context.h"
#include "planner/rows.h"
#include "planner/sql.h"

namespace fraiseql::planner {

// Plans the call and the reading of what it returned.
void PlanFunction(PlanContext* context, const FieldBinding& binding, const Site& site, const CollectedField& field,
                  OutputField* output, RootField* root);

// The call of a computed field's function over the row that it belongs to: `"public"."with_tax"(t0, "rate" =>
// $1::numeric)`.
std::string ComputedCallSql(const PlanContext& context, const FieldBinding& binding, const Site& site, const Row& row,
                            StatementBuilder* statement);

// What a call returns, as rows of a source: of a composite type, or of one jsonb `data`.
Source ComputedSource(PlanContext* context, const FieldBinding& binding, const std::string& call);

}  // namespace fraiseql::planner
