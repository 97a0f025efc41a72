// Type system validation, spec section 3: every message with its places.
#include "harness.h"

namespace fraiseql::schema {
namespace {

constexpr std::string_view kQuery = "type Query { q: Int }\n";

std::vector<std::string> Errors(std::string_view sdl) { return TypeErrors(std::string(kQuery).append(sdl)); }

TEST(RootTypes, AreObjectTypes) {
  EXPECT_EQ(TypeErrors("type A { a: Int }"), ExpectedLines{"Query root type must be provided."});
  EXPECT_EQ(TypeErrors("schema { mutation: A }\ntype A { a: Int }"),
            ExpectedLines{"Query root type must be provided. 1:1"});
  EXPECT_EQ(TypeErrors("schema { query: I mutation: I }\nextend schema { subscription: I }\ninput I { a: Int }"),
            (ExpectedLines{
                "Query root type must be Object type, it cannot be I. 1:17",
                "Mutation root type must be Object type if provided, it cannot be I. 1:29",
                "Subscription root type must be Object type if provided, it cannot be I. 2:31",
            }));
  EXPECT_EQ(TypeErrors("\"d\"\nenum Query { A }\nscalar Mutation"),
            (ExpectedLines{
                "Query root type must be Object type, it cannot be Query. 1:1",
                "Mutation root type must be Object type if provided, it cannot be Mutation. 3:1",
            }));
}

TEST(RootTypes, DefaultNamesHoldWithoutADefinitionOnly) {
  std::unique_ptr<const Schema> schema =
      Built("type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }");
  EXPECT_EQ(schema->query_type(), schema->FindType("Query"));
  EXPECT_EQ(schema->mutation_type(), schema->FindType("Mutation"));
  EXPECT_EQ(schema->subscription_type(), schema->FindType("Subscription"));
  schema = Built("schema { query: A } type A { a: Int } type Mutation { a: Int }");
  EXPECT_EQ(schema->query_type(), schema->FindType("A"));
  EXPECT_EQ(schema->mutation_type(), nullptr);
}

TEST(Names, BeginningWithTwoUnderscoresAreReserved) {
  const std::string reserved = " must not begin with \"__\", which is reserved by GraphQL introspection.";
  EXPECT_EQ(
      Errors(
          "type __A { __b(__c: Int): Int }\nenum E { __D }\ninput I { __e: Int }\ndirective @__f(__g: Int) on FIELD"),
      (ExpectedLines{
          "Name \"__A\"" + reserved + " 2:1",
          "Name \"__b\"" + reserved + " 2:12",
          "Name \"__c\"" + reserved + " 2:16",
          "Name \"__D\"" + reserved + " 3:10",
          "Name \"__e\"" + reserved + " 4:11",
          "Name \"__f\"" + reserved + " 5:1",
          "Name \"__g\"" + reserved + " 5:16",
      }));
}

TEST(Types, HaveMembers) {
  EXPECT_EQ(Errors("type A\nextend type A @d\ninterface B\nunion C\nenum D\ninput E\n"),
            (ExpectedLines{
                "Type A must define one or more fields. 2:1 3:1",
                "Type B must define one or more fields. 4:1",
                "Union type C must define one or more member types. 5:1",
                "Enum type D must define one or more values. 6:1",
                "Input Object type E must define one or more fields. 7:1",
            }));
}

TEST(EnumValues, AreStoredAsTextsOfTheirOwn) {
  EXPECT_EQ(
      Errors(
          "enum A { X @stored(as: \"Y\")\n Y\n Z @stored(as: \"one\") W @stored(as: \"\") }\n"
          "extend enum A { V @stored(as: \"one\") U @stored(as: \"a\\u0000\") }\nenum B { Y X @stored(as: \"one\") }"),
      (ExpectedLines{
          "Enum values A.X and A.Y must not be stored as the same text, \"Y\". 2:10 3:2",
          "Enum values A.Z and A.V must not be stored as the same text, \"one\". 4:2 5:17",
          "Enum value A.U must not be stored as a text with a NUL character. 5:38",
      }));
}

TEST(Fields, HaveOutputTypesAndTheirArgumentsInputTypes) {
  EXPECT_EQ(Errors("type A { f(a: [A!]): [I]! g(b: U): Int }\nunion U = A\ninput I { o: A u: [U] }\ndirective @d(x: A) "
                   "on FIELD"),
            (ExpectedLines{
                "The type of A.f(a:) must be Input Type but got: [A!]. 2:15",
                "The type of A.f must be Output Type but got: [I]!. 2:22",
                "The type of A.g(b:) must be Input Type but got: U. 2:32",
                "The type of I.o must be Input Type but got: A. 4:14",
                "The type of I.u must be Input Type but got: [U]. 4:19",
                "The type of @d(x:) must be Input Type but got: A. 5:14",
            }));
}

TEST(Deprecation, NotOfWhatIsRequired) {
  EXPECT_EQ(
      Errors("type A { f(a: Int! @deprecated, b: Int! = 1 @deprecated, c: Int @deprecated): Int }\n"
             "input I { x: Int! @deprecated y: Int! = 2 @deprecated }\ndirective @d(z: Int! @deprecated) on FIELD"),
      (ExpectedLines{
          "Required argument A.f(a:) cannot be deprecated. 2:20 2:15",
          "Required input field I.x cannot be deprecated. 3:19 3:14",
          "Required argument @d(z:) cannot be deprecated. 4:22 4:17",
      }));
}

TEST(Interfaces, OnlyInterfacesOnceAndNotItself) {
  EXPECT_EQ(Errors("interface I { a: Int }\ntype A implements I & I & Query & S { a: Int }\nscalar S\n"
                   "interface J implements J { a: Int }"),
            (ExpectedLines{
                "Type A can only implement I once. 3:19 3:23",
                "Type A must only implement Interface types, it cannot implement Query. 3:27",
                "Type A must only implement Interface types, it cannot implement S. 3:35",
                "Type J cannot implement itself because it would create a circular reference. 5:24",
            }));
}

TEST(Interfaces, AncestorsToo) {
  EXPECT_EQ(Errors("interface A { a: Int }\ninterface B implements A { a: Int }\ntype C implements B { a: Int }\n"
                   "interface X implements Y { a: Int }\ninterface Y implements X { a: Int }"),
            (ExpectedLines{
                "Type C must implement A because it is implemented by B. 3:24 4:19",
                "Type Y cannot implement X because it would create a circular reference. 5:24 6:24",
                "Type X cannot implement Y because it would create a circular reference. 6:24 5:24",
            }));
}

TEST(Interfaces, FieldsAreThereWithTypesThatFit) {
  EXPECT_EQ(Errors("interface I { a: Int b: [I] c: I! d: [Int!] }\n"
                   "type A implements I { b: [A!]! c: A d: [Int] }\nextend type A { e: Int }"),
            (ExpectedLines{
                "Interface field I.a expected but A does not provide it. 2:15 3:1 4:1",
                "Interface field I.c expects type I! but A.c is type A. 2:32 3:35",
                "Interface field I.d expects type [Int!] but A.d is type [Int]. 2:38 3:40",
            }));
}

TEST(Interfaces, ArgumentsAreThereWithEqualTypes) {
  EXPECT_EQ(Errors("interface I { f(a: Int, b: Int!): Int }\ntype A implements I { f(b: Int, c: Int!, d: Int): Int }"),
            (ExpectedLines{
                "Interface field argument I.f(a:) expected but A.f does not provide it. 2:17 3:23",
                "Interface field argument I.f(b:) expects type Int! but A.f(b:) is type Int. 2:28 3:28",
                "Object field A.f includes required argument c that is missing from the Interface field I.f. 3:33 2:15",
            }));
}

// September 2025: what an interface promises is not deprecated by those who implement it.
TEST(Interfaces, FieldsAreDeprecatedWhereTheirInterfacesAre) {
  EXPECT_EQ(Errors("interface I { a: Int b: Int @deprecated c: Int }\n"
                   "interface J implements I { a: Int @deprecated b: Int @deprecated c: Int }\n"
                   "type A implements I & J { a: Int @deprecated b: Int c: Int @deprecated(reason: \"old\") d: Int "
                   "@deprecated }"),
            (ExpectedLines{
                "Interface field I.a is not deprecated, so implementation field J.a must not be deprecated. 3:35 3:31",
                "Interface field I.a is not deprecated, so implementation field A.a must not be deprecated. 4:34 4:30",
                "Interface field I.c is not deprecated, so implementation field A.c must not be deprecated. 4:60 4:56",
                "Interface field J.c is not deprecated, so implementation field A.c must not be deprecated. 4:60 4:56",
            }));
}

TEST(Unions, HoldObjectTypesOnce) {
  EXPECT_EQ(Errors("union U = A | S | A\nextend union U = A\ntype A { a: Int }\nscalar S"),
            (ExpectedLines{
                "Union type U can only include type A once. 2:11 2:19 3:18",
                "Union type U can only include type A once. 2:11 2:19 3:18",
                "Union type U can only include Object types, it cannot include S. 2:15",
            }));
}

TEST(Unions, ThatNameAnInterfaceAreOneFaultAndNotAnotherOfTheirFields) {
  EXPECT_EQ(Errors("interface Node { next: Link }\ninterface Leaf implements Node { next: Leaf }\n"
                   "union Link = A\nextend union Link = Leaf\ntype A { a: Int }"),
            (ExpectedLines{
                "Union type Link can only include Object types, it cannot include Leaf. 5:21",
            }));
}

TEST(OneOf, FieldsAreNullableWithoutDefaults) {
  EXPECT_EQ(Errors("input I @oneOf { a: Int! b: Int = 1 c: Int }"),
            (ExpectedLines{
                "OneOf input field I.a must be nullable. 2:21",
                "OneOf input field I.b cannot have a default value. 2:26",
            }));
}

TEST(InputObjects, DoNotContainThemselves) {
  EXPECT_EQ(Errors("input A { b: B! list: [A!]! self: A }\ninput B { c: C! }\ninput C { a: A! c: C! }"),
            (ExpectedLines{
                "Cannot reference Input Object \"A\" within itself through a series of non-null fields: \"b.c.a\". "
                "2:11 3:11 4:11",
                "Cannot reference Input Object \"C\" within itself through a series of non-null fields: \"c\". 4:17",
            }));
}

TEST(InputObjects, LongChainsNeedNoStack) {
  std::string sdl(kQuery);
  constexpr int kLength = 50000;
  for (int i = 0; i < kLength; ++i) {
    sdl += "input I" + std::to_string(i) + "{f:I" + std::to_string((i + 1) % kLength) + "!}\n";
  }
  std::vector<std::string> errors = TypeErrors(sdl);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].substr(0, 92),
            "Cannot reference Input Object \"I0\" within itself through a series of non-null fields: \"f.f.f");
}

}  // namespace
}  // namespace fraiseql::schema
