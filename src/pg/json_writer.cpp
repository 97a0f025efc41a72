#include "pg/json_writer.h"

#include "base/marks.h"

namespace fraiseql::pg {

using planner::Layout;
using planner::LayoutField;
using planner::Place;
using planner::WrappingCursor;

namespace {

template <typename T>
T* new_array(MemoryContext context, size_t count) {
  static_assert(std::is_trivially_destructible_v<T>);
  T* array = static_cast<T*>(MemoryContextAlloc(context, sizeof(T) * (count > 0 ? count : 1)));
  for (size_t i = 0; i < count; ++i) new (&array[i]) T();
  return array;
}

struct Maker {
  MemoryContext context;
  const Oid* type_oids;
  const ValueType** types;  // resolved when first used
  int count;
};

ConstantText take_text(Maker* maker, StringInfo pending) {
  char* data = static_cast<char*>(MemoryContextAlloc(maker->context, pending->len + 1));
  std::memcpy(data, pending->data, pending->len);
  ConstantText text{data, static_cast<size_t>(pending->len)};
  pending->len = 0;
  return text;
}

JsonSource make_source(Maker* maker, const Place& place) {
  JsonSource source;
  source.kind = place.kind;
  source.path = place.path;
  if (place.kind != Place::Kind::kArgument) return source;
  if (place.argument >= static_cast<uint32_t>(maker->count)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("layout names argument %u, the call has %d", place.argument, maker->count)));
  }
  const ValueType*& type = maker->types[place.argument];
  if (type == nullptr) type = resolve_value_type(maker->type_oids[place.argument], maker->context);
  source.argument = place.argument;
  source.type = type;
  return source;
}

void make_object(Maker* maker, const Layout& layout, JsonObject* object);

void make_field(Maker* maker, const LayoutField& layout, StringInfo pending, JsonField* field) {
  field->before = take_text(maker, pending);
  field->form = layout.form;
  WrappingCursor wrapping{layout.wrapping};
  field->non_null = wrapping.TakeNonNull();
  field->wrapping = wrapping.rest;
  field->leaf = {layout.codec, layout.enum_values};
  field->global_type = {layout.global_type.data(), layout.global_type.size()};
  if (layout.form == LayoutField::Form::kSlot) {
    put_byte(pending, kOpenMark);
    put_int64(pending, layout.slot);
    field->mark = take_text(maker, pending);
    field->without_key = {layout.constant.data(), layout.constant.size()};
    JsonSource* by = new_array<JsonSource>(maker->context, layout.by.size());
    for (uint32_t i = 0; i < layout.by.size(); ++i) by[i] = make_source(maker, layout.by[i]);
    field->by = {by, layout.by.size()};
    return;
  }
  field->source = make_source(maker, layout.place);
  if (layout.form != LayoutField::Form::kObject) return;
  JsonObject* object = new_array<JsonObject>(maker->context, 1);
  make_object(maker, *layout.layout, object);
  field->object = object;
}

// `type_name`: of a member of an abstract type, else empty.
JsonFields make_fields(Maker* maker, List<LayoutField> layout, std::string_view type_name) {
  JsonField* fields = new_array<JsonField>(maker->context, layout.size());
  uint32_t count = 0;
  StringInfoData pending;
  initStringInfo(&pending);
  put_byte(&pending, '{');
  if (!type_name.empty()) {
    put_byte(&pending, kTypeMark);
    put_escaped(&pending, type_name.data(), type_name.size());
    put_byte(&pending, kTypeMark);
  }
  for (const LayoutField& field : layout) {
    if (&field != layout.begin()) put_byte(&pending, ',');
    put_string(&pending, field.response_key.data(), field.response_key.size());
    put_byte(&pending, ':');
    if (field.form == LayoutField::Form::kConstant) {
      put_bytes(&pending, field.constant.data(), field.constant.size());
    } else {
      make_field(maker, field, &pending, &fields[count++]);
    }
  }
  put_byte(&pending, '}');
  JsonFields made{{fields, count}, take_text(maker, &pending)};
  pfree(pending.data);
  return made;
}

void make_object(Maker* maker, const Layout& layout, JsonObject* object) {
  if (layout.on.kind == Place::Kind::kNone) {
    object->fields = make_fields(maker, layout.fields, layout.type_name);
    return;
  }
  object->on = make_source(maker, layout.on);
  auto* variants = new_array<JsonObject::Variant>(maker->context, layout.variants.size());
  for (uint32_t i = 0; i < layout.variants.size(); ++i) {
    const Layout::Variant& variant = layout.variants[i];
    variants[i] = {variant.type_name, make_fields(maker, variant.fields, variant.type_name)};
  }
  object->variants = {variants, layout.variants.size()};
}

}  // namespace

extern "C" {

const JsonObject* make_json_writer(const Layout* layout, const Oid* types, int count, MemoryContext context) {
  Maker maker{context, types, new_array<const ValueType*>(context, count), count};
  JsonObject* writer = new_array<JsonObject>(context, 1);
  make_object(&maker, *layout, writer);
  return writer;
}

}  // extern "C"

}  // namespace fraiseql::pg
