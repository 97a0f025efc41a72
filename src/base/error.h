// Errors as data: the entries of a response's `errors` list (spec section 7.1.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fraiseql {

// A place in a document. Lines and columns start at 1; a column counts UTF-16 code units, as graphql-js does.
struct SourceLocation {
  uint32_t line = 0;
  uint32_t column = 0;
  bool operator==(const SourceLocation&) const = default;
};

// `extensions.code` of an error; ErrorCodeName gives its spelling.
enum class ErrorCode : uint8_t {
  kGraphqlParseFailed,
  kGraphqlValidationFailed,
  kBadUserInput,
  kOperationResolutionFailure,
  kInternalServerError,  // masked: the server log has the details under `extensions.id`
  kDatabaseError,        // raised by the user's own SQL: sqlstate, detail and hint are given
  kDatabaseUnavailable,  // a federated database did not answer
  kTimeout,              // a federated database did not answer within its deadline
  kForbidden,
};

std::string_view ErrorCodeName(ErrorCode code);

// One step of a response path: a response key or a list index.
using PathSegment = std::variant<std::string, uint32_t>;

struct GraphQLError {
  std::string message;
  std::vector<SourceLocation> locations = {};  // empty: the key is left out
  std::vector<PathSegment> path = {};          // empty: the key is left out
  ErrorCode code = ErrorCode::kGraphqlValidationFailed;
  // Further keys of `extensions`, in order, as strings (sqlstate, detail, hint, id, database).
  std::vector<std::pair<std::string, std::string>> extensions = {};
};

// Appends the error as a JSON object with the keys message, locations, path, extensions in this order.
void AppendJson(const GraphQLError& error, std::string* out);

}  // namespace fraiseql
