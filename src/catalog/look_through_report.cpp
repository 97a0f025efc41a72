#include "catalog/look_through_report.h"

#include "pg/boundary.h"
#include "pg/compat.h"
#include "pg/subtransaction.h"
#include "planner/sql.h"

extern "C" {
#include "access/table.h"
#include "nodes/plannodes.h"
#include "optimizer/optimizer.h"
#include "parser/analyze.h"
#include "rewrite/rewriteHandler.h"
#include "tcop/tcopprot.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
}

namespace fraiseql::catalog {

namespace {

using ::List;

// Whether an expression calls project over a `data` that is still there.
bool reads_data(Node* node, void* context) {
  if (node == nullptr) return false;
  if (IsA(node, FuncExpr)) {
    auto* call = reinterpret_cast<FuncExpr*>(node);
    char* name = get_func_name(call->funcid);
    Node* data = call->args == NIL ? nullptr : static_cast<Node*>(linitial(call->args));
    if (name != nullptr && strcmp(name, "project") == 0 && data != nullptr &&
        !(IsA(data, Const) && reinterpret_cast<Const*>(data)->constisnull)) {
      return true;
    }
  }
  return pg::compat::WalkExpression(node, reads_data, context);
}

bool plan_reads_data(Plan* plan) {
  if (plan == nullptr) return false;
  if (reads_data(reinterpret_cast<Node*>(plan->targetlist), nullptr)) return true;
  if (plan_reads_data(plan->lefttree) || plan_reads_data(plan->righttree)) return true;
  if (IsA(plan, SubqueryScan)) return plan_reads_data(reinterpret_cast<SubqueryScan*>(plan)->subplan);
  List* children = NIL;
  if (IsA(plan, Append)) children = reinterpret_cast<Append*>(plan)->appendplans;
  if (IsA(plan, MergeAppend)) children = reinterpret_cast<MergeAppend*>(plan)->mergeplans;
  ListCell* cell;
  foreach (cell, children) {
    if (plan_reads_data(static_cast<Plan*>(lfirst(cell)))) return true;
  }
  return false;
}

bool is_looked_through(const char* sql) {
  List* parsed = pg_parse_query(sql);
  Query* query = parse_analyze_fixedparams(linitial_node(RawStmt, parsed), sql, nullptr, 0, nullptr);
  List* rewritten = QueryRewrite(query);
  PlannedStmt* planned = pg_plan_query(linitial_node(Query, rewritten), sql, CURSOR_OPT_PARALLEL_OK, nullptr);
  return !plan_reads_data(planned->planTree);
}

const char* obstacle(Oid relid) {
  Relation relation = table_open(relid, AccessShareLock);
  const char* text = "no: its data is no object whose definition is known";
  if (relation->rd_rel->relkind != RELKIND_VIEW) {
    text = "no: its data is stored";
  } else {
    Query* view = get_view_query(relation);
    if (RelationIsSecurityView(relation)) {
      text = "no: it is a security barrier";
    } else if (view->hasAggs || view->groupClause != NIL || view->groupingSets != NIL) {
      text = "no: it aggregates";
    } else if (view->distinctClause != NIL) {
      text = "no: it has DISTINCT";
    } else if (view->limitCount != nullptr || view->limitOffset != nullptr) {
      text = "no: it has LIMIT or OFFSET";
    } else if (view->hasWindowFuncs) {
      text = "no: it has window functions";
    } else if (view->cteList != NIL) {
      text = "no: it has WITH";
    } else if (view->setOperations != nullptr) {
      text = "no: it is a UNION or the like";
    } else if (contain_volatile_functions(reinterpret_cast<Node*>(view->targetList))) {
      text = "no: it calls volatile functions";
    }
  }
  table_close(relation, AccessShareLock);
  return text;
}

}  // namespace

std::string LookThroughReport(const planner::Relation& relation) {
  const std::string sql =
      R"(SELECT fraiseql.project(t."data", '{"f":[{"k":"id","d":["id"],"t":"JSON"}]}'::jsonb) FROM )" +
      planner::QualifiedName(relation.schema, relation.name) + " AS t";
  const Oid relid = relation.relid;
  const char* text = nullptr;
  // A view whose parts have gone is an error of those who read it.
  const ErrorData* error = pg::InSubtransaction([&] {
    text = pg::CallPg([&] {
      const bool is_view = get_rel_relkind(relid) == RELKIND_VIEW;
      return is_view && is_looked_through(sql.c_str()) ? "yes" : obstacle(relid);
    });
  });
  return error == nullptr ? text : std::string("no: ") + error->message;
}

}  // namespace fraiseql::catalog
