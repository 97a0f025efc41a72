#include "language/printer.h"

#include "harness.h"
#include "language/string_value.h"

namespace fraiseql::language {
namespace {

std::string Printed(std::string source) { return Print(Parsed(std::move(source)).document()); }

std::string BlockString(std::string_view value) {
  std::string text;
  AppendBlockString(value, &text);
  return text;
}

TEST(Printer, PrintsExecutableDocuments) {
  EXPECT_EQ(
      Printed("query Q($a:[T!]!=[1],$b:Int@d)@x{alias:field(a:$a,b:{c:\"s\",d:[1,null]})@include(if:true){id ...F @y}"
              "...on T@z{x}...@skip(if:$b){y}} fragment F on T@f{g}"),
      R"(query Q($a: [T!]! = [1], $b: Int @d) @x {
  alias: field(a: $a, b: {c: "s", d: [1, null]}) @include(if: true) {
    id
    ...F @y
  }
  ... on T @z {
    x
  }
  ... @skip(if: $b) {
    y
  }
}

fragment F on T @f {
  g
})");
}

TEST(Printer, ShortensAnonymousQueriesOnly) {
  EXPECT_EQ(Printed("query { a }"), "{\n  a\n}");
  EXPECT_EQ(Printed("query @d { a }"), "query @d {\n  a\n}");
  EXPECT_EQ(Printed("query ($a: A) { a }"), "query ($a: A) {\n  a\n}");
  EXPECT_EQ(Printed("mutation { a }"), "mutation {\n  a\n}");
  EXPECT_EQ(Printed("\"d\" query { a }"), "\"d\"\nquery {\n  a\n}");
  EXPECT_EQ(Printed("query A(\"x\" $a: B, $c: D) { e }"), "query A(\n\"x\"\n$a: B\n$c: D\n) {\n  e\n}");
}

// Else the selections would be read as the definition's own block.
TEST(Printer, KeepsTheKeywordBehindDefinitionsWithoutBlock) {
  for (std::string head :
       {"type A", "type A implements B & C", "interface A @d", "enum A", "input A", "extend type A @d",
        "extend interface A @d", "extend enum A @d", "extend input A @d", "extend schema @d"}) {
    EXPECT_EQ(Printed(head + " query { a }"), head + "\n\nquery {\n  a\n}");
  }
  for (std::string head : {"scalar A", "union A", "extend scalar A @d", "directive @a on FIELD", "query B {\n  b\n}",
                           "type A {\n  b: C\n}", "extend schema {\n  query: A\n}"}) {
    EXPECT_EQ(Printed(head + " query { a }"), head + "\n\n{\n  a\n}");
  }
}

TEST(Printer, BreaksArgumentsBeyondEightyColumns) {
  std::string fits(69, 'x');  // name(a: "...") takes 80 columns
  EXPECT_EQ(Printed("{name(a:\"" + fits + "\")}"), "{\n  name(a: \"" + fits + "\")\n}");
  EXPECT_EQ(Printed("{names(a:\"" + fits + "\",b:1){c}}"),
            "{\n  names(\n    a: \"" + fits + "\"\n    b: 1\n  ) {\n    c\n  }\n}");
  // The columns of a character above U+FFFF count twice.
  std::string wide = std::string(67, 'x') + "\xF0\x9F\x98\x80";
  EXPECT_EQ(Printed("{name(a:\"" + wide + "\")}"), "{\n  name(a: \"" + wide + "\")\n}");
  EXPECT_EQ(Printed("{name(a:\"x" + wide + "\")}"), "{\n  name(\n    a: \"x" + wide + "\"\n  )\n}");
}

TEST(Printer, PrintsTypeSystemDocuments) {
  EXPECT_EQ(Printed("\"\"\"block\"\"\"schema@a{query:Q mutation:M}scalar S@b type T implements&A&B@c{\"d\" "
                    "f(a:I=1@e,b:J):K!@g h:L}"
                    "interface I implements A{x:Y}union U@a=|A|B enum E@b{\"v\"C@d D}input In@o{a:B={c:1}@d}"
                    "directive@d(a:B)repeatable on|FIELD|OBJECT extend type T@x extend schema{subscription:S}"
                    "extend union U=C extend enum E{F}extend input In{g:H}extend scalar S@y extend interface I@z"),
            R"gql("""block"""
schema @a {
  query: Q
  mutation: M
}

scalar S @b

type T implements A & B @c {
  "d"
  f(a: I = 1 @e, b: J): K! @g
  h: L
}

interface I implements A {
  x: Y
}

union U @a = A | B

enum E @b {
  "v"
  C @d
  D
}

input In @o {
  a: B = {c: 1} @d
}

directive @d(a: B) repeatable on FIELD | OBJECT

extend type T @x

extend schema {
  subscription: S
}

extend union U = C

extend enum E {
  F
}

extend input In {
  g: H
}

extend scalar S @y

extend interface I @z)gql");
}

TEST(Printer, PutsDescribedArgumentsOnLinesOfTheirOwn) {
  EXPECT_EQ(Printed("type T{f(\"x\"a:A,b:B):C}directive@d(\"\"\"y\nz\"\"\"a:A)on FIELD"),
            R"(type T {
  f(
    "x"
    a: A
    b: B
  ): C
}

directive @d(
  """
  y
  z
  """
  a: A
) on FIELD)");
}

TEST(Printer, PrintsPartsAsMessagesQuoteThem) {
  Arena arena;
  std::string text;
  PrintValue(*ParseValue("{a:[1,$x],b:\"\"\"c\"\"\"}", &arena, false).value, &text);
  EXPECT_EQ(text, "{a: [1, $x], b: \"\"\"c\"\"\"}");
  text = "type: ";
  PrintTypeReference(*Parsed("query($a:[[A!]]!){b}").definition<OperationDefinition>().variable_definitions[0].type,
                     &text);
  EXPECT_EQ(text, "type: [[A!]]!");
}

TEST(StringValue, EscapesWhatCannotBeSeen) {
  std::string text;
  AppendString(std::string_view("\0\x01\b\t\n\x0B\f\r\x1F \"\\\x7F\xC2\x80\xC2\x9F\xC2\xA0\xC3\xA9", 21), &text);
  EXPECT_EQ(text, "\"\\u0000\\u0001\\b\\t\\n\\u000B\\f\\r\\u001F \\\"\\\\\\u007F\\u0080\\u009F\xC2\xA0\xC3\xA9\"");
}

TEST(StringValue, PrintsBlockStrings) {
  EXPECT_EQ(BlockString(""), "\"\"\"\"\"\"");
  EXPECT_EQ(BlockString("one liner"), "\"\"\"one liner\"\"\"");
  EXPECT_EQ(BlockString("    space-led"), "\"\"\"    space-led\"\"\"");
  EXPECT_EQ(BlockString("    space-led value \"quoted string\""),
            "\"\"\"    space-led value \"quoted string\"\n\"\"\"");
  EXPECT_EQ(BlockString("no indent\n  indent"), "\"\"\"\nno indent\n  indent\n\"\"\"");
  EXPECT_EQ(BlockString("backslash\\"), "\"\"\"\nbackslash\\\n\"\"\"");
  EXPECT_EQ(BlockString("quote\""), "\"\"\"\nquote\"\n\"\"\"");
  EXPECT_EQ(BlockString("triple \"\"\""), "\"\"\"\ntriple \\\"\"\"\n\"\"\"");
  EXPECT_EQ(BlockString(std::string(70, 'x')), "\"\"\"" + std::string(70, 'x') + "\"\"\"");
  EXPECT_EQ(BlockString(std::string(71, 'x')), "\"\"\"\n" + std::string(71, 'x') + "\n\"\"\"");
}

TEST(StringValue, KnowsWhatABlockStringCanHold) {
  for (std::string_view value : {"", "a", " a", "a\nb", " a\nb", "a\n\nb", "a\n b", "\"", "\\"}) {
    EXPECT_TRUE(IsPrintableAsBlockString(value)) << value;
  }
  for (std::string_view value : {" ", "\t", "\n", "a\n", "\na", "a\n ", " a\n b", "a\rb", "a\r\nb", "\x07", "a\x0F"}) {
    EXPECT_FALSE(IsPrintableAsBlockString(value)) << value;
  }
}

// Whatever the check lets through comes back from the literal unchanged.
TEST(StringValue, ReadsBackWhatItPrints) {
  const char kCharacters[] = {'a', ' ', '\n', '"', '\\', '\t'};
  int checked = 0;
  for (int code = 0; code < 6 * 6 * 6 * 6 * 6 * 6; ++code) {
    std::string value;
    for (int rest = code; rest > 0; rest /= 6) value += kCharacters[rest % 6];
    if (!IsPrintableAsBlockString(value)) continue;
    ++checked;
    std::string literal = BlockString(value);
    Arena arena;
    ParseValueResult result = ParseValue(literal, &arena);
    ASSERT_NE(result.value, nullptr) << literal;
    ASSERT_EQ(result.value->text(), value) << literal;
  }
  EXPECT_GT(checked, 10000);
}

}  // namespace
}  // namespace fraiseql::language
