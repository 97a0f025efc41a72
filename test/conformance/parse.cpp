#include "language/parser.h"

#include "language/printer.h"
#include "language/tree_text.h"
#include "vectors.h"

namespace fraiseql::conformance {

// Whether what the printer writes is the same tree.
Verdict CompareRoundTrip(const language::Document& document, Arena* arena) {
  std::string printed = language::Print(document);
  language::ParseResult again = language::Parse(printed, arena, {.max_tokens = 0, .max_depth = 0});
  if (again.error.has_value()) return {Outcome::kFailed, printed, again.error->message};
  return CompareTexts(language::TreeText::Of(document), language::TreeText::Of(*again.document));
}

// `document`, and `error`: null or the syntax error. A document without error must also survive being printed.
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
  if (error.IsNull() && errors.empty()) return CompareRoundTrip(*result.document, &arena);
  return CompareErrors(expected, errors);
}

}  // namespace fraiseql::conformance
