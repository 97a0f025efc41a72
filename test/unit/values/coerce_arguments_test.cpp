#include "values/coerce_arguments.h"

#include "values/harness.h"

namespace fraiseql::values {
namespace {

const language::Field& FirstField(const language::Document& document) {
  const auto* operation = static_cast<const language::OperationDefinition*>(document.definitions[0]);
  return *static_cast<const language::Field*>(operation->selection_set->selections[0]);
}

// The arguments of `field(...)` as JSON, or the error with its place.
std::string Coerced(const std::string& arguments, std::string_view variables = "{}") {
  Arena arena;
  std::string source = "query ($x: Int) { field" + arguments + " }";
  const language::Document* document = language::Parse(source, &arena).document;
  const language::Field& field = FirstField(*document);
  const schema::Field& definition = *TestSchema().query_type()->FindField("field");
  CoercedArguments coerced = CoerceArgumentValues(definition.arguments, field.arguments, field.location, source,
                                                  Variables(variables, &arena), &arena);
  if (!coerced.error) return ToJson(coerced.values);
  EXPECT_EQ(coerced.error->code, ErrorCode::kBadUserInput);
  return std::to_string(coerced.error->locations.at(0).column) + ": " + coerced.error->message;
}

TEST(CoerceArgumentsTest, AppliesDefaultsInTheOrderOfTheDefinitions) {
  EXPECT_EQ(Coerced("(required: 1)"), R"({"required":1,"defaulted":5,"nullable":7})");
  EXPECT_EQ(Coerced("(nullable: 2, required: 1, defaulted: 3, s: \"a\")"),
            R"({"s":"a","required":1,"defaulted":3,"nullable":2})");
}

TEST(CoerceArgumentsTest, TellsNullFromAbsent) {
  EXPECT_EQ(Coerced("(required: 1, nullable: null, i: null)"),
            R"({"i":null,"required":1,"defaulted":5,"nullable":null})");
  EXPECT_EQ(Coerced("(required: 1, nullable: $x, i: $x)", R"({"x": null})"),
            R"({"i":null,"required":1,"defaulted":5,"nullable":null})");
  EXPECT_EQ(Coerced("(required: 1, nullable: $x, i: $x, defaulted: $x)"),
            R"({"required":1,"defaulted":5,"nullable":7})");
}

TEST(CoerceArgumentsTest, SaysWhatIsMissing) {
  EXPECT_EQ(Coerced(""), "19: Argument \"required\" of required type \"Int!\" was not provided.");
  EXPECT_EQ(
      Coerced("(required: $x)"),
      "35: Argument \"required\" of required type \"Int!\" was provided the variable \"$x\" which was not provided a "
      "runtime value.");
}

TEST(CoerceArgumentsTest, SaysWhatMustNotBeNull) {
  EXPECT_EQ(Coerced("(required: null)"), "35: Argument \"required\" of non-null type \"Int!\" must not be null.");
  EXPECT_EQ(Coerced("(required: $x)", R"({"x": null})"),
            "35: Argument \"required\" of non-null type \"Int!\" must not be null.");
}

TEST(CoerceArgumentsTest, QuotesInvalidValues) {
  EXPECT_EQ(Coerced("(required: 1, list: [1, $x])", R"({"x": null})"),
            "44: Argument \"list\" has invalid value [1, $x].");
  EXPECT_EQ(Coerced("(required: 1, s: \"\\u0000\")"), "41: Argument \"s\" has invalid value \"\\u0000\".");
}

// Whether `field` with these directives is included, or the error.
std::string Included(const std::string& directives, std::string_view variables = "{}") {
  Arena arena;
  std::string source = "query ($x: Boolean = true) { field(required: 1) " + directives + " }";
  const language::Document* document = language::Parse(source, &arena).document;
  Inclusion inclusion =
      ShouldInclude(FirstField(*document).directives, TestSchema(), source, Variables(variables, &arena), &arena);
  if (inclusion.error) return inclusion.error->message;
  return inclusion.included ? "yes" : "no";
}

TEST(ShouldIncludeTest, SkipWinsOverInclude) {
  EXPECT_EQ(Included(""), "yes");
  EXPECT_EQ(Included("@skip(if: false)"), "yes");
  EXPECT_EQ(Included("@skip(if: true)"), "no");
  EXPECT_EQ(Included("@include(if: true)"), "yes");
  EXPECT_EQ(Included("@include(if: false)"), "no");
  EXPECT_EQ(Included("@include(if: true) @skip(if: true)"), "no");
  EXPECT_EQ(Included("@skip(if: false) @include(if: false)"), "no");
  EXPECT_EQ(Included("@unknown(if: false)"), "yes");
}

TEST(ShouldIncludeTest, TakesVariables) {
  EXPECT_EQ(Included("@skip(if: $x)", R"({"x": true})"), "no");
  EXPECT_EQ(Included("@include(if: $x)", R"({"x": false})"), "no");
  EXPECT_EQ(Included("@include(if: $x)", R"({"x": null})"),
            "Argument \"if\" of non-null type \"Boolean!\" must not be null.");
  EXPECT_EQ(Included("@skip(if: $x)"),
            "Argument \"if\" of required type \"Boolean!\" was provided the variable \"$x\" which was not provided a "
            "runtime value.");
}

}  // namespace
}  // namespace fraiseql::values
