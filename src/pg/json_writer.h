// The JSON writer: a layout (planner/layout.h) made ready for one call site, and the object of one row written by it.
//
// Everything that does not depend on the row is settled when a writer is made: the types of the arguments and how each
// is read, the escaped response keys, runs of constant text. Per row there is one buffer, which becomes the result as
// it is.
#pragma once

#include "pg/json_codec.h"
#include "planner/layout.h"

namespace fraiseql::pg {

struct ConstantText {
  const char* data = nullptr;
  size_t size = 0;
};

// A place of the layout, resolved.
struct JsonSource {
  planner::Place::Kind kind = planner::Place::Kind::kNone;
  uint32_t argument = 0;
  const ValueType* type = nullptr;  // of the argument
  List<std::string_view> path;
};

struct JsonObject;

// A field that depends on the row.
struct JsonField {
  ConstantText before;  // from the end of the field before: comma, constant fields, key, colon
  planner::LayoutField::Form form = planner::LayoutField::Form::kLeaf;
  bool non_null = false;
  std::string_view wrapping;  // of the value, without the outermost "!": empty or starts with "["
  JsonSource source;
  Leaf leaf;
  const JsonObject* object = nullptr;  // kObject
  ConstantText global_type;            // kLeaf: it is a global id of this type; empty: it is not
  ConstantText mark;                   // kSlot: the head of its mark
  ConstantText without_key;            // kSlot: what stands where part of the key is null; empty: by the wrapping
  List<JsonSource> by;                 // kSlot
};

struct JsonFields {
  List<JsonField> fields;
  ConstantText after;
};

struct JsonObject {
  struct Variant {
    std::string_view type_name;
    JsonFields fields;
  };
  JsonSource on;  // kNone: one object type
  JsonFields fields;
  List<Variant> variants;
};

extern "C" {

// Makes a writer for rows of `count` arguments of these types. It lives in `context`, refers to `layout`, and an error
// is raised where the layout names an argument that there is not.
const JsonObject* make_json_writer(const planner::Layout* layout, const Oid* types, int count, MemoryContext context);

// Appends the object of a row. `data`: the jsonb that paths lead into, or null.
void put_json_row(StringInfo out, const JsonObject* writer, const NullableDatum* arguments, Jsonb* data);

// Appends a value as the only field of a writer for embed says; the value is not SQL's NULL.
void put_json_embedded(StringInfo out, const JsonField* field, const Jsonb* value);

// `null`, or the mark for a null in a non-null position.
void put_json_null(StringInfo out, bool non_null);

}  // extern "C"

}  // namespace fraiseql::pg
