// A valid document, a line `%`, and JSON: coercing it to the variables of the document's operation either gives
// errors or values that are JSON.
#include <cstdint>
#include <string>

#include "fuzz.h"
#include "fuzz_schema.h"
#include "validation/validate.h"
#include "values/coerce_variables.h"
#include "values/json.h"

using namespace fraiseql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const schema::Schema& schema = fuzz::FuzzSchema();
  std::string input(reinterpret_cast<const char*>(data), size);
  size_t divider = input.find("\n%\n");
  if (divider == std::string::npos) return 0;
  std::string source = input.substr(0, divider);
  std::string json = input.substr(divider + 3);

  Arena arena;
  values::ParsedJson raw = values::ParseJson(json, &arena);
  fuzz::Check((raw.value != nullptr) == raw.error.empty(), "neither or both of value and error", json);
  language::ParseResult result = language::Parse(source, &arena);
  if (result.document == nullptr || raw.value == nullptr) return 0;
  if (!validation::Validate(schema, *result.document).empty()) return 0;
  for (const language::Definition* definition : result.document->definitions) {
    if (definition->kind != language::Definition::Kind::kOperation) continue;
    const auto& operation = static_cast<const language::OperationDefinition&>(*definition);
    values::CoercedVariables coerced =
        values::CoerceVariableValues(schema, *result.document, operation, *raw.value, &arena);
    for (const GraphQLError& error : coerced.errors) fuzz::CheckError(source, error);
    for (const auto& entry : coerced.values.values()) {
      std::string text;
      values::AppendJson(entry.value, &text);
      fuzz::Check(values::ParseJson(text, &arena).value != nullptr, "a coerced value is no JSON", text);
    }
  }
  return 0;
}
