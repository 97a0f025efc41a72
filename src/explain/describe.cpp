#include "explain/describe.h"

#include "base/marks.h"

namespace fraiseql::explain {

namespace {

using planner::FieldBinding;
using planner::ParameterSource;

std::string KeyName(const planner::Attribute& attribute) {
  return std::string(attribute.column != nullptr ? attribute.column->name : attribute.key);
}

std::string JoinText(const planner::Join& join) {
  std::string text;
  for (uint32_t i = 0; i < join.remote.size(); ++i) {
    text += ", " + KeyName(join.remote[i]) + " = " + KeyName(join.local[i]);
  }
  return text;
}

std::string FieldName(const planner::Plan& plan, uint32_t site) {
  return plan.sites[site].field == nullptr ? "" : std::string(plan.sites[site].field->name);
}

std::string Meaning(const planner::Plan& plan, const ParameterSource& source, std::string_view path) {
  switch (source.kind) {
    case ParameterSource::Kind::kArgument: {
      std::string name;
      for (std::string_view step : source.path) name += (name.empty() ? "" : ".") + std::string(step);
      return "argument \"" + name + "\" of " + FieldName(plan, source.site);
    }
    case ParameterSource::Kind::kArguments:
      return "the arguments of " + FieldName(plan, source.site) + " as one object";
    case ParameterSource::Kind::kKeys:
      return (source.key_count > 1 ? "part " + std::to_string(source.key + 1) + " of the keys for " : "the keys for ") +
             std::string(path);
    case ParameterSource::Kind::kRows:
      return "what the function returned";
    case ParameterSource::Kind::kKeyQuery:
      return "the keys that statement " + std::to_string(source.key + 1) + " returned";
    case ParameterSource::Kind::kMaxRows:
      return "fraiseql.max_rows";
    default:
      return "a value of the request";
  }
}

}  // namespace

std::string AttributeText(const planner::Attribute& attribute) {
  if (attribute.column != nullptr) return "column " + std::string(attribute.column->name);
  return "key " + std::string(attribute.key) + " of data";
}

std::string RelationName(const planner::Relation& relation, bool direct) {
  return direct ? std::string(relation.remote_schema) + "." + std::string(relation.remote_name)
                : std::string(relation.schema) + "." + std::string(relation.name);
}

std::string LocalKeys(const FieldBinding& binding) {
  std::string text;
  for (const planner::Attribute& attribute : binding.join.local)
    text += (text.empty() ? "" : ", ") + KeyName(attribute);
  return text;
}

std::string_view HowText(const FieldBinding& binding) {
  if (binding.connection != nullptr) return ", in pages";
  return binding.is_aggregate ? ", aggregated" : "";
}

std::string SourceText(const FieldBinding& binding, bool direct) {
  switch (binding.kind) {
    case FieldBinding::Kind::kAttribute:
      return AttributeText(binding.attribute);
    case FieldBinding::Kind::kEmbedded:
      return "objects in " + AttributeText(binding.attribute) + std::string(HowText(binding));
    case FieldBinding::Kind::kFunction:
      return "function " + std::string(binding.function->schema) + "." + std::string(binding.function->name) +
             std::string(HowText(binding));
    default:
      break;
  }
  std::string text;
  if (binding.relation != nullptr) text = RelationName(*binding.relation, direct);
  for (const FieldBinding* member : binding.members) {
    text += (text.empty() ? "" : " and ") + RelationName(*member->relation, direct);
  }
  return text + JoinText(binding.join) + std::string(HowText(binding));
}

void AddStatement(const planner::Plan& plan, const planner::Statement& statement, std::string_view before,
                  std::string_view path, Step* step) {
  step->sql += before;
  planner::Render(statement, static_cast<uint32_t>(step->parameters.size()) + 1, &step->sql);
  for (const ParameterSource& source : statement.parameters) {
    step->parameters.push_back(
        {std::string(source.type_name) + (source.is_array ? "[]" : ""), Meaning(plan, source, path)});
  }
}

uint64_t CountRows(std::string_view json) {
  if (json.empty() || json == "null") return 0;
  if (json.front() != '[') return 1;
  uint64_t items = 0;
  int depth = 0;
  bool in_item = false;
  for (size_t i = 0; i < json.size(); ++i) {
    char c = json[i];
    if (c == '"') {
      for (++i; i < json.size() && json[i] != '"'; ++i) {
        if (json[i] == '\\') ++i;
      }
    } else if (c == kOpenMark || c == kErrorMark || c == kTypeMark) {
      i = json.find(c, i + 1);
      if (i == std::string_view::npos) return items;
    } else if (c == '[' || c == '{') {
      if (++depth == 1) continue;
    } else if (c == ']' || c == '}') {
      --depth;
      continue;
    } else if (c == ',') {
      if (depth == 1) in_item = false;
      continue;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      continue;
    }
    if (!in_item) ++items;
    in_item = true;
  }
  return items;
}

}  // namespace fraiseql::explain
