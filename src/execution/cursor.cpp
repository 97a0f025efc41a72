#include "execution/cursor.h"

#include "base/arena.h"
#include "base/base64.h"
#include "values/json.h"

namespace fraiseql::execution {

std::optional<Cursor> DecodeCursor(std::string_view text) {
  using Kind = values::InputValue::Kind;
  std::optional<std::string> json = DecodeBase64(text);
  if (!json) return std::nullopt;
  Arena arena;
  values::ParsedJson parsed = values::ParseJson(*json, &arena);
  if (parsed.value == nullptr || parsed.value->kind != Kind::kList) return std::nullopt;
  const List<values::InputValue>& items = parsed.value->items;
  if (items.size() < 2 || items[0].kind != Kind::kString) return std::nullopt;
  Cursor cursor;
  cursor.ordering = items[0].text;
  for (uint32_t i = 1; i < items.size(); ++i) {
    if (items[i].kind == Kind::kString) {
      cursor.values.emplace_back(items[i].text);
    } else if (items[i].kind == Kind::kNull) {
      cursor.values.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  return cursor;
}

}  // namespace fraiseql::execution
