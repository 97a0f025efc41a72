// Any document against one schema: validation ends, and its errors have places within the document.
#include <cstdint>
#include <string>

#include "fuzz.h"
#include "fuzz_schema.h"
#include "validation/validate.h"

using namespace fraiseql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const schema::Schema& schema = fuzz::FuzzSchema();
  std::string source(reinterpret_cast<const char*>(data), size);
  Arena arena;
  language::ParseResult result = language::Parse(source, &arena);
  if (result.document == nullptr) return 0;
  for (const GraphQLError& error : validation::Validate(schema, *result.document)) fuzz::CheckError(source, error);
  return 0;
}
