#include "base/error.h"

#include <gtest/gtest.h>

namespace fraiseql {
namespace {

std::string Json(const GraphQLError& error) {
  std::string out;
  AppendJson(error, &out);
  return out;
}

TEST(GraphQLError, LeavesOutWhatThereIsNot) {
  GraphQLError error;
  error.message = "no \"x\"";
  EXPECT_EQ(Json(error), R"({"message":"no \"x\"","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}})");
}

TEST(GraphQLError, WritesItsKeysInOrder) {
  GraphQLError error;
  error.message = "m";
  error.locations = {{1, 2}, {30, 40}};
  error.path = {std::string("a\n"), 0u, std::string("b")};
  error.code = ErrorCode::kDatabaseError;
  error.extensions = {{"sqlstate", "22012"}, {"hint", "\"h\""}};
  EXPECT_EQ(Json(error),
            R"({"message":"m","locations":[{"line":1,"column":2},{"line":30,"column":40}],"path":["a\n",0,"b"],)"
            R"("extensions":{"code":"DATABASE_ERROR","sqlstate":"22012","hint":"\"h\""}})");
}

TEST(ErrorCodeName, SpellsEveryCode) {
  EXPECT_EQ(ErrorCodeName(ErrorCode::kGraphqlParseFailed), "GRAPHQL_PARSE_FAILED");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kGraphqlValidationFailed), "GRAPHQL_VALIDATION_FAILED");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kBadUserInput), "BAD_USER_INPUT");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kOperationResolutionFailure), "OPERATION_RESOLUTION_FAILURE");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kInternalServerError), "INTERNAL_SERVER_ERROR");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kDatabaseError), "DATABASE_ERROR");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kDatabaseUnavailable), "DATABASE_UNAVAILABLE");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kTimeout), "TIMEOUT");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kForbidden), "FORBIDDEN");
}

}  // namespace
}  // namespace fraiseql
