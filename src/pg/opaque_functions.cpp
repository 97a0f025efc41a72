// The SQL functions that write opaque texts: fraiseql.cursor (execution/cursor.h reads them).

#include "base/base64.h"
#include "pg/json_codec.h"

extern "C" {
#include "utils/builtins.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::pg {

namespace {

constexpr Leaf kTextLeaf = {Codec::kString, {}};

// Types of the arguments, looked up once per call site.
const ValueType** argument_types(FunctionCallInfo fcinfo, int first) {
  FmgrInfo* function = fcinfo->flinfo;
  if (function->fn_extra == nullptr) {
    auto** types =
        static_cast<const ValueType**>(MemoryContextAllocZero(function->fn_mcxt, sizeof(ValueType*) * PG_NARGS()));
    for (int i = first; i < PG_NARGS(); ++i) {
      types[i] = resolve_value_type(get_fn_expr_argtype(function, i), function->fn_mcxt);
    }
    function->fn_extra = types;
  }
  return static_cast<const ValueType**>(function->fn_extra);
}

// A value as a JSON string whose text the input function of its type reads.
void put_value_text(StringInfo out, const ValueType* type, Datum value) {
  if (type->shape < Shape::kJson) return put_leaf_datum(out, &kTextLeaf, type, value);
  Oid output;
  bool is_varlena;
  getTypeOutputInfo(type->type, &output, &is_varlena);
  const char* text = OidOutputFunctionCall(output, value);
  put_string(out, text, std::strlen(text));
}

Datum base64_text(const StringInfoData* bytes) {
  const size_t size = VARHDRSZ + Base64Size(bytes->len);
  text* result = static_cast<text*>(palloc(size));
  WriteBase64({bytes->data, static_cast<size_t>(bytes->len)}, VARDATA(result));
  SET_VARSIZE(result, size);
  return PointerGetDatum(result);
}

}  // namespace

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_cursor);
PGDLLEXPORT Datum fraiseql_cursor(PG_FUNCTION_ARGS);

// cursor(ordering text, VARIADIC keys "any") → text: where a row with these values stands in the ordering.
Datum fraiseql_cursor(PG_FUNCTION_ARGS) {
  if (PG_ARGISNULL(0) || get_fn_expr_variadic(fcinfo->flinfo)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("fraiseql.cursor takes the name of an ordering and single values")));
  }
  const ValueType** types = argument_types(fcinfo, 1);
  const text* ordering = PG_GETARG_TEXT_PP(0);
  StringInfoData json;
  initStringInfo(&json);
  put_byte(&json, '[');
  put_string(&json, VARDATA_ANY(ordering), VARSIZE_ANY_EXHDR(ordering));
  for (int i = 1; i < PG_NARGS(); ++i) {
    put_byte(&json, ',');
    if (PG_ARGISNULL(i)) {
      PUT_LITERAL(&json, "null");
    } else {
      put_value_text(&json, types[i], PG_GETARG_DATUM(i));
    }
  }
  put_byte(&json, ']');
  return base64_text(&json);
}

}  // extern "C"

}  // namespace fraiseql::pg
