#include "catalog/read_catalog.h"

extern "C" {
#include "access/relation.h"
#include "catalog/pg_class.h"
#include "catalog/pg_language.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "funcapi.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace fraiseql::catalog {

namespace {

// As it is written in a cast. Types of pg_catalog are found whatever the search path, others are qualified;
// TYPEMOD_GIVEN keeps bpchar and bit from becoming the types of one character that their SQL names mean.
const char* type_name(Oid type) {
  const Oid element = get_element_type(type);
  const Oid named = OidIsValid(element) ? element : type;
  HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(named));
  if (!HeapTupleIsValid(tuple)) return "unknown";
  const bool built_in = (reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple)))->typnamespace == PG_CATALOG_NAMESPACE;
  ReleaseSysCache(tuple);
  return format_type_extended(type, -1, FORMAT_TYPE_TYPEMOD_GIVEN | (built_in ? 0 : FORMAT_TYPE_FORCE_QUALIFY));
}

bool is_json(Oid type) {
  const Oid base = getBaseType(type);
  return base == JSONOID || base == JSONBOID;
}

bool is_composite(Oid type) {
  const Oid element = get_element_type(getBaseType(type));
  return type_is_rowtype(OidIsValid(element) ? element : type);
}

RawColumn* read_columns(TupleDesc descriptor, Oid foreign_relid, int* count) {
  RawColumn* columns = static_cast<RawColumn*>(palloc0(sizeof(RawColumn) * (descriptor->natts + 1)));
  *count = 0;
  for (int i = 0; i < descriptor->natts; i++) {
    Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
    if (attribute->attisdropped) continue;
    RawColumn* column = &columns[(*count)++];
    column->name = pstrdup(NameStr(attribute->attname));
    column->number = attribute->attnum;
    column->remote_name = column->name;
    column->type = attribute->atttypid;
    column->type_name = type_name(attribute->atttypid);
    column->is_json = is_json(attribute->atttypid);
    column->is_composite = is_composite(attribute->atttypid);
    if (!OidIsValid(foreign_relid)) continue;
    ListCell* cell;
    foreach (cell, GetForeignColumnOptions(foreign_relid, attribute->attnum)) {
      DefElem* option = lfirst_node(DefElem, cell);
      if (strcmp(option->defname, "column_name") == 0) column->remote_name = pstrdup(defGetString(option));
    }
  }
  return columns;
}

}  // namespace

RawRelation read_relation(Oid relid) {
  RawRelation raw;
  Relation relation = try_relation_open(relid, AccessShareLock);
  if (relation == nullptr) return raw;
  const char kind = relation->rd_rel->relkind;
  const bool has_rows = kind == RELKIND_VIEW || kind == RELKIND_RELATION || kind == RELKIND_MATVIEW ||
                        kind == RELKIND_FOREIGN_TABLE || kind == RELKIND_PARTITIONED_TABLE;
  if (has_rows) {
    raw.found = true;
    raw.schema = get_namespace_name(RelationGetNamespace(relation));
    raw.name = pstrdup(RelationGetRelationName(relation));
    raw.row_type = relation->rd_rel->reltype;
    raw.columns =
        read_columns(RelationGetDescr(relation), kind == RELKIND_FOREIGN_TABLE ? relid : InvalidOid, &raw.column_count);
    if (kind == RELKIND_VIEW || kind == RELKIND_MATVIEW) raw.keys = read_data_keys(relation);
    if (kind == RELKIND_FOREIGN_TABLE) {
      ForeignTable* table = GetForeignTable(relid);
      raw.server = table->serverid;
      ListCell* cell;
      foreach (cell, table->options) {
        DefElem* option = lfirst_node(DefElem, cell);
        if (strcmp(option->defname, "schema_name") == 0) raw.remote_schema = pstrdup(defGetString(option));
        if (strcmp(option->defname, "table_name") == 0) raw.remote_name = pstrdup(defGetString(option));
      }
    }
  }
  relation_close(relation, AccessShareLock);
  return raw;
}

namespace {

// How the result is read: by its type, else, for a row type, by its columns.
void read_result(Oid oid, RawFunction* raw) {
  TupleDesc descriptor = nullptr;
  const TypeFuncClass kind = get_func_result_type(oid, &raw->result_type, &descriptor);
  raw->result_type_name = type_name(raw->result_type);
  if (kind == TYPEFUNC_COMPOSITE || kind == TYPEFUNC_COMPOSITE_DOMAIN) {
    raw->result = RawFunction::Result::kRows;
    const Oid relid = get_typ_typrelid(getBaseType(raw->result_type));
    if (OidIsValid(relid) && get_rel_relkind(relid) != RELKIND_COMPOSITE_TYPE) {
      raw->result_relid = relid;
    } else if (descriptor != nullptr) {
      raw->columns = read_columns(descriptor, InvalidOid, &raw->column_count);
    }
  } else if (raw->result_type == VOIDOID) {
    raw->result = RawFunction::Result::kVoid;
  } else if (is_json(raw->result_type)) {
    raw->result = RawFunction::Result::kJson;
  }
}

}  // namespace

RawFunction read_function(Oid oid) {
  RawFunction raw;
  HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(oid));
  if (!HeapTupleIsValid(tuple)) return raw;
  Form_pg_proc function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
  if (function->prokind == PROKIND_FUNCTION && function->prorettype != TRIGGEROID &&
      function->prorettype != EVENT_TRIGGEROID) {
    raw.found = true;
    raw.schema = get_namespace_name(function->pronamespace);
    raw.name = pstrdup(NameStr(function->proname));
    raw.returns_set = function->proretset;
    raw.is_volatile = function->provolatile == PROVOLATILE_VOLATILE;
    // As inline_set_returning_function (clauses.c) has it.
    raw.is_inlined = function->prolang == SQLlanguageId && function->proretset && !raw.is_volatile &&
                     !function->proisstrict && !function->prosecdef &&
                     heap_attisnull(tuple, Anum_pg_proc_proconfig, nullptr);
    Oid* types;
    char** names;
    char* modes;
    const int count = get_func_arg_info(tuple, &types, &names, &modes);
    raw.parameter_names = static_cast<const char**>(palloc0(sizeof(char*) * (count + 1)));
    raw.parameter_type_names = static_cast<const char**>(palloc0(sizeof(char*) * (count + 1)));
    raw.parameter_types = static_cast<Oid*>(palloc0(sizeof(Oid) * (count + 1)));
    raw.has_default = static_cast<bool*>(palloc0(sizeof(bool) * (count + 1)));
    for (int i = 0; i < count; i++) {
      const char mode = modes != nullptr ? modes[i] : PROARGMODE_IN;
      if (mode != PROARGMODE_IN && mode != PROARGMODE_INOUT && mode != PROARGMODE_VARIADIC) continue;
      const int n = raw.parameter_count++;
      raw.parameter_names[n] = names != nullptr && names[i] != nullptr ? names[i] : "";
      raw.parameter_types[n] = types[i];
      raw.parameter_type_names[n] = type_name(types[i]);
    }
    // The last ones have the defaults (pg_proc.pronargdefaults).
    for (int i = raw.parameter_count - function->pronargdefaults; i < raw.parameter_count; i++) {
      if (i >= 0) raw.has_default[i] = true;
    }
    read_result(oid, &raw);
  }
  ReleaseSysCache(tuple);
  return raw;
}

}  // namespace fraiseql::catalog
