#include "execution/cursor.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace fraiseql::execution {
namespace {

std::optional<Cursor> Decoded(std::string_view json) {
  std::string text(Base64Size(json.size()), '\0');
  WriteBase64(json, text.data());
  return DecodeCursor(text);
}

TEST(Cursor, TellsItsOrderingAndItsValues) {
  std::optional<Cursor> cursor = Decoded(R"(["5a0fb3c1","2024-01-01T00:00:00+00:00",null,"na\u00efve \"x\""])");
  ASSERT_TRUE(cursor);
  EXPECT_EQ(cursor->ordering, "5a0fb3c1");
  const std::vector<std::optional<std::string>> values = {"2024-01-01T00:00:00+00:00", std::nullopt, "naïve \"x\""};
  EXPECT_EQ(cursor->values, values);
}

TEST(Cursor, NothingElseIsOne) {
  EXPECT_FALSE(DecodeCursor(""));
  EXPECT_FALSE(DecodeCursor("not base64"));
  for (std::string_view json : {"", "[", "{}", "[]", R"(["a"])", "[1,\"a\"]", "[null,\"a\"]", R"(["a",1])",
                                R"(["a",["b"]])", R"(["a",true])", R"("a")",
                                R"(["a","b"] )"
                                "x"}) {
    EXPECT_FALSE(Decoded(json)) << json;
  }
}

}  // namespace
}  // namespace fraiseql::execution
