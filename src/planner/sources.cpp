#include "planner/sources.h"

namespace fraiseql::planner {

Source RelationSource(PlanContext* context, const FieldBinding* field, StatementBuilder* statement, bool as_foreign) {
  const Relation& relation = *field->target->relation;
  Source source;
  source.binding = field->target;
  source.field = field;
  source.row.alias = context->NextAlias();
  source.row.database = relation.database;
  source.row.remote_names = !as_foreign && context->IsDirect(relation.database);
  source.row.can_nest = relation.is_local() || source.row.remote_names;
  source.from = (source.row.remote_names ? QualifiedName(relation.remote_schema, relation.remote_name)
                                         : QualifiedName(relation.schema, relation.name)) +
                " AS " + source.row.alias;
  if (!relation.is_local()) source.row.columns_read = statement->AddRead(relation.relid);
  if (relation.data() != nullptr) source.row.data_number = relation.data()->number;
  return source;
}

Source ItemSource(PlanContext* context, const FieldBinding* field, const Row& row) {
  Source source;
  source.binding = field->target;
  source.field = field;
  source.row = ItemRow(row, context->NextAlias());
  source.from = "pg_catalog.jsonb_path_query(" + ObjectsSql(row, field->attribute) +
                ", 'strict $[*] ? (@.type() == \"object\")'::pg_catalog.jsonpath, '{}'::pg_catalog.jsonb, true) AS " +
                source.row.alias + "(\"data\")";
  return source;
}

std::vector<Source> SourcesOf(PlanContext* context, const FieldBinding& field, StatementBuilder* statement) {
  std::vector<Source> sources;
  // Members in several databases are put together here.
  const bool as_foreign = !DatabaseOf(field);
  if (field.members.empty()) sources.push_back(RelationSource(context, &field, statement));
  for (const FieldBinding* member : field.members) {
    sources.push_back(RelationSource(context, member, statement, as_foreign));
    sources.back().member = static_cast<const schema::ObjectType*>(member->target->type);
  }
  return sources;
}

std::optional<std::string_view> DatabaseOf(const FieldBinding& field) {
  if (field.members.empty()) return field.target->relation->database;
  std::string_view database = field.members[0]->target->relation->database;
  for (const FieldBinding* member : field.members) {
    if (member->target->relation->database != database) return std::nullopt;
  }
  return database;
}

std::string NamedRows(Source* source) {
  if (source->field->function == nullptr) return {};
  const std::string_view how = source->field->function->is_inlined ? " AS NOT MATERIALIZED (" : " AS (";
  std::string with = "WITH " + source->row.alias + std::string(how) + "SELECT * FROM " + source->from + ") ";
  source->from = source->row.alias;
  return with;
}

std::vector<std::string> JoinConditions(const FieldBinding& binding, const Row& local, const Row& remote) {
  std::vector<std::string> conditions;
  for (size_t i = 0; i < binding.join.remote.size(); ++i) {
    const Attribute& attribute = binding.join.remote[i];
    conditions.push_back(AttributeSql(remote, attribute) + " = " +
                         AttributeSql(local, binding.join.local[i], AttributeType(remote, attribute)));
  }
  return conditions;
}

std::string Where(const std::vector<std::string>& conditions) {
  std::string sql;
  for (const std::string& condition : conditions) sql += (sql.empty() ? " WHERE " : " AND ") + condition;
  return sql;
}

std::string WhereChecked(const Source& source, const std::vector<std::string>& conditions) {
  if (conditions.empty()) return {};
  std::vector<std::string> none = conditions;
  none.insert(none.begin(), "false");
  return " WHERE NOT EXISTS (SELECT 1 FROM " + source.from + Where(none) + ")";
}

}  // namespace fraiseql::planner
