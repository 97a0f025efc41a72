// The keys of a view's `data`, read off its definition.
#pragma once

#include "pg/backend.h"

extern "C" {
#include "nodes/parsenodes.h"
#include "utils/rel.h"
}

namespace fraiseql::catalog {

// Plain data in the current memory context.
struct DataKeys {
  struct Key {
    char* name;
    bool is_json;  // the value is an object or a list: json, jsonb, a composite type or an array of one
    // The type of what is behind the key, where it comes back from the jsonb as it was (`id` for `id::text`, too) and
    // an index may be on it; else InvalidOid.
    Oid type;
    const char* type_name;
  };
  bool known = false;
  Key* keys = nullptr;
  int count = 0;
  Oid* looked_through = nullptr;  // the relations that decided it besides the view
  int looked_through_count = 0;
};

// C code, to be called inside CallPg. Knows `jsonb_build_object` and `json_build_object` with constant keys,
// `to_jsonb` of a row, concatenations of such with ||, jsonb_strip_nulls, and what a view takes from another view or a
// subquery as it is; of everything else the keys are not known. `relation` is a view or a materialized view.
extern "C" DataKeys read_data_keys(Relation relation);

}  // namespace fraiseql::catalog
