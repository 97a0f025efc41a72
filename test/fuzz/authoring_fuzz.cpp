// Any bytes as authoring JSON: either errors, or a document that parses.
#include <cstdint>
#include <string>

#include "fuzz.h"
#include "schema/authoring_json.h"
#include "schema/build.h"

using namespace fraiseql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string json(reinterpret_cast<const char*>(data), size);
  schema::AuthoringImport import = schema::ImportAuthoringJson(json);
  if (!import.errors.empty()) return 0;
  schema::BuildResult built = schema::BuildSchema(import.sdl);
  for (const GraphQLError& error : built.errors) fuzz::CheckError(import.sdl, error);
  fuzz::Check((built.schema == nullptr) == !built.errors.empty(), "neither a schema nor errors, or both", import.sdl);
  return 0;
}
