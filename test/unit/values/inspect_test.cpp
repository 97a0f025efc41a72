#include "values/inspect.h"

#include <cmath>
#include <initializer_list>
#include <utility>

#include "values/harness.h"
#include "values/number.h"

namespace fraiseql::values {
namespace {

std::string Inspected(std::string_view json) {
  Arena arena;
  std::string text;
  Inspect(*ParseJson(json, &arena).value, &text);
  return text;
}

TEST(InspectTest, ShowsLeaves) {
  EXPECT_EQ(Inspected("null"), "null");
  EXPECT_EQ(Inspected("true"), "true");
  EXPECT_EQ(Inspected("\"a\\\"b\\n\""), "\"a\\\"b\\n\"");
  EXPECT_EQ(Inspected("12"), "12");
}

TEST(InspectTest, ShowsListsUpToTenItems) {
  EXPECT_EQ(Inspected("[]"), "[]");
  EXPECT_EQ(Inspected("[1, \"x\"]"), "[1, \"x\"]");
  EXPECT_EQ(Inspected("[1,2,3,4,5,6,7,8,9,10]"), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
  EXPECT_EQ(Inspected("[1,2,3,4,5,6,7,8,9,10,11]"), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 1 more item]");
  EXPECT_EQ(Inspected("[1,2,3,4,5,6,7,8,9,10,11,12]"), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 2 more items]");
}

TEST(InspectTest, ShowsTwoLevels) {
  EXPECT_EQ(Inspected(R"({"a": {"b": {"c": 1}}})"), "{ a: { b: [Object] } }");
  EXPECT_EQ(Inspected(R"([[[1]]])"), "[[[Array]]]");
  EXPECT_EQ(Inspected(R"({"a": [{"b": 1}, []]})"), "{ a: [[Object], []] }");
  EXPECT_EQ(Inspected(R"({"a": {"b": {}}})"), "{ a: { b: {} } }");
}

// What `String(number)` of ECMAScript gives.
TEST(InspectTest, WritesNumbersAsEcmascriptDoes) {
  for (auto [digits, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"0", "0"},
           {"-0", "0"},
           {"-0.0", "0"},
           {"1.0", "1"},
           {"1.50", "1.5"},
           {"100", "100"},
           {"1e2", "100"},
           {"123456789012345680000", "123456789012345680000"},
           {"1e21", "1e+21"},
           {"123e20", "1.23e+22"},
           {"9007199254740993", "9007199254740992"},
           {"0.000001", "0.000001"},
           {"0.0000001", "1e-7"},
           {"-0.00000015", "-1.5e-7"},
           {"0.1", "0.1"},
           {"1e400", "Infinity"},
           {"-1e400", "-Infinity"},
           {"1e-400", "0"},
           {"0.0e400", "0"},
           {"5e-324", "5e-324"},
           {"1.7976931348623157e308", "1.7976931348623157e+308"},
       }) {
    std::string written;
    AppendNumber(ToDouble(digits), &written);
    EXPECT_EQ(written, text) << digits;
  }
  EXPECT_EQ(ToDouble(std::string(400, '9')), HUGE_VAL);
  EXPECT_EQ(ToDouble("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(ToDouble("1e99999999999999999999"), HUGE_VAL);
  EXPECT_EQ(ToDouble("1e-99999999999999999999"), 0.0);
}

}  // namespace
}  // namespace fraiseql::values
