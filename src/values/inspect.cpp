#include "values/inspect.h"

#include <algorithm>

#include "base/json.h"
#include "values/number.h"

namespace fraiseql::values {

namespace {

constexpr uint32_t kMaxItems = 10;
constexpr uint32_t kMaxDepth = 2;

// `depth` counts the lists and objects around the value.
void InspectNested(const InputValue& value, uint32_t depth, std::string* out) {
  switch (value.kind) {
    case InputValue::Kind::kNull:
      out->append("null");
      return;
    case InputValue::Kind::kBoolean:
      out->append(value.boolean ? "true" : "false");
      return;
    case InputValue::Kind::kInt:
    case InputValue::Kind::kFloat:
      AppendNumber(ToDouble(value.text), out);
      return;
    case InputValue::Kind::kString:
    case InputValue::Kind::kEnum:
      AppendJsonString(value.text, out);
      return;
    case InputValue::Kind::kList: {
      if (value.items.empty()) {
        out->append("[]");
        return;
      }
      if (depth >= kMaxDepth) {
        out->append("[Array]");
        return;
      }
      out->push_back('[');
      uint32_t shown = std::min(kMaxItems, value.items.size());
      for (uint32_t i = 0; i < shown; ++i) {
        if (i > 0) out->append(", ");
        InspectNested(value.items[i], depth + 1, out);
      }
      uint32_t remaining = value.items.size() - shown;
      if (remaining == 1) out->append(", ... 1 more item");
      if (remaining > 1) out->append(", ... ").append(std::to_string(remaining)).append(" more items");
      out->push_back(']');
      return;
    }
    case InputValue::Kind::kObject: {
      if (value.fields.empty()) {
        out->append("{}");
        return;
      }
      if (depth >= kMaxDepth) {
        out->append("[Object]");
        return;
      }
      const char* separator = "{ ";
      for (const InputObjectField& field : value.fields) {
        out->append(separator).append(field.name).append(": ");
        InspectNested(field.value, depth + 1, out);
        separator = ", ";
      }
      out->append(" }");
      return;
    }
  }
}

}  // namespace

void Inspect(const InputValue& value, std::string* out) { InspectNested(value, 0, out); }

}  // namespace fraiseql::values
