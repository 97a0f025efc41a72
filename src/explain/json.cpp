// As JSON for programs.
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cmath>

#include "explain/explanation.h"

namespace fraiseql::explain {

namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Text(Writer& writer, const char* key, const std::string& text) {
  writer.Key(key);
  writer.String(text);
}

void Number(Writer& writer, const char* key, uint64_t number) {
  writer.Key(key);
  writer.Uint64(number);
}

void Milliseconds(Writer& writer, const char* key, double milliseconds) {
  writer.Key(key);
  writer.Double(std::round(milliseconds * 1000) / 1000);
}

void Texts(Writer& writer, const char* key, const std::vector<std::string>& texts) {
  writer.Key(key);
  writer.StartArray();
  for (const std::string& text : texts) writer.String(text);
  writer.EndArray();
}

void WriteFields(Writer& writer, const std::vector<Field>& fields) {
  writer.Key("fields");
  writer.StartArray();
  for (const Field& field : fields) {
    writer.StartObject();
    Text(writer, "responseKey", field.response_key);
    Text(writer, "field", field.name);
    Text(writer, "type", field.type);
    if (!field.type_condition.empty()) Text(writer, "typeCondition", field.type_condition);
    Text(writer, "source", field.source);
    if (field.statement != 0) Number(writer, "statement", field.statement);
    if (!field.fields.empty()) WriteFields(writer, field.fields);
    writer.EndObject();
  }
  writer.EndArray();
}

const char* RoleName(Statement::Role role) {
  switch (role) {
    case Statement::Role::kRows:
      return "rows";
    case Statement::Role::kCall:
      return "call";
    case Statement::Role::kKeys:
      return "keys";
    case Statement::Role::kFilter:
      return "filter";
  }
  return "";
}

void WriteRun(Writer& writer, const Statement& statement) {
  writer.Key("run");
  writer.StartObject();
  Number(writer, "requests", statement.run.requests);
  if (statement.role == Statement::Role::kKeys) {
    Number(writer, "keys", statement.run.keys);
    Number(writer, "arrays", statement.run.batches);
  }
  Number(writer, "rows", statement.run.rows);
  Milliseconds(writer, "milliseconds", statement.run.milliseconds);
  if (!statement.run.errors.empty()) Texts(writer, "errors", statement.run.errors);
  writer.EndObject();
}

void WriteStatement(Writer& writer, const Explanation& explanation, size_t index) {
  const Statement& statement = explanation.statements[index];
  writer.StartObject();
  Number(writer, "number", index + 1);
  Number(writer, "wave", statement.wave);
  Text(writer, "role", RoleName(statement.role));
  Text(writer, "database", statement.database);
  Text(writer, "route", statement.route);
  if (!statement.reason.empty()) Text(writer, "reason", statement.reason);
  Texts(writer, "fields", statement.fields);
  if (statement.role == Statement::Role::kKeys) {
    Texts(writer, "keys", statement.keys);
    Number(writer, "batchSize", statement.batch_size);
  }
  writer.Key("after");
  writer.StartArray();
  for (uint32_t before : statement.after) writer.Uint(before);
  writer.EndArray();
  writer.Key("relations");
  writer.StartArray();
  for (const RelationRead& relation : statement.relations) {
    writer.StartObject();
    Text(writer, "relation", relation.name);
    if (!relation.look_through.empty()) Text(writer, "lookThrough", relation.look_through);
    if (!relation.refusal.empty()) Text(writer, "refusal", relation.refusal);
    writer.EndObject();
  }
  writer.EndArray();
  writer.Key("steps");
  writer.StartArray();
  for (const Step& step : statement.steps) {
    writer.StartObject();
    Text(writer, "sql", step.sql);
    writer.Key("parameters");
    writer.StartArray();
    for (const Parameter& parameter : step.parameters) {
      writer.StartObject();
      Text(writer, "type", parameter.type);
      Text(writer, "meaning", parameter.meaning);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
  if (explanation.analyzed) WriteRun(writer, statement);
  writer.EndObject();
}

}  // namespace

std::string ToJson(const Explanation& explanation) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.SetIndent(' ', 2);
  writer.StartObject();
  Text(writer, "operation", explanation.operation);
  if (!explanation.name.empty()) Text(writer, "name", explanation.name);
  WriteFields(writer, explanation.fields);
  writer.Key("statements");
  writer.StartArray();
  for (size_t i = 0; i < explanation.statements.size(); ++i) WriteStatement(writer, explanation, i);
  writer.EndArray();
  if (explanation.analyzed) {
    writer.Key("run");
    writer.StartObject();
    Milliseconds(writer, "planningMilliseconds", explanation.planning_milliseconds);
    Milliseconds(writer, "milliseconds", explanation.milliseconds);
    Number(writer, "waves", explanation.waves);
    Number(writer, "responseBytes", explanation.response_bytes);
    Texts(writer, "errors", explanation.errors);
    writer.Key("undone");
    writer.Bool(explanation.undone);
    writer.EndObject();
  }
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace fraiseql::explain
