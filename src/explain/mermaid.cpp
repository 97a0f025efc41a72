// As a flowchart of Mermaid.
#include "explain/explanation.h"

namespace fraiseql::explain {

namespace {

// A text inside of "...": entities for what ends or formats it.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        out += "#quot;";
        break;
      case '#':
        out += "#35;";
        break;
      case '<':
        out += "#lt;";
        break;
      case '>':
        out += "#gt;";
        break;
      case '\n':
        out += "<br/>";
        break;
      default:
        out += c;
    }
  }
  return out + "\"";
}

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::string Label(const Explanation& explanation, size_t index) {
  const Statement& statement = explanation.statements[index];
  std::vector<std::string> lines{std::to_string(index + 1) + ": " + statement.database};
  if (statement.route != "here") lines[0] += ", " + statement.route;
  if (statement.role == Statement::Role::kRows) lines.push_back(Lines(statement.fields));
  if (statement.role == Statement::Role::kCall) lines.push_back("call for " + statement.fields[0]);
  if (statement.role == Statement::Role::kFilter) lines.push_back("filter of " + statement.fields[0]);
  if (statement.role == Statement::Role::kKeys) {
    for (size_t i = 0; i < statement.fields.size(); ++i) lines.push_back(FieldWithKeys(statement, i));
  }
  if (explanation.analyzed) lines.push_back(RunText(statement));
  for (const std::string& error : statement.run.errors) lines.push_back("error: " + error);
  return Lines(lines);
}

}  // namespace

std::string ToMermaid(const Explanation& explanation) {
  std::string out = "flowchart TD\n  operation([" +
                    Quoted(explanation.operation + (explanation.name.empty() ? "" : " " + explanation.name)) + "])\n";
  uint32_t wave = 0;
  for (size_t i = 0; i < explanation.statements.size(); ++i) {
    const Statement& statement = explanation.statements[i];
    if (statement.wave != wave) {
      if (wave != 0) out += "  end\n";
      wave = statement.wave;
      out += "  subgraph wave" + std::to_string(wave) + "[\"wave " + std::to_string(wave) + "\"]\n";
    }
    out += "    s" + std::to_string(i + 1) + "[(" + Quoted(Label(explanation, i)) + ")]\n";
  }
  if (wave != 0) out += "  end\n";
  for (size_t i = 0; i < explanation.statements.size(); ++i) {
    const Statement& statement = explanation.statements[i];
    const std::string number = std::to_string(i + 1);
    if (statement.after.empty()) out += "  operation --> s" + number + "\n";
    for (uint32_t before : statement.after) out += "  s" + std::to_string(before) + " -->|keys| s" + number + "\n";
  }
  return out;
}

}  // namespace fraiseql::explain
