// The SQL functions over the JSON writer: fraiseql.project and the aggregate fraiseql.list.

#include "pg/json_writer.h"
#include "pg/layout_cache.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/typcache.h"
}

namespace fraiseql::pg {

namespace {

constexpr int kFirstValue = 2;  // project(data, layout, values...)

// What a call of project keeps from row to row.
struct CallSite {
  const JsonObject* writer = nullptr;
  Jsonb* layout = nullptr;  // null: the argument is the same for all rows
  MemoryContext context = nullptr;
  MemoryContext writer_context = nullptr;
  Size usual_size = 256;

  // Values of anonymous records stand for themselves: then the arguments are gathered here.
  bool flatten = false;
  int count = 0;
  NullableDatum* values = nullptr;
  TupleDesc* records = nullptr;  // per argument; null: not a record
};

[[noreturn]] void reject_call(const char* what) {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("fraiseql.%s", what)));
  pg_unreachable();
}

TupleDesc record_descriptor(Datum record, MemoryContext context) {
  HeapTupleHeader header = DatumGetHeapTupleHeader(record);
  TupleDesc shared = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(header), HeapTupleHeaderGetTypMod(header));
  MemoryContext caller = MemoryContextSwitchTo(context);
  TupleDesc copy = CreateTupleDescCopy(shared);
  MemoryContextSwitchTo(caller);
  ReleaseTupleDesc(shared);
  return copy;
}

// Resolves layout and types: once per call site, unless the layout changes from row to row.
void make_writer(CallSite* site, FunctionCallInfo fcinfo, Jsonb* layout) {
  if (site->writer_context != nullptr) MemoryContextDelete(site->writer_context);
  site->writer_context = nullptr;
  site->writer_context = AllocSetContextCreate(site->context, "fraiseql project", ALLOCSET_SMALL_SIZES);
  const int arguments = PG_NARGS() - kFirstValue;
  site->records = nullptr;
  site->flatten = false;
  site->count = arguments;
  for (int i = 0; i < arguments; ++i) {
    if (get_fn_expr_argtype(fcinfo->flinfo, kFirstValue + i) != RECORDOID) continue;
    if (PG_ARGISNULL(kFirstValue + i)) reject_call("project: an argument of type record must not be null");
    if (!site->flatten) {
      site->flatten = true;
      site->records =
          static_cast<TupleDesc*>(MemoryContextAllocZero(site->writer_context, sizeof(TupleDesc) * arguments));
    }
    site->records[i] = record_descriptor(PG_GETARG_DATUM(kFirstValue + i), site->writer_context);
    site->count += site->records[i]->natts - 1;
  }
  Oid* types = static_cast<Oid*>(MemoryContextAlloc(site->writer_context, sizeof(Oid) * (site->count + 1)));
  for (int i = 0, n = 0; i < arguments; ++i) {
    if (site->flatten && site->records[i] != nullptr) {
      for (int j = 0; j < site->records[i]->natts; ++j) types[n++] = TupleDescAttr(site->records[i], j)->atttypid;
    } else {
      types[n++] = get_fn_expr_argtype(fcinfo->flinfo, kFirstValue + i);
    }
  }
  if (site->flatten) {
    site->values =
        static_cast<NullableDatum*>(MemoryContextAlloc(site->writer_context, sizeof(NullableDatum) * site->count));
  }
  site->writer = make_json_writer(find_layout(layout, site->writer_context), types, site->count, site->writer_context);
}

CallSite* make_call_site(FunctionCallInfo fcinfo) {
  FmgrInfo* function = fcinfo->flinfo;
  if (PG_NARGS() < kFirstValue || PG_ARGISNULL(1)) reject_call("project: the layout must not be null");
  if (get_fn_expr_variadic(function)) reject_call("project: VARIADIC is not supported here");
  auto* site = new (MemoryContextAlloc(function->fn_mcxt, sizeof(CallSite))) CallSite();
  site->context = function->fn_mcxt;
  Jsonb* layout = PG_GETARG_JSONB_P(1);
  make_writer(site, fcinfo, layout);
  if (!get_fn_expr_arg_stable(function, 1)) {
    site->layout = static_cast<Jsonb*>(MemoryContextAlloc(site->context, VARSIZE(layout)));
    std::memcpy(site->layout, layout, VARSIZE(layout));
  }
  function->fn_extra = site;
  return site;
}

// A layout that comes from a column, say: look at it for each row.
void check_layout(CallSite* site, FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(1)) reject_call("project: the layout must not be null");
  Jsonb* layout = PG_GETARG_JSONB_P(1);
  if (VARSIZE(layout) == VARSIZE(site->layout) && std::memcmp(layout, site->layout, VARSIZE(layout)) == 0) return;
  Jsonb* copy = static_cast<Jsonb*>(MemoryContextAlloc(site->context, VARSIZE(layout)));
  std::memcpy(copy, layout, VARSIZE(layout));
  make_writer(site, fcinfo, copy);
  pfree(site->layout);
  site->layout = copy;
}

const NullableDatum* flatten_records(CallSite* site, FunctionCallInfo fcinfo) {
  NullableDatum* out = site->values;
  Datum values[MaxTupleAttributeNumber];
  bool nulls[MaxTupleAttributeNumber];
  for (int i = 0; i < PG_NARGS() - kFirstValue; ++i) {
    TupleDesc descriptor = site->records[i];
    if (descriptor == nullptr) {
      *out++ = fcinfo->args[kFirstValue + i];
      continue;
    }
    if (PG_ARGISNULL(kFirstValue + i)) reject_call("project: an argument of type record must not be null");
    HeapTupleHeader header = DatumGetHeapTupleHeader(PG_GETARG_DATUM(kFirstValue + i));
    if (HeapTupleHeaderGetTypMod(header) != descriptor->tdtypmod || HeapTupleHeaderGetTypeId(header) != RECORDOID)
      reject_call("project: an argument of type record must have the same columns in all rows");
    HeapTupleData tuple;
    tuple.t_len = HeapTupleHeaderGetDatumLength(header);
    ItemPointerSetInvalid(&tuple.t_self);
    tuple.t_tableOid = InvalidOid;
    tuple.t_data = header;
    heap_deform_tuple(&tuple, descriptor, values, nulls);
    for (int j = 0; j < descriptor->natts; ++j) *out++ = {values[j], nulls[j]};
  }
  return site->values;
}

// A buffer whose first bytes are kept for the header of a varlena, so that it becomes a datum as it is.
void open_varlena(StringInfo out, Size size) {
  out->data = static_cast<char*>(palloc(size));
  out->maxlen = static_cast<int>(size);
  out->len = VARHDRSZ;
  out->cursor = 0;
}

Datum close_varlena(StringInfo out) {
  SET_VARSIZE(out->data, out->len);
  return PointerGetDatum(out->data);
}

}  // namespace

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_project);
PGDLLEXPORT Datum fraiseql_project(PG_FUNCTION_ARGS);

Datum fraiseql_project(PG_FUNCTION_ARGS) {
  auto* site = static_cast<CallSite*>(fcinfo->flinfo->fn_extra);
  if (site == nullptr) {
    site = make_call_site(fcinfo);
  } else if (site->layout != nullptr) {
    check_layout(site, fcinfo);
  }
  const NullableDatum* values = site->flatten ? flatten_records(site, fcinfo) : fcinfo->args + kFirstValue;
  StringInfoData out;
  open_varlena(&out, site->usual_size);
  put_json_row(&out, site->writer, values, PG_ARGISNULL(0) ? nullptr : PG_GETARG_JSONB_P(0));
  // Rows of one call site resemble each other: the next one begins with room for one like this.
  if (static_cast<Size>(out.len) * 2 > site->usual_size && out.len < 4096)
    site->usual_size = static_cast<Size>(out.len) * 2;
  return close_varlena(&out);
}

PG_FUNCTION_INFO_V1(fraiseql_embed);
PGDLLEXPORT Datum fraiseql_embed(PG_FUNCTION_ARGS);

// embed(value jsonb, layout jsonb) → json: a value as the only field of the layout says. NULL is NULL, or the mark for
// a null in a non-null position.
Datum fraiseql_embed(PG_FUNCTION_ARGS) {
  auto* writer = static_cast<const JsonObject*>(fcinfo->flinfo->fn_extra);
  if (writer == nullptr) {
    MemoryContext context = fcinfo->flinfo->fn_mcxt;
    if (PG_ARGISNULL(1) || !get_fn_expr_arg_stable(fcinfo->flinfo, 1))
      reject_call("embed: the layout must be a constant");
    writer = make_json_writer(find_layout(PG_GETARG_JSONB_P(1), context), nullptr, 0, context);
    if (writer->fields.fields.size() != 1) reject_call("embed: the layout of embed has one field");
    fcinfo->flinfo->fn_extra = const_cast<JsonObject*>(writer);
  }
  const JsonField* field = &writer->fields.fields[0];
  if (PG_ARGISNULL(0) && !field->non_null) PG_RETURN_NULL();
  StringInfoData out;
  open_varlena(&out, 1024);
  if (PG_ARGISNULL(0)) {
    put_json_null(&out, true);
  } else {
    put_json_embedded(&out, field, PG_GETARG_JSONB_P(0));
  }
  return close_varlena(&out);
}

PG_FUNCTION_INFO_V1(fraiseql_list_add);
PGDLLEXPORT Datum fraiseql_list_add(PG_FUNCTION_ARGS);

// list_add(state internal, item json) → internal. The state is the array so far, without its closing bracket.
Datum fraiseql_list_add(PG_FUNCTION_ARGS) {
  StringInfo state;
  if (PG_ARGISNULL(0)) {
    MemoryContext context;
    if (AggCheckCallContext(fcinfo, &context) == 0) {
      ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("fraiseql.list_add is part of an aggregate")));
    }
    MemoryContext caller = MemoryContextSwitchTo(context);
    state = static_cast<StringInfo>(palloc(sizeof(StringInfoData)));
    open_varlena(state, 1024);
    MemoryContextSwitchTo(caller);
    put_byte(state, '[');
  } else {
    state = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
    put_byte(state, ',');
  }
  if (PG_ARGISNULL(1)) {
    PUT_LITERAL(state, "null");
  } else {
    struct varlena* item = PG_GETARG_VARLENA_PP(1);
    put_bytes(state, VARDATA_ANY(item), VARSIZE_ANY_EXHDR(item));
  }
  PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(fraiseql_list_finish);
PGDLLEXPORT Datum fraiseql_list_finish(PG_FUNCTION_ARGS);

// list_finish(state internal) → json: the whole array, `[]` over no rows. Leaves the state as it was: a window may ask
// again.
Datum fraiseql_list_finish(PG_FUNCTION_ARGS) {
  StringInfoData out;
  if (PG_ARGISNULL(0)) {
    open_varlena(&out, 16);
    PUT_LITERAL(&out, "[]");
    return close_varlena(&out);
  }
  StringInfo state = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
  open_varlena(&out, state->len + 2);
  put_bytes(&out, state->data + VARHDRSZ, state->len - VARHDRSZ);
  put_byte(&out, ']');
  return close_varlena(&out);
}

PG_FUNCTION_INFO_V1(fraiseql_list_finish_or_null);
PGDLLEXPORT Datum fraiseql_list_finish_or_null(PG_FUNCTION_ARGS);

Datum fraiseql_list_finish_or_null(PG_FUNCTION_ARGS) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  return fraiseql_list_finish(fcinfo);
}

}  // extern "C"

}  // namespace fraiseql::pg
