// The support function of project, embed and read.

#include "catalog/look_through.h"

extern "C" {
#include "nodes/supportnodes.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::catalog {

namespace {

Expr* look_through(PlannerInfo* root, FuncExpr* call) {
  char* name = get_func_name(call->funcid);
  if (name == nullptr) return nullptr;
  if (strcmp(name, "project") == 0) return look_through_project(root, call);
  if (strcmp(name, "read") == 0) return look_through_read(root, call);
  if (strcmp(name, "embed") == 0) return look_through_embed(root, call);
  return nullptr;
}

}  // namespace

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_look_through);
PGDLLEXPORT Datum fraiseql_look_through(PG_FUNCTION_ARGS);

Datum fraiseql_look_through(PG_FUNCTION_ARGS) {
  auto* request = reinterpret_cast<Node*>(PG_GETARG_POINTER(0));
  Expr* result = nullptr;
  if (IsA(request, SupportRequestSimplify)) {
    auto* simplify = reinterpret_cast<SupportRequestSimplify*>(request);
    result = look_through(simplify->root, simplify->fcall);
  }
  PG_RETURN_POINTER(result);
}

}  // extern "C"

}  // namespace fraiseql::catalog
