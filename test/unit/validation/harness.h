// What the tests of validation share: one schema, and comparisons of all errors with their words and places.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "language/ast.h"
#include "schema/schema.h"
#include "validation/context.h"
#include "validation/walk.h"

namespace fraiseql::validation {

struct ExpectedError {
  std::string message;
  std::vector<SourceLocation> locations;
};

// The schema of harness.cpp: a shop.
const schema::Schema& TestSchema();
std::unique_ptr<const schema::Schema> BuildTestSchema(std::string_view sdl);

// A parsed document and the memory it lives in. A syntax error fails the test.
class ParsedDocument {
 public:
  explicit ParsedDocument(std::string_view source);
  const language::Document& operator*() const { return *document_; }

 private:
  std::string source_;
  Arena arena_;
  const language::Document* document_ = nullptr;
};

// The errors of these rules alone.
template <typename... Rules>
std::vector<GraphQLError> ErrorsOf(std::string_view query, const ValidationOptions& options = {}) {
  ParsedDocument document(query);
  ValidationContext context(TestSchema(), *document, options);
  try {
    Walk<Rules...>(&context).Run();
  } catch (const ErrorLimitReached&) {
  }
  return context.TakeErrors();
}

// Compares as sets: the order of errors at one place is that in which rules look, and no part of what they promise.
void CompareErrors(const std::vector<GraphQLError>& actual, const std::vector<ExpectedError>& expected);

template <typename... Rules>
void ExpectErrors(std::string_view query, const std::vector<ExpectedError>& expected) {
  CompareErrors(ErrorsOf<Rules...>(query), expected);
}

template <typename... Rules>
void ExpectValid(std::string_view query) {
  ExpectErrors<Rules...>(query, {});
}

}  // namespace fraiseql::validation
