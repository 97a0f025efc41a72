// What fraiseql.read is over an object whose values are known: the value itself, cast as (data #>> path)::type casts
// it.

#include "catalog/jsonb_expression.h"
#include "catalog/look_through.h"
#include "pg/compat.h"
#include "pg/json_codec.h"

extern "C" {
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "utils/fmgroids.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::catalog {

namespace {

// The list of the server, whose macros name it so.
using ::List;

// Types whose values come back unchanged from jsonb as text: reading such a value with its own type is the value.
bool survives_jsonb(Oid type) {
  switch (type) {
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case UUIDOID:
    case BOOLOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case FLOAT4OID:
    case FLOAT8OID:
    case NUMERICOID:
    case DATEOID:
    case TIMEOID:
    case TIMETZOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return true;
    default:
      return get_typtype(type) == TYPTYPE_ENUM;
  }
}

// Casts that give what the way through text gives.
bool cast_is_exact(Oid from, Oid to) {
  switch (from) {
    case INT2OID:
      return to == INT4OID || to == INT8OID || to == NUMERICOID || to == FLOAT8OID;
    case INT4OID:
      return to == INT8OID || to == NUMERICOID || to == FLOAT8OID;
    case INT8OID:
      return to == NUMERICOID;
    case NUMERICOID:
      return to == FLOAT8OID;
    case DATEOID:
      return to == TIMESTAMPOID || to == TIMESTAMPTZOID;
    case TIMESTAMPOID:
      return to == TIMESTAMPTZOID;
    case BOOLOID:
      return to == TEXTOID;
    default:
      return false;
  }
}

// Types whose jsonb is a number or a string that is their output: `->>` is their output function.
bool text_is_output(Oid type) {
  switch (type) {
    case UUIDOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case BPCHAROID:
      return true;
    default:
      return get_typtype(type) == TYPTYPE_ENUM;
  }
}

Expr* make_io_cast(Expr* value, Oid type, Oid collation) {
  CoerceViaIO* cast = makeNode(CoerceViaIO);
  cast->arg = value;
  cast->resulttype = type;
  cast->resultcollid = collation;
  cast->coerceformat = COERCE_EXPLICIT_CAST;
  cast->location = -1;
  return reinterpret_cast<Expr*>(cast);
}

// The value under its base type and the collation of the call: no change to what is computed.
Expr* relabel(Expr* value, Oid type, Oid collation) {
  auto* node = reinterpret_cast<Node*>(value);
  if (exprType(node) == type && exprCollation(node) == collation) return value;
  return reinterpret_cast<Expr*>(makeRelabelType(value, type, -1, collation, COERCE_IMPLICIT_CAST));
}

Expr* read_as(Expr* value, Oid type, Oid collation) {
  Oid from = getBaseType(exprType(reinterpret_cast<Node*>(value)));
  if (from == TEXTOID && IsA(value, CoerceViaIO)) {
    // o.id::text read as uuid: o.id.
    Expr* inner = reinterpret_cast<CoerceViaIO*>(value)->arg;
    Oid inner_type = getBaseType(exprType(reinterpret_cast<Node*>(inner)));
    if (inner_type == type && survives_jsonb(type)) return relabel(inner, type, collation);
  }
  if (from == type && survives_jsonb(type)) return relabel(value, type, collation);
  if (from == type) {
    Oid element = get_element_type(type);
    if (OidIsValid(element) && survives_jsonb(element)) return relabel(value, type, collation);
  }
  if (from == VARCHAROID && type == TEXTOID) return relabel(value, type, collation);
  if (cast_is_exact(from, type)) {
    Node* cast = coerce_to_target_type(nullptr, reinterpret_cast<Node*>(relabel(value, from, collation)), from, type,
                                       -1, COERCION_EXPLICIT, COERCE_EXPLICIT_CAST, -1);
    return cast == nullptr ? nullptr : relabel(reinterpret_cast<Expr*>(cast), type, collation);
  }
  if (type == TEXTOID && text_is_output(from)) return make_io_cast(value, type, collation);
  // Text is a JSON string, and that is cast as it is. Arrays and JSON types are made from JSON otherwise.
  if (from == TEXTOID && type != JSONBOID && type != JSONOID && get_typtype(type) == TYPTYPE_BASE)
    return make_io_cast(value, type, collation);
  return nullptr;
}

bool read_path_constant(Node* node, fraiseql::List<std::string_view>* path) {
  if (!IsA(node, Const)) return false;
  auto* constant = reinterpret_cast<Const*>(node);
  if (constant->constisnull || constant->consttype != JSONBOID) return false;
  Jsonb* jsonb = DatumGetJsonbP(constant->constvalue);
  if (!JB_ROOT_IS_ARRAY(jsonb) || JB_ROOT_IS_SCALAR(jsonb) || JB_ROOT_COUNT(jsonb) == 0) return false;
  const uint32_t count = JB_ROOT_COUNT(jsonb);
  auto* keys = static_cast<std::string_view*>(palloc(sizeof(std::string_view) * count));
  for (uint32_t i = 0; i < count; ++i) {
    JsonbValue* key = getIthJsonbValueFromContainer(&jsonb->root, i);
    if (key->type != jbvString) return false;
    keys[i] = {key->val.string.val, static_cast<size_t>(key->val.string.len)};
  }
  *path = {keys, count};
  return true;
}

bool is_field_access(Node* node) {
  if (!IsA(node, OpExpr)) return false;
  auto* operation = reinterpret_cast<OpExpr*>(node);
  set_opfuncid(operation);
  return operation->opfuncid == F_JSONB_OBJECT_FIELD_TEXT;
}

bool find_field_access(Node* node, void* context) {
  if (node == nullptr || IsA(node, Query)) return false;
  return is_field_access(node) || fraiseql::pg::compat::WalkExpression(node, find_field_access, context);
}

Node* replace_field_accesses(Node* node, void* context) {
  if (node == nullptr || IsA(node, Query)) return node;
  if (is_field_access(node)) {
    auto* operation = reinterpret_cast<OpExpr*>(node);
    auto* root = static_cast<PlannerInfo*>(context);
    ObjectExpression object;
    std::string_view key;
    if (read_text_constant(static_cast<Node*>(lsecond(operation->args)), &key) &&
        resolve_object(root, static_cast<Expr*>(linitial(operation->args)), &object)) {
      Expr* value = find_member(&object, key);
      if (value == nullptr) return reinterpret_cast<Node*>(makeNullConst(TEXTOID, -1, operation->opcollid));
      value = reinterpret_cast<Expr*>(replace_field_accesses(reinterpret_cast<Node*>(value), context));
      Expr* text = read_as(value, TEXTOID, operation->opcollid);
      if (text == nullptr) text = make_root_text(make_to_jsonb(value));
      return reinterpret_cast<Node*>(text);
    }
  }
  return fraiseql::pg::compat::MutateExpression(node, replace_field_accesses, context);
}

// The call over what is left: one value instead of the whole object.
Expr* read_rest(FuncExpr* call, Expr* value, fraiseql::List<std::string_view> rest) {
  JsonbParseState* state = nullptr;
  pushJsonbValue(&state, WJB_BEGIN_ARRAY, nullptr);
  for (std::string_view key : rest) {
    JsonbValue item;
    item.type = jbvString;
    item.val.string.val = const_cast<char*>(key.data());
    item.val.string.len = static_cast<int>(key.size());
    pushJsonbValue(&state, WJB_ELEM, &item);
  }
  Datum path = JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, nullptr)));
  FuncExpr* copy = makeNode(FuncExpr);
  *copy = *call;
  copy->args =
      list_make3(make_to_jsonb(value), makeConst(JSONBOID, -1, InvalidOid, -1, path, false, false), lthird(call->args));
  return reinterpret_cast<Expr*>(copy);
}

}  // namespace

extern "C" {

Expr* simplify_field_accesses(PlannerInfo* root, Expr* expression) {
  Node* node = reinterpret_cast<Node*>(expression);
  if (!find_field_access(node, nullptr)) return expression;
  return reinterpret_cast<Expr*>(replace_field_accesses(node, root));
}

Expr* look_through_read(PlannerInfo* root, FuncExpr* call) {
  ObjectExpression object;
  fraiseql::List<std::string_view> path;
  if (list_length(call->args) != 3 || !read_path_constant(static_cast<Node*>(lsecond(call->args)), &path))
    return nullptr;
  auto* data = static_cast<Expr*>(linitial(call->args));
  if (!resolve_object(root, data, &object)) return nullptr;
  if (contain_volatile_functions(reinterpret_cast<Node*>(data))) return nullptr;
  uint32_t taken = 0;
  Expr* value = follow_path(root, &object, path, &taken);
  if (value != nullptr) value = simplify_field_accesses(root, value);
  const Oid type = call->funcresulttype;
  if (value == nullptr) return reinterpret_cast<Expr*>(makeNullConst(type, -1, call->funccollid));
  if (taken == path.size()) {
    if (Expr* cast = read_as(value, type, call->funccollid)) return cast;
  }
  return read_rest(call, value, {path.data + taken, path.size() - taken});
}

}  // extern "C"

}  // namespace fraiseql::catalog
