// Values as graphql-js' inspect() shows them in messages: strings in JSON's form, numbers as ECMAScript prints them,
// `{ a: 1, b: [Array] }`. Arrays show ten items, and nesting ends at a depth of two (graphql-js, jsutils/inspect.ts).
#pragma once

#include "pg/json_number.h"

extern "C" {
#include "utils/jsonb.h"
}

namespace fraiseql::pg {

extern "C" {

void put_inspected(StringInfo out, const JsonbValue* value);
void put_inspected_number(StringInfo out, double value);
void put_inspected_numeric(StringInfo out, const NumericParts& parts);

}  // extern "C"

}  // namespace fraiseql::pg
