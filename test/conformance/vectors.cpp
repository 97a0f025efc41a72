#include "vectors.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <stdexcept>

#include "base/json.h"

namespace fraiseql::conformance {

namespace {

std::string Join(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text.empty() ? "no errors" : text;
}

// Message and places of an error on one line.
std::string Line(std::string_view message, const std::vector<SourceLocation>& locations) {
  std::string line;
  AppendJsonString(message, &line);
  for (const SourceLocation& location : locations) {
    line += " " + std::to_string(location.line) + ":" + std::to_string(location.column);
  }
  return line;
}

std::vector<SourceLocation> LocationsOf(const rapidjson::Value& error) {
  std::vector<SourceLocation> locations;
  auto member = error.FindMember("locations");
  if (member == error.MemberEnd() || !member->value.IsArray()) return locations;
  for (const auto& location : member->value.GetArray()) {
    locations.push_back({location["line"].GetUint(), location["column"].GetUint()});
  }
  return locations;
}

}  // namespace

std::string_view Text(const rapidjson::Value& vector, const char* key) {
  auto member = vector.FindMember(key);
  if (member == vector.MemberEnd() || !member->value.IsString()) {
    throw std::runtime_error(std::string("a vector has no string ") + key);
  }
  return {member->value.GetString(), member->value.GetStringLength()};
}

std::string_view SchemaOf(const rapidjson::Value& vector, const Schemas& schemas) {
  const rapidjson::Value& index = vector["schema"];
  return index.IsNull() ? std::string_view() : schemas.at(index.GetUint());
}

Verdict CompareErrors(const rapidjson::Value& expected, const std::vector<GraphQLError>& actual) {
  std::vector<std::string> lines;
  for (const auto& error : expected.GetArray()) lines.push_back(Line(Text(error, "message"), LocationsOf(error)));
  return CompareTexts(Join(std::move(lines)), Describe(actual));
}

Verdict CompareTexts(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  return {Outcome::kFailed, std::string(expected), std::string(actual)};
}

std::string Describe(const std::vector<GraphQLError>& errors) {
  std::vector<std::string> lines;
  for (const GraphQLError& error : errors) lines.push_back(Line(error.message, error.locations));
  return Join(std::move(lines));
}

}  // namespace fraiseql::conformance
