// What the catalogs say of one relation or function, read in C: plain data in the current memory context.
#pragma once

#include "catalog/data_keys.h"

namespace fraiseql::catalog {

struct RawColumn {
  const char* name;
  int16 number;
  const char* remote_name;
  Oid type;
  const char* type_name;
  bool is_json;
  bool is_composite;
};

struct RawRelation {
  bool found = false;
  const char* schema = nullptr;
  const char* name = nullptr;
  const char* remote_schema = nullptr;  // null: as here
  const char* remote_name = nullptr;
  Oid server = InvalidOid;  // of a foreign table
  Oid row_type = InvalidOid;
  RawColumn* columns = nullptr;
  int column_count = 0;
  DataKeys keys;
};

struct RawFunction {
  bool found = false;
  const char* schema = nullptr;
  const char* name = nullptr;
  int parameter_count = 0;
  const char** parameter_names = nullptr;
  Oid* parameter_types = nullptr;
  const char** parameter_type_names = nullptr;
  bool* has_default = nullptr;
  enum class Result { kScalar, kRows, kJson, kVoid } result = Result::kScalar;
  bool returns_set = false;
  bool is_volatile = false;
  bool is_inlined = false;
  Oid result_type = InvalidOid;
  const char* result_type_name = nullptr;
  Oid result_relid = InvalidOid;  // the relation whose row type is returned
  RawColumn* columns = nullptr;   // of any other row type
  int column_count = 0;
};

// To be called inside CallPg; without regard to privileges. `found` is false where the object has gone or is of
// another kind: relations hold rows (tables, views, materialized views, foreign and partitioned tables), functions are
// neither procedures, aggregates, window functions nor triggers.
extern "C" RawRelation read_relation(Oid relid);
extern "C" RawFunction read_function(Oid oid);

}  // namespace fraiseql::catalog
