#include "base/utf8.h"

#include <gtest/gtest.h>

namespace fraiseql {
namespace {

TEST(Utf8, ReadsBackEveryScalarValue) {
  for (uint32_t code = 0; code <= 0x10FFFF; ++code) {
    std::string text;
    AppendUtf8(code, &text);
    CodePoint decoded = DecodeUtf8(text);
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    ASSERT_TRUE(decoded.valid);
    ASSERT_EQ(decoded.value, surrogate ? kReplacementCharacter : code);
    ASSERT_EQ(decoded.bytes, text.size());
    ASSERT_EQ(Utf16Length(text), code > 0xFFFF ? 2u : 1u);
  }
}

TEST(Utf8, RejectsWhatIsMalformed) {
  // A continuation byte, overlong forms, beyond U+10FFFF, cut short, a wrong continuation.
  for (std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2\x82(", "\xF0\x9F\x98("}) {
    EXPECT_FALSE(IsValidUtf8(text)) << text;
    CodePoint decoded = DecodeUtf8(text);
    EXPECT_FALSE(decoded.valid);
    EXPECT_EQ(decoded.value, kReplacementCharacter);
    EXPECT_EQ(decoded.bytes, 1u);
  }
}

TEST(Utf8, TellsSurrogatesApart) {
  CodePoint surrogate = DecodeUtf8("\xED\xA0\xBD");
  EXPECT_FALSE(surrogate.valid);
  EXPECT_EQ(surrogate.value, 0xD83Du);
  EXPECT_EQ(surrogate.bytes, 3u);
}

TEST(Utf8, CountsUtf16Units) {
  EXPECT_EQ(Utf16Length(""), 0u);
  EXPECT_EQ(Utf16Length("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 5u);
  EXPECT_EQ(Utf16Length("\xFF\xFF"), 2u);
}

}  // namespace
}  // namespace fraiseql
