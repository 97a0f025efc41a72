#include "catalog/data_keys.h"

extern "C" {
#include "access/relation.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pg_list.h"
#include "parser/parsetree.h"
#include "rewrite/prs2lock.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"
}

namespace fraiseql::catalog {

namespace {

// Views over views, deeper than this, are not looked through.
constexpr int kMostLevels = 8;

struct Search {
  DataKeys* result;
  int capacity;
};

// See DataKeys::Key::type. Other types are read as text.
Oid exact_type(Oid type) {
  type = getBaseType(type);
  switch (type) {
    case UUIDOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case BOOLOID:
    case DATEOID:
    case TIMETZOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return type;
    default:
      return InvalidOid;
  }
}

Oid exact_type_of(Node* value) {
  if (IsA(value, CoerceViaIO) && castNode(CoerceViaIO, value)->resulttype == TEXTOID) {
    value = reinterpret_cast<Node*>(castNode(CoerceViaIO, value)->arg);
    const Oid type = exact_type(exprType(value));
    // The text of the others depends on DateStyle and TimeZone.
    return type == UUIDOID || type == INT2OID || type == INT4OID || type == INT8OID || type == NUMERICOID ? type
                                                                                                          : InvalidOid;
  }
  return exact_type(exprType(value));
}

void add_key(Search* search, const char* name, bool is_json, Oid type) {
  DataKeys* result = search->result;
  for (int i = 0; i < result->count; i++) {
    if (strcmp(result->keys[i].name, name) == 0) {  // of equal keys the last one stays
      result->keys[i].is_json = is_json;
      result->keys[i].type = type;
      result->keys[i].type_name = OidIsValid(type) ? format_type_be(type) : nullptr;
      return;
    }
  }
  if (result->count == search->capacity) {
    search->capacity = search->capacity == 0 ? 16 : search->capacity * 2;
    const Size size = sizeof(DataKeys::Key) * search->capacity;
    result->keys = static_cast<DataKeys::Key*>(result->keys == nullptr ? palloc(size) : repalloc(result->keys, size));
  }
  result->keys[result->count].name = pstrdup(name);
  result->keys[result->count].is_json = is_json;
  result->keys[result->count].type = type;
  result->keys[result->count].type_name = OidIsValid(type) ? format_type_be(type) : nullptr;
  result->count++;
}

void add_relation(DataKeys* result, Oid relid) {
  const Size size = sizeof(Oid) * (result->looked_through_count + 1);
  void* grown = result->looked_through == nullptr ? palloc(size) : repalloc(result->looked_through, size);
  result->looked_through = static_cast<Oid*>(grown);
  result->looked_through[result->looked_through_count++] = relid;
}

bool holds_objects(Oid type) {
  type = getBaseType(type);
  if (type == JSONOID || type == JSONBOID || type == RECORDOID || type == RECORDARRAYOID) return true;
  const Oid element = get_element_type(type);
  if (OidIsValid(element)) return holds_objects(element);
  return type_is_rowtype(type);
}

bool keys_of_expression(Search* search, Query* query, Node* node, int level);

// The key of a build_object call: in a view's parse tree an unknown literal, as a rule, whose datum is a cstring.
const char* constant_key(Node* node) {
  node = strip_implicit_coercions(node);
  if (!IsA(node, Const)) return nullptr;
  const Const* constant = castNode(Const, node);
  if (constant->constisnull) return nullptr;
  if (constant->consttype == UNKNOWNOID) return DatumGetCString(constant->constvalue);
  return constant->consttype == TEXTOID ? TextDatumGetCString(constant->constvalue) : nullptr;
}

bool keys_of_build_object(Search* search, FuncExpr* call) {
  if (call->funcvariadic || list_length(call->args) % 2 != 0) return false;
  for (int i = 0; i + 1 < list_length(call->args); i += 2) {
    const char* name = constant_key(static_cast<Node*>(list_nth(call->args, i)));
    if (name == nullptr) return false;
    Node* value = static_cast<Node*>(list_nth(call->args, i + 1));
    add_key(search, name, holds_objects(exprType(value)), exact_type_of(value));
  }
  return true;
}

bool keys_of_row(Search* search, Node* node) {
  const Oid type = getBaseType(exprType(node));
  if (type == RECORDOID || !type_is_rowtype(type)) return false;
  TupleDesc descriptor = lookup_rowtype_tupdesc(type, -1);
  for (int i = 0; i < descriptor->natts; i++) {
    Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
    if (attribute->attisdropped) continue;
    add_key(search, NameStr(attribute->attname), holds_objects(attribute->atttypid), exact_type(attribute->atttypid));
  }
  ReleaseTupleDesc(descriptor);
  return true;
}

Query* view_query(Relation relation) {
  if (relation->rd_rules == nullptr) return nullptr;
  for (int i = 0; i < relation->rd_rules->numLocks; i++) {
    RewriteRule* rule = relation->rd_rules->rules[i];
    if (rule->event == CMD_SELECT && list_length(rule->actions) == 1) return linitial_node(Query, rule->actions);
  }
  return nullptr;
}

bool keys_of_column(Search* search, Query* query, int number, int level) {
  if (query == nullptr || query->setOperations != nullptr) return false;
  TargetEntry* entry = number > 0 && number <= list_length(query->targetList)
                           ? list_nth_node(TargetEntry, query->targetList, number - 1)
                           : nullptr;
  return entry != nullptr && keys_of_expression(search, query, reinterpret_cast<Node*>(entry->expr), level);
}

bool keys_of_variable(Search* search, Query* query, Var* variable, int level) {
  if (variable->varlevelsup != 0 || variable->varattno <= 0) return false;
  RangeTblEntry* entry = rt_fetch(variable->varno, query->rtable);
  switch (entry->rtekind) {
    case RTE_SUBQUERY:
      return keys_of_column(search, entry->subquery, variable->varattno, level + 1);
    case RTE_JOIN:
      return keys_of_expression(search, query,
                                static_cast<Node*>(list_nth(entry->joinaliasvars, variable->varattno - 1)), level + 1);
    case RTE_RELATION: {
      Relation relation = try_relation_open(entry->relid, AccessShareLock);
      if (relation == nullptr) return false;
      add_relation(search->result, entry->relid);
      // The numbers of a view's columns are those of its target list: columns of views are never dropped.
      const bool known = keys_of_column(search, view_query(relation), variable->varattno, level + 1);
      relation_close(relation, AccessShareLock);
      return known;
    }
    default:
      return false;
  }
}

bool keys_of_expression(Search* search, Query* query, Node* node, int level) {
  if (node == nullptr || level > kMostLevels) return false;
  node = strip_implicit_coercions(node);
  switch (nodeTag(node)) {
    case T_Var:
      return keys_of_variable(search, query, castNode(Var, node), level);
    case T_FuncExpr: {
      FuncExpr* call = castNode(FuncExpr, node);
      switch (call->funcid) {
        case F_JSONB_BUILD_OBJECT_ANY:
        case F_JSON_BUILD_OBJECT_ANY:
          return keys_of_build_object(search, call);
        case F_JSONB_BUILD_OBJECT_:
        case F_JSON_BUILD_OBJECT_:
          return true;
        case F_TO_JSONB:
        case F_TO_JSON:
        case F_ROW_TO_JSON_RECORD:
          return keys_of_row(search, static_cast<Node*>(linitial(call->args)));
        case F_JSONB_STRIP_NULLS:
          return keys_of_expression(search, query, static_cast<Node*>(linitial(call->args)), level);
        default:
          return false;
      }
    }
    case T_OpExpr: {
      OpExpr* operation = castNode(OpExpr, node);
      set_opfuncid(operation);
      return operation->opfuncid == F_JSONB_CONCAT && list_length(operation->args) == 2 &&
             keys_of_expression(search, query, static_cast<Node*>(linitial(operation->args)), level) &&
             keys_of_expression(search, query, static_cast<Node*>(lsecond(operation->args)), level);
    }
    case T_CoerceViaIO: {  // json_build_object(...)::jsonb
      CoerceViaIO* coercion = castNode(CoerceViaIO, node);
      return (coercion->resulttype == JSONBOID || coercion->resulttype == JSONOID) &&
             keys_of_expression(search, query, reinterpret_cast<Node*>(coercion->arg), level);
    }
    default:
      return false;
  }
}

}  // namespace

DataKeys read_data_keys(Relation relation) {
  DataKeys result;
  Search search{&result, 0};
  Query* query = view_query(relation);
  ListCell* cell;
  if (query == nullptr || query->setOperations != nullptr) return result;
  foreach (cell, query->targetList) {
    TargetEntry* entry = lfirst_node(TargetEntry, cell);
    // A renamed column keeps its old name here: the number decides.
    if (entry->resjunk || entry->resno > RelationGetNumberOfAttributes(relation)) continue;
    Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), entry->resno - 1);
    if (strcmp(NameStr(attribute->attname), "data") != 0) continue;
    result.known = keys_of_expression(&search, query, reinterpret_cast<Node*>(entry->expr), 0);
  }
  return result;
}

}  // namespace fraiseql::catalog
