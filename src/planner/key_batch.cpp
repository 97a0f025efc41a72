#include "planner/key_batch.h"

namespace fraiseql::planner {

namespace {

std::string KeyName(size_t i) { return "k" + std::to_string(i); }

}  // namespace

ParameterSource KeysParameter(const Source& source, uint32_t i) {
  const Attribute& attribute = source.field->join.remote[i];
  ParameterSource parameter;
  parameter.kind = ParameterSource::Kind::kKeys;
  parameter.key = i;
  parameter.key_count = source.field->join.remote.size();
  parameter.type = attribute.column != nullptr ? attribute.column->type : attribute.key_type;
  parameter.type_name = AttributeType(source.row, attribute);
  parameter.is_array = true;
  return parameter;
}

KeyBatch::KeyBatch(const Source& source, StatementBuilder* statement, const KeyBatch* like)
    : count_(source.field->join.remote.size()) {
  for (uint32_t i = 0; i < count_; ++i) {
    const std::string sql = AttributeSql(source.row, source.field->join.remote[i]);
    const std::string parameter = statement->AddParameter(KeysParameter(source, i));
    const std::string comma = i > 0 ? ", " : "";
    conditions_.push_back(sql + " = ANY(" + parameter + ")");
    arrays_ += comma + "pg_catalog.unnest(" + parameter + ")";
    attributes_ += comma + sql;
    types_.push_back(AttributeType(source.row, source.field->join.remote[i]));
    const bool is_other = like != nullptr && like->types_[i] != types_[i];
    columns_ += comma + sql + (is_other ? "::" + std::string(like->types_[i]) : "") + " AS " + KeyName(i);
    text_ += (i > 0 ? " || E'\\x02' || k." : "k.") + KeyName(i) + "::text";
  }
}

std::string KeyBatch::Names(std::string_view prefix) const {
  std::string sql;
  for (size_t i = 0; i < count_; ++i) sql += (i > 0 ? ", " : "") + std::string(prefix) + KeyName(i);
  return sql;
}

std::string KeyBatch::Select(uint32_t slot, const std::string& value, const std::string& joins) const {
  return "SELECT " + std::to_string(slot) + "::int4, " + text_ + ", " + value + " FROM ROWS FROM (" + arrays_ +
         ") AS k(" + Names("") + ")" + joins;
}

std::string KeyBatch::Join(const std::string& rows, std::string_view alias) const {
  std::string sql = " LEFT JOIN (" + rows + ") AS " + std::string(alias);
  for (size_t i = 0; i < count_; ++i) {
    sql += (i > 0 ? " AND " : " ON ") + std::string(alias) + "." + KeyName(i) + " = k." + KeyName(i);
  }
  return sql;
}

}  // namespace fraiseql::planner
