#include "planner/rows.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "planner/sql.h"

namespace fraiseql::planner {

namespace {

// A call takes at most 100 arguments (FUNC_MAX_ARGS); more travel in anonymous records, which project flattens. A
// record has at most 1,664 columns (MaxTupleAttributeNumber).
constexpr size_t kMostArguments = 90;
constexpr size_t kMostColumns = 1600;

// Types whose cast to text gives what to_jsonb does; of others the cast follows DateStyle, strips or adds.
constexpr std::array<std::string_view, 9> kTextAsShown{
    "text", "character varying", "name", "uuid", "smallint", "integer", "bigint", "numeric", "boolean"};

std::string_view KeyOf(const Attribute& attribute) {
  return attribute.column != nullptr ? attribute.column->name : attribute.key;
}

// `{"a","b"}`
std::string TextArray(List<std::string_view> texts) {
  std::string array = "{";
  for (std::string_view text : texts) {
    array += array.size() > 1 ? ",\"" : "\"";
    for (char c : text) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  }
  return array + "}";
}

std::string ColumnSql(const Row& row, const Column& column) {
  row.Read(column.number);
  return row.alias + "." + QuoteIdentifier(row.remote_names ? column.remote_name : column.name);
}

// What is at `path`, an array of keys, in a document.
std::string ReadSql(const std::string& document, std::string_view path, std::string_view type_name) {
  return "fraiseql.read(" + document + ", " + QuoteLiteral(path) + "::jsonb, NULL::" + std::string(type_name) + ")";
}

}  // namespace

std::string_view AttributeType(const Row& row, const Attribute& attribute) {
  if (attribute.column == nullptr) return attribute.key_type_name;
  return row.data_only ? "text" : attribute.column->type_name;
}

std::string AttributeSql(const Row& row, const Attribute& attribute, std::string_view type_name) {
  std::string_view type = AttributeType(row, attribute);
  if (attribute.column != nullptr && !row.data_only) {
    std::string sql = ColumnSql(row, *attribute.column);
    if (type_name.empty() || type_name == type) {
      // Of a type that is not known here, an enum of that database for instance: its text is compared and sorted.
      return row.remote_names && type == "text" ? sql + "::text" : sql;
    }
    // The text of a document has quotes, and no document is cast to an array.
    if (attribute.column->is_json && type_name != "jsonb" && type_name != "json")
      return ReadSql(sql + "::jsonb", "[]", type_name);
    return sql + "::" + std::string(type_name);
  }
  row.Read(row.data_number);
  std::string path = "[";
  for (std::string_view step : row.path) {
    AppendJsonString(step, &path);
    path += ",";
  }
  AppendJsonString(KeyOf(attribute), &path);
  path += "]";
  const std::string document = row.document.empty() ? row.alias + ".\"data\"" : row.document;
  return ReadSql(document, path, type_name.empty() ? type : type_name);
}

std::string ObjectsSql(const Row& row, const Attribute& attribute) {
  const bool is_composite = attribute.column != nullptr && !row.data_only && attribute.column->is_composite;
  return is_composite ? "pg_catalog.to_jsonb(" + ColumnSql(row, *attribute.column) + ")"
                      : AttributeSql(row, attribute, "jsonb");
}

Row ItemRow(const Row& row, std::string alias) {
  Row item;
  item.alias = std::move(alias);
  item.database = row.database;
  item.remote_names = row.remote_names;
  item.can_nest = row.can_nest;
  item.data_only = true;
  return item;
}

Row ObjectRow(const Row& row, const Attribute& attribute, Arena* arena) {
  Row object = row;
  object.data_only = true;
  if (attribute.column != nullptr && !row.data_only) {
    object.document = ObjectsSql(row, attribute);
    object.columns_read = nullptr;
    return object;
  }
  std::vector<std::string_view> path(row.path.begin(), row.path.end());
  path.push_back(KeyOf(attribute));
  object.path = arena->Copy(path);
  return object;
}

std::string TextSql(const Row& row, const Attribute& attribute) {
  const std::string_view type = AttributeType(row, attribute);
  const bool casts_to_it = std::find(kTextAsShown.begin(), kTextAsShown.end(), type) != kTextAsShown.end();
  const bool is_column = attribute.column != nullptr && !row.data_only;
  if (!is_column || attribute.column->is_json || casts_to_it) return AttributeSql(row, attribute, "text");
  return "(pg_catalog.to_jsonb(" + AttributeSql(row, attribute) + ") OPERATOR(pg_catalog.#>>) '{}')";
}

Place ProjectBuilder::PlaceOf(const Attribute& attribute, List<std::string_view> path) {
  if (attribute.column != nullptr && !row_.data_only) {
    std::string sql = ColumnSql(row_, *attribute.column);
    if (!path.empty()) {
      if (!attribute.column->is_json) sql = "pg_catalog.to_jsonb(" + sql + ")";
      sql += " OPERATOR(pg_catalog.#>) " + QuoteLiteral(TextArray(path)) + "::text[]";
    }
    return AddArgument(std::move(sql));
  }
  uses_data_ = true;
  row_.Read(row_.data_number);
  Place place;
  place.kind = Place::Kind::kData;
  std::vector<std::string_view> steps(1, KeyOf(attribute));
  steps.insert(steps.end(), path.begin(), path.end());
  place.path = arena_->Copy(steps);
  return place;
}

Place ProjectBuilder::AddArgument(std::string expression) {
  auto found = std::find(arguments_.begin(), arguments_.end(), expression);
  Place place;
  place.kind = Place::Kind::kArgument;
  place.argument = static_cast<uint32_t>(found - arguments_.begin());
  if (found == arguments_.end()) arguments_.push_back(std::move(expression));
  return place;
}

std::string ProjectBuilder::CallSql(const Layout& layout) const {
  std::string sql = "fraiseql.project(";
  sql += uses_data_ ? row_.alias + ".\"data\"" : "NULL::jsonb";
  std::string text;
  AppendLayout(layout, &text);
  sql += ", " + QuoteLiteral(text) + "::jsonb";
  bool as_records = arguments_.size() > kMostArguments;
  for (size_t i = 0; i < arguments_.size(); ++i) {
    if (as_records && i % kMostColumns == 0) sql += i == 0 ? ", ROW(" : "), ROW(";
    if (!as_records || i % kMostColumns != 0) sql += ", ";
    sql += arguments_[i];
  }
  if (as_records) sql += ")";
  sql += ")";
  return sql;
}

}  // namespace fraiseql::planner
