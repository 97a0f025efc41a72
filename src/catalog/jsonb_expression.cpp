#include "catalog/jsonb_expression.h"

#include <cstring>

extern "C" {
#include "access/table.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/parsetree.h"
#include "utils/array.h"
#include "utils/fmgroids.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
}

namespace fraiseql::catalog {

namespace {

// The list of the server, whose macros name it so.
using ::List;

void add_member(ObjectExpression* object, std::string_view key, Expr* value) {
  auto* member = static_cast<ObjectMember*>(palloc(sizeof(ObjectMember)));
  *member = {key, value};
  object->members = lappend(object->members, member);
}

bool resolve_build_object(List* arguments, ObjectExpression* object) {
  if (list_length(arguments) % 2 != 0) return false;
  for (int i = 0; i < list_length(arguments); i += 2) {
    std::string_view key;
    if (!read_text_constant(static_cast<Node*>(list_nth(arguments, i)), &key)) return false;
    add_member(object, key, settle_literal(static_cast<Expr*>(list_nth(arguments, i + 1))));
  }
  return true;
}

bool resolve_constant(const Const* constant, ObjectExpression* object) {
  if (constant->consttype != JSONBOID || constant->constisnull) return false;
  Jsonb* jsonb = DatumGetJsonbP(constant->constvalue);
  if (!JB_ROOT_IS_OBJECT(jsonb)) return false;
  JsonbIterator* iterator = JsonbIteratorInit(&jsonb->root);
  JsonbValue item;
  std::string_view key;
  for (JsonbIteratorToken token; (token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE;) {
    if (token == WJB_KEY) key = {item.val.string.val, static_cast<size_t>(item.val.string.len)};
    if (token != WJB_VALUE) continue;
    Datum value = JsonbPGetDatum(JsonbValueToJsonb(&item));
    add_member(object, key, reinterpret_cast<Expr*>(makeConst(JSONBOID, -1, InvalidOid, -1, value, false, false)));
  }
  return true;
}

bool has_outer_join(Query* query) {
  ListCell* cell;
  foreach (cell, query->rtable) {
    auto* entry = static_cast<RangeTblEntry*>(lfirst(cell));
    if (entry->rtekind == RTE_JOIN && IS_OUTER_JOIN(entry->jointype)) return true;
  }
  return false;
}

// to_jsonb of a row: its columns.
bool resolve_row(PlannerInfo* root, Node* row, ObjectExpression* object) {
  if (IsA(row, RowExpr)) {
    // What a whole row of a subquery has become. The keys of a named type are those of the type.
    auto* record = reinterpret_cast<RowExpr*>(row);
    if (record->row_typeid != RECORDOID || list_length(record->colnames) != list_length(record->args)) return false;
    for (int i = 0; i < list_length(record->args); ++i) {
      add_member(object, strVal(list_nth(record->colnames, i)), static_cast<Expr*>(list_nth(record->args, i)));
    }
    return true;
  }
  if (!IsA(row, Var) || root == nullptr) return false;
  auto* variable = reinterpret_cast<Var*>(row);
  if (variable->varattno != InvalidAttrNumber || variable->varlevelsup != 0) return false;
  RangeTblEntry* entry = planner_rt_fetch(variable->varno, root);
  if (entry->rtekind != RTE_RELATION) return false;
  // In the rows that an outer join adds, the whole is NULL and so is each column.
  object->nullable = has_outer_join(root->parse);
  Relation relation = table_open(entry->relid, NoLock);
  TupleDesc descriptor = RelationGetDescr(relation);
  for (int i = 0; i < descriptor->natts; ++i) {
    Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
    if (attribute->attisdropped) continue;
    Var* column = reinterpret_cast<Var*>(copyObjectImpl(variable));
    column->varattno = attribute->attnum;
    column->varattnosyn = attribute->attnum;
    column->vartype = attribute->atttypid;
    column->vartypmod = attribute->atttypmod;
    column->varcollid = attribute->attcollation;
    add_member(object, pstrdup(NameStr(attribute->attname)), reinterpret_cast<Expr*>(column));
  }
  table_close(relation, NoLock);
  return true;
}

bool resolve_call(PlannerInfo* root, Oid function, List* arguments, ObjectExpression* object) {
  switch (function) {
    case F_JSONB_BUILD_OBJECT_ANY:
    case F_JSONB_BUILD_OBJECT_:
      return resolve_build_object(arguments, object);
    case F_TO_JSONB:
      return resolve_row(root, static_cast<Node*>(linitial(arguments)), object);
    case F_JSONB_CONCAT: {
      // An array or a scalar on either side makes an array: both have to be objects.
      ObjectExpression right;
      if (!resolve_object(root, static_cast<Expr*>(linitial(arguments)), object)) return false;
      if (!resolve_object(root, static_cast<Expr*>(lsecond(arguments)), &right)) return false;
      // Where one side can be NULL, the values of the other side would have to become NULL with it.
      if (object->nullable || right.nullable) return false;
      object->members = list_concat(object->members, right.members);
      return true;
    }
    case F_JSONB_DELETE_JSONB_TEXT: {
      std::string_view key;
      if (!read_text_constant(static_cast<Node*>(lsecond(arguments)), &key)) return false;
      if (!resolve_object(root, static_cast<Expr*>(linitial(arguments)), object)) return false;
      ListCell* cell;
      foreach (cell, object->members) {
        if (static_cast<ObjectMember*>(lfirst(cell))->key == key)
          object->members = foreach_delete_current(object->members, cell);
      }
      return true;
    }
    default:
      return false;
  }
}

// What stands below an outer join is NULL in the rows that the join adds, and so is each of its values.
bool resolve_placeholder(PlannerInfo* root, PlaceHolderVar* placeholder, ObjectExpression* object) {
  if (root == nullptr || placeholder->phlevelsup != 0) return false;
  if (!resolve_object(root, placeholder->phexpr, object)) return false;
  object->nullable = true;
  ListCell* cell;
  foreach (cell, object->members) {
    auto* member = static_cast<ObjectMember*>(lfirst(cell));
    PlaceHolderVar* copy = makeNode(PlaceHolderVar);
    *copy = *placeholder;
    copy->phexpr = member->value;
    copy->phid = ++root->glob->lastPHId;
    member->value = reinterpret_cast<Expr*>(copy);
  }
  return true;
}

// function(jsonb, VARIADIC path)
Expr* make_path_call(Oid function, Oid type, Expr* jsonb, fraiseql::List<std::string_view> path) {
  Datum* keys = static_cast<Datum*>(palloc(sizeof(Datum) * (path.size() + 1)));
  for (uint32_t i = 0; i < path.size(); ++i)
    keys[i] = PointerGetDatum(cstring_to_text_with_len(path[i].data(), static_cast<int>(path[i].size())));
  ArrayType* array = construct_array(keys, static_cast<int>(path.size()), TEXTOID, -1, false, TYPALIGN_INT);
  Const* argument = makeConst(TEXTARRAYOID, -1, DEFAULT_COLLATION_OID, -1, PointerGetDatum(array), false, false);
  const Oid collation = type == TEXTOID ? DEFAULT_COLLATION_OID : InvalidOid;
  FuncExpr* call =
      makeFuncExpr(function, type, list_make2(jsonb, argument), collation, DEFAULT_COLLATION_OID, COERCE_EXPLICIT_CALL);
  call->funcvariadic = true;
  return reinterpret_cast<Expr*>(call);
}

}  // namespace

extern "C" {

bool resolve_object(PlannerInfo* root, Expr* expression, ObjectExpression* object) {
  switch (nodeTag(expression)) {
    case T_FuncExpr: {
      auto* call = reinterpret_cast<FuncExpr*>(expression);
      return !call->funcvariadic && resolve_call(root, call->funcid, call->args, object);
    }
    case T_OpExpr: {
      auto* call = reinterpret_cast<OpExpr*>(expression);
      set_opfuncid(call);
      return resolve_call(root, call->opfuncid, call->args, object);
    }
    case T_Const:
      return resolve_constant(reinterpret_cast<Const*>(expression), object);
    case T_PlaceHolderVar:
      return resolve_placeholder(root, reinterpret_cast<PlaceHolderVar*>(expression), object);
    default:
      return false;
  }
}

Expr* find_member(const ObjectExpression* object, std::string_view key) {
  for (int i = list_length(object->members); i-- > 0;) {
    auto* member = static_cast<ObjectMember*>(list_nth(object->members, i));
    if (member->key == key) return member->value;
  }
  return nullptr;
}

Expr* follow_path(PlannerInfo* root, const ObjectExpression* object, fraiseql::List<std::string_view> path,
                  uint32_t* taken) {
  ObjectExpression inner = *object;
  for (uint32_t i = 0;; ++i) {
    Expr* value = find_member(&inner, path[i]);
    *taken = i + 1;
    if (value == nullptr || i + 1 == path.size()) return value;
    ObjectExpression next;
    if (!resolve_object(root, value, &next)) return value;
    inner = next;
  }
}

bool read_text_constant(Node* node, std::string_view* text) {
  while (IsA(node, RelabelType)) node = reinterpret_cast<Node*>(reinterpret_cast<RelabelType*>(node)->arg);
  if (!IsA(node, Const)) return false;
  auto* constant = reinterpret_cast<Const*>(node);
  if (constant->constisnull) return false;
  switch (constant->consttype) {
    case UNKNOWNOID:  // what a view's parse tree has for a quoted key
      *text = DatumGetCString(constant->constvalue);
      return true;
    case TEXTOID:
    case VARCHAROID: {
      struct varlena* value = PG_DETOAST_DATUM_PACKED(constant->constvalue);
      *text = {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
      return true;
    }
    default:
      return false;
  }
}

Expr* settle_literal(Expr* expression) {
  if (!IsA(expression, Const)) return expression;
  auto* constant = reinterpret_cast<Const*>(expression);
  if (constant->consttype != UNKNOWNOID) return expression;
  const bool is_null = constant->constisnull;
  Datum value = is_null ? Datum{0} : CStringGetTextDatum(DatumGetCString(constant->constvalue));
  return reinterpret_cast<Expr*>(makeConst(TEXTOID, -1, DEFAULT_COLLATION_OID, -1, value, is_null, false));
}

Expr* make_to_jsonb(Expr* expression) {
  if (exprType(reinterpret_cast<Node*>(expression)) == JSONBOID) return expression;
  return reinterpret_cast<Expr*>(makeFuncExpr(F_TO_JSONB, JSONBOID, list_make1(expression), InvalidOid,
                                              exprCollation(reinterpret_cast<Node*>(expression)),
                                              COERCE_EXPLICIT_CALL));
}

Expr* make_root_text(Expr* jsonb) { return make_path_call(F_JSONB_EXTRACT_PATH_TEXT, TEXTOID, jsonb, {}); }

Expr* make_extract_path(Expr* jsonb, fraiseql::List<std::string_view> path) {
  return make_path_call(F_JSONB_EXTRACT_PATH, JSONBOID, jsonb, path);
}

}  // extern "C"

}  // namespace fraiseql::catalog
