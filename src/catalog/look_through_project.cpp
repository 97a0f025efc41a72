// What fraiseql.project and fraiseql.embed are over expressions that can be understood.

#include "catalog/jsonb_expression.h"
#include "catalog/look_through.h"
#include "pg/boundary.h"
#include "pg/layout_cache.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/fmgroids.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace fraiseql::catalog {

namespace {

// The list of the server, whose macros name it so.
using ::List;

using planner::Layout;
using planner::LayoutField;
using planner::Place;
using planner::WrappingCursor;

// A call takes at most FUNC_MAX_ARGS (100) arguments; more travel in records, which project takes apart.
constexpr int kMostArguments = 90;
constexpr int kMostColumns = 1600;

// A layout on its way from paths into `data` to arguments.
struct Rewrite {
  PlannerInfo* root;
  Oid schema;       // of the functions
  List* arguments;  // the values of the call, records taken apart
};

Oid find_function(const char* name, const Oid* types, int count, Oid schema) {
  oidvector* arguments = buildoidvector(types, count);
  return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name), PointerGetDatum(arguments),
                         ObjectIdGetDatum(schema));
}

Expr* make_null(Oid type) { return reinterpret_cast<Expr*>(makeNullConst(type, -1, InvalidOid)); }

Expr* make_layout_constant(const Layout* layout) {
  char* text = pg::EnterCallback([layout] {
    std::string json;
    planner::AppendLayout(*layout, &json);
    return pg::CallPg([&] { return pnstrdup(json.data(), json.size()); });
  });
  Datum jsonb = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
  return reinterpret_cast<Expr*>(makeConst(JSONBOID, -1, InvalidOid, -1, jsonb, false, false));
}

const Layout* read_layout_constant(Node* node) {
  if (!IsA(node, Const)) return nullptr;
  auto* constant = reinterpret_cast<Const*>(node);
  if (constant->constisnull || constant->consttype != JSONBOID) return nullptr;
  return pg::find_layout(DatumGetJsonbP(constant->constvalue), CurrentMemoryContext);
}

template <typename T>
T* new_items(uint32_t count) {
  T* items = static_cast<T*>(palloc(sizeof(T) * (count + 1)));
  for (uint32_t i = 0; i < count; ++i) new (&items[i]) T();
  return items;
}

// ── Values ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// An element of an object as an argument of project: written as its jsonb would be.
Expr* make_argument(Expr* value) {
  value = settle_literal(value);
  Node* node = reinterpret_cast<Node*>(value);
  if (IsA(value, CoerceViaIO)) {
    // o.id::text is written faster as o.id.
    auto* cast = reinterpret_cast<CoerceViaIO*>(value);
    if (cast->resulttype == TEXTOID && exprType(reinterpret_cast<Node*>(cast->arg)) == UUIDOID) return cast->arg;
  }
  const Oid type = getBaseType(exprType(node));
  // A json argument is written as it is, in a jsonb it is normalised; a record argument stands for its columns.
  return type == JSONOID || type == RECORDOID ? make_to_jsonb(value) : value;
}

Place add_argument(Rewrite* rewrite, Expr* value) {
  Place place;
  place.kind = Place::Kind::kArgument;
  ListCell* cell;
  foreach (cell, rewrite->arguments) {
    if (!equal(lfirst(cell), value)) continue;
    place.argument = foreach_current_index(cell);
    return place;
  }
  place.argument = list_length(rewrite->arguments);
  rewrite->arguments = lappend(rewrite->arguments, value);
  return place;
}

// The value that a path leads to, as an element of its object; null where it is missing.
Expr* find_value(Rewrite* rewrite, const ObjectExpression* object, fraiseql::List<std::string_view> path) {
  uint32_t taken = 0;
  Expr* value = follow_path(rewrite->root, object, path, &taken);
  if (value != nullptr) value = simplify_field_accesses(rewrite->root, value);
  if (value == nullptr || taken == path.size()) return value;
  return make_extract_path(make_to_jsonb(settle_literal(value)), {path.data + taken, path.size() - taken});
}

Place rewrite_place(Rewrite* rewrite, const ObjectExpression* object, const Place& place) {
  if (place.kind != Place::Kind::kData) return place;
  Expr* value = find_value(rewrite, object, place.path);
  return add_argument(rewrite, value == nullptr ? make_null(TEXTOID) : make_argument(value));
}

// ── Layouts ────────────────────────────────────────────────────────────────────────────────────────────────────────

Layout* rewrite_layout(Rewrite* rewrite, const ObjectExpression* object, const Layout& layout);
Expr* simplify_embed(PlannerInfo* root, Oid schema, Expr* value, const LayoutField& field);

std::string_view without_non_null(std::string_view wrapping) {
  WrappingCursor cursor{wrapping};
  cursor.TakeNonNull();
  return cursor.rest;
}

bool is_list(std::string_view wrapping) {
  wrapping = without_non_null(wrapping);
  return !wrapping.empty();
}

void rewrite_object_field(Rewrite* rewrite, const ObjectExpression* object, LayoutField* field) {
  Expr* value = find_value(rewrite, object, field->place.path);
  if (value == nullptr) {
    field->place = add_argument(rewrite, make_null(TEXTOID));
    return;
  }
  value = settle_literal(value);
  ObjectExpression inner;
  if (!is_list(field->wrapping) && resolve_object(rewrite->root, value, &inner) && !inner.nullable) {
    field->place = Place();
    field->layout = rewrite_layout(rewrite, &inner, *field->layout);
    return;
  }
  LayoutField nullable = *field;
  nullable.wrapping = without_non_null(field->wrapping);
  if (Expr* embedded = simplify_embed(rewrite->root, rewrite->schema, value, nullable)) {
    // Finished JSON, or NULL.
    field->form = LayoutField::Form::kJson;
    field->layout = nullptr;
    field->wrapping = field->wrapping.substr(0, field->wrapping.size() - nullable.wrapping.size());
    field->place = add_argument(rewrite, embedded);
    return;
  }
  field->place = add_argument(rewrite, make_argument(value));
}

fraiseql::List<LayoutField> rewrite_fields(Rewrite* rewrite, const ObjectExpression* object,
                                           fraiseql::List<LayoutField> fields) {
  LayoutField* result = new_items<LayoutField>(fields.size());
  for (uint32_t i = 0; i < fields.size(); ++i) {
    LayoutField* field = &result[i];
    *field = fields[i];
    switch (field->form) {
      case LayoutField::Form::kConstant:
        break;
      case LayoutField::Form::kSlot: {
        Place* by = new_items<Place>(field->by.size());
        for (uint32_t k = 0; k < field->by.size(); ++k) by[k] = rewrite_place(rewrite, object, field->by[k]);
        field->by = {by, field->by.size()};
        break;
      }
      case LayoutField::Form::kObject:
        if (field->place.kind == Place::Kind::kNone) {
          field->layout = rewrite_layout(rewrite, object, *field->layout);
        } else if (field->place.kind == Place::Kind::kData) {
          rewrite_object_field(rewrite, object, field);
        }
        break;
      case LayoutField::Form::kLeaf:
      case LayoutField::Form::kJson:
        field->place = rewrite_place(rewrite, object, field->place);
        break;
    }
  }
  return {result, fields.size()};
}

Layout* rewrite_layout(Rewrite* rewrite, const ObjectExpression* object, const Layout& layout) {
  Layout* result = new_items<Layout>(1);
  *result = layout;
  result->fields = rewrite_fields(rewrite, object, layout.fields);
  if (layout.on.kind == Place::Kind::kNone) return result;
  result->on = rewrite_place(rewrite, object, layout.on);
  auto* variants = new_items<Layout::Variant>(layout.variants.size());
  for (uint32_t i = 0; i < layout.variants.size(); ++i) {
    variants[i] = {layout.variants[i].type_name, rewrite_fields(rewrite, object, layout.variants[i].fields)};
  }
  result->variants = {variants, layout.variants.size()};
  return result;
}

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// Records in place of arguments, where there are too many.
List* pack_arguments(List* arguments) {
  if (list_length(arguments) <= kMostArguments) return arguments;
  List* packed = nullptr;
  for (int start = 0; start < list_length(arguments); start += kMostColumns) {
    RowExpr* record = makeNode(RowExpr);
    record->row_typeid = RECORDOID;
    record->row_format = COERCE_EXPLICIT_CALL;
    record->location = -1;
    for (int i = start; i < list_length(arguments) && i < start + kMostColumns; ++i) {
      record->args = lappend(record->args, list_nth(arguments, i));
      record->colnames = lappend(record->colnames, makeString(psprintf("f%d", i - start + 1)));
    }
    packed = lappend(packed, record);
  }
  return packed;
}

// The reverse, for the values a call has already. False where a record is not written out.
bool unpack_arguments(List* packed, List** arguments) {
  ListCell* cell;
  foreach (cell, packed) {
    auto* argument = static_cast<Node*>(lfirst(cell));
    if (exprType(argument) != RECORDOID) {
      *arguments = lappend(*arguments, argument);
    } else if (IsA(argument, RowExpr)) {
      *arguments = list_concat(*arguments, reinterpret_cast<RowExpr*>(argument)->args);
    } else {
      return false;
    }
  }
  return true;
}

// project(NULL, layout, arguments...)
Expr* make_project(Oid schema, const Layout* layout, List* arguments) {
  const Oid types[] = {JSONBOID, JSONBOID, ANYOID};
  const Oid function = find_function("project", types, arguments == nullptr ? 2 : 3, schema);
  if (!OidIsValid(function)) return nullptr;
  List* all = list_concat(list_make2(make_null(JSONBOID), make_layout_constant(layout)), pack_arguments(arguments));
  return reinterpret_cast<Expr*>(makeFuncExpr(function, JSONOID, all, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}

// embed(value, field), for a value of any type.
Expr* make_embed(PlannerInfo* root, Oid schema, Expr* value, const LayoutField& field) {
  value = settle_literal(value);
  if (Expr* simpler = simplify_embed(root, schema, value, field)) return simpler;
  const Oid types[] = {JSONBOID, JSONBOID};
  const Oid function = find_function("embed", types, 2, schema);
  if (!OidIsValid(function)) return nullptr;
  LayoutField only = field;
  only.place = Place();
  Layout layout;
  layout.fields = {&only, 1};
  return reinterpret_cast<Expr*>(makeFuncExpr(function, JSONOID,
                                              list_make2(make_to_jsonb(value), make_layout_constant(&layout)),
                                              InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}

// The same for an alternative of several: NULL stays NULL, and the usual `[]` needs no call.
Expr* embed_alternative(PlannerInfo* root, Oid schema, Expr* value, const LayoutField& field) {
  if (IsA(value, Const)) {
    auto* constant = reinterpret_cast<Const*>(value);
    if (constant->constisnull) return make_null(JSONOID);
    if (constant->consttype == JSONBOID && is_list(field.wrapping)) {
      Jsonb* jsonb = DatumGetJsonbP(constant->constvalue);
      if (JB_ROOT_IS_ARRAY(jsonb) && JB_ROOT_COUNT(jsonb) == 0)
        return reinterpret_cast<Expr*>(makeConst(JSONOID, -1, InvalidOid, -1, CStringGetTextDatum("[]"), false, false));
    }
  }
  return make_embed(root, schema, value, field);
}

Expr* embed_in_case(PlannerInfo* root, Oid schema, CaseExpr* expression, const LayoutField& field) {
  CaseExpr* result = makeNode(CaseExpr);
  *result = *expression;
  result->casetype = JSONOID;
  result->casecollid = InvalidOid;
  result->args = nullptr;
  ListCell* cell;
  foreach (cell, expression->args) {
    CaseWhen* when = makeNode(CaseWhen);
    *when = *static_cast<CaseWhen*>(lfirst(cell));
    when->result = embed_alternative(root, schema, when->result, field);
    if (when->result == nullptr) return nullptr;
    result->args = lappend(result->args, when);
  }
  if (result->defresult != nullptr) {
    result->defresult = embed_alternative(root, schema, result->defresult, field);
    if (result->defresult == nullptr) return nullptr;
  }
  return reinterpret_cast<Expr*>(result);
}

Expr* embed_in_coalesce(PlannerInfo* root, Oid schema, CoalesceExpr* expression, const LayoutField& field) {
  CoalesceExpr* result = makeNode(CoalesceExpr);
  *result = *expression;
  result->coalescetype = JSONOID;
  result->coalescecollid = InvalidOid;
  result->args = nullptr;
  ListCell* cell;
  foreach (cell, expression->args) {
    Expr* alternative = embed_alternative(root, schema, static_cast<Expr*>(lfirst(cell)), field);
    if (alternative == nullptr) return nullptr;
    result->args = lappend(result->args, alternative);
  }
  return reinterpret_cast<Expr*>(result);
}

// jsonb_agg(x) as a list: list_or_null(embed(x, item)), which is NULL over no rows, as jsonb_agg is.
Expr* embed_in_aggregate(PlannerInfo* root, Oid schema, Aggref* aggregate, const LayoutField& field) {
  WrappingCursor cursor{field.wrapping};
  if (aggregate->aggfnoid != F_JSONB_AGG || aggregate->aggdistinct != nullptr || aggregate->agglevelsup != 0 ||
      aggregate->aggsplit != AGGSPLIT_SIMPLE || !cursor.TakeList())
    return nullptr;
  auto* item = static_cast<TargetEntry*>(linitial(aggregate->args));
  if (item->ressortgroupref != 0) return nullptr;
  const Oid type = JSONOID;
  const Oid function = find_function("list_or_null", &type, 1, schema);
  if (!OidIsValid(function)) return nullptr;
  LayoutField item_field = field;
  item_field.wrapping = cursor.rest;
  TargetEntry* embedded = makeNode(TargetEntry);
  *embedded = *item;
  embedded->expr = make_embed(root, schema, item->expr, item_field);
  if (embedded->expr == nullptr) return nullptr;
  Aggref* result = makeNode(Aggref);
  *result = *aggregate;
  result->aggfnoid = function;
  result->aggtype = JSONOID;
  result->aggargtypes = list_make1_oid(JSONOID);
  result->args = lcons(embedded, list_copy_tail(aggregate->args, 1));
  return reinterpret_cast<Expr*>(result);
}

// (SELECT x FROM ...) as (SELECT embed(x) FROM ...). Nothing of the subquery is planned yet: its own views are pulled
// up later, and the call inside is then looked through in its turn.
Expr* embed_in_subquery(Oid schema, SubLink* sublink, const LayoutField& field) {
  if (sublink->subLinkType != EXPR_SUBLINK || !IsA(sublink->subselect, Query)) return nullptr;
  auto* query = reinterpret_cast<Query*>(sublink->subselect);
  if (query->commandType != CMD_SELECT || query->setOperations != nullptr) return nullptr;
  auto* target = static_cast<TargetEntry*>(linitial(query->targetList));
  if (target->resjunk || target->ressortgroupref != 0) return nullptr;
  SubLink* result = reinterpret_cast<SubLink*>(copyObjectImpl(sublink));
  query = reinterpret_cast<Query*>(result->subselect);
  target = static_cast<TargetEntry*>(linitial(query->targetList));
  if (exprType(reinterpret_cast<Node*>(target->expr)) != JSONBOID) return nullptr;
  const Oid types[] = {JSONBOID, JSONBOID};
  const Oid function = find_function("embed", types, 2, schema);
  if (!OidIsValid(function)) return nullptr;
  LayoutField only = field;
  only.place = Place();
  Layout layout;
  layout.fields = {&only, 1};
  target->expr =
      reinterpret_cast<Expr*>(makeFuncExpr(function, JSONOID, list_make2(target->expr, make_layout_constant(&layout)),
                                           InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
  return reinterpret_cast<Expr*>(result);
}

// What embed(value, field) can be replaced by; null for nothing better. Values that come back as SQL NULL only where
// the field may be null: the mark for a null in a non-null position is set by embed itself.
Expr* simplify_embed(PlannerInfo* root, Oid schema, Expr* value, const LayoutField& field) {
  ObjectExpression object;
  if (!is_list(field.wrapping) && resolve_object(root, value, &object) && !object.nullable) {
    Rewrite rewrite{root, schema, nullptr};
    const Layout* layout = rewrite_layout(&rewrite, &object, *field.layout);
    return make_project(schema, layout, rewrite.arguments);
  }
  if (field.wrapping.substr(0, 1) == "!") return nullptr;
  switch (nodeTag(value)) {
    case T_SubLink:
      return embed_in_subquery(schema, reinterpret_cast<SubLink*>(value), field);
    case T_CaseExpr:
      return embed_in_case(root, schema, reinterpret_cast<CaseExpr*>(value), field);
    case T_CoalesceExpr:
      return embed_in_coalesce(root, schema, reinterpret_cast<CoalesceExpr*>(value), field);
    case T_Aggref:
      return embed_in_aggregate(root, schema, reinterpret_cast<Aggref*>(value), field);
    default:
      return nullptr;
  }
}

}  // namespace

extern "C" {

Expr* look_through_project(PlannerInfo* root, FuncExpr* call) {
  if (call->funcvariadic || list_length(call->args) < 2) return nullptr;
  auto* data = static_cast<Expr*>(linitial(call->args));
  ObjectExpression object;
  if (!resolve_object(root, data, &object)) return nullptr;
  if (contain_volatile_functions(reinterpret_cast<Node*>(data))) return nullptr;
  const Layout* layout = read_layout_constant(static_cast<Node*>(lsecond(call->args)));
  if (layout == nullptr) return nullptr;
  Rewrite rewrite{root, get_func_namespace(call->funcid), nullptr};
  if (!unpack_arguments(list_copy_tail(call->args, 2), &rewrite.arguments)) return nullptr;
  const Layout* rewritten = rewrite_layout(&rewrite, &object, *layout);
  return make_project(rewrite.schema, rewritten, rewrite.arguments);
}

Expr* look_through_embed(PlannerInfo* root, FuncExpr* call) {
  if (list_length(call->args) != 2) return nullptr;
  auto* value = static_cast<Expr*>(linitial(call->args));
  const Layout* layout = read_layout_constant(static_cast<Node*>(lsecond(call->args)));
  if (layout == nullptr || layout->fields.size() != 1) return nullptr;
  if (layout->fields[0].form != LayoutField::Form::kObject) return nullptr;
  if (contain_volatile_functions(reinterpret_cast<Node*>(value))) return nullptr;
  return simplify_embed(root, get_func_namespace(call->funcid), value, layout->fields[0]);
}

}  // extern "C"

}  // namespace fraiseql::catalog
