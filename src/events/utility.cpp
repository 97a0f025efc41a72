#include "events/utility.h"

#include "events/capture.h"
#include "events/launcher.h"
#include "pg/compat.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/syscache.h"
}

namespace fraiseql::events {

namespace {

ProcessUtility_hook_type next_process_utility = nullptr;

// The database that a statement needs to have for itself, null for other statements.
const char* DatabaseOf(Node* statement) {
  if (IsA(statement, DropdbStmt)) return reinterpret_cast<DropdbStmt*>(statement)->dbname;
  if (IsA(statement, RenameStmt)) {
    auto* rename = reinterpret_cast<RenameStmt*>(statement);
    return rename->renameType == OBJECT_DATABASE ? rename->subname : nullptr;
  }
  List* options = NIL;
  const char* wanted = nullptr;
  const char* of_option = nullptr;
  if (IsA(statement, CreatedbStmt)) {
    options = reinterpret_cast<CreatedbStmt*>(statement)->options;
    wanted = "template";
  } else if (IsA(statement, AlterDatabaseStmt)) {
    options = reinterpret_cast<AlterDatabaseStmt*>(statement)->options;
    wanted = "tablespace";
    of_option = reinterpret_cast<AlterDatabaseStmt*>(statement)->dbname;
  }
  ListCell* cell;
  foreach (cell, options) {
    auto* option = static_cast<DefElem*>(lfirst(cell));
    if (strcmp(option->defname, wanted) != 0 || option->arg == nullptr) continue;
    return of_option != nullptr ? of_option : defGetString(option);
  }
  return nullptr;
}

// The server has a function of this purpose, which minor versions up to 15.18 do not export.
bool MayCreateDatabases() {
  if (superuser()) return true;
  HeapTuple role = SearchSysCache1(AUTHOID, ObjectIdGetDatum(GetUserId()));
  if (!HeapTupleIsValid(role)) return false;
  const bool may = reinterpret_cast<Form_pg_authid>(GETSTRUCT(role))->rolcreatedb;
  ReleaseSysCache(role);
  return may;
}

// InvalidOid where the caller could not run the statement anyway: nobody else may stop a worker.
Oid DatabaseToEmpty(Node* statement) {
  const char* name = DatabaseOf(statement);
  const Oid database = name != nullptr ? get_database_oid(name, true) : InvalidOid;
  if (!OidIsValid(database) || database == MyDatabaseId) return InvalidOid;
  if (pg::compat::OwnsDatabase(database, GetUserId())) return database;
  return IsA(statement, CreatedbStmt) && MayCreateDatabases() ? database : InvalidOid;
}

void Next(PlannedStmt* statement, const char* query, bool read_only_tree, ProcessUtilityContext context,
          ParamListInfo parameters, QueryEnvironment* environment, DestReceiver* destination,
          QueryCompletion* completion) {
  auto* next = next_process_utility != nullptr ? next_process_utility : standard_ProcessUtility;
  next(statement, query, read_only_tree, context, parameters, environment, destination, completion);
}

extern "C" void fraiseql_process_utility(PlannedStmt* statement, const char* query, bool read_only_tree,
                                         ProcessUtilityContext context, ParamListInfo parameters,
                                         QueryEnvironment* environment, DestReceiver* destination,
                                         QueryCompletion* completion) {
  Node* node = statement->utilityStmt;
  if (IsA(node, NotifyStmt)) {
    bool captured = false;
    pg::EnterCallback([&] { captured = CaptureNotifyStatement(*reinterpret_cast<NotifyStmt*>(node)); });
    if (!captured) Next(statement, query, read_only_tree, context, parameters, environment, destination, completion);
    return;
  }
  const Oid database = DatabaseToEmpty(node);
  if (!OidIsValid(database)) {
    Next(statement, query, read_only_tree, context, parameters, environment, destination, completion);
    return;
  }
  pg::EnterCallback([&] {
    struct Hold {
      Oid held;
      ~Hold() { DatabaseHold::End(held); }
    } hold{database};
    pg::CallPg([&] {
      DatabaseHold::Begin(database);
      Next(statement, query, read_only_tree, context, parameters, environment, destination, completion);
    });
  });
}

}  // namespace

void RegisterUtilityHook() {
  next_process_utility = ProcessUtility_hook;
  ProcessUtility_hook = fraiseql_process_utility;
}

}  // namespace fraiseql::events
