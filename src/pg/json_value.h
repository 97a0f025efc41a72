// Values inside a jsonb.
#pragma once

#include "base/arena.h"
#include "pg/backend.h"

extern "C" {
#include "utils/jsonb.h"
}

namespace fraiseql::pg {

extern "C" {

// The value of a whole jsonb: a scalar, or jbvBinary.
void read_jsonb_root(const Jsonb* jsonb, JsonbValue* value);

// The value that a path of object keys, at least one, leads to. False where there is none, or JSON's null. `data` may
// be null.
bool find_jsonb_value(JsonbContainer* data, List<std::string_view> path, JsonbValue* value);

}  // extern "C"

}  // namespace fraiseql::pg
