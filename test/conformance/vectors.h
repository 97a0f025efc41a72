// Vectors recorded from the reference implementation: one JSON object a line, one kind of vector a file.
//
// Each kind has a function that runs one vector through the core; kinds.cpp lists them. A new kind is one function
// here, one file with its definition, one line in that list.
#pragma once

#include <rapidjson/document.h>

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/error.h"

namespace fraiseql::conformance {

// The SDL texts that vectors refer to by index.
using Schemas = std::vector<std::string>;

enum class Outcome { kPassed, kFailed, kSkipped };

struct Verdict {
  Outcome outcome = Outcome::kPassed;
  // Of a failure: what the vector says and what the core said.
  std::string expected;
  std::string actual;
};

using RunVector = Verdict (*)(const rapidjson::Value& vector, const Schemas& schemas);

struct Kind {
  const char* file;
  RunVector run;
};
extern const std::vector<Kind> kKinds;

Verdict RunParse(const rapidjson::Value& vector, const Schemas& schemas);
Verdict RunValidateSdl(const rapidjson::Value& vector, const Schemas& schemas);
Verdict RunValidateSchema(const rapidjson::Value& vector, const Schemas& schemas);
Verdict RunPrintSchema(const rapidjson::Value& vector, const Schemas& schemas);
Verdict RunValidate(const rapidjson::Value& vector, const Schemas& schemas);
Verdict RunVariables(const rapidjson::Value& vector, const Schemas& schemas);

// What the functions share.

// A string member, which must be there.
std::string_view Text(const rapidjson::Value& vector, const char* key);
// The SDL text the member `schema` points to; empty for null.
std::string_view SchemaOf(const rapidjson::Value& vector, const Schemas& schemas);
// Compares errors as a set: words and places count, their order does not. `expected` is the array of a vector.
Verdict CompareErrors(const rapidjson::Value& expected, const std::vector<GraphQLError>& actual);
Verdict CompareTexts(std::string_view expected, std::string_view actual);
// `[{"message":...,"locations":[...]}]`, one error a line.
std::string Describe(const std::vector<GraphQLError>& errors);

}  // namespace fraiseql::conformance
