// What the tests of the schema layer share: errors as lines of text, with every word and place.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "language/parser.h"
#include "schema/build.h"
#include "schema/schema.h"

namespace fraiseql::schema {

// Exactly the language of the specification.
inline constexpr BuildOptions kReference = {.engine_extras = false};

// `message 1:2 3:4`, one error a line.
inline std::vector<std::string> Lines(const std::vector<GraphQLError>& errors) {
  std::vector<std::string> lines;
  for (const GraphQLError& error : errors) {
    std::string line = error.message;
    for (const SourceLocation& location : error.locations) {
      line += " " + std::to_string(location.line) + ":" + std::to_string(location.column);
    }
    lines.push_back(line);
  }
  return lines;
}

using ExpectedLines = std::vector<std::string>;

// The rules for type system documents, without and with a schema that the document extends.
inline std::vector<std::string> SdlErrors(std::string_view sdl, const BuildOptions& options = kReference) {
  Arena arena;
  language::ParseResult parsed = language::Parse(sdl, &arena, options.limits);
  if (parsed.error.has_value()) return Lines({*parsed.error});
  return Lines(ValidateSdl(*parsed.document, nullptr, options));
}
inline std::vector<std::string> ExtensionErrors(std::string_view existing_sdl, std::string_view sdl) {
  BuildResult existing = BuildUnvalidatedSchema(existing_sdl, kReference);
  EXPECT_NE(existing.schema, nullptr);
  Arena arena;
  language::ParseResult parsed = language::Parse(sdl, &arena, kReference.limits);
  if (parsed.error.has_value()) return Lines({*parsed.error});
  return Lines(ValidateSdl(*parsed.document, existing.schema.get(), kReference));
}

// Type system validation of a document that is taken as it stands.
inline std::vector<std::string> TypeErrors(std::string_view sdl) {
  BuildResult built = BuildUnvalidatedSchema(sdl, kReference);
  if (built.schema == nullptr) return Lines(built.errors);
  return Lines(ValidateSchema(*built.schema));
}

inline std::unique_ptr<const Schema> Built(std::string_view sdl, const BuildOptions& options = {}) {
  BuildResult result = BuildSchema(sdl, options);
  EXPECT_EQ(Lines(result.errors), ExpectedLines{});
  return std::move(result.schema);
}

}  // namespace fraiseql::schema
