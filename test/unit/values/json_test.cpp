#include "values/json.h"

#include "base/limits.h"
#include "values/harness.h"

namespace fraiseql::values {
namespace {

std::string RoundTrip(std::string_view json) {
  Arena arena;
  ParsedJson parsed = ParseJson(json, &arena);
  return parsed.value == nullptr ? parsed.error : ToJson(*parsed.value);
}

TEST(JsonTest, KeepsValuesAsTheyAre) {
  for (std::string_view json :
       {"null", "true", "false", "0", "-0", "1.10", "1e5", "123456789012345678901234567890.123456789", "\"\"",
        "\"a\\\"\\\\\\n\\u0001\"", "[]", "{}", R"([1,[2,{"a":[]}],null])", R"({"b":1,"a":{"z":[true]},"":"x"})"}) {
    EXPECT_EQ(RoundTrip(json), json);
  }
}

TEST(JsonTest, TellsIntegersFromOtherNumbers) {
  Arena arena;
  const InputValue& list = *ParseJson("[1, -7, 1.0, 1e2, 1E2]", &arena).value;
  EXPECT_EQ(list.items[0].kind, InputValue::Kind::kInt);
  EXPECT_EQ(list.items[1].kind, InputValue::Kind::kInt);
  for (size_t i = 2; i < 5; ++i) EXPECT_EQ(list.items[i].kind, InputValue::Kind::kFloat);
}

TEST(JsonTest, ResolvesEscapes) {
  Arena arena;
  EXPECT_EQ(ParseJson(R"("\u00e9 \ud83d\ude00 \/ \t")", &arena).value->text, "\u00e9 \U0001F600 / \t");
}

TEST(JsonTest, TakesTheLastOfEqualKeysAtThePlaceOfTheFirst) {
  EXPECT_EQ(RoundTrip(R"({"a": 1, "b": 2, "a": 3, "c": 4, "b": 5, "a": 6})"), R"({"a":6,"b":5,"c":4})");
}

TEST(JsonTest, SaysWhatItCannotRead) {
  EXPECT_EQ(RoundTrip(""), "Expected a value (at byte 0).");
  EXPECT_EQ(RoundTrip("  "), "Expected a value (at byte 2).");
  EXPECT_EQ(RoundTrip("nul"), "Expected a value (at byte 0).");
  EXPECT_EQ(RoundTrip("{\"a\": }"), "Expected a value (at byte 6).");
  EXPECT_EQ(RoundTrip("{\"a\" 1}"), "Expected ':' (at byte 5).");
  EXPECT_EQ(RoundTrip("{a: 1}"), "Expected a key (at byte 1).");
  EXPECT_EQ(RoundTrip("{\"a\": 1,}"), "Expected a key (at byte 8).");
  EXPECT_EQ(RoundTrip("{\"a\": 1]"), "Expected ',' or '}' (at byte 7).");
  EXPECT_EQ(RoundTrip("[1, 2"), "Expected ',' or ']' (at byte 5).");
  EXPECT_EQ(RoundTrip("[1,]"), "Expected a value (at byte 3).");
  EXPECT_EQ(RoundTrip("1 2"), "Expected the end of the text (at byte 2).");
  EXPECT_EQ(RoundTrip("[]]"), "Expected the end of the text (at byte 2).");
  for (std::string_view number : {"-", "1.", ".5", "1e", "1e+", "+1", "-x"}) {
    EXPECT_EQ(RoundTrip(number).substr(0, 9), "Expected ") << number;
  }
  EXPECT_EQ(RoundTrip("01"), "Expected the end of the text (at byte 1).");
  EXPECT_EQ(RoundTrip("\"abc"), "Unterminated string (at byte 4).");
  EXPECT_EQ(RoundTrip("\"a\nb\""), "A string holds a control character (at byte 2).");
  for (std::string_view escape : {R"("\x")", R"("\u12")", R"("\u12G4")", R"("\)", R"("\u+123")"}) {
    EXPECT_EQ(RoundTrip(escape), "Invalid escape (at byte 1).") << escape;
  }
}

TEST(JsonTest, RefusesWhatNoTextOfPostgresqlCanHold) {
  constexpr std::string_view kNul = "A string holds the character U+0000, which no PostgreSQL text can hold";
  EXPECT_EQ(RoundTrip(R"({"a": "x\u0000y"})"), std::string(kNul) + " (at byte 8).");
  EXPECT_EQ(RoundTrip(R"({"\u0000": 1})"), std::string(kNul) + " (at byte 2).");
  EXPECT_EQ(RoundTrip(std::string_view("\"a\0b\"", 5)), "A string holds a control character (at byte 2).");
  EXPECT_EQ(RoundTrip(std::string_view("\0", 1)), "Expected a value (at byte 0).");
  for (std::string_view json :
       {R"("\ud83d")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00")", R"("\ud83d\n")", R"("\ud83d\ud83d")"}) {
    EXPECT_EQ(RoundTrip(json), "A string holds half of a surrogate pair (at byte 1).") << json;
  }
  for (std::string_view json : {"\"\xff\"", "\"\xc3\"", "\"\xed\xa0\xbd\"", "\"\xc0\x80\"", "\"\xf5\x80\x80\x80\""}) {
    EXPECT_EQ(RoundTrip(json), "Invalid UTF-8 (at byte 1).") << json;
  }
}

TEST(JsonTest, BoundsNesting) {
  std::string inside = std::string(kHardDepth, '[') + std::string(kHardDepth, ']');
  EXPECT_EQ(RoundTrip(inside), inside);
  EXPECT_EQ(RoundTrip("[" + inside + "]"), "Lists and objects are nested deeper than 1000 levels (at byte 1000).");
  std::string deep(1'000'000, '[');
  EXPECT_EQ(RoundTrip(deep), "Lists and objects are nested deeper than 1000 levels (at byte 1000).");
}

TEST(JsonTest, ReadsHugeNumbers) {
  std::string digits(1'000'000, '9');
  EXPECT_EQ(RoundTrip(digits), digits);
  EXPECT_EQ(RoundTrip("1e999999999999"), "1e999999999999");
  EXPECT_EQ(RoundTrip("0." + digits), "0." + digits);
}

}  // namespace
}  // namespace fraiseql::values
