#include "base/base64.h"

#include <gtest/gtest.h>

namespace fraiseql {
namespace {

std::string Encoded(std::string_view bytes) {
  std::string out(Base64Size(bytes.size()), '\0');
  EXPECT_EQ(WriteBase64(bytes, out.data()), out.data() + out.size());
  return out;
}

// RFC 4648, section 10.
TEST(Base64, TestVectors) {
  EXPECT_EQ(Encoded(""), "");
  EXPECT_EQ(Encoded("f"), "Zg==");
  EXPECT_EQ(Encoded("fo"), "Zm8=");
  EXPECT_EQ(Encoded("foo"), "Zm9v");
  EXPECT_EQ(Encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(Encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Encoded("foobar"), "Zm9vYmFy");
}

TEST(Base64, AllBytesComeBack) {
  std::string bytes;
  for (int length = 0; length < 600; ++length) {
    EXPECT_EQ(DecodeBase64(Encoded(bytes)), bytes);
    bytes += static_cast<char>(length * 7);
  }
}

TEST(Base64, NothingElseIsTaken) {
  for (std::string_view text : {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zm9-",
                                "Zh==", "Zm9=", "=Zg=", "Z=g=", "Zm8\xc3"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace fraiseql
