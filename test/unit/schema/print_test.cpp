// A schema back to SDL, in the form of graphql-js' printSchema.
#include "schema/print.h"

#include "harness.h"

namespace fraiseql::schema {
namespace {

// Printing gives the text back, and so does building and printing again.
void ExpectPrintsAsWritten(const std::string& sdl) {
  std::unique_ptr<const Schema> schema = Built(sdl);
  ASSERT_NE(schema, nullptr);
  EXPECT_EQ(PrintSchema(*schema), sdl);
}

TEST(PrintSchema, EveryKindOfType) {
  ExpectPrintsAsWritten(R"(directive @d(a: Int = 1, b: [String!]!) repeatable on FIELD | QUERY

scalar Url @specifiedBy(url: "https://example.com/\"url\"")

interface Node {
  id: ID!
}

interface Named implements Node {
  id: ID!
  name(first: Int = 10, of: Filter = {a: "x", b: [A, B]}): String
}

type Person implements Node & Named {
  id: ID!
  name(first: Int = 10, of: Filter = {a: "x", b: [A, B]}): String
  links: [[Url!]!]! @deprecated
  old: Int @deprecated(reason: "Use `new`.")
}

union Any = Person | Query

enum Letter {
  A
  B @deprecated(reason: "")
}

input Filter {
  a: String
  b: [Letter!] = [A]
  c: Int @deprecated(reason: "unused")
}

input Choice @oneOf {
  a: Int
  b: Int
}

type Query {
  any(by: Choice): Any
}

type Mutation {
  change: Int
}

type Subscription {
  changes: Int
})");
}

TEST(PrintSchema, DefinitionWhereNamesAreNotTheDefaultOnes) {
  ExpectPrintsAsWritten(
      "schema {\n  query: Root\n  mutation: Root2\n}\n\ntype Root {\n  a: Int\n}\n\ntype Root2 {\n  a: Int\n}");
  ExpectPrintsAsWritten("\"\"\"All of it.\"\"\"\nschema {\n  query: Query\n}\n\ntype Query {\n  a: Int\n}");
  std::unique_ptr<const Schema> schema = Built("schema { query: Query } type Query { a: Int }");
  EXPECT_EQ(PrintSchema(*schema), "type Query {\n  a: Int\n}");
}

TEST(PrintSchema, Descriptions) {
  ExpectPrintsAsWritten(R"("""A directive."""
directive @d(
  """An argument."""
  a: Int

  """Another."""
  b: Int
) on FIELD

"""
Two lines,
  one of them indented.
"""
type Query {
  """First field."""
  a: Int

  """
  Second field, with quotes at its end: \""""
  """
  b(
    """Argument."""
    x: Int
    y: Int
  ): Int
  c: Int
}

enum E {
  """A value."""
  A
  B
}

input I {
  """A field."""
  a: Int
})");
}

TEST(PrintSchema, DescriptionsThatNoBlockStringCanHold) {
  std::unique_ptr<const Schema> schema = Built("\"\\n a\\u0007\" type Query { \"  x\\n  y\" a: Int \"\" b: Int }");
  EXPECT_EQ(PrintSchema(*schema),
            "\"\\n a\\u0007\"\ntype Query {\n  \"  x\\n  y\"\n  a: Int\n\n  \"\"\"\"\"\"\n  b: Int\n}");
}

TEST(PrintSchema, LeavesOutWhatEverySchemaHas) {
  std::unique_ptr<const Schema> schema = Built(
      "directive @skip(if: Boolean!) on FIELD scalar String type Query @source(relation: \"q\") { a: String t: __Type "
      "}");
  EXPECT_EQ(PrintSchema(*schema), "type Query {\n  a: String\n  t: __Type\n}");
}

TEST(PrintSchema, ScalarsOfTheEngineWhereTheyAreUsed) {
  std::unique_ptr<const Schema> schema = Built("type Query { a(b: UUID): DateTime } type A { c: DateTime }");
  EXPECT_EQ(PrintSchema(*schema),
            "type Query {\n  a(b: UUID): DateTime\n}\n\nscalar DateTime\n\nscalar UUID\n\ntype A {\n  c: DateTime\n}");
}

}  // namespace
}  // namespace fraiseql::schema
