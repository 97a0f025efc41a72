#include "planner/ordering.h"

#include <algorithm>
#include <cstdint>

namespace fraiseql::planner {

namespace {

std::string NullTest(const std::string& sql, bool is_null) { return sql + (is_null ? " IS NULL" : " IS NOT NULL"); }

std::string Comparison(const SortKey& key, const std::string& value, bool or_equal) {
  return key.sql + (key.descending ? " <" : " >") + (or_equal ? "= " : " ") + value;
}

std::string Behind(const SortKey& key, const std::string& value) {
  std::string sql = Comparison(key, value, false);
  if (!key.nullable) return sql;
  // What is null stands behind all values, or all values stand behind it.
  const bool null_is_behind = !key.nulls_first;
  return "(" + sql + " OR (" + NullTest(key.sql, null_is_behind) + " AND " + NullTest(value, !null_is_behind) + "))";
}

std::string At(const SortKey& key, const std::string& value) {
  std::string sql = key.sql + " = " + value;
  if (!key.nullable) return sql;
  return "(" + sql + " OR (" + NullTest(key.sql, true) + " AND " + NullTest(value, true) + "))";
}

bool FitsRowForm(const std::vector<SortKey>& keys) {
  return std::all_of(keys.begin(), keys.end(),
                     [&](const SortKey& key) { return !key.nullable && key.descending == keys[0].descending; });
}

std::string RowForm(const std::vector<SortKey>& keys, const std::vector<std::string>& point, bool inclusive) {
  std::string left;
  std::string right;
  for (size_t i = 0; i < keys.size(); ++i) {
    left += (i > 0 ? ", " : "") + keys[i].sql;
    right += (i > 0 ? ", " : "") + point[i];
  }
  return "(" + left + (keys[0].descending ? ") <" : ") >") + (inclusive ? "= (" : " (") + right + ")";
}

}  // namespace

std::vector<SortKey> Reversed(std::vector<SortKey> keys) {
  for (SortKey& key : keys) {
    key.descending = !key.descending;
    key.nulls_first = !key.nulls_first;
  }
  return keys;
}

std::string OrderByClause(const std::vector<SortKey>& keys) {
  std::string sql;
  for (const SortKey& key : keys) {
    sql += (sql.empty() ? " ORDER BY " : ", ") + key.sql;
    if (key.descending) sql += " DESC";
    if (key.says_nulls) sql += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  }
  return sql;
}

std::string OrderingId(std::string_view type_name, const std::vector<SortKey>& keys) {
  // FNV-1a: short, and the same in every version and on every machine.
  uint32_t hash = 2166136261;
  const auto add = [&hash](std::string_view text) {
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    hash = (hash ^ '\n') * 16777619;
  };
  add(type_name);
  for (const SortKey& key : keys) {
    add(key.place);
    add(key.descending ? "DESC" : "ASC");
    add(key.nulls_first ? "NULLS FIRST" : "NULLS LAST");
  }
  constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int shift = 28; shift >= 0; shift -= 4) id += kHex[hash >> shift & 15];
  return id;
}

std::string BehindSql(const std::vector<SortKey>& keys, const std::vector<std::string>& point, bool inclusive,
                      bool row_form) {
  if (keys.size() == 1 && !keys[0].nullable) return Comparison(keys[0], point[0], inclusive);
  if (row_form && FitsRowForm(keys)) return RowForm(keys, point, inclusive);
  std::string sql;
  for (size_t i = keys.size(); i-- > 0;) {
    const bool is_last = i + 1 == keys.size();
    std::string at = is_last && !inclusive ? "" : At(keys[i], point[i]);
    if (!is_last) at = "(" + at + " AND " + sql + ")";
    sql = at.empty() ? Behind(keys[i], point[i]) : "(" + Behind(keys[i], point[i]) + " OR " + at + ")";
  }
  // Implied, and what an index on the first key can use.
  const SortKey& first = keys[0];
  const std::string bound = Comparison(first, point[0], true);
  if (!first.nullable) return bound + " AND " + sql;
  if (first.nulls_first) return "(" + bound + " OR " + NullTest(point[0], true) + ") AND " + sql;
  return sql;
}

}  // namespace fraiseql::planner
