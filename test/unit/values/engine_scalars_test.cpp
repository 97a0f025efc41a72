#include "values/engine_scalars.h"

#include <vector>

#include "values/coerce_literal.h"
#include "values/harness.h"

namespace fraiseql::values {
namespace {

using schema::ScalarKind;

InputValue String(std::string_view text) { return {.kind = InputValue::Kind::kString, .text = text}; }

void ExpectAccepted(ScalarKind scalar, const std::vector<std::pair<std::string, std::string>>& texts) {
  for (const auto& [text, canonical] : texts) {
    ASSERT_TRUE(IsEngineScalarText(scalar, String(text))) << text;
    Arena arena;
    EXPECT_EQ(CanonicalEngineScalar(scalar, text, &arena).text, canonical);
  }
}

void ExpectRefused(ScalarKind scalar, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) EXPECT_FALSE(IsEngineScalarText(scalar, String(text))) << text;
}

TEST(EngineScalarsTest, BigIntTakesIntegersOfAnySize) {
  ExpectAccepted(ScalarKind::kBigInt, {{"0", "0"}, {"-1", "-1"}, {"9007199254740993", "9007199254740993"}});
  ExpectAccepted(ScalarKind::kBigInt, {{"123456789012345678901234567890", "123456789012345678901234567890"}});
  ExpectRefused(ScalarKind::kBigInt, {"", "-", "+1", "01", "1.0", "1e3", " 1", "1 ", "0x1", "\u0661"});
}

TEST(EngineScalarsTest, DecimalKeepsItsScale) {
  ExpectAccepted(ScalarKind::kDecimal, {{"1.10", "1.10"}, {"-0.5", "-0.5"}, {"1e3", "1e3"}, {"1.5E-7", "1.5E-7"}});
  ExpectAccepted(ScalarKind::kDecimal, {{"12345678901234567890.123456789", "12345678901234567890.123456789"}});
  ExpectRefused(ScalarKind::kDecimal, {"", ".5", "1.", "1e", "1e+", "NaN", "Infinity", "1,5", "1.5 ", "--1"});
}

TEST(EngineScalarsTest, DatesExist) {
  ExpectAccepted(ScalarKind::kDate, {{"2024-02-29", "2024-02-29"}, {"2000-02-29", "2000-02-29"}});
  ExpectAccepted(ScalarKind::kDate, {{"0001-01-01", "0001-01-01"}, {"9999-12-31", "9999-12-31"}});
  ExpectRefused(ScalarKind::kDate,
                {"2023-02-29", "1900-02-29", "2023-04-31", "2023-00-10", "2023-13-01", "2023-01-00"});
  ExpectRefused(ScalarKind::kDate, {"", "2023-1-1", "2023-01-011", "20230101", "0000-01-01", "2023-01-01T00:00:00Z"});
}

TEST(EngineScalarsTest, DateTimesHaveOneSpelling) {
  ExpectAccepted(ScalarKind::kDateTime, {
                                            {"2024-02-29T23:59:59Z", "2024-02-29T23:59:59+00:00"},
                                            {"2024-02-29t23:59:59z", "2024-02-29T23:59:59+00:00"},
                                            {"2024-02-29 23:59:59", "2024-02-29T23:59:59"},
                                            {"2024-02-29T23:59", "2024-02-29T23:59:00"},
                                            {"2024-02-29T23:59Z", "2024-02-29T23:59:00+00:00"},
                                            {"2024-02-29T23:59:59.123456+05:30", "2024-02-29T23:59:59.123456+05:30"},
                                            {"2024-02-29T23:59:59.1-0800", "2024-02-29T23:59:59.1-08:00"},
                                            {"2024-02-29T23:59:59+02", "2024-02-29T23:59:59+02:00"},
                                        });
  ExpectRefused(ScalarKind::kDateTime, {"", "2024-02-29", "2024-02-30T00:00:00Z", "2024-02-29T24:00:00Z"});
  ExpectRefused(ScalarKind::kDateTime, {"2024-02-29T23:60:00Z", "2024-02-29T23:59:60Z", "2024-02-29T23:59:59.Z"});
  ExpectRefused(ScalarKind::kDateTime, {"2024-02-29T23:59:59+16:00", "2024-02-29T23:59:59+05:60"});
  ExpectRefused(ScalarKind::kDateTime, {"2024-02-29T23:59:59.1234567890Z", "2024-02-29T23:59:59Zx", "now"});
}

TEST(EngineScalarsTest, TimesEndWithTheDay) {
  ExpectAccepted(ScalarKind::kTime, {{"00:00", "00:00:00"}, {"23:59:59.999999", "23:59:59.999999"}});
  ExpectAccepted(ScalarKind::kTime, {{"24:00:00", "24:00:00"}, {"10:00Z", "10:00:00+00:00"}});
  ExpectRefused(ScalarKind::kTime, {"", "24:00:01", "24:00:00.5", "25:00", "10", "10:60", "1:00", "10:00:00 PM"});
}

TEST(EngineScalarsTest, UuidsHaveOneSpelling) {
  ExpectAccepted(ScalarKind::kUuid, {{"123E4567-e89b-12D3-A456-426614174000", "123e4567-e89b-12d3-a456-426614174000"}});
  ExpectRefused(ScalarKind::kUuid, {"", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
                                    "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456_426614174000"});
}

TEST(EngineScalarsTest, LiteralsAndValuesOfOtherKindsAreRefused) {
  Arena arena;
  for (ScalarKind scalar : {ScalarKind::kBigInt, ScalarKind::kDecimal, ScalarKind::kDate, ScalarKind::kUuid}) {
    for (std::string_view json : {"true", "null", "[]", "{}", "[\"2024-01-01\"]"}) {
      EXPECT_FALSE(IsEngineScalarText(scalar, *ParseJson(json, &arena).value)) << json;
    }
  }
  EXPECT_FALSE(IsEngineScalarText(ScalarKind::kBigInt, *ParseJson("1.5", &arena).value));
  EXPECT_FALSE(IsEngineScalarText(ScalarKind::kDate, *ParseJson("20240101", &arena).value));
  EXPECT_TRUE(IsEngineScalarText(ScalarKind::kDecimal, *ParseJson("1.50", &arena).value));
}

}  // namespace
}  // namespace fraiseql::values
