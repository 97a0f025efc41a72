#include "pg/json_codec.h"

#include <cmath>

#include "base/marks.h"
#include "pg/json_inspect.h"
#include "pg/json_time.h"
#include "pg/json_value.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/datetime.h"
#include "utils/float.h"
#include "utils/json.h"
#include "utils/numeric.h"
#include "utils/uuid.h"
}

namespace fraiseql::pg {

namespace {

// "NaN", "Infinity" and "-Infinity" are how numbers that JSON does not know stand in a jsonb.
bool IsNumberWord(std::string_view text) { return text == "NaN" || text == "Infinity" || text == "-Infinity"; }

bool IsUuidText(const char* text, size_t size) {
  if (size != 36) return false;
  for (int i = 0; i < 36; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

void open_value_mark(StringInfo out) {
  put_byte(out, kErrorMark);
  put_byte(out, static_cast<char>(ErrorMark::kValue));
}

void put_text_mark(StringInfo out, const char* text, size_t size) {
  JsonbValue value;
  value.type = jbvString;
  value.val.string.val = const_cast<char*>(text);
  value.val.string.len = static_cast<int>(size);
  put_value_mark(out, &value);
}

// A mark whose value is a number or a boolean, that is, text without anything to escape.
void put_number_mark(StringInfo out, double value) {
  open_value_mark(out);
  put_inspected_number(out, value);
  put_byte(out, kErrorMark);
}

void put_bool_mark(StringInfo out, bool value) {
  open_value_mark(out);
  if (value) {
    PUT_LITERAL(out, "true");
  } else {
    PUT_LITERAL(out, "false");
  }
  put_byte(out, kErrorMark);
}

void put_numeric_mark(StringInfo out, const NumericParts& parts) {
  open_value_mark(out);
  put_inspected_numeric(out, parts);
  put_byte(out, kErrorMark);
}

void put_quoted(StringInfo out, const char* plain, size_t size) {
  put_byte(out, '"');
  put_bytes(out, plain, size);
  put_byte(out, '"');
}

// False where the enum has no value that is stored as this text; of numbers and booleans it is the one of JSON.
bool put_enum_name(StringInfo out, const Leaf* leaf, std::string_view stored) {
  for (const planner::EnumText& value : leaf->enum_values) {
    if (value.stored != stored) continue;
    put_quoted(out, value.name.data(), value.name.size());
    return true;
  }
  return false;
}

bool put_enum_name(StringInfo out, const Leaf* leaf, int64 stored) {
  char digits[32];
  StringInfoData text = {digits, 0, sizeof(digits), 0};
  put_int64(&text, stored);
  return put_enum_name(out, leaf, {digits, static_cast<size_t>(text.len)});
}

// A string of JSON, or a datum whose JSON form is one.
void put_leaf_text(StringInfo out, const Leaf* leaf, const char* text, size_t size) {
  switch (leaf->codec) {
    case Codec::kString:
    case Codec::kId:
    case Codec::kJson:
    case Codec::kCustom:
      put_string(out, text, size);
      return;
    case Codec::kEnum:
      if (put_enum_name(out, leaf, {text, size})) return;
      break;
    case Codec::kUuid:
      if (!IsUuidText(text, size)) break;
      put_quoted(out, text, size);
      for (char* c = out->data + out->len - 37; *c != '"'; ++c)
        *c = static_cast<char>(*c >= 'A' && *c <= 'F' ? *c + 32 : *c);
      return;
    case Codec::kDateTime:
      if (put_timestamp_text(out, text, size)) return;
      break;
    case Codec::kDate:
      if (put_date_text(out, text, size)) return;
      break;
    case Codec::kTime:
      if (put_time_text(out, text, size)) return;
      break;
    case Codec::kDecimal:
      if (IsDecimalLiteral(text, size) || IsNumberWord({text, size})) return put_quoted(out, text, size);
      break;
    case Codec::kBigInt:
      if (IsIntegerLiteral(text, size)) return put_quoted(out, text, size);
      break;
    case Codec::kInt: {
      if (IsNumberWord({text, size})) return put_number_mark(out, ParseJsNumber(text, size));
      double number = size == 0 ? NAN : ParseJsNumber(text, size);
      if (number != std::trunc(number) || std::fabs(number) > PG_INT32_MAX + 1.0 || number == PG_INT32_MAX + 1.0) break;
      put_int64(out, static_cast<int64>(number));
      return;
    }
    case Codec::kFloat: {
      if (IsNumberWord({text, size})) return put_number_mark(out, ParseJsNumber(text, size));
      double number = size == 0 ? NAN : ParseJsNumber(text, size);
      if (!std::isfinite(number)) break;
      put_js_number(out, number);
      return;
    }
    case Codec::kBoolean:
      break;
  }
  put_text_mark(out, text, size);
}

void put_leaf_int64(StringInfo out, const Leaf* leaf, int64 value) {
  switch (leaf->codec) {
    case Codec::kInt:
      if (value < PG_INT32_MIN || value > PG_INT32_MAX) break;
      put_int64(out, value);
      return;
    case Codec::kFloat:
      // Beyond 2^53 a double has fewer digits than the integer.
      if (value > (int64{1} << 53) || value < -(int64{1} << 53)) {
        put_js_number(out, static_cast<double>(value));
      } else {
        put_int64(out, value);
      }
      return;
    case Codec::kJson:
    case Codec::kCustom:
      put_int64(out, value);
      return;
    case Codec::kString:
    case Codec::kId:
    case Codec::kBigInt:
    case Codec::kDecimal:
      put_byte(out, '"');
      put_int64(out, value);
      put_byte(out, '"');
      return;
    case Codec::kBoolean:
      if (value != 0) {
        PUT_LITERAL(out, "true");
      } else {
        PUT_LITERAL(out, "false");
      }
      return;
    case Codec::kDateTime:
    case Codec::kDate:
    case Codec::kTime:
    case Codec::kUuid:
      break;
    case Codec::kEnum:
      if (put_enum_name(out, leaf, value)) return;
      break;
  }
  put_number_mark(out, static_cast<double>(value));
}

void put_leaf_numeric(StringInfo out, const Leaf* leaf, const NumericParts& parts) {
  if (parts.kind != NumericParts::Kind::kFinite) {
    // In a jsonb this is a string.
    char word[16];
    StringInfoData text = {word, 0, sizeof(word), 0};
    put_numeric(&text, parts);
    return put_leaf_text(out, leaf, word, text.len);
  }
  switch (leaf->codec) {
    case Codec::kInt: {
      std::optional<int64> value = NumericToInt64(parts);
      if (!value || *value < PG_INT32_MIN || *value > PG_INT32_MAX) break;
      put_int64(out, *value);
      return;
    }
    case Codec::kFloat: {
      // Written as it is, then read back and overwritten: the text is short and in the cache.
      const int start = out->len;
      put_numeric(out, parts);
      const int size = out->len - start;
      reserve_text(out, size + 64);
      char* text = out->data + start;
      StringInfoData number = {text + size, 0, out->maxlen - start - size, 0};
      if (!put_js_decimal(&number, text, size)) {
        out->len = start;
        break;
      }
      std::memmove(text, number.data, number.len);
      out->len = start + number.len;
      return;
    }
    case Codec::kJson:
    case Codec::kCustom:
      put_numeric(out, parts);
      return;
    case Codec::kBigInt:
    case Codec::kId:
      if (!parts.IsInteger()) break;
      put_byte(out, '"');
      {
        NumericParts integer = parts;
        integer.scale = 0;
        put_numeric(out, integer);
      }
      put_byte(out, '"');
      return;
    case Codec::kString:
    case Codec::kDecimal:
      put_byte(out, '"');
      put_numeric(out, parts);
      put_byte(out, '"');
      return;
    case Codec::kBoolean:
      if (parts.IsZero()) {
        PUT_LITERAL(out, "false");
      } else {
        PUT_LITERAL(out, "true");
      }
      return;
    case Codec::kDateTime:
    case Codec::kDate:
    case Codec::kTime:
    case Codec::kUuid:
      break;
    case Codec::kEnum:
      if (std::optional<int64> integer = NumericToInt64(parts); integer && put_enum_name(out, leaf, *integer)) return;
      break;
  }
  put_numeric_mark(out, parts);
}

void put_leaf_bool(StringInfo out, const Leaf* leaf, bool value) {
  switch (leaf->codec) {
    case Codec::kBoolean:
    case Codec::kJson:
    case Codec::kCustom:
      put_bytes(out, value ? "true" : "false", value ? 4 : 5);
      return;
    case Codec::kInt:
    case Codec::kFloat:
      put_byte(out, value ? '1' : '0');
      return;
    case Codec::kString:
      put_quoted(out, value ? "true" : "false", value ? 4 : 5);
      return;
    case Codec::kEnum:
      if (put_enum_name(out, leaf, value ? "true" : "false")) return;
      [[fallthrough]];
    default:
      put_bool_mark(out, value);
  }
}

// The text that to_jsonb makes of a date or timestamp.
void put_leaf_encoded_time(StringInfo out, const Leaf* leaf, const ValueType* type, Datum value) {
  char text[MAXDATELEN + 1];
  JsonEncodeDateTime(text, value, type->type, nullptr);
  put_leaf_text(out, leaf, text, std::strlen(text));
}

void put_leaf_output(StringInfo out, const Leaf* leaf, const ValueType* type, Datum value) {
  char* text = OutputFunctionCall(const_cast<FmgrInfo*>(&type->output), value);
  put_leaf_text(out, leaf, text, std::strlen(text));
  pfree(text);
}

// By way of to_jsonb: for the pairs of type and codec that nobody writes on purpose.
void put_leaf_general(StringInfo out, const Leaf* leaf, const ValueType* type, Datum value) {
  Jsonb* jsonb = datum_to_jsonb(type, value);
  JsonbValue root;
  read_jsonb_root(jsonb, &root);
  put_leaf_jsonb(out, leaf, &root);
}

bool IsJsonCodec(Codec codec) { return codec == Codec::kJson || codec == Codec::kCustom; }

}  // namespace

extern "C" {

void put_value_mark(StringInfo out, const JsonbValue* value) {
  open_value_mark(out);
  StringInfoData text;
  initStringInfo(&text);
  put_inspected(&text, value);
  put_escaped(out, text.data, text.len);
  pfree(text.data);
  put_byte(out, kErrorMark);
}

void put_leaf_datum(StringInfo out, const Leaf* leaf, const ValueType* type, Datum value) {
  switch (type->shape) {
    case Shape::kText: {
      struct varlena* text = PG_DETOAST_DATUM_PACKED(value);
      return put_leaf_text(out, leaf, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
    }
    case Shape::kCString:
      return put_leaf_text(out, leaf, DatumGetCString(value), std::strlen(DatumGetCString(value)));
    case Shape::kUuid: {
      const unsigned char* bytes = DatumGetUUIDP(value)->data;
      char text[40];
      StringInfoData plain = {text, 0, sizeof(text), 0};
      if (leaf->codec == Codec::kId || leaf->codec == Codec::kUuid || leaf->codec == Codec::kString ||
          IsJsonCodec(leaf->codec)) {
        put_byte(out, '"');
        put_uuid(out, bytes);
        put_byte(out, '"');
        return;
      }
      put_uuid(&plain, bytes);
      return put_leaf_text(out, leaf, text, 36);
    }
    case Shape::kBool:
      return put_leaf_bool(out, leaf, DatumGetBool(value));
    case Shape::kInt2:
      return put_leaf_int64(out, leaf, DatumGetInt16(value));
    case Shape::kInt4:
      return put_leaf_int64(out, leaf, DatumGetInt32(value));
    case Shape::kInt8:
      return put_leaf_int64(out, leaf, DatumGetInt64(value));
    case Shape::kNumeric:
      return put_leaf_numeric(out, leaf, ReadNumeric(PG_DETOAST_DATUM_PACKED(value)));
    case Shape::kFloat8: {
      double number = DatumGetFloat8(value);
      // With extra_float_digits below 1 a jsonb has fewer digits than the double.
      if (leaf->codec != Codec::kFloat || extra_float_digits < 1) break;
      if (!std::isfinite(number)) return put_number_mark(out, number);
      return put_js_number(out, number);
    }
    case Shape::kDate:
      if (leaf->codec == Codec::kDate) return put_date(out, DatumGetDateADT(value));
      return put_leaf_encoded_time(out, leaf, type, value);
    case Shape::kTimestamp:
      if (leaf->codec == Codec::kDateTime) return put_timestamp(out, DatumGetTimestamp(value), false);
      return put_leaf_encoded_time(out, leaf, type, value);
    case Shape::kTimestamptz:
      if (leaf->codec == Codec::kDateTime) return put_timestamp(out, DatumGetTimestampTz(value), true);
      return put_leaf_encoded_time(out, leaf, type, value);
    case Shape::kTime:
      if (leaf->codec == Codec::kTime) return put_time(out, DatumGetTimeADT(value));
      return put_leaf_output(out, leaf, type, value);
    case Shape::kJson:
      if (!IsJsonCodec(leaf->codec)) break;
      {
        struct varlena* text = PG_DETOAST_DATUM_PACKED(value);
        return put_bytes(out, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
      }
    case Shape::kOutput:
      return put_leaf_output(out, leaf, type, value);
    case Shape::kFloat4:
    case Shape::kJsonb:
    case Shape::kArray:
    case Shape::kGeneral:
      break;
  }
  put_leaf_general(out, leaf, type, value);
}

void put_leaf_jsonb(StringInfo out, const Leaf* leaf, const JsonbValue* value) {
  switch (value->type) {
    case jbvString:
      return put_leaf_text(out, leaf, value->val.string.val, value->val.string.len);
    case jbvNumeric:
      return put_leaf_numeric(out, leaf, ReadNumeric(value->val.numeric));
    case jbvBool:
      return put_leaf_bool(out, leaf, value->val.boolean);
    case jbvNull:
      return PUT_LITERAL(out, "null");
    default:
      if (!IsJsonCodec(leaf->codec)) return put_value_mark(out, value);
      JsonbToCString(out, value->val.binary.data, value->val.binary.len);
  }
}

}  // extern "C"

}  // namespace fraiseql::pg
