// Schemas whose types are completed when they are first looked into: the same as those that are built at once.
#include <algorithm>

#include "harness.h"
#include "schema/print.h"

namespace fraiseql::schema {
namespace {

std::unique_ptr<const Schema> Trusted(std::string_view sdl) {
  BuildResult result = BuildTrustedSchema(sdl);
  EXPECT_EQ(Lines(result.errors), ExpectedLines{});
  return std::move(result.schema);
}

std::string Printed(const NamedType& type) {
  std::string text;
  PrintType(type, &text);
  return text;
}

// Each type by itself, in the order given: a type that is completed late must not differ from one completed early.
void ExpectSameTypes(std::string_view sdl) {
  std::unique_ptr<const Schema> whole = Built(sdl);
  ASSERT_NE(whole, nullptr);
  for (bool backwards : {false, true}) {
    std::unique_ptr<const Schema> trusted = Trusted(sdl);
    ASSERT_NE(trusted, nullptr);
    std::vector<const NamedType*> types(whole->types().begin(), whole->types().end());
    if (backwards) std::reverse(types.begin(), types.end());
    for (const NamedType* type : types) {
      const NamedType* same = trusted->FindType(type->name);
      ASSERT_NE(same, nullptr) << type->name;
      EXPECT_EQ(Printed(*same), Printed(*type));
      EXPECT_EQ(trusted->PossibleTypes(same).size(), whole->PossibleTypes(type).size()) << type->name;
    }
  }
}

constexpr std::string_view kSchema = R"(
"A { in a description"
type Query implements Named { # a comment with } and "
  "}" name(of: Filter = {a: "}", nested: {a: "{"}} first: Int = 10): String
  """
  A block with \""" and " and }
  """
  any: [Any!]!
  next: Query @join(local: ["a}"], remote: ["\"}\\"])
}
interface Named @source(relation: "v_named") { name(of: Filter first: Int): String }
type Other implements Named { name(of: Filter, first: Int, more: Letter = B): String total: Decimal }
union Any = Query | Other
enum Letter { A B }
extend type Other { added(by: [Choice!]): Int }
input Filter { a: String = "x}" nested: Filter letters: [Letter!] = [A] }
input Choice @oneOf { a: Int b: Filter }
type Mutation { change(filter: Filter! = {a: null}): Other }
)";

TEST(CompleteTypes, SameAsBuiltAtOnce) { ExpectSameTypes(kSchema); }

TEST(CompleteTypes, WithoutDefaultsOfInputFields) {
  ExpectSameTypes(R"(
    type Query { a(by: By = {a: 1, b: [{a: 2}]}): A b: Int }
    type A { a(by: By = {}): A }
    input By { a: Int b: [By!] c: More }
    input More { d: By })");
}

TEST(CompleteTypes, OnlyWhatIsLookedInto) {
  std::unique_ptr<const Schema> schema =
      Trusted("type Query { a(by: By): A b: B } type A { a: B } type B { b: Int } input By { b: Int }");
  const auto complete = [&](std::string_view name) { return schema->FindType(name)->completer == nullptr; };
  EXPECT_FALSE(complete("Query"));
  const Field* field = schema->query_type()->FindField("a");
  ASSERT_NE(field, nullptr);
  EXPECT_TRUE(complete("Query"));
  EXPECT_FALSE(complete("A") || complete("B") || complete("By") || complete("__Type"));
  EXPECT_EQ(field->type, schema->FindType("A"));
  EXPECT_EQ(static_cast<const ObjectType*>(field->type)->FindField("a")->type, schema->FindType("B"));
  EXPECT_EQ(field->definition->name.start, std::string_view("type Query { ").size());
  EXPECT_TRUE(complete("A"));
  EXPECT_FALSE(complete("B"));
  EXPECT_EQ(schema->query_type()->FindField("a"), field);
}

TEST(CompleteTypes, OneOfIsKnownBefore) {
  std::unique_ptr<const Schema> schema = Trusted("type Query { a(by: By): Int } input By @oneOf { a: Int b: Int }");
  EXPECT_TRUE(static_cast<const InputObjectType*>(schema->FindType("By"))->is_one_of);
}

TEST(CompleteTypes, ErrorsOfTheOutlineAreReported) {
  BuildResult result = BuildTrustedSchema("type Query { a: Int } type {");
  EXPECT_EQ(result.schema, nullptr);
  EXPECT_EQ(Lines(result.errors), (ExpectedLines{"Syntax Error: Expected Name, found \"{\". 1:28"}));
}

}  // namespace
}  // namespace fraiseql::schema
