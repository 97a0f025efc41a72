// One row through a JSON writer. All of it is C by regime: see json_text.h.

#include "base/base64.h"
#include "base/marks.h"
#include "pg/json_value.h"
#include "pg/json_writer.h"

namespace fraiseql::pg {

using planner::LayoutField;
using planner::Place;
using planner::WrappingCursor;

namespace {

struct Row {
  const NullableDatum* arguments;
  JsonbContainer* data;  // the object that paths lead into; null where there is none
};

// A value from either kind of place.
struct Value {
  enum class Kind : uint8_t { kNull, kDatum, kJsonb } kind = Kind::kNull;
  Datum datum = 0;
  JsonbValue jsonb;
};

constexpr Leaf kTextLeaf = {Codec::kString, {}};

void put_mark(StringInfo out, ErrorMark mark, const char* payload = nullptr, size_t size = 0) {
  put_byte(out, kErrorMark);
  put_byte(out, static_cast<char>(mark));
  put_bytes(out, payload, size);
  put_byte(out, kErrorMark);
}

void read_source(const Row* row, const JsonSource* source, Value* value) {
  if (source->kind == Place::Kind::kData) {
    const bool found = find_jsonb_value(row->data, source->path, &value->jsonb);
    value->kind = found ? Value::Kind::kJsonb : Value::Kind::kNull;
    return;
  }
  const NullableDatum& argument = row->arguments[source->argument];
  value->kind = argument.isnull ? Value::Kind::kNull : Value::Kind::kDatum;
  value->datum = argument.value;
}

// Makes a value that is a datum the jsonb that it stands for.
void turn_to_jsonb(const ValueType* type, Value* value) {
  if (value->kind != Value::Kind::kDatum) return;
  Jsonb* jsonb = datum_to_jsonb(type, value->datum);
  value->kind = Value::Kind::kJsonb;
  read_jsonb_root(jsonb, &value->jsonb);
  if (value->jsonb.type == jbvNull) value->kind = Value::Kind::kNull;
}

bool holds_objects(const JsonField* field) { return field->form == LayoutField::Form::kObject; }

void put_object(StringInfo out, const JsonObject* object, const Row* row);

// An item that is neither null nor a list.
void put_jsonb_item(StringInfo out, const JsonField* field, const Row* row, const JsonbValue* item) {
  if (!holds_objects(field)) return put_leaf_jsonb(out, &field->leaf, item);
  if (item->type != jbvBinary || !JsonContainerIsObject(item->val.binary.data)) {
    // What is no object says nothing of its type.
    if (field->object->on.kind != Place::Kind::kNone) return put_mark(out, ErrorMark::kTypeName);
    return put_value_mark(out, item);
  }
  Row inner{row->arguments, item->val.binary.data};
  put_object(out, field->object, &inner);
}

// `wrapping` without the "!" of this level.
void put_jsonb_value(StringInfo out, const JsonField* field, std::string_view wrapping, const Row* row,
                     const JsonbValue* value) {
  WrappingCursor cursor{wrapping};
  if (!cursor.TakeList()) return put_jsonb_item(out, field, row, value);
  if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
    return put_mark(out, ErrorMark::kNotAList);
  const bool item_non_null = cursor.TakeNonNull();
  put_byte(out, '[');
  const int start = out->len;
  JsonbIterator* iterator = JsonbIteratorInit(value->val.binary.data);
  JsonbValue item;
  for (JsonbIteratorToken token; (token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE;) {
    if (token != WJB_ELEM) continue;
    if (out->len > start) put_byte(out, ',');
    if (item.type == jbvNull) {
      put_json_null(out, item_non_null);
    } else {
      put_jsonb_value(out, field, cursor.rest, row, &item);
    }
  }
  put_byte(out, ']');
}

// Written from the array as it is, where it is the list that the wrapping asks for.
bool put_array(StringInfo out, const JsonField* field, const ValueType* type, Datum value) {
  if (type->shape != Shape::kArray || holds_objects(field)) return false;
  WrappingCursor cursor{field->wrapping};
  if (!cursor.TakeList()) return false;
  const bool item_non_null = cursor.TakeNonNull();
  if (!cursor.rest.empty()) return false;
  ArrayType* array = DatumGetArrayTypeP(value);
  if (ARR_NDIM(array) > 1) return false;
  Datum* items;
  bool* nulls;
  int count;
  deconstruct_array(array, type->element->type, type->element_length, type->element_by_value, type->element_align,
                    &items, &nulls, &count);
  put_byte(out, '[');
  for (int i = 0; i < count; ++i) {
    if (i > 0) put_byte(out, ',');
    if (nulls[i]) {
      put_json_null(out, item_non_null);
    } else {
      put_leaf_datum(out, &field->leaf, type->element, items[i]);
    }
  }
  put_byte(out, ']');
  return true;
}

void put_value(StringInfo out, const JsonField* field, const Row* row, Value* value) {
  if (value->kind == Value::Kind::kDatum) {
    const ValueType* type = field->source.type;
    const bool composed = !field->wrapping.empty() || holds_objects(field) || type->shape >= Shape::kJsonb;
    if (!composed) return put_leaf_datum(out, &field->leaf, type, value->datum);
    if (put_array(out, field, type, value->datum)) return;
    turn_to_jsonb(type, value);
  }
  if (value->kind == Value::Kind::kNull) return put_json_null(out, field->non_null);
  put_jsonb_value(out, field, field->wrapping, row, &value->jsonb);
}

// Finished JSON.
void put_json(StringInfo out, const JsonField* field, Value* value) {
  if (value->kind == Value::Kind::kDatum) {
    const Shape shape = field->source.type->shape;
    if (shape == Shape::kJson || shape == Shape::kText) {
      struct varlena* text = PG_DETOAST_DATUM_PACKED(value->datum);
      const std::string_view json(VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
      return json == "null" ? put_json_null(out, field->non_null) : put_bytes(out, json.data(), json.size());
    }
    turn_to_jsonb(field->source.type, value);
  }
  if (value->kind == Value::Kind::kNull) return put_json_null(out, field->non_null);
  // A string of a document holds it as a text.
  if (value->jsonb.type == jbvString) return put_bytes(out, value->jsonb.val.string.val, value->jsonb.val.string.len);
  constexpr Leaf kJsonLeaf = {Codec::kJson, {}};
  put_leaf_jsonb(out, &kJsonLeaf, &value->jsonb);
}

// What to_jsonb makes a number or a boolean.
bool is_number_or_boolean(const JsonSource* source, const Value* value) {
  if (value->kind == Value::Kind::kJsonb) return value->jsonb.type == jbvNumeric || value->jsonb.type == jbvBool;
  return source->type->shape >= Shape::kBool && source->type->shape <= Shape::kNumeric;
}

// The text of a value in JSON's escaped form, without quotes. False, and nothing written, for null, and for what is no
// string where only strings count.
bool put_key(StringInfo out, const Row* row, const JsonSource* source, bool strings_only = false) {
  Value value;
  read_source(row, source, &value);
  if (value.kind == Value::Kind::kDatum && source->type->shape >= Shape::kJsonb) turn_to_jsonb(source->type, &value);
  if (value.kind == Value::Kind::kNull) return false;
  if (strings_only && is_number_or_boolean(source, &value)) return false;
  const int start = out->len;
  if (value.kind == Value::Kind::kDatum) {
    put_leaf_datum(out, &kTextLeaf, source->type, value.datum);
  } else {
    put_leaf_jsonb(out, &kTextLeaf, &value.jsonb);
  }
  char* text = out->data + start;
  if (*text != '"') {
    // An object or array, which a key cannot be.
    out->len = start;
    return false;
  }
  out->len -= 2;
  std::memmove(text, text + 1, out->len - start);
  return true;
}

// An open place. Without a key there is nothing to look up: the answer is known.
void put_slot(StringInfo out, const JsonField* field, const Row* row) {
  const int start = out->len;
  put_bytes(out, field->mark.data, field->mark.size);
  for (const JsonSource& source : field->by) {
    put_byte(out, kKeySeparator);
    if (put_key(out, row, &source)) continue;
    out->len = start;
    if (field->without_key.size > 0) {
      put_bytes(out, field->without_key.data, field->without_key.size);
    } else if (field->wrapping.empty()) {
      put_json_null(out, field->non_null);
    } else {
      PUT_LITERAL(out, "[]");
    }
    return;
  }
  put_byte(out, kOpenMark);
}

// Base64 of the type, a colon and the key (planner/node_type.h).
void put_global_id(StringInfo out, const JsonField* field, const Row* row) {
  StringInfoData id;
  initStringInfo(&id);
  put_bytes(&id, field->global_type.data, field->global_type.size);
  put_byte(&id, ':');
  if (put_key(&id, row, &field->source)) {
    const size_t size = Base64Size(id.len);
    put_byte(out, '"');
    reserve_text(out, size);
    WriteBase64({id.data, static_cast<size_t>(id.len)}, out->data + out->len);
    out->len += static_cast<int>(size);
    put_byte(out, '"');
  } else {
    put_json_null(out, field->non_null);
  }
  pfree(id.data);
}

void put_fields(StringInfo out, const JsonFields* fields, const Row* row) {
  for (const JsonField& field : fields->fields) {
    put_bytes(out, field.before.data, field.before.size);
    if (field.form == LayoutField::Form::kSlot) {
      put_slot(out, &field, row);
      continue;
    }
    if (field.global_type.size > 0) {
      put_global_id(out, &field, row);
      continue;
    }
    if (field.source.kind == Place::Kind::kNone) {
      put_object(out, field.object, row);
      continue;
    }
    Value value;
    read_source(row, &field.source, &value);
    if (value.kind == Value::Kind::kNull) {
      put_json_null(out, field.non_null);
    } else if (field.form == LayoutField::Form::kJson) {
      put_json(out, &field, &value);
    } else {
      put_value(out, &field, row, &value);
    }
  }
  put_bytes(out, fields->after.data, fields->after.size);
}

void put_object(StringInfo out, const JsonObject* object, const Row* row) {
  if (object->on.kind == Place::Kind::kNone) return put_fields(out, &object->fields, row);
  const int start = out->len;
  put_key(out, row, &object->on, true);
  const size_t size = out->len - start;
  for (const JsonObject::Variant& variant : object->variants) {
    if (variant.type_name.size() != size || std::memcmp(variant.type_name.data(), out->data + start, size) != 0)
      continue;
    out->len = start;
    return put_fields(out, &variant.fields, row);
  }
  const char* name = pnstrdup(out->data + start, size);
  out->len = start;
  put_mark(out, ErrorMark::kTypeName, name, size);
}

}  // namespace

extern "C" {

void put_json_row(StringInfo out, const JsonObject* writer, const NullableDatum* arguments, Jsonb* data) {
  Row row{arguments, data != nullptr ? &data->root : nullptr};
  put_object(out, writer, &row);
}

void put_json_embedded(StringInfo out, const JsonField* field, const Jsonb* value) {
  Row row{nullptr, nullptr};
  Value embedded;
  read_jsonb_root(value, &embedded.jsonb);
  embedded.kind = embedded.jsonb.type == jbvNull ? Value::Kind::kNull : Value::Kind::kJsonb;
  put_value(out, field, &row, &embedded);
}

void put_json_null(StringInfo out, bool non_null) {
  if (non_null) {
    put_mark(out, ErrorMark::kNull);
  } else {
    PUT_LITERAL(out, "null");
  }
}

}  // extern "C"

}  // namespace fraiseql::pg
