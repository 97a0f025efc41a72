// Look-through: reading a view's `data` without building it.
//
// A JSONB view computes data = jsonb_build_object('status', o.status, ...), and PostgreSQL never simplifies what is
// read from it: each reader builds the whole object again, and no index serves a filter on it. The functions that read
// `data` have a support function (pg_proc.prosupport) that the planner asks once the view has been pulled up into the
// statement, so that the expression behind `data` stands in the call:
//
//   read(data, '["total"]', NULL::numeric)   becomes o.total, which an index serves
//   project(data, layout, ...)               becomes project(NULL, layout', o.status, ...): only what is selected
//   embed(data, layout)                      becomes project over the values of the object; moves into subqueries,
//                                            CASE, COALESCE and jsonb_agg, which becomes the list aggregate
//
// The replaced call gives the same bytes as the original (pg/json_codec.h says for which settings). What cannot be
// understood stays as it is and works on the jsonb at run time. A view is pulled up only into the query level that
// reads it, and not where it has LIMIT, DISTINCT, aggregates, volatile functions or security_barrier.
#pragma once

#include "pg/backend.h"

extern "C" {
#include "nodes/pathnodes.h"
#include "nodes/primnodes.h"
}

namespace fraiseql::catalog {

extern "C" {

// The replacement for a call, or null. `root` may be null.
Expr* look_through_project(PlannerInfo* root, FuncExpr* call);
Expr* look_through_embed(PlannerInfo* root, FuncExpr* call);
Expr* look_through_read(PlannerInfo* root, FuncExpr* call);

// Replaces each `object ->> 'key'` in a value by what the key holds: views over views compute from keys.
Expr* simplify_field_accesses(PlannerInfo* root, Expr* expression);

}  // extern "C"

}  // namespace fraiseql::catalog
