#include "language/parser.h"

#include "vectors.h"

namespace fraiseql::conformance {

// `document`, and `error`: null or the syntax error.
Verdict RunParse(const rapidjson::Value& vector, const Schemas&) {
  // An option of the reference implementation for a grammar that the specification never had.
  if (vector.HasMember("allowLegacyFragmentVariables")) return {Outcome::kSkipped, "", ""};
  Arena arena;
  language::ParseResult result = language::Parse(Text(vector, "document"), &arena, {.max_tokens = 0, .max_depth = 0});
  std::vector<GraphQLError> errors;
  if (result.error.has_value()) errors.push_back(*result.error);
  const rapidjson::Value& error = vector["error"];
  rapidjson::Document expected(rapidjson::kArrayType);
  if (!error.IsNull()) expected.PushBack(rapidjson::Value(error, expected.GetAllocator()), expected.GetAllocator());
  return CompareErrors(expected, errors);
}

}  // namespace fraiseql::conformance
