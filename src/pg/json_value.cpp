#include "pg/json_value.h"

namespace fraiseql::pg {

extern "C" {

void read_jsonb_root(const JsonbContainer* root, JsonbValue* value) {
  auto* container = const_cast<JsonbContainer*>(root);
  if (JsonbExtractScalar(container, value)) return;
  value->type = jbvBinary;
  value->val.binary.data = container;
  value->val.binary.len = 0;  // a hint for the size of its text, nothing more
}

bool find_jsonb_value(JsonbContainer* data, List<std::string_view> path, JsonbValue* value) {
  if (data == nullptr) return false;
  if (path.empty()) {
    read_jsonb_root(data, value);
    return value->type != jbvNull;
  }
  for (std::string_view key : path) {
    if (data == nullptr || !JsonContainerIsObject(data)) return false;
    if (getKeyJsonValueFromContainer(data, key.data(), static_cast<int>(key.size()), value) == nullptr) return false;
    data = value->type == jbvBinary ? value->val.binary.data : nullptr;
  }
  return value->type != jbvNull;
}

}  // extern "C"

}  // namespace fraiseql::pg
