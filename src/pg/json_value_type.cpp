// Which shape a type has: the categories of to_jsonb (jsonb.c, jsonb_categorize_type), looked up once per call site.

#include "pg/json_codec.h"

extern "C" {
#include "access/transam.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "parser/parse_coerce.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::pg {

namespace {

// The list of the server, whose macros name it so.
using ::List;

// The shapes that a type has by its name alone.
bool FindBuiltIn(Oid type, Shape* shape) {
  switch (type) {
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
      *shape = Shape::kText;
      return true;
    case UNKNOWNOID:
      *shape = Shape::kCString;
      return true;
    case UUIDOID:
      *shape = Shape::kUuid;
      return true;
    case BOOLOID:
      *shape = Shape::kBool;
      return true;
    case INT2OID:
      *shape = Shape::kInt2;
      return true;
    case INT4OID:
      *shape = Shape::kInt4;
      return true;
    case INT8OID:
      *shape = Shape::kInt8;
      return true;
    case FLOAT4OID:
      *shape = Shape::kFloat4;
      return true;
    case FLOAT8OID:
      *shape = Shape::kFloat8;
      return true;
    case NUMERICOID:
      *shape = Shape::kNumeric;
      return true;
    case DATEOID:
      *shape = Shape::kDate;
      return true;
    case TIMEOID:
      *shape = Shape::kTime;
      return true;
    case TIMESTAMPOID:
      *shape = Shape::kTimestamp;
      return true;
    case TIMESTAMPTZOID:
      *shape = Shape::kTimestamptz;
      return true;
    case JSONOID:
      *shape = Shape::kJson;
      return true;
    case JSONBOID:
      *shape = Shape::kJsonb;
      return true;
    default:
      return false;
  }
}

bool has_cast_to_json(Oid type) {
  if (type < FirstNormalObjectId) return false;
  Oid function;
  return find_coercion_pathway(JSONOID, type, COERCION_EXPLICIT, &function) == COERCION_PATH_FUNC &&
         OidIsValid(function);
}

void resolve_output(Oid type, MemoryContext context, FmgrInfo* function) {
  Oid output;
  bool is_varlena;
  getTypeOutputInfo(type, &output, &is_varlena);
  fmgr_info_cxt(output, function, context);
}

}  // namespace

extern "C" {

const ValueType* resolve_value_type(Oid type, MemoryContext context) {
  auto* result = new (MemoryContextAllocZero(context, sizeof(ValueType))) ValueType();
  if (!FindBuiltIn(type, &result->shape)) {
    type = getBaseType(type);
    if (!FindBuiltIn(type, &result->shape)) {
      Oid element = get_element_type(type);
      if (OidIsValid(element)) {
        result->element = resolve_value_type(element, context);
        get_typlenbyvalalign(element, &result->element_length, &result->element_by_value, &result->element_align);
        const Shape shape = result->element->shape;
        result->shape = shape == Shape::kArray || shape == Shape::kGeneral ? Shape::kGeneral : Shape::kArray;
      } else if (type == RECORDARRAYOID || type_is_rowtype(type) || has_cast_to_json(type)) {
        result->shape = Shape::kGeneral;
      } else {
        result->shape = Shape::kOutput;
      }
    }
  }
  result->type = type;
  result->context = context;
  if (result->shape == Shape::kOutput || result->shape == Shape::kTime) resolve_output(type, context, &result->output);
  return result;
}

Jsonb* datum_to_jsonb(const ValueType* type, Datum value) {
  if (type->shape == Shape::kJsonb) return DatumGetJsonbP(value);
  if (!OidIsValid(type->to_jsonb.fn_oid)) {
    // to_jsonb asks its call site for the type of its argument: give it one.
    MemoryContext caller = MemoryContextSwitchTo(type->context);
    fmgr_info_cxt(F_TO_JSONB, &type->to_jsonb, type->context);
    List* arguments = list_make1(makeNullConst(type->type, -1, InvalidOid));
    FuncExpr* call = makeFuncExpr(F_TO_JSONB, JSONBOID, arguments, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
    fmgr_info_set_expr(reinterpret_cast<Node*>(call), &type->to_jsonb);
    MemoryContextSwitchTo(caller);
  }
  return DatumGetJsonbP(FunctionCall1(&type->to_jsonb, value));
}

}  // extern "C"

}  // namespace fraiseql::pg
