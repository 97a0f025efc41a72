#include "values/coerce_literal.h"

#include "values/harness.h"

namespace fraiseql::values {
namespace {

// The value as JSON; `nothing` where there is none.
std::string Coerced(std::string_view argument, std::string_view literal, std::string_view variables = "{}") {
  Arena arena;
  language::ParseValueResult parsed = language::ParseValue(literal, &arena, false);
  if (parsed.value == nullptr) return parsed.error->message;
  InputValue value;
  if (!CoerceLiteral(*parsed.value, TypeOfArgument(argument), Variables(variables, &arena), &arena, &value)) {
    return "nothing";
  }
  return ToJson(value);
}

TEST(CoerceLiteralTest, TakesLiteralsOfTheSpecifiedScalars) {
  EXPECT_EQ(Coerced("i", "-12"), "-12");
  EXPECT_EQ(Coerced("i", "-0"), "0");
  EXPECT_EQ(Coerced("i", "2147483648"), "nothing");
  EXPECT_EQ(Coerced("i", "1.0"), "nothing");
  EXPECT_EQ(Coerced("f", "1.50"), "1.50");
  EXPECT_EQ(Coerced("f", "3"), "3");
  EXPECT_EQ(Coerced("s", "\"a\""), "\"a\"");
  EXPECT_EQ(Coerced("s", "1"), "nothing");
  EXPECT_EQ(Coerced("b", "true"), "true");
  EXPECT_EQ(Coerced("b", "\"true\""), "nothing");
  EXPECT_EQ(Coerced("id", "5"), "\"5\"");
  EXPECT_EQ(Coerced("id", "\"x\""), "\"x\"");
  EXPECT_EQ(Coerced("id", "1.5"), "nothing");
}

TEST(CoerceLiteralTest, TakesNullWhereItIsAllowed) {
  EXPECT_EQ(Coerced("i", "null"), "null");
  EXPECT_EQ(Coerced("required", "null"), "nothing");
  EXPECT_EQ(Coerced("list", "null"), "null");
  EXPECT_EQ(Coerced("list", "[1, null]"), "nothing");
}

TEST(CoerceLiteralTest, TakesEnumValues) {
  EXPECT_EQ(Coerced("status", "PAID"), "\"PAID\"");
  EXPECT_EQ(Coerced("status", "OLD"), "nothing");
  EXPECT_EQ(Coerced("status", "\"PAID\""), "nothing");
}

TEST(CoerceLiteralTest, GivesEnumValuesTheirStoredTexts) {
  EXPECT_EQ(Coerced("move", "{to: DRAFT}"), R"({"to":"in draft","from":["in draft","LIVE"]})");
  EXPECT_EQ(Coerced("move", "{to: draft, from: DRAFT}"), R"({"to":"DRAFT","from":["in draft"]})");
  EXPECT_EQ(Coerced("move", "{to: LIVE, from: $x}", R"({"x": null})"), R"({"to":"LIVE","from":null})");
}

TEST(CoerceLiteralTest, MakesListsOfSingleValues) {
  EXPECT_EQ(Coerced("list", "1"), "[1]");
  EXPECT_EQ(Coerced("list", "[]"), "[]");
  EXPECT_EQ(Coerced("filter", "{matrix: 1}"), R"({"status":"NEW","matrix":[[1]],"text":"none"})");
  EXPECT_EQ(Coerced("filter", "{matrix: [1, [2, null], null]}"),
            R"({"status":"NEW","matrix":[[1],[2,null],null],"text":"none"})");
}

TEST(CoerceLiteralTest, OrdersFieldsAndAddsDefaults) {
  EXPECT_EQ(Coerced("filter", "{}"), R"({"status":"NEW","text":"none"})");
  EXPECT_EQ(Coerced("filter", "{text: \"a\", range: {from: 1}, status: null}"),
            R"({"status":null,"range":{"from":1,"to":10},"text":"a"})");
  EXPECT_EQ(Coerced("filter", "{range: {}}"), "nothing");
  EXPECT_EQ(Coerced("filter", "{text: null}"), "nothing");
  EXPECT_EQ(Coerced("filter", "1"), "nothing");
}

TEST(CoerceLiteralTest, PutsVariablesInPlace) {
  EXPECT_EQ(Coerced("i", "$x", R"({"x": 5})"), "5");
  EXPECT_EQ(Coerced("i", "$x", R"({"x": null})"), "null");
  EXPECT_EQ(Coerced("i", "$x"), "nothing");
  EXPECT_EQ(Coerced("required", "$x", R"({"x": null})"), "nothing");
  EXPECT_EQ(Coerced("filter", "{range: {from: $x, to: $y}, ids: [$z]}", R"({"x": 1, "z": "a"})"),
            R"({"status":"NEW","range":{"from":1,"to":10},"ids":["a"],"text":"none"})");
  EXPECT_EQ(Coerced("filter", "{range: {from: $x}}"), "nothing");
}

TEST(CoerceLiteralTest, MissingVariablesAreNullInLists) {
  EXPECT_EQ(Coerced("filter", "{matrix: [[$x, 1], $y]}"), R"({"status":"NEW","matrix":[[null,1],null],"text":"none"})");
  EXPECT_EQ(Coerced("list", "[$x]"), "nothing");
}

TEST(CoerceLiteralTest, HoldsToOneOf) {
  EXPECT_EQ(Coerced("key", "{id: 1}"), R"({"id":"1"})");
  EXPECT_EQ(Coerced("key", "{id: $x, email: \"a\"}"), R"({"email":"a"})");
  EXPECT_EQ(Coerced("key", "{}"), "nothing");
  EXPECT_EQ(Coerced("key", "{id: 1, email: \"a\"}"), "nothing");
  EXPECT_EQ(Coerced("key", "{id: null}"), "nothing");
  EXPECT_EQ(Coerced("key", "{id: $x}", R"({"x": null})"), "nothing");
}

TEST(CoerceLiteralTest, CustomScalarsTakeAnything) {
  EXPECT_EQ(Coerced("any", "{a: [1, 2.50, X, \"s\", null, true], b: {c: $x}}", R"({"x": [1]})"),
            R"({"a":[1,2.50,"X","s",null,true],"b":{"c":[1]}})");
  EXPECT_EQ(Coerced("any", "{a: $x, b: [$x, 1]}"), R"({"b":[null,1]})");
}

TEST(CoerceLiteralTest, EngineScalarsTakeTheirForms) {
  EXPECT_EQ(Coerced("engine", "{big: 9007199254740993, decimal: \"1.10\"}"),
            R"({"big":9007199254740993,"decimal":1.10})");
  EXPECT_EQ(Coerced("engine", "{big: \"-5\", decimal: 1.50, json: {a: 1}}"),
            R"({"big":-5,"decimal":1.50,"json":{"a":1}})");
  EXPECT_EQ(Coerced("engine", "{day: \"2024-02-29\", at: \"2024-02-29T10:00Z\"}"),
            R"({"at":"2024-02-29T10:00:00+00:00","day":"2024-02-29"})");
  EXPECT_EQ(Coerced("engine", "{day: \"2023-02-29\"}"), "nothing");
  EXPECT_EQ(Coerced("engine", "{big: true}"), "nothing");
}

TEST(CoerceLiteralTest, RefusesTextsThatNoDatabaseHolds) {
  EXPECT_EQ(Coerced("s", R"("a\u0000b")"), "nothing");
  EXPECT_EQ(Coerced("id", R"("\u0000")"), "nothing");
  EXPECT_EQ(Coerced("any", R"({a: ["\u0000"]})"), "nothing");
}

}  // namespace
}  // namespace fraiseql::values
