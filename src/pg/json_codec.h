// Leaves: one SQL or jsonb value as the JSON text of a GraphQL scalar or enum (planner/layout.h, Codec).
//
// A value may come as a typed SQL datum or as a part of a jsonb. Both ways give the same bytes: what is written for a
// datum is what is written for to_jsonb(datum), as long as TimeZone, IntervalStyle, bytea_output and
// extra_float_digits stay the same. Look-through (catalog/look_through.h) rests on this.
//
// A value that the codec cannot represent becomes an error mark (base/marks.h).
#pragma once

#include "pg/json_number.h"
#include "pg/json_text.h"
#include "planner/layout.h"

extern "C" {
#include "utils/array.h"
#include "utils/jsonb.h"
}

namespace fraiseql::pg {

using planner::Codec;

// How a datum of a type is read: the type's category in the sense of to_jsonb, with those split that have a faster way.
enum class Shape : uint8_t {
  kText,     // text, varchar, char(n)
  kCString,  // an untyped literal
  kUuid,
  kBool,
  kInt2,
  kInt4,
  kInt8,
  kFloat4,
  kFloat8,
  kNumeric,
  kDate,
  kTime,
  kTimestamp,
  kTimestamptz,
  kOutput,  // a string: what the output function of the type writes
  kJson,
  kJsonb,    // from here on: what may be an object or a list
  kArray,    // a one-dimensional array of one of the above
  kGeneral,  // through to_jsonb: composite types, arrays of other kinds, types with a cast to json
};

// A type, looked up. Plain.
struct ValueType {
  Oid type = InvalidOid;
  Shape shape = Shape::kGeneral;
  MemoryContext context = nullptr;
  FmgrInfo output;                     // kOutput, kTime
  mutable FmgrInfo to_jsonb;           // looked up when first needed; until then fn_oid is invalid
  const ValueType* element = nullptr;  // kArray
  int16 element_length = 0;
  char element_align = 0;
  bool element_by_value = false;
};

struct Leaf {
  Codec codec = Codec::kString;
  List<planner::EnumText> enum_values;
};

extern "C" {

// Looks a type up. What it allocates goes to `context`.
const ValueType* resolve_value_type(Oid type, MemoryContext context);

// A datum that is not null, and of a shape other than kArray and kGeneral.
void put_leaf_datum(StringInfo out, const Leaf* leaf, const ValueType* type, Datum value);

// A value of a jsonb that is not null. Objects and arrays are values for the JSON codecs only.
void put_leaf_jsonb(StringInfo out, const Leaf* leaf, const JsonbValue* value);

// to_jsonb(value).
Jsonb* datum_to_jsonb(const ValueType* type, Datum value);

// An error mark that says that the codec cannot represent the value.
void put_value_mark(StringInfo out, const JsonbValue* value);

}  // extern "C"

}  // namespace fraiseql::pg
