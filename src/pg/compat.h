// What differs between the major versions of PostgreSQL that the extension is built with, 15 to 18, under the name and
// the shape of the newest one. C code throughout: an ereport passes through.
#pragma once

#include "pg/backend.h"

extern "C" {
#include "access/heapam.h"
#include "catalog/pg_database.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_proc.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_type.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "storage/procsignal.h"
#include "utils/acl.h"
#include "utils/guc.h"
}

namespace fraiseql::pg::compat {

// The place of this process in the array of all, by which others find its latch.
inline int MyProcNumber() {
#if PG_VERSION_NUM >= 170000
  return ::MyProcNumber;
#else
  return MyProc->pgprocno;
#endif
}

// What SendProcSignal wants to know of a session besides its pid; until 16 another number than its MyProcNumber().
inline int MySignalNumber() {
#if PG_VERSION_NUM >= 170000
  return ::MyProcNumber;
#else
  return MyBackendId;
#endif
}

inline AclResult CheckFunctionAccess(Oid function, Oid role, AclMode mode) {
#if PG_VERSION_NUM >= 160000
  return object_aclcheck(ProcedureRelationId, function, role, mode);
#else
  return pg_proc_aclcheck(function, role, mode);
#endif
}

inline AclResult CheckForeignServerAccess(Oid server, Oid role, AclMode mode) {
#if PG_VERSION_NUM >= 160000
  return object_aclcheck(ForeignServerRelationId, server, role, mode);
#else
  return pg_foreign_server_aclcheck(server, role, mode);
#endif
}

inline bool OwnsDatabase(Oid database, Oid role) {
#if PG_VERSION_NUM >= 160000
  return object_ownercheck(DatabaseRelationId, database, role);
#else
  return pg_database_ownercheck(database, role);
#endif
}

// A heap update of a relation without indexes.
inline void UpdateUnindexed(Relation relation, ItemPointer place, HeapTuple tuple) {
#if PG_VERSION_NUM >= 160000
  TU_UpdateIndexes indexes;
  simple_heap_update(relation, place, tuple, &indexes);
#else
  simple_heap_update(relation, place, tuple);
#endif
}

inline TypeName* ParseTypeName(const char* text) {
#if PG_VERSION_NUM >= 160000
  return typeStringToTypeName(text, nullptr);
#else
  return typeStringToTypeName(text);
#endif
}

// Owned by the caller, who frees it.
inline WaitEventSet* CreateOwnWaitEventSet(int events) {
#if PG_VERSION_NUM >= 170000
  return CreateWaitEventSet(nullptr, events);
#else
  return CreateWaitEventSet(CurrentMemoryContext, events);
#endif
}

// What a check hook of a setting hands on as `extra`, which the server frees. Null when there is no memory.
inline void* AllocateExtra(size_t size) {
#if PG_VERSION_NUM >= 160000
  return guc_malloc(LOG, size);
#else
  return malloc(size);
#endif
}

// expression_tree_walker and expression_tree_mutator, whose functions PostgreSQL 15 declares without parameters and
// later versions cast in a macro that C++ warns of.
#if PG_VERSION_NUM >= 160000
inline bool WalkExpression(Node* node, bool (*walker)(Node*, void*), void* context) {
  return expression_tree_walker_impl(node, walker, context);
}
inline Node* MutateExpression(Node* node, Node* (*mutator)(Node*, void*), void* context) {
  return expression_tree_mutator_impl(node, mutator, context);
}
#else
inline bool WalkExpression(Node* node, bool (*walker)(Node*, void*), void* context) {
  return expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(walker)), context);
}
inline Node* MutateExpression(Node* node, Node* (*mutator)(Node*, void*), void* context) {
  return expression_tree_mutator(node, reinterpret_cast<Node* (*)()>(reinterpret_cast<void (*)()>(mutator)), context);
}
#endif

}  // namespace fraiseql::pg::compat
