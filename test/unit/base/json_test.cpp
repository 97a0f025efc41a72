#include "base/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace fraiseql {
namespace {

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

TEST(AppendJsonString, EscapesAsJsonStringifyDoes) {
  EXPECT_EQ(Json(""), "\"\"");
  EXPECT_EQ(Json("plain"), "\"plain\"");
  EXPECT_EQ(Json("\"\\/\b\f\n\r\t"), "\"\\\"\\\\/\\b\\f\\n\\r\\t\"");
  EXPECT_EQ(Json(std::string_view("\0\x01\x0B\x1F\x7F", 5)), "\"\\u0000\\u0001\\u000b\\u001f\x7F\"");
  EXPECT_EQ(Json("\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80"), "\"\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80\"");
}

TEST(AppendJsonString, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(Json("a\xFF"
                 "b"),
            "\"a\xEF\xBF\xBD"
            "b\"");
  EXPECT_EQ(Json("\xED\xA0\x80"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(Json("\xF0\x9F\x98"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(AppendJsonInteger, WritesEveryInteger) {
  std::string out;
  AppendJsonInteger(std::numeric_limits<int64_t>::min(), &out);
  AppendJsonInteger(0, &out);
  AppendJsonInteger(std::numeric_limits<int64_t>::max(), &out);
  EXPECT_EQ(out, "-922337203685477580809223372036854775807");
}

}  // namespace
}  // namespace fraiseql
