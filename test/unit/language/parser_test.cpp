#include "language/parser.h"

#include "harness.h"

namespace fraiseql::language {
namespace {

TEST(Parser, SaysWhatItExpected) {
  ExpectSyntaxError("", "Unexpected <EOF>.", 1, 1);
  ExpectSyntaxError("{", "Expected Name, found <EOF>.", 1, 2);
  ExpectSyntaxError("{}", "Expected Name, found \"}\".", 1, 2);
  ExpectSyntaxError("\n      { ...MissingOn }\n      fragment MissingOn Type\n    ",
                    "Expected \"on\", found Name \"Type\".", 3, 26);
  ExpectSyntaxError("{ field: {} }", "Expected Name, found \"{\".", 1, 10);
  ExpectSyntaxError("notAnOperation Foo { field }", "Unexpected Name \"notAnOperation\".", 1, 1);
  ExpectSyntaxError("...", "Unexpected \"...\".", 1, 1);
  ExpectSyntaxError("{ \"\"", "Expected Name, found String \"\".", 1, 3);
  ExpectSyntaxError("query", "Expected \"{\", found <EOF>.", 1, 6);
  ExpectSyntaxError("{ a(b 1) }", "Expected \":\", found Int \"1\".", 1, 7);
  ExpectSyntaxError("{ a() }", "Expected Name, found \")\".", 1, 5);
  ExpectSyntaxError("{ a(b: ) }", "Unexpected \")\".", 1, 8);
  ExpectSyntaxError("{ a(b: 1.5", "Expected Name, found <EOF>.", 1, 11);
  ExpectSyntaxError("query ($a Int) { a }", "Expected \":\", found Name \"Int\".", 1, 11);
  ExpectSyntaxError("query ($a: [Int) { a }", "Expected \"]\", found \")\".", 1, 16);
  ExpectSyntaxError("query () { a }", "Expected \"$\", found \")\".", 1, 8);
}

TEST(Parser, KeepsOnOutOfFragmentNames) {
  ExpectSyntaxError("fragment on on on { on }", "Unexpected Name \"on\".", 1, 10);
  ExpectSyntaxError("fragment \"on\" on on { on }", "Unexpected String \"on\".", 1, 10);
  ExpectSyntaxError("{ ...on }", "Expected Name, found \"}\".", 1, 9);
  ExpectSyntaxError("{ ...on on { a } } fragment {", "Expected Name, found \"{\".", 1, 29);
}

TEST(Parser, RejectsVariablesInConstants) {
  ExpectSyntaxError("query Foo($x: Complex = { a: { b: [ $var ] } }) { field }",
                    "Unexpected variable \"$var\" in constant value.", 1, 37);
  ExpectSyntaxError("query ($x: Int = $) { a }", "Unexpected \"$\".", 1, 18);
  ExpectSyntaxError("query ($x: Int @a(b: $c)) { a }", "Unexpected variable \"$c\" in constant value.", 1, 22);
  ExpectSyntaxError("type A @b(c: $d)", "Unexpected variable \"$d\" in constant value.", 1, 14);
}

TEST(Parser, AcceptsKeywordsAsNames) {
  for (std::string word : {"on", "fragment", "query", "mutation", "subscription", "true", "false", "null", "type"}) {
    std::string fragment = word == "on" ? "a" : word;
    Parsed("query " + word + " { ..." + fragment + " ... on " + word + " { field } " + word + "(" + word + ": $" +
           word + ") @" + word + "(" + word + ": " + word + ") } fragment " + fragment + " on " + word + " { a }");
  }
}

// Section 2.3: Operations.
TEST(Parser, ReadsOperations) {
  Parsed parsed("query A($b: [C!]! = [1] @d) @e { f } mutation { g } subscription H { i } { j }");
  ASSERT_EQ(parsed.document().definitions.size(), 4u);
  const auto& query = parsed.definition<OperationDefinition>(0);
  EXPECT_EQ(query.kind, Definition::Kind::kOperation);
  EXPECT_EQ(query.operation, OperationType::kQuery);
  EXPECT_EQ(query.name.value(), "A");
  EXPECT_EQ(parsed.TextOf(query.location), "query A($b: [C!]! = [1] @d) @e { f }");
  ASSERT_EQ(query.variable_definitions.size(), 1u);
  const VariableDefinition& variable = query.variable_definitions[0];
  EXPECT_EQ(variable.variable.value(), "b");
  EXPECT_EQ(parsed.TextOf(variable.variable_location), "$b");
  EXPECT_EQ(parsed.TextOf(variable.location), "$b: [C!]! = [1] @d");
  ASSERT_EQ(variable.type->kind, TypeReference::Kind::kNonNull);
  EXPECT_EQ(parsed.TextOf(variable.type->location), "[C!]!");
  ASSERT_EQ(variable.type->of_type->kind, TypeReference::Kind::kList);
  EXPECT_EQ(parsed.TextOf(variable.type->of_type->location), "[C!]");
  EXPECT_EQ(variable.type->of_type->of_type->of_type->name, "C");
  ASSERT_NE(variable.default_value, nullptr);
  EXPECT_EQ(variable.default_value->items()[0].text(), "1");
  EXPECT_EQ(variable.directives[0].name.value(), "d");
  EXPECT_EQ(query.directives[0].name.value(), "e");
  EXPECT_EQ(parsed.definition<OperationDefinition>(1).operation, OperationType::kMutation);
  EXPECT_EQ(parsed.definition<OperationDefinition>(2).operation, OperationType::kSubscription);
  EXPECT_EQ(parsed.definition<OperationDefinition>(3).operation, OperationType::kQuery);
  EXPECT_TRUE(parsed.definition<OperationDefinition>(3).name.value().empty());
}

// Sections 2.4 to 2.8: Selection Sets, Fields, Arguments, Field Alias, Fragments.
TEST(Parser, ReadsSelections) {
  Parsed parsed("{ a: b(c: 1, d: $e) @f { g } ...H @i ... on J { k } ... @l { m } }");
  const SelectionSet& set = *parsed.definition<OperationDefinition>().selection_set;
  EXPECT_EQ(parsed.TextOf(set.location), parsed.source());
  ASSERT_EQ(set.selections.size(), 4u);
  const auto& field = static_cast<const Field&>(*set.selections[0]);
  EXPECT_EQ(field.kind, Selection::Kind::kField);
  EXPECT_EQ(field.alias.value(), "a");
  EXPECT_EQ(field.name.value(), "b");
  EXPECT_EQ(field.response_key(), "a");
  EXPECT_EQ(parsed.TextOf(field.name.location()), "b");
  EXPECT_EQ(parsed.TextOf(field.location), "a: b(c: 1, d: $e) @f { g }");
  ASSERT_EQ(field.arguments.size(), 2u);
  EXPECT_EQ(parsed.TextOf(field.arguments[1].location()), "d: $e");
  EXPECT_EQ(field.arguments[1].value.kind, Value::Kind::kVariable);
  EXPECT_EQ(field.arguments[1].value.text(), "e");
  EXPECT_EQ(parsed.TextOf(field.arguments[1].value.location), "$e");
  EXPECT_EQ(parsed.TextOf(field.directives[0].location), "@f");
  EXPECT_EQ(static_cast<const Field&>(*field.selection_set->selections[0]).response_key(), "g");
  const auto& spread = static_cast<const FragmentSpread&>(*set.selections[1]);
  EXPECT_EQ(spread.kind, Selection::Kind::kFragmentSpread);
  EXPECT_EQ(spread.name.value(), "H");
  EXPECT_EQ(parsed.TextOf(spread.location), "...H @i");
  const auto& typed = static_cast<const InlineFragment&>(*set.selections[2]);
  EXPECT_EQ(typed.kind, Selection::Kind::kInlineFragment);
  EXPECT_EQ(typed.type_condition->name, "J");
  EXPECT_EQ(parsed.TextOf(typed.type_condition->location), "J");
  const auto& untyped = static_cast<const InlineFragment&>(*set.selections[3]);
  EXPECT_EQ(untyped.type_condition, nullptr);
  EXPECT_EQ(untyped.directives[0].name.value(), "l");
  EXPECT_EQ(parsed.TextOf(untyped.location), "... @l { m }");
}

// Section 2.9: Input Values.
TEST(Parser, ReadsValues) {
  std::string source = "{a: [1, -2.5e3, \"s\", \"\"\"b\"\"\", true, false, null, ENUM, $v, {}, []]}";
  Arena arena;
  ParseValueResult result = ParseValue(source, &arena, false);
  ASSERT_NE(result.value, nullptr);
  ASSERT_EQ(result.value->kind, Value::Kind::kObject);
  const ObjectField& field = result.value->fields()[0];
  EXPECT_EQ(field.name.value(), "a");
  EXPECT_EQ(field.location().start, 1u);
  EXPECT_EQ(field.location().end, source.size() - 1);
  std::vector<Value::Kind> kinds;
  for (const Value& item : field.value.items()) kinds.push_back(item.kind);
  using Kind = Value::Kind;
  EXPECT_EQ(kinds,
            (std::vector<Kind>{Kind::kInt, Kind::kFloat, Kind::kString, Kind::kString, Kind::kBoolean, Kind::kBoolean,
                               Kind::kNull, Kind::kEnum, Kind::kVariable, Kind::kObject, Kind::kList}));
  EXPECT_EQ(field.value.items()[1].text(), "-2.5e3");
  EXPECT_FALSE(field.value.items()[2].block);
  EXPECT_TRUE(field.value.items()[3].block);
  EXPECT_TRUE(field.value.items()[4].boolean);
  EXPECT_FALSE(field.value.items()[5].boolean);
}

TEST(Parser, ReadsOneValueOnly) {
  Arena arena;
  EXPECT_EQ(ParseValue("1 2", &arena).error->message, "Syntax Error: Expected <EOF>, found Int \"2\".");
  EXPECT_EQ(ParseValue("", &arena).error->message, "Syntax Error: Unexpected <EOF>.");
  EXPECT_EQ(ParseValue("[$a]", &arena).error->message, "Syntax Error: Unexpected variable \"$a\" in constant value.");
  EXPECT_EQ(ParseValue("{a:\n}", &arena).error->locations[0], (SourceLocation{2, 1}));
}

// September 2025: descriptions of operations, fragments and variables.
TEST(Parser, ReadsDescriptionsOfExecutableDefinitions) {
  Parsed parsed("\"q\" query A(\"v\" $b: C) { d } \"\"\"f\"\"\" fragment E on F { g }");
  const auto& query = parsed.definition<OperationDefinition>(0);
  ASSERT_NE(query.description, nullptr);
  EXPECT_EQ(query.description->text(), "q");
  EXPECT_EQ(query.location.start, 0u);
  EXPECT_EQ(query.variable_definitions[0].description->text(), "v");
  EXPECT_EQ(parsed.TextOf(query.variable_definitions[0].location), "\"v\" $b: C");
  EXPECT_EQ(parsed.definition<FragmentDefinition>(1).description->text(), "f");
  EXPECT_TRUE(parsed.definition<FragmentDefinition>(1).description->block);
  // A query in short form cannot have one.
  ExpectSyntaxError("\"q\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1,
                    1);
  ExpectSyntaxError("query A { a }\n  \"\"\"q\"\"\"\n{ a }",
                    "Unexpected description, descriptions are not supported on shorthand queries.", 2, 3);
  ExpectSyntaxError("\"q\" extend type A @b",
                    "Unexpected description, descriptions are supported only on type definitions.", 1, 1);
  ExpectSyntaxError("\"q\" 1", "Unexpected Int \"1\".", 1, 5);
  ExpectSyntaxError("\"q\"", "Unexpected <EOF>.", 1, 4);
}

TEST(Parser, LimitsTokens) {
  Limits limits{.max_tokens = 5, .max_depth = 0};
  Arena arena;
  EXPECT_NE(Parse("{ a b c }", &arena, limits).document, nullptr);
  ExpectSyntaxError("{ a\n b c d }", "Document contains more that 5 tokens. Parsing aborted.", 2, 8, limits);
  ExpectSyntaxError("{ a b \"\" ... }", "Expected Name, found String \"\".", 1, 7, limits);
}

TEST(Parser, LimitsDepth) {
  Limits limits{.max_tokens = 0, .max_depth = 3};
  Arena arena;
  EXPECT_NE(Parse("{ a { b { c } } }", &arena, limits).document, nullptr);
  EXPECT_NE(Parse("{ a(b: [[1], [2]]) }", &arena, limits).document, nullptr);
  std::string message = "Document is nested more than 3 levels deep. Parsing aborted.";
  ExpectSyntaxError("{ a { b { c { d } } } }", message, 1, 13, limits);
  ExpectSyntaxError("{ a(b: [[[1]]]) }", message, 1, 10, limits);
  ExpectSyntaxError("{ a(b: {c: {d: {}}}) }", message, 1, 16, limits);
  ExpectSyntaxError("query ($a: [[[[Int]]]]) { a }", message, 1, 15, limits);
}

// No input may overflow the stack, whatever the limits say.
TEST(Parser, NeverNestsDeeperThanTheStackHolds) {
  auto repeat = [](std::string_view text, size_t count) {
    std::string result;
    for (size_t i = 0; i < count; ++i) result += text;
    return result;
  };
  std::string message = "Document is nested more than 1000 levels deep. Parsing aborted.";
  ExpectSyntaxError(repeat("{a", 1000000), message, 1, 2001);
  ExpectSyntaxError("{a(b:" + repeat("[", 1000000), message, 1, 1005);
  ExpectSyntaxError("{a(b:" + repeat("{c:", 1000000), message, 1, 3003);
  ExpectSyntaxError("query($a:" + repeat("[", 1000000), message, 1, 1010);
  Arena arena;
  EXPECT_NE(Parse(repeat("{a", 1000) + repeat("}", 1000), &arena, kUnlimited).document, nullptr);
}

TEST(LocationOf, CountsLinesAndUtf16Columns) {
  std::string_view source = "a\nb\r\nc\rd\xC3\xA9\xF0\x9F\x98\x80!";
  EXPECT_EQ(LocationOf(source, 0), (SourceLocation{1, 1}));
  EXPECT_EQ(LocationOf(source, 1), (SourceLocation{1, 2}));
  EXPECT_EQ(LocationOf(source, 2), (SourceLocation{2, 1}));
  EXPECT_EQ(LocationOf(source, 5), (SourceLocation{3, 1}));
  EXPECT_EQ(LocationOf(source, 7), (SourceLocation{4, 1}));
  EXPECT_EQ(LocationOf(source, 14), (SourceLocation{4, 5}));
  EXPECT_EQ(LocationOf("", 0), (SourceLocation{1, 1}));
}

}  // namespace
}  // namespace fraiseql::language
