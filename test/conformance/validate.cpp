#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "language/parser.h"
#include "reference_types.h"
#include "schema/build.h"
#include "validation/validate.h"
#include "values/coerce_variables.h"
#include "values/json.h"
#include "vectors.h"

namespace fraiseql::conformance {

namespace {

// What vectors refer to was printed from schemas that the reference implementation made out of code; not all of it is
// valid SDL. Many vectors share one schema.
const schema::Schema& BuiltSchema(std::string_view sdl) {
  static auto& built = *new std::map<std::string, std::unique_ptr<const schema::Schema>, std::less<>>();
  auto found = built.find(sdl);
  if (found == built.end()) {
    schema::BuildResult result = schema::BuildUnvalidatedSchema(sdl, {.engine_extras = false});
    if (result.schema == nullptr) throw std::runtime_error("no schema: " + result.errors.at(0).message);
    found = built.emplace(std::string(sdl), std::move(result.schema)).first;
  }
  return *found->second;
}

const language::Document& ParseDocument(std::string_view source, Arena* arena) {
  language::ParseResult result = language::Parse(source, arena, {.max_tokens = 0, .max_depth = 0});
  if (result.error.has_value()) throw std::runtime_error("syntax error: " + result.error->message);
  return *result.document;
}

std::string ToJson(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// Every error of validation has places, unless the recorded run parsed the document without them.
bool HasPlaces(const rapidjson::Value& errors) {
  for (const auto& error : errors.GetArray()) {
    if (error.HasMember("locations")) return true;
  }
  return errors.Empty();
}

// How many errors of coercion the recorded run let pass; it says where it let no more.
values::CoerceVariablesOptions RecordedOptions(const rapidjson::Value& errors) {
  values::CoerceVariablesOptions options;
  if (!errors.IsArray() || errors.Empty()) return options;
  std::string_view last = Text(errors[errors.Size() - 1], "message");
  if (last.starts_with("Too many errors processing variables")) options.max_errors = errors.Size() - 1;
  return options;
}

}  // namespace

// `schema`, `document`, and `errors` of all rules together.
Verdict RunValidate(const rapidjson::Value& vector, const Schemas& schemas) {
  Arena arena;
  const schema::Schema& schema = BuiltSchema(SchemaOf(vector, schemas));
  const language::Document& document = ParseDocument(Text(vector, "document"), &arena);
  ReferenceScalars scalars(SchemaOf(vector, schemas));
  std::vector<GraphQLError> errors = validation::Validate(schema, document);
  if (!HasPlaces(vector["errors"])) {
    for (GraphQLError& error : errors) error.locations.clear();
  }
  return CompareErrors(vector["errors"], errors);
}

// `schema`, `document`, `inputs`, and `coerced` or `errors`.
Verdict RunVariables(const rapidjson::Value& vector, const Schemas& schemas) {
  Arena arena;
  const schema::Schema& schema = BuiltSchema(SchemaOf(vector, schemas));
  const language::Document& document = ParseDocument(Text(vector, "document"), &arena);
  const auto& operation = *static_cast<const language::OperationDefinition*>(document.definitions[0]);
  std::string inputs = ToJson(vector["inputs"]);
  const values::InputValue& raw = *values::ParseJson(inputs, &arena).value;
  ReferenceScalars scalars(SchemaOf(vector, schemas));
  values::CoercedVariables result =
      values::CoerceVariableValues(schema, document, operation, raw, &arena, RecordedOptions(vector["errors"]));
  if (vector["errors"].IsArray()) return CompareErrors(vector["errors"], result.errors);
  if (!result.errors.empty()) return {Outcome::kFailed, "no errors", Describe(result.errors)};
  std::string expected = ToJson(vector["coerced"]);
  values::InputValue coerced{.kind = values::InputValue::Kind::kObject, .fields = result.values.values()};
  std::string actual;
  values::AppendJson(WithReferenceEnums(coerced, *values::ParseJson(expected, &arena).value, schema, &arena), &actual);
  return CompareTexts(expected, actual);
}

}  // namespace fraiseql::conformance
