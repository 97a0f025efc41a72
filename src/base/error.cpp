#include "base/error.h"

#include "base/json.h"

namespace fraiseql {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kGraphqlParseFailed:
      return "GRAPHQL_PARSE_FAILED";
    case ErrorCode::kGraphqlValidationFailed:
      return "GRAPHQL_VALIDATION_FAILED";
    case ErrorCode::kBadUserInput:
      return "BAD_USER_INPUT";
    case ErrorCode::kOperationResolutionFailure:
      return "OPERATION_RESOLUTION_FAILURE";
    case ErrorCode::kInternalServerError:
      return "INTERNAL_SERVER_ERROR";
    case ErrorCode::kDatabaseError:
      return "DATABASE_ERROR";
    case ErrorCode::kDatabaseUnavailable:
      return "DATABASE_UNAVAILABLE";
    case ErrorCode::kTimeout:
      return "TIMEOUT";
    case ErrorCode::kForbidden:
      return "FORBIDDEN";
  }
  return "INTERNAL_SERVER_ERROR";
}

void AppendJson(const GraphQLError& error, std::string* out) {
  *out += "{\"message\":";
  AppendJsonString(error.message, out);
  if (!error.locations.empty()) {
    *out += ",\"locations\":[";
    for (const SourceLocation& location : error.locations) {
      if (&location != &error.locations.front()) *out += ',';
      *out += "{\"line\":";
      AppendJsonInteger(location.line, out);
      *out += ",\"column\":";
      AppendJsonInteger(location.column, out);
      *out += '}';
    }
    *out += ']';
  }
  if (!error.path.empty()) {
    *out += ",\"path\":[";
    for (const PathSegment& segment : error.path) {
      if (&segment != &error.path.front()) *out += ',';
      if (const auto* key = std::get_if<std::string>(&segment)) {
        AppendJsonString(*key, out);
      } else {
        AppendJsonInteger(std::get<uint32_t>(segment), out);
      }
    }
    *out += ']';
  }
  *out += ",\"extensions\":{\"code\":";
  AppendJsonString(ErrorCodeName(error.code), out);
  for (const auto& [key, value] : error.extensions) {
    *out += ',';
    AppendJsonString(key, out);
    *out += ':';
    AppendJsonString(value, out);
  }
  *out += "}}";
}

}  // namespace fraiseql
