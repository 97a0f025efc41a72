// What the tests of this folder share: parsing that must succeed or fail in exact words at an exact place.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "language/parser.h"

namespace fraiseql::language {

inline constexpr Limits kUnlimited{.max_tokens = 0, .max_depth = 0};

// A document and what it lives in.
class Parsed {
 public:
  explicit Parsed(std::string source) : source_(std::move(source)), result_(Parse(source_, &arena_, kUnlimited)) {
    if (result_.error.has_value()) ADD_FAILURE() << result_.error->message << "\n" << source_;
  }
  const Document& document() const { return *result_.document; }
  const std::string& source() const { return source_; }
  template <typename Node>
  const Node& definition(size_t i = 0) const {
    return static_cast<const Node&>(*document().definitions[i]);
  }
  std::string_view TextOf(Location location) const {
    return std::string_view(source_).substr(location.start, location.end - location.start);
  }

 private:
  std::string source_;
  Arena arena_;
  ParseResult result_;
};

// `message` without "Syntax Error: ".
inline void ExpectSyntaxError(std::string_view source, std::string_view message, uint32_t line, uint32_t column,
                              const Limits& limits = kUnlimited) {
  Arena arena;
  ParseResult result = Parse(source, &arena, limits);
  EXPECT_EQ(result.document, nullptr) << source;
  ASSERT_TRUE(result.error.has_value()) << source;
  EXPECT_EQ(result.error->message, "Syntax Error: " + std::string(message)) << source;
  EXPECT_EQ(result.error->code, ErrorCode::kGraphqlParseFailed);
  ASSERT_EQ(result.error->locations.size(), 1u);
  EXPECT_EQ(result.error->locations[0].line, line) << source;
  EXPECT_EQ(result.error->locations[0].column, column) << source;
}

}  // namespace fraiseql::language
