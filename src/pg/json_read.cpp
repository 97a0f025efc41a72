// fraiseql.read: one value of a jsonb as an SQL value, for filters, orderings and join keys.
//
//   fraiseql.read(data jsonb, path jsonb, NULL::type) → type
//
// `path` is a jsonb array of keys: '["total"]'. The value is what (data #>> path)::type gives, with three additions: a
// JSON null is NULL for every type, jsonb and json take the value as it is, and an array type takes a JSON array, item
// by item. A value that the type cannot hold is an error of the type's input function.

#include "pg/json_text.h"
#include "pg/json_value.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::pg {

namespace {

struct Input {
  FmgrInfo function;
  Oid parameter = InvalidOid;
};

// What a call of read keeps from row to row.
struct CallSite {
  Oid type = InvalidOid;  // of the result, base type of a domain
  Input input;
  // An array type.
  Oid element = InvalidOid;
  Input element_input;
  int16 element_length = 0;
  bool element_by_value = false;
  char element_align = 0;

  Jsonb* path = nullptr;
  bool path_may_change = false;
  List<std::string_view> keys;
};

[[noreturn]] void reject_call(const char* what) {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("fraiseql.read: %s", what)));
  pg_unreachable();
}

void resolve_input(Oid type, MemoryContext context, Input* input) {
  Oid function;
  getTypeInputInfo(type, &function, &input->parameter);
  fmgr_info_cxt(function, &input->function, context);
}

void take_path(CallSite* site, Jsonb* path, MemoryContext context) {
  if (!JB_ROOT_IS_ARRAY(path) || JB_ROOT_IS_SCALAR(path)) reject_call("the path is an array of keys");
  MemoryContext caller = MemoryContextSwitchTo(context);
  site->path = static_cast<Jsonb*>(palloc(VARSIZE(path)));
  std::memcpy(site->path, path, VARSIZE(path));
  const int count = static_cast<int>(JB_ROOT_COUNT(path));
  auto* keys = static_cast<std::string_view*>(palloc(sizeof(std::string_view) * (count + 1)));
  for (int i = 0; i < count; ++i) {
    JsonbValue* key = getIthJsonbValueFromContainer(&site->path->root, i);
    if (key->type != jbvString) reject_call("the path is an array of keys");
    keys[i] = {key->val.string.val, static_cast<size_t>(key->val.string.len)};
  }
  site->keys = {keys, static_cast<uint32_t>(count)};
  MemoryContextSwitchTo(caller);
}

CallSite* make_call_site(FunctionCallInfo fcinfo) {
  MemoryContext context = fcinfo->flinfo->fn_mcxt;
  auto* site = new (MemoryContextAlloc(context, sizeof(CallSite))) CallSite();
  const Oid type = get_fn_expr_rettype(fcinfo->flinfo);
  if (!OidIsValid(type)) reject_call("the type of the result is not known");
  site->type = getBaseType(type);
  resolve_input(type, context, &site->input);
  site->element = get_element_type(site->type);
  if (OidIsValid(site->element)) {
    resolve_input(site->element, context, &site->element_input);
    get_typlenbyvalalign(site->element, &site->element_length, &site->element_by_value, &site->element_align);
  }
  site->path_may_change = !get_fn_expr_arg_stable(fcinfo->flinfo, 1);
  fcinfo->flinfo->fn_extra = site;
  return site;
}

// An empty path is the whole. False for what there is not, and for JSON's null.
bool find_value(Jsonb* data, List<std::string_view> path, JsonbValue* value) {
  if (!path.empty()) return find_jsonb_value(&data->root, path, value);
  read_jsonb_root(data, value);
  return value->type != jbvNull;
}

// What `->>` gives for a value that is not null.
char* value_text(const JsonbValue* value) {
  switch (value->type) {
    case jbvString:
      return pnstrdup(value->val.string.val, value->val.string.len);
    case jbvNumeric:
      return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
    case jbvBool:
      return pstrdup(value->val.boolean ? "true" : "false");
    default:
      return JsonbToCString(nullptr, value->val.binary.data, value->val.binary.len);
  }
}

Datum input_value(Input* input, const JsonbValue* value) {
  return InputFunctionCall(&input->function, value_text(value), input->parameter, -1);
}

Datum read_array(CallSite* site, JsonbContainer* array) {
  ArrayBuildState* state = initArrayResult(site->element, CurrentMemoryContext, false);
  JsonbIterator* iterator = JsonbIteratorInit(array);
  JsonbValue item;
  for (JsonbIteratorToken token; (token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE;) {
    if (token != WJB_ELEM) continue;
    const bool is_null = item.type == jbvNull;
    Datum value = is_null                     ? Datum{0}
                  : site->element == JSONBOID ? JsonbPGetDatum(JsonbValueToJsonb(&item))
                                              : input_value(&site->element_input, &item);
    accumArrayResult(state, value, is_null, site->element, CurrentMemoryContext);
  }
  return makeArrayResult(state, CurrentMemoryContext);
}

}  // namespace

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_read);
PGDLLEXPORT Datum fraiseql_read(PG_FUNCTION_ARGS);

Datum fraiseql_read(PG_FUNCTION_ARGS) {
  auto* site = static_cast<CallSite*>(fcinfo->flinfo->fn_extra);
  if (site == nullptr) site = make_call_site(fcinfo);
  if (PG_ARGISNULL(1)) reject_call("the path must not be null");
  if (site->path == nullptr || site->path_may_change) take_path(site, PG_GETARG_JSONB_P(1), fcinfo->flinfo->fn_mcxt);
  JsonbValue value;
  if (PG_ARGISNULL(0) || !find_value(PG_GETARG_JSONB_P(0), site->keys, &value)) PG_RETURN_NULL();
  if (site->type == JSONBOID) PG_RETURN_JSONB_P(JsonbValueToJsonb(&value));
  if (site->type == JSONOID)
    PG_RETURN_DATUM(CStringGetTextDatum(JsonbToCString(nullptr, &JsonbValueToJsonb(&value)->root, 64)));
  if (OidIsValid(site->element) && value.type == jbvBinary && JsonContainerIsArray(value.val.binary.data))
    PG_RETURN_DATUM(read_array(site, value.val.binary.data));
  PG_RETURN_DATUM(input_value(&site->input, &value));
}

}  // extern "C"

}  // namespace fraiseql::pg
