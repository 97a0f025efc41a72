// Any bytes through lexer, parser and printer: either a document that survives being printed, or one error in the form
// of a response entry.
#include <cstdint>
#include <string>

#include "fuzz.h"
#include "language/parser.h"
#include "language/printer.h"
#include "language/tree_text.h"

using namespace fraiseql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A copy of its own, so that a read beyond the end is seen.
  std::string source(reinterpret_cast<const char*>(data), size);
  Arena arena;
  language::ParseResult result = language::Parse(source, &arena);
  fuzz::CheckParseResult(source, result);
  if (result.document == nullptr) return 0;

  std::string printed = language::Print(*result.document);
  language::ParseResult again = language::Parse(printed, &arena, {.max_tokens = 0, .max_depth = 0});
  fuzz::Check(again.document != nullptr, "what was printed does not parse", printed);
  fuzz::Check(language::TreeText::Of(*result.document) == language::TreeText::Of(*again.document),
              "what was printed is another tree", printed);
  return 0;
}
