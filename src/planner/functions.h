// Root fields that call functions. Private to the planner.
#pragma once

#include "planner/plan_context.h"

namespace fraiseql::planner {

// Plans the call and the reading of what it returned.
void PlanFunction(PlanContext* context, const FieldBinding& binding, const Site& site, const CollectedField& field,
                  OutputField* output, RootField* root);

}  // namespace fraiseql::planner
