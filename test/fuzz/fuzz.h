// What the fuzz targets share: checks that end the run with the reason.
//
// A target is test/fuzz/<name>_fuzz.cpp with LLVMFuzzerTestOneInput; its seeds are in test/fuzz/corpus/<name>/, its
// words, where it has some, in test/fuzz/<name>.dict.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/utf8.h"
#include "language/parser.h"

namespace fraiseql::fuzz {

inline void Check(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

// An error as clients get it: words, places within the source, JSON that is UTF-8.
inline void CheckError(std::string_view source, const GraphQLError& error) {
  Check(!error.message.empty(), "an error without words", source);
  for (const SourceLocation& location : error.locations) {
    Check(location.line > 0 && location.column > 0 && location.line <= source.size() + 1 &&
              location.column <= source.size() + 1,
          "a place outside the source", source);
  }
  std::string json;
  AppendJson(error, &json);
  Check(IsValidUtf8(json), "an error that is no UTF-8", json);
}

// Either a document or a syntax error.
inline void CheckParseResult(std::string_view source, const language::ParseResult& result) {
  Check((result.document != nullptr) != result.error.has_value(), "neither or both of document and error", source);
  if (!result.error.has_value()) return;
  CheckError(source, *result.error);
  Check(result.error->message.starts_with("Syntax Error: ") && result.error->locations.size() == 1,
        "a syntax error of another form", result.error->message);
}

}  // namespace fraiseql::fuzz
