// Paths into JSON, and where the argument is added.

#include "planner/json_path.h"

#include <gtest/gtest.h>

#include "language/parser.h"
#include "planner/document_index.h"
#include "schema/build.h"

namespace fraiseql::planner {
namespace {

std::vector<std::string_view> Steps(std::string_view text, Arena* arena) {
  JsonPath path = ParseJsonPath(text, arena);
  EXPECT_EQ(path.fault, "") << text;
  return {path.steps.begin(), path.steps.end()};
}

std::string FaultOf(std::string_view text) {
  Arena arena;
  return ParseJsonPath(text, &arena).fault;
}

TEST(JsonPathTest, KeysAndIndexes) {
  using Texts = std::vector<std::string_view>;
  Arena arena;
  EXPECT_EQ(Steps("", &arena), Texts{});
  EXPECT_EQ(Steps("$", &arena), Texts{});
  EXPECT_EQ(Steps("a", &arena), Texts{"a"});
  EXPECT_EQ(Steps(".a", &arena), Texts{"a"});
  EXPECT_EQ(Steps("$.a.b-c[0].d_1", &arena), (Texts{"a", "b-c", "0", "d_1"}));
  EXPECT_EQ(Steps("[007][-1]", &arena), (Texts{"7", "-1"}));
  EXPECT_EQ(Steps(R"($["a b"]['c"d']["e\"\\f"].ü)", &arena), (Texts{"a b", "c\"d", "e\"\\f", "ü"}));
}

TEST(JsonPathTest, FaultsSayWhere) {
  EXPECT_EQ(FaultOf("a..b"), "expected a key at character 3");
  EXPECT_EQ(FaultOf("$a"), "expected \".\" or \"[\" at character 2");
  EXPECT_EQ(FaultOf("ü b"), "expected \".\" or \"[\" at character 2");
  EXPECT_EQ(FaultOf("a[b]"), "expected an index or a key in quotes at character 3");
  EXPECT_EQ(FaultOf("a[1"), "expected \"]\" at character 4");
  EXPECT_EQ(FaultOf("a['b]"), "expected a closing ' at character 6");
  EXPECT_EQ(FaultOf("a['b\\"), "expected a closing ' at character 6");
  EXPECT_EQ(FaultOf("['a\x01']"), "expected no control character at character 4");
  EXPECT_EQ(FaultOf("[2147483648]"), "expected an index or a key in quotes at character 2");
}

TEST(JsonPathTest, FieldsThatGetTheArgument) {
  schema::BuildResult built = schema::BuildSchema(R"(
    type Query { a: JSON }
    interface Both { a: JSON b: JSON }
    type One implements Both { a: JSON b: JSON! c: [JSON] d: String e(x: Int): JSON f: JSON @function(name: "f") }
    type Two implements Both { a: JSON b: JSON @function(name: "g") })");
  ASSERT_TRUE(built.errors.empty());
  EXPECT_EQ(AddPathArguments(*built.schema), R"(
    type Query { a: JSON }
    interface Both { a(path: String): JSON b: JSON }
    type One implements Both { a(path: String): JSON b(path: String): JSON! c: [JSON] d: String e(x: Int): JSON f: JSON @function(name: "f") }
    type Two implements Both { a(path: String): JSON b: JSON @function(name: "g") })");
}

TEST(JsonPathTest, PathsOfLeavesTellFormsApart) {
  const auto form_of = [](std::string_view query) {
    Arena arena;
    return IndexDocument(*language::Parse(query, &arena).document).form;
  };
  EXPECT_NE(form_of(R"({ a(path: "x") })"), form_of(R"({ a(path: "y") })"));
  EXPECT_EQ(form_of(R"({ a(path: "x") { b } })"), form_of(R"({ a(path: "y") { b } })"));
  EXPECT_EQ(form_of(R"({ a(paths: "x") })"), form_of(R"({ a(paths: "y") })"));
}

}  // namespace
}  // namespace fraiseql::planner
