// The rules for type system documents, one test a rule: every message with its places, and what the rule lets pass.
#include "harness.h"

namespace fraiseql::schema {
namespace {

TEST(LoneSchemaDefinition, OneInADocument) {
  EXPECT_EQ(SdlErrors("schema { query: A }\ntype A { a: Int }"), ExpectedLines{});
  EXPECT_EQ(SdlErrors("schema { query: A }\nschema { query: A }\n  schema @deprecated { query: A }\ntype A { a: Int }"),
            (ExpectedLines{
                "There can be only one query type in schema. 1:10 2:10",
                "There can be only one query type in schema. 1:10 3:24",
                "Must provide only one schema definition. 2:1",
                "Must provide only one schema definition. 3:3",
                "Directive \"@deprecated\" may not be used on SCHEMA. 3:10",
            }));
}

TEST(LoneSchemaDefinition, NoneInAnExtension) {
  EXPECT_EQ(ExtensionErrors("type Query { a: Int }", "schema { mutation: Query }"),
            ExpectedLines{"Cannot define a new schema within a schema extension. 1:1"});
  EXPECT_EQ(ExtensionErrors("type A { a: Int }", "schema { query: A }"), ExpectedLines{});
}

TEST(UniqueOperationTypes, OnceInAllDefinitions) {
  EXPECT_EQ(
      SdlErrors("schema { query: A mutation: A }\nextend schema { mutation: A subscription: A }\ntype A { a: Int }"),
      ExpectedLines{"There can be only one mutation type in schema. 1:19 2:17"});
  EXPECT_EQ(ExtensionErrors("type Query { a: Int }", "extend schema { query: Query mutation: Query }"),
            ExpectedLines{"Type for query already defined in the schema. It cannot be redefined. 1:17"});
}

TEST(UniqueTypeNames, WhateverTheKind) {
  EXPECT_EQ(SdlErrors("type A { a: Int }\ninput A { a: Int }\nextend type A { b: Int }\n\"d\" scalar A"),
            (ExpectedLines{
                "There can be only one type named \"A\". 1:6 2:7",
                "There can be only one type named \"A\". 1:6 4:12",
                "Field \"A.a\" can only be defined once. 1:10 2:11",
                "Cannot extend non-object type \"A\". 4:1 3:1",
            }));
  EXPECT_EQ(
      ExtensionErrors("type A { a: Int }", "enum A { B }"),
      ExpectedLines{"Type \"A\" already exists in the schema. It cannot also be defined in this type definition. 1:6"});
}

TEST(KnownTypeNames, SuggestsWhatIsNear) {
  EXPECT_EQ(SdlErrors("type Order implements Nod { item(size: Strin): [OrderItm!]! }\n"
                      "interface Node { id: ID }\nunion U = Orde\ninput I { f: I2 }\n"
                      "directive @d(a: Boolan) on FIELD\nschema { query: Order }\ntype OrderItem { s: __Schema }"),
            (ExpectedLines{
                "Unknown type \"Nod\". Did you mean \"Node\" or \"ID\"? 1:23",
                "Unknown type \"Strin\". Did you mean \"String\"? 1:40",
                "Unknown type \"OrderItm\". Did you mean \"OrderItem\" or \"Order\"? 1:49",
                "Unknown type \"Orde\". Did you mean \"Order\" or \"Node\"? 3:11",
                "Unknown type \"I2\". Did you mean \"I\" or \"ID\"? 4:14",
                "Unknown type \"Boolan\". Did you mean \"Boolean\"? 5:17",
            }));
}

TEST(KnownTypeNames, OperationsAmongDefinitions) {
  EXPECT_EQ(SdlErrors("query ($a: Sting) { a { ... on X { b } } }\nfragment F on Y { a }\ntype A { a: Int }"),
            (ExpectedLines{
                "Unknown type \"Sting\". 1:12",
                "Unknown type \"X\". Did you mean \"A\"? 1:32",
                "Unknown type \"Y\". Did you mean \"A\"? 2:15",
            }));
}

TEST(KnownTypeNames, EngineScalarsAreKnownToTheEngineOnly) {
  EXPECT_EQ(SdlErrors("type A { a: DateTime b: UUID }", {}), ExpectedLines{});
  EXPECT_EQ(SdlErrors("type A { a: DateTime }"), ExpectedLines{"Unknown type \"DateTime\". 1:13"});
}

TEST(PossibleTypeExtensions, OfTheSameKindAsTheDefinition) {
  EXPECT_EQ(
      SdlErrors("scalar S\ntype O { a: Int }\ninterface I { a: Int }\nunion U = O\nenum E { A }\ninput N { a: Int }\n"
                "extend type S @deprecated\nextend interface O @deprecated\nextend union I @deprecated\n"
                "extend enum U @deprecated\nextend input E @deprecated\nextend scalar N @deprecated\n"
                "extend type Objct @deprecated"),
      (ExpectedLines{
          "Cannot extend non-object type \"S\". 1:1 7:1",
          "Cannot extend non-interface type \"O\". 2:1 8:1",
          "Cannot extend non-union type \"I\". 3:1 9:1",
          "Cannot extend non-enum type \"U\". 4:1 10:1",
          "Cannot extend non-input object type \"E\". 5:1 11:1",
          "Cannot extend non-scalar type \"N\". 6:1 12:1",
          "Directive \"@deprecated\" may not be used on OBJECT. 7:15",
          "Directive \"@deprecated\" may not be used on INTERFACE. 8:20",
          "Directive \"@deprecated\" may not be used on UNION. 9:16",
          "Directive \"@deprecated\" may not be used on ENUM. 10:15",
          "Directive \"@deprecated\" may not be used on INPUT_OBJECT. 11:16",
          "Directive \"@deprecated\" may not be used on SCALAR. 12:17",
          "Cannot extend type \"Objct\" because it is not defined. 13:13",
          "Directive \"@deprecated\" may not be used on OBJECT. 13:19",
      }));
}

TEST(PossibleTypeExtensions, OfAnExistingSchema) {
  EXPECT_EQ(ExtensionErrors("type Order { a: Int }", "extend input Order { b: Int }\nextend type Ordr { b: Int }"),
            (ExpectedLines{
                "Cannot extend non-input object type \"Order\". 1:1",
                "Cannot extend type \"Ordr\" because it is not defined. Did you mean \"Order\"? 2:13",
            }));
}

TEST(UniqueFieldDefinitionNames, ExtensionsIncluded) {
  EXPECT_EQ(SdlErrors("type A { a: Int b: Int a: String }\nextend type A { b: Int }\ninput I { x: Int x: Int }"),
            (ExpectedLines{
                "Field \"A.a\" can only be defined once. 1:10 1:24",
                "Field \"A.b\" can only be defined once. 1:17 2:17",
                "Field \"I.x\" can only be defined once. 3:11 3:18",
            }));
  EXPECT_EQ(ExtensionErrors("interface A { a: Int }", "extend interface A { a: Int b: Int }"),
            ExpectedLines{
                "Field \"A.a\" already exists in the schema. It cannot also be defined in this type extension. 1:22"});
}

TEST(UniqueEnumValueNames, ExtensionsIncluded) {
  EXPECT_EQ(SdlErrors("enum E { A B A }\nextend enum E { B }"),
            (ExpectedLines{
                "Enum value \"E.A\" can only be defined once. 1:10 1:14",
                "Enum value \"E.B\" can only be defined once. 1:12 2:17",
            }));
  EXPECT_EQ(
      ExtensionErrors("enum E { A }", "extend enum E { A }"),
      ExpectedLines{
          "Enum value \"E.A\" already exists in the schema. It cannot also be defined in this type extension. 1:17"});
}

TEST(UniqueArgumentDefinitionNames, OfFieldsAndDirectives) {
  EXPECT_EQ(SdlErrors("type A { f(a: Int, b: Int, a: Int, a: Int): Int }\ndirective @d(x: Int, x: Int) on FIELD"),
            (ExpectedLines{
                "Argument \"A.f(a:)\" can only be defined once. 1:12 1:28 1:36",
                "Argument \"@d(x:)\" can only be defined once. 2:14 2:22",
            }));
}

TEST(UniqueDirectiveNames, BuiltInOnesMayBeRepeatedOnce) {
  EXPECT_EQ(SdlErrors("directive @skip(if: Boolean!) on FIELD\ndirective @d on FIELD\ndirective @d on QUERY"),
            ExpectedLines{"There can be only one directive named \"@d\". 2:12 3:12"});
  EXPECT_EQ(ExtensionErrors("type Query { a: Int }", "directive @skip on FIELD"),
            ExpectedLines{"Directive \"@skip\" already exists in the schema. It cannot be redefined. 1:12"});
}

TEST(KnownDirectives, AtEveryPlace) {
  EXPECT_EQ(SdlErrors("directive @here on ENUM_VALUE\n"
                      "schema @here { query: A }\n"
                      "type A @here { f(a: Int @here): Int @here }\n"
                      "interface I @here { a: Int }\nunion U @here = A\nenum E @here { X @here }\n"
                      "input N @here { a: Int @here }\nscalar S @here @nowhere"),
            (ExpectedLines{
                "Directive \"@here\" may not be used on SCHEMA. 2:8",
                "Directive \"@here\" may not be used on OBJECT. 3:8",
                "Directive \"@here\" may not be used on ARGUMENT_DEFINITION. 3:25",
                "Directive \"@here\" may not be used on FIELD_DEFINITION. 3:37",
                "Directive \"@here\" may not be used on INTERFACE. 4:13",
                "Directive \"@here\" may not be used on UNION. 5:9",
                "Directive \"@here\" may not be used on ENUM. 6:8",
                "Directive \"@here\" may not be used on INPUT_OBJECT. 7:9",
                "Directive \"@here\" may not be used on INPUT_FIELD_DEFINITION. 7:24",
                "Directive \"@here\" may not be used on SCALAR. 8:10",
                "Unknown directive \"@nowhere\". 8:16",
            }));
}

TEST(KnownDirectives, AmongOperations) {
  EXPECT_EQ(SdlErrors("directive @d on SCALAR\nquery ($v: Int @d) @d { f @d ...F @d ... @d { a } }\n"
                      "mutation @d { a }\nsubscription @d { a }\nfragment F on Int @d { a }\nscalar X"),
            (ExpectedLines{
                "Unknown type \"Int\". 2:12",
                "Directive \"@d\" may not be used on VARIABLE_DEFINITION. 2:16",
                "Directive \"@d\" may not be used on QUERY. 2:20",
                "Directive \"@d\" may not be used on FIELD. 2:27",
                "Directive \"@d\" may not be used on FRAGMENT_SPREAD. 2:35",
                "Directive \"@d\" may not be used on INLINE_FRAGMENT. 2:42",
                "Directive \"@d\" may not be used on MUTATION. 3:10",
                "Directive \"@d\" may not be used on SUBSCRIPTION. 4:14",
                "Unknown type \"Int\". 5:15",
                "Directive \"@d\" may not be used on FRAGMENT_DEFINITION. 5:19",
            }));
}

TEST(UniqueDirectivesPerLocation, ADefinitionAndItsExtensionsAreOnePlace) {
  EXPECT_EQ(SdlErrors("directive @d on OBJECT | SCHEMA | FIELD_DEFINITION\ndirective @r repeatable on OBJECT\n"
                      "type A @d @r @r { a: Int @d @d b: Int @d }\nextend type A @d\ntype B @d { a: Int }\n"
                      "schema @d { query: A }\nextend schema @d"),
            (ExpectedLines{
                "The directive \"@d\" can only be used once at this location. 3:8 4:15",
                "The directive \"@d\" can only be used once at this location. 3:26 3:29",
                "The directive \"@d\" can only be used once at this location. 6:8 7:15",
            }));
}

TEST(KnownArgumentNamesOnDirectives, SuggestsWhatIsNear) {
  EXPECT_EQ(
      SdlErrors(
          "type A { a: Int @deprecated(reson: \"x\") b: Int @d(y: 1) }\ndirective @d(x: Int) on FIELD_DEFINITION"),
      (ExpectedLines{
          "Unknown argument \"reson\" on directive \"@deprecated\". Did you mean \"reason\"? 1:29",
          "Unknown argument \"y\" on directive \"@d\". Did you mean \"x\"? 1:51",
      }));
}

TEST(ProvidedRequiredArgumentsOnDirectives, WithTheTypeAsWritten) {
  EXPECT_EQ(
      SdlErrors("directive @d(a: [Int!]!, b: Int! = 1, c: Int) on SCALAR\nscalar S @d @specifiedBy"),
      (ExpectedLines{
          "Directive \"@d\" argument \"a\" of type \"[Int!]!\" is required, but it was not provided. 2:10",
          "Directive \"@specifiedBy\" argument \"url\" of type \"String!\" is required, but it was not provided. 2:13",
      }));
}

TEST(UniqueArgumentNames, OfDirectives) {
  EXPECT_EQ(SdlErrors("type A { a: Int @deprecated(reason: \"x\", reason: \"y\") }"),
            ExpectedLines{"There can be only one argument named \"reason\". 1:29 1:42"});
}

TEST(UniqueInputFieldNames, AtEveryDepth) {
  EXPECT_EQ(SdlErrors("type A { f(a: I = {x: [{y: 1, y: 2}], z: 1, x: 2}): Int }\nscalar I"),
            (ExpectedLines{
                "There can be only one input field named \"x\". 1:20 1:45",
                "There can be only one input field named \"y\". 1:25 1:31",
            }));
}

TEST(SdlRules, ColumnsCountUtf16) {
  EXPECT_EQ(SdlErrors("\"\xC3\xA9\xF0\x9F\x98\x80\" type A { a: B }\r\ntype \"\""),
            ExpectedLines{"Syntax Error: Expected Name, found String \"\". 2:6"});
  EXPECT_EQ(
      SdlErrors("\"\xC3\xA9\xF0\x9F\x98\x80\" type Abc { a: Bcde }\r\"d\" type X { a: Cdef }\r\n  type Y { a: Defg }"),
      (ExpectedLines{
          "Unknown type \"Bcde\". 1:21",
          "Unknown type \"Cdef\". 2:17",
          "Unknown type \"Defg\". 3:15",
      }));
}

}  // namespace
}  // namespace fraiseql::schema
