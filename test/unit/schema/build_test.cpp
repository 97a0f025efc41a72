// From SDL to a Schema: what the built schema knows, defaults, the engine's own scalars and directives, bounds.
#include "schema/build.h"

#include "harness.h"
#include "language/printer.h"
#include "schema/print.h"

namespace fraiseql::schema {
namespace {

std::vector<std::string> BuildErrors(std::string_view sdl, const BuildOptions& options = {}) {
  return Lines(BuildSchema(sdl, options).errors);
}

std::vector<std::string> TypeNames(const Schema& schema) {
  std::vector<std::string> names;
  for (const NamedType* type : schema.types()) names.emplace_back(type->name);
  return names;
}

TEST(BuildSchema, ListsTypesInTheOrderOfTheDocument) {
  std::unique_ptr<const Schema> schema = Built("type B { a: Int x: DateTime } type Query { b: B } enum A { V }");
  EXPECT_EQ(TypeNames(*schema), (std::vector<std::string>{"B", "Int", "DateTime", "Query", "A", "Boolean", "String",
                                                          "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue",
                                                          "__EnumValue", "__Directive", "__DirectiveLocation"}));
  EXPECT_EQ(schema->FindType("Float"), nullptr);
  EXPECT_EQ(schema->FindType("UUID"), nullptr);
}

TEST(BuildSchema, AppliesExtensions) {
  std::unique_ptr<const Schema> schema = Built(
      "extend type Query implements I @list(arguments: false) { b(c: E = B): U }\n"
      "type Query { a: Int } interface I { a: Int } union U = Query type O { x: Int } extend union U = O\n"
      "enum E { A } extend enum E { B } scalar S extend scalar S @specifiedBy(url: \"https://s\")\n"
      "input N { a: Int } extend input N { b: Int = 3 } extend schema { mutation: O }\n"
      "extend scalar DateTime @specifiedBy(url: \"https://d\")");
  EXPECT_EQ(PrintSchema(*schema),
            "schema {\n  query: Query\n  mutation: O\n}\n\n"
            "type Query implements I {\n  a: Int\n  b(c: E = B): U\n}\n\n"
            "interface I {\n  a: Int\n}\n\nunion U = Query | O\n\ntype O {\n  x: Int\n}\n\nenum E {\n  A\n  B\n}\n\n"
            "scalar S @specifiedBy(url: \"https://s\")\n\ninput N {\n  a: Int\n  b: Int = 3\n}\n\n"
            "scalar DateTime @specifiedBy(url: \"https://d\")");
  const auto* query = static_cast<const ObjectType*>(schema->FindType("Query"));
  ASSERT_EQ(query->extension_definitions.size(), 1u);
  EXPECT_EQ(query->extension_definitions[0]->directives[0].name.value(), "list");
}

TEST(BuildSchema, KnowsSubTypes) {
  std::unique_ptr<const Schema> schema = Built(
      "interface A { x: Int } interface B implements A { x: Int } type C implements B & A { x: Int } type D { x: Int "
      "}\n"
      "union U = C | D type Query { u: U }");
  const NamedType* a = schema->FindType("A");
  const NamedType* b = schema->FindType("B");
  const NamedType* c = schema->FindType("C");
  const NamedType* d = schema->FindType("D");
  const NamedType* u = schema->FindType("U");
  EXPECT_TRUE(schema->IsSubType(a, b));
  EXPECT_TRUE(schema->IsSubType(a, c));
  EXPECT_TRUE(schema->IsSubType(u, d));
  EXPECT_FALSE(schema->IsSubType(a, d));
  EXPECT_FALSE(schema->IsSubType(b, a));
  EXPECT_FALSE(schema->IsSubType(c, c));
  EXPECT_EQ(schema->PossibleTypes(a).size(), 1u);
  EXPECT_EQ(schema->PossibleTypes(u).size(), 2u);
  ASSERT_EQ(schema->PossibleTypes(d).size(), 1u);
  EXPECT_EQ(schema->PossibleTypes(d)[0], d);
  EXPECT_EQ(schema->ImplementingInterfaces(static_cast<const InterfaceType*>(a)).size(), 1u);
}

TEST(BuildSchema, FindsMetaFields) {
  std::unique_ptr<const Schema> schema = Built("type Query { u: U } union U = A type A { x: Int }");
  const NamedType* query = schema->FindType("Query");
  EXPECT_EQ(TypeName(schema->FindMetaField(query, "__schema")->type), "__Schema!");
  EXPECT_EQ(TypeName(schema->FindMetaField(query, "__type")->type), "__Type");
  EXPECT_EQ(TypeName(schema->FindMetaField(query, "__type")->FindArgument("name")->type), "String!");
  EXPECT_EQ(TypeName(schema->FindMetaField(schema->FindType("U"), "__typename")->type), "String!");
  EXPECT_EQ(schema->FindMetaField(schema->FindType("A"), "__schema"), nullptr);
  EXPECT_EQ(schema->FindMetaField(query, "__other"), nullptr);
}

TEST(BuildSchema, FindsMembersOfLongLists) {
  std::string sdl = "type Query {";
  for (int i = 0; i < 2000; ++i) sdl += " f" + std::to_string(i) + ": Int";
  std::unique_ptr<const Schema> schema = Built(sdl + " }");
  for (int i = 0; i < 2000; ++i) {
    const Field* field = schema->query_type()->FindField("f" + std::to_string(i));
    ASSERT_EQ(field, &schema->query_type()->fields()[static_cast<size_t>(i)]);
  }
  EXPECT_EQ(schema->query_type()->FindField("f2000"), nullptr);
}

TEST(BuildSchema, OutlivesTheTextItWasBuiltFrom) {
  std::unique_ptr<const Schema> schema;
  {
    std::string sdl = "\"d\" type Query { a(b: Int = 1): Int @deprecated(reason: \"r\") }";
    schema = Built(sdl);
    sdl.assign(sdl.size(), 'x');
  }
  EXPECT_EQ(PrintSchema(*schema), "\"\"\"d\"\"\"\ntype Query {\n  a(b: Int = 1): Int @deprecated(reason: \"r\")\n}");
}

TEST(BuildSchema, ReportsASyntaxErrorAlone) {
  EXPECT_EQ(BuildErrors("type Query { a: Unknown }\ntype {"),
            ExpectedLines{"Syntax Error: Expected Name, found \"{\". 2:6"});
}

TEST(BuildSchema, ReportsAllFaultsAtOnceInTheOrderOfTheirPlaces) {
  EXPECT_EQ(BuildErrors(
                "type Query { a: Unknown }\ntype A implements I\ninterface I { x: Query @foo }\ninput N { o: Query }"),
            (ExpectedLines{
                "Unknown type \"Unknown\". 1:17",
                "Type A must define one or more fields. 2:1",
                "Interface field I.x expected but A does not provide it. 3:15 2:1",
                "Unknown directive \"@foo\". 3:24",
                "The type of N.o must be Input Type but got: Query. 4:14",
            }));
}

TEST(BuildSchema, AnUnknownRootTypeIsOneFault) {
  EXPECT_EQ(BuildErrors("schema { query: Q }"), ExpectedLines{"Unknown type \"Q\". 1:17"});
}

TEST(BuildSchema, KeepsTheTypesOfTheSpecification) {
  std::unique_ptr<const Schema> schema = Built(
      "scalar ID type String { a: Int } type __Type { b: Int } type Query { a: ID s: String t: __Type }", kReference);
  EXPECT_EQ(static_cast<const ScalarType*>(schema->FindType("ID"))->scalar, ScalarKind::kId);
  EXPECT_EQ(schema->FindType("String")->kind, TypeKind::kScalar);
  EXPECT_NE(static_cast<const ObjectType*>(schema->FindType("__Type"))->FindField("ofType"), nullptr);
  EXPECT_EQ(PrintSchema(*schema), "type Query {\n  a: ID\n  s: String\n  t: __Type\n}");
}

// ── Default values ───────────────────────────────────────────────────────────────────────────────────────────────

// The default of the argument `a` of the only field, as it is printed.
std::string Default(const std::string& type, const std::string& literal, const std::string& more = "") {
  BuildResult built =
      BuildUnvalidatedSchema("type Query { f(a: " + type + " = " + literal + "): Int }\n" + more, kReference);
  const language::Value* value = built.schema->query_type()->FindField("f")->FindArgument("a")->default_value;
  if (value == nullptr) return "none";
  std::string text;
  language::PrintValue(*value, &text);
  return text;
}

TEST(Defaults, OfScalars) {
  EXPECT_EQ(Default("Int", "2147483647"), "2147483647");
  EXPECT_EQ(Default("Int", "2147483648"), "none");
  EXPECT_EQ(Default("Int", "-0"), "0");
  EXPECT_EQ(Default("Int", "1.0"), "none");
  EXPECT_EQ(Default("Int", "null"), "null");
  EXPECT_EQ(Default("Int!", "null"), "none");
  EXPECT_EQ(Default("Float", "1"), "1");
  EXPECT_EQ(Default("Float", "1.50"), "1.5");
  EXPECT_EQ(Default("Float", "1e2"), "100");
  EXPECT_EQ(Default("Float", "1e21"), "1e+21");
  EXPECT_EQ(Default("Float", "123456789012345678901234"), "1.2345678901234569e+23");
  EXPECT_EQ(Default("Float", "0.000001"), "0.000001");
  EXPECT_EQ(Default("Float", "0.0000001"), "1e-7");
  EXPECT_EQ(Default("Float", "-1.5e-10"), "-1.5e-10");
  EXPECT_EQ(Default("Float", "1e-400"), "0");
  EXPECT_EQ(Default("Float", "1e999"), "none");
  EXPECT_EQ(Default("Float", "\"1\""), "none");
  EXPECT_EQ(Default("String", "\"\"\"\n  a\n  b\n\"\"\""), "\"a\\nb\"");
  EXPECT_EQ(Default("String", "1"), "none");
  EXPECT_EQ(Default("Boolean", "true"), "true");
  EXPECT_EQ(Default("ID", "\"007\""), "\"007\"");
  EXPECT_EQ(Default("ID", "\"7\""), "7");
  EXPECT_EQ(Default("S", "{a: [FOO, 1.0]}", "scalar S"), "{a: [\"FOO\", 1]}");
  EXPECT_EQ(Default("E", "A", "enum E { A }"), "A");
  EXPECT_EQ(Default("E", "B", "enum E { A }"), "none");
  EXPECT_EQ(Default("E", "\"A\"", "enum E { A }"), "none");
}

TEST(Defaults, KeepTheDigitsOfExactNumbers) {
  std::unique_ptr<const Schema> schema = Built(
      "type Query { f(a: BigInt = 9007199254740993, b: BigInt = 7, c: Decimal = 1.50, d: Decimal = 1.5, "
      "e: Decimal = \"2.0\"): Int }");
  EXPECT_EQ(
      PrintSchema(*schema),
      "type Query {\n  f(a: BigInt = \"9007199254740993\", b: BigInt = 7, c: Decimal = \"1.50\", d: Decimal = 1.5, "
      "e: Decimal = \"2.0\"): Int\n}\n\nscalar BigInt\n\nscalar Decimal");
}

TEST(Defaults, OfListsAndInputObjects) {
  EXPECT_EQ(Default("[Int]", "1"), "[1]");
  EXPECT_EQ(Default("[[Int!]]", "[1, [2, 3]]"), "[[1], [2, 3]]");
  EXPECT_EQ(Default("[Int!]", "[1, null]"), "none");
  const std::string input = "input I { a: Int = 1, b: Int!, c: [I!] = {b: 7, c: []} }";
  EXPECT_EQ(Default("I", "{b: 2}", input), "{a: 1, b: 2, c: [{a: 1, b: 7, c: []}]}");
  EXPECT_EQ(Default("I", "{b: 2, a: 3, c: null}", input), "{a: 3, b: 2, c: null}");
  EXPECT_EQ(Default("I", "{a: 2}", input), "none");
  EXPECT_EQ(Default("I", "2", input), "none");
  const std::string one_of = "input O @oneOf { a: Int b: Int }";
  EXPECT_EQ(Default("O", "{a: 1}", one_of), "{a: 1}");
  EXPECT_EQ(Default("O", "{a: 1, b: 2}", one_of), "none");
  EXPECT_EQ(Default("O", "{a: null}", one_of), "none");
}

TEST(Defaults, MustFitTheirTypesForTheEngine) {
  EXPECT_EQ(BuildErrors("type Query { f(a: Int = \"x\", b: E! = C): Int }\nenum E { A }\n"
                        "input I { x: [Int] = [1, 2.5], y: I = {z: 1} }\ndirective @d(w: Boolean = 1) on FIELD"),
            (ExpectedLines{
                "The default value of Query.f(a:) must be of type \"Int\", found \"x\". 1:25",
                "The default value of Query.f(b:) must be of type \"E!\", found C. 1:38",
                "The default value of I.x must be of type \"[Int]\", found [1, 2.5]. 3:22",
                "The default value of I.y must be of type \"I\", found {z: 1}. 3:39",
                "The default value of @d(w:) must be of type \"Boolean\", found 1. 4:27",
            }));
}

TEST(Defaults, MayNotReferToThemselves) {
  EXPECT_EQ(
      BuildErrors("type Query { f(a: C): Int } input A { b: B = {} } input B { a: A = {} } input C { a: A = {} }"),
      (ExpectedLines{
          "The default value of A.b references itself. 1:46",
          "The default value of B.a references itself. 1:68",
      }));
  EXPECT_EQ(BuildErrors("type Query { f(a: A): Int } input A { a: A = {a: {}} b: Int }"),
            ExpectedLines{"The default value of A.a references itself. 1:46"});
  EXPECT_EQ(BuildErrors("type Query { f(a: A): Int } input A { a: A = {a: null} b: Int }"), ExpectedLines{});
}

TEST(Defaults, DoNotExplode) {
  std::string sdl = "type Query { f(a: I0 = {}): Int }";
  for (int i = 0; i < 60; ++i) {
    std::string next = "I" + std::to_string(i + 1);
    sdl += " input I" + std::to_string(i) + " { a: " + next + " = {} b: " + next + " = {} }";
  }
  sdl += " input I60 { x: Int = 1 }";
  std::vector<std::string> errors = BuildErrors(sdl);
  ASSERT_FALSE(errors.empty());
  EXPECT_NE(errors[0].find(" is too large. "), std::string::npos) << errors[0];
}

TEST(Defaults, LongChainsNeedNoStack) {
  std::string sdl = "type Query { f(a: I0): Int }";
  constexpr int kLength = 20000;
  for (int i = 0; i < kLength; ++i) {
    sdl += " input I" + std::to_string(i) + " { a: I" + std::to_string(i + 1) + " = {} }";
  }
  sdl += " input I" + std::to_string(kLength) + " { x: Int = 1 }";
  std::vector<std::string> errors = BuildErrors(sdl);
  ASSERT_FALSE(errors.empty());
  EXPECT_NE(errors[0].find(" is too large. "), std::string::npos) << errors[0];
}

// ── Arguments of directives ──────────────────────────────────────────────────────────────────────────────────────

TEST(DirectiveArguments, MustFitTheirTypes) {
  EXPECT_EQ(BuildErrors("type Query { a: Int @deprecated(reason: 1) }\nscalar S @specifiedBy(url: null)", kReference),
            (ExpectedLines{
                "Argument \"reason\" has invalid value 1. 1:41",
                "Argument \"url\" of non-null type \"String!\" must not be null. 2:28",
            }));
  EXPECT_EQ(
      BuildErrors(
          "type Query @source(relation: 1) { a: Int @join(local: [], remote: [2]) b: Int @list(arguments: \"x\") }"),
      (ExpectedLines{
          "Argument \"relation\" has invalid value 1. 1:30",
          "Argument \"remote\" has invalid value [2]. 1:67",
          "Argument \"arguments\" has invalid value \"x\". 1:96",
      }));
}

TEST(DirectiveArguments, GiveReasons) {
  std::unique_ptr<const Schema> schema = Built(
      "type Query { a: Int @deprecated b: Int @deprecated(reason: \"\") c: Int @deprecated(reason: null) d: Int }");
  auto reason = [&](std::string_view field) { return schema->query_type()->FindField(field)->deprecation_reason; };
  EXPECT_EQ(reason("a"), "No longer supported");
  EXPECT_EQ(reason("b"), "");
  EXPECT_EQ(reason("c"), std::nullopt);
  EXPECT_EQ(reason("d"), std::nullopt);
}

// ── What the engine brings ───────────────────────────────────────────────────────────────────────────────────────

TEST(EngineExtras, ScalarsAreKnownDeclaredOrNot) {
  constexpr std::string_view kFields =
      "type Query { a: BigInt b: Decimal c: DateTime d: Date e: Time f: UUID g: JSON h: Other }";
  for (std::string declarations : {"scalar Other ", "scalar BigInt scalar UUID scalar Other "}) {
    std::unique_ptr<const Schema> schema = Built(declarations.append(kFields));
    auto kind = [&](std::string_view name) { return static_cast<const ScalarType*>(schema->FindType(name))->scalar; };
    EXPECT_EQ(kind("BigInt"), ScalarKind::kBigInt);
    EXPECT_EQ(kind("Decimal"), ScalarKind::kDecimal);
    EXPECT_EQ(kind("DateTime"), ScalarKind::kDateTime);
    EXPECT_EQ(kind("Date"), ScalarKind::kDate);
    EXPECT_EQ(kind("Time"), ScalarKind::kTime);
    EXPECT_EQ(kind("UUID"), ScalarKind::kUuid);
    EXPECT_EQ(kind("JSON"), ScalarKind::kJson);
    EXPECT_EQ(kind("Other"), ScalarKind::kCustom);
  }
  EXPECT_EQ(BuildErrors("type Query { a: UUID }", kReference),
            ExpectedLines{"Unknown type \"UUID\". Did you mean \"ID\"? 1:17"});
}

TEST(EngineExtras, DirectivesAreKnownAndHidden) {
  constexpr std::string_view kType = "type Query { a: Int @column(name: \"x\") }";
  std::unique_ptr<const Schema> schema = Built(kType);
  EXPECT_TRUE(schema->FindDirective("column")->hidden);
  EXPECT_EQ(PrintSchema(*schema), "type Query {\n  a: Int\n}");
  // A document that declares them means the engine's own.
  schema = Built(std::string("directive @column(name: String!) on FIELD_DEFINITION ").append(kType));
  EXPECT_TRUE(schema->FindDirective("column")->hidden);
  EXPECT_EQ(PrintSchema(*schema), "type Query {\n  a: Int\n}");
  EXPECT_EQ(BuildErrors(kType, kReference), ExpectedLines{"Unknown directive \"@column\". 1:21"});
}

TEST(EngineExtras, DirectivesStandWhereTheContractAllows) {
  Built(
      "schema @list(arguments: false) { query: Q }\n"
      "type Q @source(relation: \"app.v_q\", database: \"primary\") @list {\n"
      "  a(x: Int @column(name: \"c\")): [Q] @source(relation: \"r\") @join(local: [\"a\"], remote: [\"b\"]) @list\n"
      "  b: Int @function(name: \"fn_b\") @column(name: \"c\")\n}\n"
      "interface I @source(relation: \"i\") { a: Int }\nunion U @source(relation: \"u\") = Q\n"
      "input N { a: Int @column(name: \"c\") }");
  EXPECT_EQ(
      BuildErrors("type Query @join(local: \"a\", remote: \"b\") { a: Int @source }\nenum E @list { A }"),
      (ExpectedLines{
          "Directive \"@join\" may not be used on OBJECT. 1:12",
          "Directive \"@source\" argument \"relation\" of type \"String!\" is required, but it was not provided. 1:52",
          "Directive \"@list\" may not be used on ENUM. 2:8",
      }));
}

// ── Bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(Bounds, DeepDocumentsNeedNoStack) {
  constexpr int kDepth = 900;
  std::string type = std::string(kDepth, '[') + "Int" + std::string(kDepth, ']');
  std::string literal = std::string(kDepth, '[') + "1" + std::string(kDepth, ']');
  std::unique_ptr<const Schema> schema = Built("type Query { a(b: " + type + " = " + literal + "): " + type + " }");
  EXPECT_EQ(TypeName(schema->query_type()->FindField("a")->type), type);
  EXPECT_FALSE(BuildErrors("type Query { a: " + std::string(100000, '[') + "Int }").empty());
}

TEST(Bounds, InvalidTextIsRefusedNotMisread) {
  EXPECT_FALSE(BuildErrors(std::string_view("type Query { a: Int \0 }", 23)).empty());
  EXPECT_FALSE(BuildErrors("").empty());
}

}  // namespace
}  // namespace fraiseql::schema
