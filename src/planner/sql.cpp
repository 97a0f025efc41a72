#include "planner/sql.h"

#include <algorithm>

namespace fraiseql::planner {

std::string QuoteIdentifier(std::string_view name) {
  std::string out = "\"";
  for (char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

std::string QualifiedName(std::string_view schema, std::string_view name) {
  return QuoteIdentifier(schema) + "." + QuoteIdentifier(name);
}

std::string QuoteLiteral(std::string_view text) {
  bool has_backslash = text.find('\\') != std::string_view::npos;
  std::string out = has_backslash ? "E'" : "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  out += '\'';
  return out;
}

namespace {

// What stands for a parameter in the text of a statement.
std::string Mark(size_t number) { return kParameterMark + std::to_string(number) + kParameterMark; }

}  // namespace

std::string StatementBuilder::AddParameter(const ParameterSource& source) {
  // A count stays whether the text refers to it or not, so each is there once: members have the same.
  const auto is_same = [&source](const ParameterSource& known) {
    return known.is_count && known.site == source.site && known.path[0] == source.path[0];
  };
  const auto known =
      source.is_count ? std::find_if(parameters_.begin(), parameters_.end(), is_same) : parameters_.end();
  const bool is_new = known == parameters_.end();
  std::string reference = Mark(static_cast<size_t>(known - parameters_.begin()));
  reference += "::";
  reference += source.type_name;
  if (source.is_array) reference += "[]";
  if (is_new) parameters_.push_back(source);
  return reference;
}

std::set<int16_t>* StatementBuilder::AddRead(uint32_t relid) { return &reads_[relid]; }

Statement StatementBuilder::Finish(std::string_view database, std::string_view text, Arena* arena) const {
  // What was planned and then not needed has left its parameters behind: nobody could tell their types.
  Statement whole;
  whole.text = text;
  std::vector<ParameterSource> used;
  std::vector<std::string> references;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    const std::string mark = Mark(i);
    const bool is_used = parameters_[i].is_count || text.find(mark) != std::string_view::npos;
    references.push_back(is_used ? Mark(used.size()) : std::string());
    if (is_used) used.push_back(parameters_[i]);
  }
  std::string renumbered;
  Render(whole, references, &renumbered);
  Statement statement;
  statement.database = arena->CopyString(database);
  statement.text = arena->CopyString(renumbered);
  statement.parameters = arena->Copy(used);
  std::vector<ForeignRead> reads;
  for (const auto& [relid, columns] : reads_) {
    std::vector<int16_t> numbers(columns.begin(), columns.end());
    reads.push_back({relid, arena->Copy(numbers)});
  }
  statement.reads = arena->Copy(reads);
  return statement;
}

void Render(const Statement& statement, const std::vector<std::string>& references, std::string* out) {
  std::string_view rest = statement.text;
  while (true) {
    size_t mark = rest.find(kParameterMark);
    out->append(rest.substr(0, mark));
    if (mark == std::string_view::npos) return;
    rest.remove_prefix(mark + 1);
    uint32_t number = 0;
    while (rest.front() != kParameterMark) {
      number = number * 10 + static_cast<uint32_t>(rest.front() - '0');
      rest.remove_prefix(1);
    }
    rest.remove_prefix(1);
    *out += references[number];
  }
}

void Render(const Statement& statement, uint32_t first, std::string* out) {
  std::vector<std::string> references;
  for (size_t i = 0; i < statement.parameters.size(); ++i) references.push_back("$" + std::to_string(first + i));
  Render(statement, references, out);
}

}  // namespace fraiseql::planner
