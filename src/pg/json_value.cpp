#include "pg/json_value.h"

#include <charconv>

namespace fraiseql::pg {

extern "C" {

void read_jsonb_root(const Jsonb* jsonb, JsonbValue* value) {
  auto* root = const_cast<JsonbContainer*>(&jsonb->root);
  if (JsonbExtractScalar(root, value)) return;
  value->type = jbvBinary;
  value->val.binary.data = root;
  value->val.binary.len = static_cast<int>(VARSIZE(jsonb) - VARHDRSZ);
}

// An item of an array, by its index as a decimal integer; a negative one counts from the end.
static bool find_item(JsonbContainer* array, std::string_view step, JsonbValue* value) {
  int64 index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return false;
  if (index < 0) index += JsonContainerSize(array);
  if (index < 0 || index >= JsonContainerSize(array)) return false;
  *value = *getIthJsonbValueFromContainer(array, static_cast<uint32>(index));
  return true;
}

bool find_jsonb_value(JsonbContainer* data, List<std::string_view> path, JsonbValue* value) {
  for (std::string_view key : path) {
    if (data == nullptr) return false;
    if (JsonContainerIsArray(data)) {
      if (!find_item(data, key, value)) return false;
    } else if (getKeyJsonValueFromContainer(data, key.data(), static_cast<int>(key.size()), value) == nullptr) {
      return false;
    }
    data = value->type == jbvBinary ? value->val.binary.data : nullptr;
  }
  return value->type != jbvNull;
}

}  // extern "C"

}  // namespace fraiseql::pg
