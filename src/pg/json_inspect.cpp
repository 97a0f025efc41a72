#include "pg/json_inspect.h"

#include <cmath>

namespace fraiseql::pg {

namespace {

constexpr int kMaxItems = 10;
constexpr int kMaxDepth = 2;

void put_inspected_at(StringInfo out, const JsonbValue* value, int depth);

void put_inspected_array(StringInfo out, JsonbContainer* array, int depth) {
  const int count = static_cast<int>(JsonContainerSize(array));
  if (count == 0) return PUT_LITERAL(out, "[]");
  if (depth > kMaxDepth) return PUT_LITERAL(out, "[Array]");
  put_byte(out, '[');
  for (int i = 0; i < count && i < kMaxItems; ++i) {
    if (i > 0) PUT_LITERAL(out, ", ");
    put_inspected_at(out, getIthJsonbValueFromContainer(array, i), depth);
  }
  if (count > kMaxItems) {
    PUT_LITERAL(out, ", ... ");
    put_int64(out, count - kMaxItems);
    PUT_LITERAL(out, " more item");
    if (count > kMaxItems + 1) put_byte(out, 's');
  }
  put_byte(out, ']');
}

void put_inspected_object(StringInfo out, JsonbContainer* object, int depth) {
  if (JsonContainerSize(object) == 0) return PUT_LITERAL(out, "{}");
  if (depth > kMaxDepth) return PUT_LITERAL(out, "[Object]");
  JsonbIterator* iterator = JsonbIteratorInit(object);
  JsonbValue item;
  bool first = true;
  for (JsonbIteratorToken token; (token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE;) {
    if (token == WJB_KEY) {
      if (first) {
        PUT_LITERAL(out, "{ ");
      } else {
        PUT_LITERAL(out, ", ");
      }
      first = false;
      put_bytes(out, item.val.string.val, item.val.string.len);
      PUT_LITERAL(out, ": ");
    } else if (token == WJB_VALUE) {
      put_inspected_at(out, &item, depth);
    }
  }
  PUT_LITERAL(out, " }");
}

void put_inspected_at(StringInfo out, const JsonbValue* value, int depth) {
  switch (value->type) {
    case jbvNull:
      return PUT_LITERAL(out, "null");
    case jbvBool:
      return put_bytes(out, value->val.boolean ? "true" : "false", value->val.boolean ? 4 : 5);
    case jbvNumeric:
      return put_inspected_numeric(out, ReadNumeric(value->val.numeric));
    case jbvString:
      return put_string(out, value->val.string.val, value->val.string.len);
    default: {
      JsonbContainer* container = value->val.binary.data;
      if (JsonContainerIsArray(container)) return put_inspected_array(out, container, depth + 1);
      return put_inspected_object(out, container, depth + 1);
    }
  }
}

}  // namespace

extern "C" {

void put_inspected(StringInfo out, const JsonbValue* value) { put_inspected_at(out, value, 0); }

void put_inspected_number(StringInfo out, double value) {
  if (std::isnan(value)) return PUT_LITERAL(out, "NaN");
  if (std::isfinite(value)) return put_js_number(out, value);
  if (value < 0) put_byte(out, '-');
  PUT_LITERAL(out, "Infinity");
}

void put_inspected_numeric(StringInfo out, const NumericParts& parts) {
  StringInfoData text;
  initStringInfo(&text);
  put_numeric(&text, parts);
  if (parts.kind != NumericParts::Kind::kFinite || !put_js_decimal(out, text.data, text.len)) {
    put_inspected_number(out, ParseJsNumber(text.data, text.len));
  }
  pfree(text.data);
}

}  // extern "C"

}  // namespace fraiseql::pg
