// Type system documents (spec section 3).
#include "harness.h"

namespace fraiseql::language {
namespace {

using Kind = Definition::Kind;

TEST(TypeSystemGrammar, ReadsSchemas) {
  Parsed parsed("\"d\" schema @a { query: Q mutation: M } extend schema @b extend schema { subscription: S }");
  const auto& schema = parsed.definition<SchemaDefinition>(0);
  EXPECT_EQ(schema.kind, Kind::kSchema);
  EXPECT_EQ(schema.description->text(), "d");
  EXPECT_EQ(schema.directives.size(), 1u);
  ASSERT_EQ(schema.operation_types.size(), 2u);
  EXPECT_EQ(schema.operation_types[1].operation, OperationType::kMutation);
  EXPECT_EQ(schema.operation_types[1].type.name, "M");
  EXPECT_EQ(parsed.TextOf(schema.operation_types[1].location), "mutation: M");
  EXPECT_EQ(parsed.definition<SchemaDefinition>(1).kind, Kind::kSchemaExtension);
  EXPECT_EQ(parsed.definition<SchemaDefinition>(2).operation_types[0].operation, OperationType::kSubscription);
  ExpectSyntaxError("schema {}", "Expected Name, found \"}\".", 1, 9);
  ExpectSyntaxError("schema @a", "Expected \"{\", found <EOF>.", 1, 10);
  ExpectSyntaxError("extend schema", "Unexpected <EOF>.", 1, 14);
  ExpectSyntaxError("extend schema { unknown: SomeType }", "Unexpected Name \"unknown\".", 1, 17);
}

TEST(TypeSystemGrammar, ReadsObjectTypes) {
  Parsed parsed(
      "\"d\" type A implements & B & C @e { \"f\" g(\"h\" i: [J!] = 1 @k, l: M): N! @o p: Q } type Empty "
      "extend type A implements R");
  const auto& type = parsed.definition<TypeDefinition>(0);
  EXPECT_EQ(type.kind, Kind::kObjectType);
  EXPECT_EQ(type.name.value(), "A");
  EXPECT_EQ(type.description->text(), "d");
  ASSERT_EQ(type.interfaces.size(), 2u);
  EXPECT_EQ(type.interfaces[1].name, "C");
  ASSERT_EQ(type.fields.size(), 2u);
  const FieldDefinition& field = type.fields[0];
  EXPECT_EQ(field.description->text(), "f");
  EXPECT_EQ(field.name.value(), "g");
  EXPECT_EQ(parsed.TextOf(field.location), "\"f\" g(\"h\" i: [J!] = 1 @k, l: M): N! @o");
  ASSERT_EQ(field.arguments.size(), 2u);
  EXPECT_EQ(field.arguments[0].description->text(), "h");
  EXPECT_EQ(parsed.TextOf(field.arguments[0].type->location), "[J!]");
  EXPECT_EQ(field.arguments[0].default_value->text(), "1");
  EXPECT_EQ(field.arguments[0].directives[0].name.value(), "k");
  EXPECT_EQ(parsed.TextOf(field.type->location), "N!");
  EXPECT_EQ(field.directives[0].name.value(), "o");
  EXPECT_TRUE(parsed.definition<TypeDefinition>(1).fields.empty());
  EXPECT_EQ(parsed.definition<TypeDefinition>(2).kind, Kind::kObjectTypeExtension);
  ExpectSyntaxError("type A {}", "Expected Name, found \"}\".", 1, 9);
  ExpectSyntaxError("type A { b() : C }", "Expected Name, found \")\".", 1, 12);
  ExpectSyntaxError("type A { b }", "Expected \":\", found \"}\".", 1, 12);
  ExpectSyntaxError("type A implements {", "Expected Name, found \"{\".", 1, 19);
  ExpectSyntaxError("extend type A", "Unexpected <EOF>.", 1, 14);
}

TEST(TypeSystemGrammar, ReadsInterfacesAndScalars) {
  Parsed parsed("interface A implements B { c: D } extend interface A @e scalar F @g extend scalar F @h");
  EXPECT_EQ(parsed.definition<TypeDefinition>(0).kind, Kind::kInterfaceType);
  EXPECT_EQ(parsed.definition<TypeDefinition>(0).interfaces[0].name, "B");
  EXPECT_EQ(parsed.definition<TypeDefinition>(1).kind, Kind::kInterfaceTypeExtension);
  EXPECT_EQ(parsed.definition<TypeDefinition>(2).kind, Kind::kScalarType);
  EXPECT_EQ(parsed.definition<TypeDefinition>(3).kind, Kind::kScalarTypeExtension);
  EXPECT_EQ(parsed.definition<TypeDefinition>(3).directives[0].name.value(), "h");
  ExpectSyntaxError("extend interface A", "Unexpected <EOF>.", 1, 19);
  ExpectSyntaxError("extend scalar A", "Unexpected <EOF>.", 1, 16);
}

TEST(TypeSystemGrammar, ReadsUnions) {
  Parsed parsed("union A = B union C @d = | E | F union G extend union A = H");
  EXPECT_EQ(parsed.definition<TypeDefinition>(0).types.size(), 1u);
  ASSERT_EQ(parsed.definition<TypeDefinition>(1).types.size(), 2u);
  EXPECT_EQ(parsed.definition<TypeDefinition>(1).types[1].name, "F");
  EXPECT_TRUE(parsed.definition<TypeDefinition>(2).types.empty());
  EXPECT_EQ(parsed.definition<TypeDefinition>(3).kind, Kind::kUnionTypeExtension);
  ExpectSyntaxError("union Hello = |", "Expected Name, found <EOF>.", 1, 16);
  ExpectSyntaxError("union Hello = || Wo | Rld", "Expected Name, found \"|\".", 1, 16);
  ExpectSyntaxError("union Hello = | Wo | Rld |", "Expected Name, found <EOF>.", 1, 27);
}

TEST(TypeSystemGrammar, ReadsEnums) {
  Parsed parsed("enum A { \"b\" C @d E } extend enum A { F }");
  const auto& type = parsed.definition<TypeDefinition>(0);
  ASSERT_EQ(type.values.size(), 2u);
  EXPECT_EQ(type.values[0].description->text(), "b");
  EXPECT_EQ(type.values[0].name.value(), "C");
  EXPECT_EQ(type.values[0].directives[0].name.value(), "d");
  EXPECT_EQ(parsed.definition<TypeDefinition>(1).kind, Kind::kEnumTypeExtension);
  for (std::string word : {"true", "false", "null"}) {
    ExpectSyntaxError("enum A { B, " + word + " }",
                      "Name \"" + word + "\" is reserved and cannot be used for an enum value.", 1, 13);
  }
  ExpectSyntaxError("enum A { \"\" \"null\" }", "String \"null\" is reserved and cannot be used for an enum value.", 1,
                    13);
  ExpectSyntaxError("enum A { B @c(d: true) ! }", "Expected Name, found \"!\".", 1, 24);
}

TEST(TypeSystemGrammar, ReadsInputObjects) {
  Parsed parsed("input A { \"b\" c: D = {e: 1} @f } extend input A @oneOf");
  const auto& type = parsed.definition<TypeDefinition>(0);
  ASSERT_EQ(type.input_fields.size(), 1u);
  EXPECT_EQ(type.input_fields[0].default_value->fields()[0].name.value(), "e");
  EXPECT_EQ(parsed.definition<TypeDefinition>(1).kind, Kind::kInputObjectTypeExtension);
  ExpectSyntaxError("\n      input Hello {\n        world(foo: Int): String\n      }\n    ",
                    "Expected \":\", found \"(\".", 3, 14);
}

TEST(TypeSystemGrammar, ReadsDirectives) {
  Parsed parsed("\"a\" directive @b(c: D = 1) repeatable on | FIELD | VARIABLE_DEFINITION directive @e on SCHEMA");
  const auto& directive = parsed.definition<DirectiveDefinition>(0);
  EXPECT_EQ(directive.kind, Kind::kDirective);
  EXPECT_EQ(directive.name.value(), "b");
  EXPECT_TRUE(directive.repeatable);
  EXPECT_EQ(directive.arguments[0].name.value(), "c");
  ASSERT_EQ(directive.locations.size(), 2u);
  EXPECT_EQ(directive.locations[1].value(), "VARIABLE_DEFINITION");
  EXPECT_FALSE(parsed.definition<DirectiveDefinition>(1).repeatable);
  ExpectSyntaxError("directive @foo on FIELD | INCORRECT_LOCATION", "Unexpected Name \"INCORRECT_LOCATION\".", 1, 27);
  ExpectSyntaxError("directive @foo on", "Expected Name, found <EOF>.", 1, 18);
  ExpectSyntaxError("directive @foo repeatable FIELD", "Expected \"on\", found Name \"FIELD\".", 1, 27);
  ExpectSyntaxError("extend directive @foo on FIELD", "Unexpected Name \"directive\".", 1, 8);
  ExpectSyntaxError("extend \"a\" type B { c: D }", "Unexpected String \"a\".", 1, 8);
}

}  // namespace
}  // namespace fraiseql::language
