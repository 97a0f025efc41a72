// As a tree for people.
#include <cstdio>

#include "explain/explanation.h"

namespace fraiseql::explain {

namespace {

std::string Count(uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string Milliseconds(double milliseconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f ms", milliseconds);
  return text;
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

void AppendField(const Field& field, const std::string& indent, bool last, std::string* out) {
  *out += indent + (last ? "└─ " : "├─ ");
  if (!field.type_condition.empty()) *out += "on " + field.type_condition + ": ";
  *out += field.response_key;
  if (field.response_key != field.name) *out += ": " + field.name;
  *out += " " + field.type + " ← " + field.source;
  // Where values come from is said once, at the field that the rows are of.
  if (field.statement != 0 && !field.fields.empty()) *out += " [" + std::to_string(field.statement) + "]";
  *out += '\n';
  for (const Field& below : field.fields) {
    AppendField(below, indent + (last ? "   " : "│  "), &below == &field.fields.back(), out);
  }
}

std::string RoleText(const Statement& statement) {
  switch (statement.role) {
    case Statement::Role::kRows:
      return "answers " + Joined(statement.fields);
    case Statement::Role::kCall:
      return "calls the function of " + Joined(statement.fields) + ", then reads what it returned";
    case Statement::Role::kFilter:
      return "finds the keys that the filter of " + Joined(statement.fields) + " needs";
    case Statement::Role::kKeys:
      break;
  }
  std::string text;
  for (size_t i = 0; i < statement.fields.size(); ++i) text += (i == 0 ? "fills " : ", ") + FieldWithKeys(statement, i);
  std::string batch = "; up to " + Count(statement.batch_size, "key") + " in an array";
  return text + batch;
}

void AppendStatement(const Explanation& explanation, size_t index, std::string* out) {
  const Statement& statement = explanation.statements[index];
  *out += "\n[" + std::to_string(index + 1) + "] wave " + std::to_string(statement.wave) + ", " + statement.database;
  if (statement.route != "here") *out += ", " + statement.route + " (" + statement.reason + ")";
  *out += "\n    " + RoleText(statement) + "\n";
  if (explanation.analyzed) *out += "    " + RunText(statement) + "\n";
  for (const std::string& error : statement.run.errors) *out += "    error: " + error + "\n";
  for (const RelationRead& relation : statement.relations) {
    if (!relation.look_through.empty())
      *out += "    look-through of " + relation.name + ": " + relation.look_through + "\n";
    if (!relation.refusal.empty()) *out += "    may not be read: " + relation.refusal + "\n";
  }
  for (const Step& step : statement.steps) {
    *out += "    " + step.sql + "\n";
    for (size_t i = 0; i < step.parameters.size(); ++i) {
      *out +=
          "    $" + std::to_string(i + 1) + " " + step.parameters[i].type + ": " + step.parameters[i].meaning + "\n";
    }
  }
}

}  // namespace

std::string FieldWithKeys(const Statement& statement, size_t field) {
  return statement.fields[field] + " by " + statement.keys[field];
}

std::string RunText(const Statement& statement) {
  const Run& run = statement.run;
  if (run.requests == 0) return "not run";
  std::string text = Count(run.rows, "row");
  if (statement.role == Statement::Role::kKeys) {
    text += ", " + Count(run.keys, "key");
    if (run.batches > 1) text += " in " + std::to_string(run.batches) + " arrays";
  }
  if (run.requests > 1) text += ", " + Count(run.requests, "request");
  return text + ", " + Milliseconds(run.milliseconds);
}

std::string ToText(const Explanation& explanation) {
  std::string out = explanation.operation;
  if (!explanation.name.empty()) out += " " + explanation.name;
  out += '\n';
  for (const Field& field : explanation.fields) {
    AppendField(field, "", &field == &explanation.fields.back(), &out);
  }
  for (size_t i = 0; i < explanation.statements.size(); ++i) AppendStatement(explanation, i, &out);
  if (!explanation.analyzed) return out;
  out += "\nplanned in " + Milliseconds(explanation.planning_milliseconds) + ", run in " +
         Milliseconds(explanation.milliseconds) + ": " + Count(explanation.waves, "wave") + ", " +
         Count(explanation.response_bytes, "byte") + "\n";
  for (const std::string& error : explanation.errors) out += "error: " + error + "\n";
  if (explanation.undone) out += "what it wrote was undone\n";
  return out;
}

}  // namespace fraiseql::explain
