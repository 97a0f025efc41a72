#include "pg/json_value.h"

namespace fraiseql::pg {

extern "C" {

void read_jsonb_root(const Jsonb* jsonb, JsonbValue* value) {
  auto* root = const_cast<JsonbContainer*>(&jsonb->root);
  if (JsonbExtractScalar(root, value)) return;
  value->type = jbvBinary;
  value->val.binary.data = root;
  value->val.binary.len = static_cast<int>(VARSIZE(jsonb) - VARHDRSZ);
}

bool find_jsonb_value(JsonbContainer* data, List<std::string_view> path, JsonbValue* value) {
  for (std::string_view key : path) {
    if (data == nullptr || !JsonContainerIsObject(data)) return false;
    if (getKeyJsonValueFromContainer(data, key.data(), static_cast<int>(key.size()), value) == nullptr) return false;
    data = value->type == jbvBinary ? value->val.binary.data : nullptr;
  }
  return value->type != jbvNull;
}

}  // extern "C"

}  // namespace fraiseql::pg
