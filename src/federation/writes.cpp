#include "federation/writes.h"

extern "C" {
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_foreign_table.h"
#include "catalog/pg_inherits.h"
#include "executor/executor.h"
#include "parser/parsetree.h"
#include "tcop/utility.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
}

namespace fraiseql::federation {

namespace {

// The hooks run as C code inside the server: nothing here allocates or has a destructor.
constexpr int kMaxServers = 64;
Oid written[kMaxServers];
int written_count = 0;
bool too_many = false;  // then every server counts as written to

ExecutorStart_hook_type previous_executor_start = nullptr;
ExecutorEnd_hook_type previous_executor_end = nullptr;
ProcessUtility_hook_type previous_process_utility = nullptr;

void NoteServer(Oid server) {
  for (int i = 0; i < written_count; i++) {
    if (written[i] == server) return;
  }
  if (written_count < kMaxServers) {
    written[written_count++] = server;
  } else {
    too_many = true;
  }
}

void NoteForeignTable(Oid relid) {
  HeapTuple tuple = SearchSysCache1(FOREIGNTABLEREL, ObjectIdGetDatum(relid));
  if (!HeapTupleIsValid(tuple)) return;
  NoteServer(reinterpret_cast<Form_pg_foreign_table>(GETSTRUCT(tuple))->ftserver);
  ReleaseSysCache(tuple);
}

// A relation named in a utility statement, and its partitions and children.
void NoteRelation(const RangeVar* name) {
  Oid relid = RangeVarGetRelid(name, NoLock, true);
  if (!OidIsValid(relid)) return;
  if (get_rel_relkind(relid) == RELKIND_FOREIGN_TABLE) return NoteForeignTable(relid);
  if (!has_subclass(relid)) return;
  List* descendants = find_all_inheritors(relid, NoLock, nullptr);
  for (int i = 0; i < list_length(descendants); i++) NoteForeignTable(list_nth_oid(descendants, i));
  list_free(descendants);
}

extern "C" {

static void note_result_relations(QueryDesc* query, int flags) {
  const PlannedStmt* statement = query->plannedstmt;
  if (statement->resultRelations != NIL && (flags & EXEC_FLAG_EXPLAIN_ONLY) == 0) {
    for (int i = 0; i < list_length(statement->resultRelations); i++) {
      const RangeTblEntry* entry = rt_fetch(list_nth_int(statement->resultRelations, i), statement->rtable);
      if (entry->relkind == RELKIND_FOREIGN_TABLE) NoteForeignTable(entry->relid);
    }
  }
  if (previous_executor_start != nullptr) {
    previous_executor_start(query, flags);
  } else {
    standard_ExecutorStart(query, flags);
  }
}

// Partitions that rows were routed to are known only now.
static void note_routed_relations(QueryDesc* query) {
  if (query->estate != nullptr) {
    const List* routed = query->estate->es_tuple_routing_result_relations;
    for (int i = 0; i < list_length(routed); i++) {
      const auto* relation = static_cast<ResultRelInfo*>(list_nth(routed, i));
      if (relation->ri_FdwRoutine != nullptr) NoteForeignTable(RelationGetRelid(relation->ri_RelationDesc));
    }
  }
  if (previous_executor_end != nullptr) {
    previous_executor_end(query);
  } else {
    standard_ExecutorEnd(query);
  }
}

static void note_utility(PlannedStmt* statement, const char* text, bool read_only_tree, ProcessUtilityContext context,
                         ParamListInfo parameters, QueryEnvironment* environment, DestReceiver* destination,
                         QueryCompletion* completion) {
  const Node* node = statement->utilityStmt;
  if (IsA(node, CopyStmt)) {
    const auto* copy = reinterpret_cast<const CopyStmt*>(node);
    if (copy->is_from && copy->relation != nullptr) NoteRelation(copy->relation);
  } else if (IsA(node, TruncateStmt)) {
    const List* relations = reinterpret_cast<const TruncateStmt*>(node)->relations;
    for (int i = 0; i < list_length(relations); i++) NoteRelation(static_cast<RangeVar*>(list_nth(relations, i)));
  }
  if (previous_process_utility != nullptr) {
    previous_process_utility(statement, text, read_only_tree, context, parameters, environment, destination,
                             completion);
  } else {
    standard_ProcessUtility(statement, text, read_only_tree, context, parameters, environment, destination, completion);
  }
}

static void forget_writes(XactEvent event, void*) {
  if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT && event != XACT_EVENT_PREPARE) return;
  written_count = 0;
  too_many = false;
}
}

}  // namespace

bool HasWrittenTo(Oid server) {
  for (int i = 0; i < written_count; i++) {
    if (written[i] == server) return true;
  }
  return too_many;
}

void WatchWrites() {
  previous_executor_start = ExecutorStart_hook;
  ExecutorStart_hook = note_result_relations;
  previous_executor_end = ExecutorEnd_hook;
  ExecutorEnd_hook = note_routed_relations;
  previous_process_utility = ProcessUtility_hook;
  ProcessUtility_hook = note_utility;
  RegisterXactCallback(forget_writes, nullptr);
}

}  // namespace fraiseql::federation
