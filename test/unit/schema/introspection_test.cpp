// The introspection system, object by object, and its types.
#include "schema/introspection.h"

#include "harness.h"

namespace fraiseql::schema {
namespace {

constexpr std::string_view kSdl = R"(
"A schema." schema { query: Query }
"The root."
type Query implements I @list { a(x: Int = 1, y: [N!] = {b: 2}, z: Int @deprecated): Int! @deprecated(reason: "r") b: [U!]! }
interface I { b: [U!]! }
union U = Query
enum E { A B @deprecated }
input N @oneOf { b: Int c: S @deprecated }
scalar S @specifiedBy(url: "https://s")
directive @d(p: Boolean, q: Int @deprecated) repeatable on FIELD | ENUM_VALUE
)";

class Introspection : public testing::Test {
 protected:
  // A leaf as JSON, `null`, or the names (kinds where there is no name) of the objects of a list.
  std::string Get(IntrospectionObject object, std::string_view field, bool include_deprecated = false) const {
    std::string out;
    IntrospectionValue value = ResolveIntrospection(*schema_, object, field, include_deprecated, &out);
    switch (value.kind) {
      case IntrospectionValue::Kind::kNull:
        EXPECT_EQ(out, "");
        return "null";
      case IntrospectionValue::Kind::kLeaf:
        return out;
      case IntrospectionValue::Kind::kObject:
        return NameOrKind(value.object);
      case IntrospectionValue::Kind::kList:
        for (const IntrospectionObject& item : value.list) out += (out.empty() ? "" : " ") + NameOrKind(item);
        return "[" + out + "]";
    }
    return {};
  }
  std::string NameOrKind(IntrospectionObject object) const {
    std::string name = Get(object, "name");
    return name == "null" ? Get(object, "kind") : name.substr(1, name.size() - 2);
  }

  IntrospectionObject Type(std::string_view name) const { return IntrospectType(*schema_, name).value(); }
  IntrospectionObject Item(IntrospectionObject object, std::string_view field, size_t i) const {
    std::string out;
    IntrospectionValue value = ResolveIntrospection(*schema_, object, field, true, &out);
    return value.kind == IntrospectionValue::Kind::kObject ? value.object : value.list.at(i);
  }

  std::unique_ptr<const Schema> schema_ = Built(kSdl);
};

TEST_F(Introspection, Schema) {
  IntrospectionObject schema = IntrospectSchema(*schema_);
  EXPECT_EQ(Get(schema, "__typename"), "\"__Schema\"");
  EXPECT_EQ(Get(schema, "description"), "\"A schema.\"");
  EXPECT_EQ(Get(schema, "queryType"), "Query");
  EXPECT_EQ(Get(schema, "mutationType"), "null");
  EXPECT_EQ(Get(schema, "subscriptionType"), "null");
  EXPECT_EQ(Get(schema, "directives"), "[d include skip deprecated specifiedBy oneOf]");
  EXPECT_EQ(Get(schema, "types"),
            "[Query Int I U E N S Boolean String __Schema __Type __TypeKind __Field __InputValue __EnumValue "
            "__Directive __DirectiveLocation]");
}

TEST_F(Introspection, UnknownTypesAreNull) { EXPECT_FALSE(IntrospectType(*schema_, "Nobody").has_value()); }

TEST_F(Introspection, ObjectAndInterfaceTypes) {
  EXPECT_EQ(Get(Type("Query"), "__typename"), "\"__Type\"");
  EXPECT_EQ(Get(Type("Query"), "kind"), "\"OBJECT\"");
  EXPECT_EQ(Get(Type("Query"), "description"), "\"The root.\"");
  EXPECT_EQ(Get(Type("Query"), "fields"), "[b]");
  EXPECT_EQ(Get(Type("Query"), "fields", true), "[a b]");
  EXPECT_EQ(Get(Type("Query"), "interfaces"), "[I]");
  EXPECT_EQ(Get(Type("Query"), "possibleTypes"), "null");
  EXPECT_EQ(Get(Type("I"), "kind"), "\"INTERFACE\"");
  EXPECT_EQ(Get(Type("I"), "interfaces"), "[]");
  EXPECT_EQ(Get(Type("I"), "possibleTypes"), "[Query]");
  for (std::string_view field : {"specifiedByURL", "enumValues", "inputFields", "ofType", "isOneOf"}) {
    EXPECT_EQ(Get(Type("Query"), field), "null") << field;
  }
}

TEST_F(Introspection, OtherTypes) {
  EXPECT_EQ(Get(Type("U"), "kind"), "\"UNION\"");
  EXPECT_EQ(Get(Type("U"), "possibleTypes"), "[Query]");
  EXPECT_EQ(Get(Type("U"), "fields"), "null");
  EXPECT_EQ(Get(Type("E"), "kind"), "\"ENUM\"");
  EXPECT_EQ(Get(Type("E"), "enumValues"), "[A]");
  EXPECT_EQ(Get(Type("E"), "enumValues", true), "[A B]");
  EXPECT_EQ(Get(Type("N"), "kind"), "\"INPUT_OBJECT\"");
  EXPECT_EQ(Get(Type("N"), "inputFields"), "[b]");
  EXPECT_EQ(Get(Type("N"), "inputFields", true), "[b c]");
  EXPECT_EQ(Get(Type("N"), "isOneOf"), "true");
  EXPECT_EQ(Get(Type("S"), "kind"), "\"SCALAR\"");
  EXPECT_EQ(Get(Type("S"), "specifiedByURL"), "\"https://s\"");
  EXPECT_EQ(Get(Type("Int"), "specifiedByURL"), "null");
}

TEST_F(Introspection, WrappingTypes) {
  IntrospectionObject type = Item(Item(Type("Query"), "fields", 1), "type", 0);
  std::string kinds;
  for (; Get(type, "ofType") != "null"; type = Item(type, "ofType", 0)) kinds += Get(type, "kind");
  EXPECT_EQ(kinds, "\"NON_NULL\"\"LIST\"\"NON_NULL\"");
  EXPECT_EQ(Get(type, "name"), "\"U\"");
}

TEST_F(Introspection, FieldsAndInputValues) {
  IntrospectionObject field = Item(Type("Query"), "fields", 0);
  EXPECT_EQ(Get(field, "__typename"), "\"__Field\"");
  EXPECT_EQ(Get(field, "name"), "\"a\"");
  EXPECT_EQ(Get(field, "description"), "null");
  EXPECT_EQ(Get(field, "args"), "[x y]");
  EXPECT_EQ(Get(field, "args", true), "[x y z]");
  EXPECT_EQ(Get(field, "type"), "\"NON_NULL\"");
  EXPECT_EQ(Get(field, "isDeprecated"), "true");
  EXPECT_EQ(Get(field, "deprecationReason"), "\"r\"");
  IntrospectionObject argument = Item(field, "args", 1);
  EXPECT_EQ(Get(argument, "__typename"), "\"__InputValue\"");
  EXPECT_EQ(Get(argument, "defaultValue"), "\"[{b: 2}]\"");
  EXPECT_EQ(Get(argument, "isDeprecated"), "false");
  EXPECT_EQ(Get(argument, "deprecationReason"), "null");
  EXPECT_EQ(Get(Item(field, "args", 2), "deprecationReason"), "\"No longer supported\"");
  EXPECT_EQ(Get(Item(field, "args", 2), "defaultValue"), "null");
}

TEST_F(Introspection, EnumValuesAndDirectives) {
  IntrospectionObject value = Item(Type("E"), "enumValues", 1);
  EXPECT_EQ(Get(value, "__typename"), "\"__EnumValue\"");
  EXPECT_EQ(Get(value, "name"), "\"B\"");
  EXPECT_EQ(Get(value, "isDeprecated"), "true");
  IntrospectionObject directive = Item(IntrospectSchema(*schema_), "directives", 0);
  EXPECT_EQ(Get(directive, "__typename"), "\"__Directive\"");
  EXPECT_EQ(Get(directive, "isRepeatable"), "true");
  EXPECT_EQ(Get(directive, "locations"), "[\"FIELD\",\"ENUM_VALUE\"]");
  EXPECT_EQ(Get(directive, "args"), "[p]");
  EXPECT_EQ(Get(directive, "args", true), "[p q]");
}

TEST_F(Introspection, ObjectsAreOfTypesOfTheSchema) {
  EXPECT_EQ(IntrospectionObjectType(*schema_, IntrospectSchema(*schema_))->name, "__Schema");
  EXPECT_EQ(IntrospectionObjectType(*schema_, Type("Query"))->name, "__Type");
  EXPECT_EQ(IntrospectionObjectType(*schema_, Item(Type("Query"), "fields", 0))->name, "__Field");
}

// Every field that the introspection types declare is answered, none is forgotten.
TEST_F(Introspection, AnswersEveryFieldOfItsTypes) {
  std::vector<IntrospectionObject> objects = {IntrospectSchema(*schema_),
                                              Type("S"),
                                              Type("Query"),
                                              Type("U"),
                                              Type("E"),
                                              Type("N"),
                                              Item(Item(Type("Query"), "fields", 1), "type", 0),
                                              Item(Type("Query"), "fields", 0),
                                              Item(Item(Type("Query"), "fields", 0), "args", 2),
                                              Item(Item(Type("Query"), "fields", 0), "args", 0),
                                              Item(Type("E"), "enumValues", 1),
                                              Item(IntrospectSchema(*schema_), "directives", 0)};
  std::vector<std::string> silent = {};
  for (const NamedType* type : schema_->types()) {
    if (!IsIntrospectionType(type) || type->kind != TypeKind::kObject) continue;
    for (const Field& field : static_cast<const ObjectType*>(type)->fields()) {
      bool answered = false;
      for (const IntrospectionObject& object : objects) {
        if (IntrospectionObjectType(*schema_, object) == type)
          answered = answered || Get(object, field.name, true) != "null";
      }
      if (!answered) silent.push_back(std::string(type->name) + "." + std::string(field.name));
    }
  }
  // This schema has no mutations and subscriptions, and no descriptions below its types.
  EXPECT_EQ(silent, (std::vector<std::string>{"__Schema.mutationType", "__Schema.subscriptionType",
                                              "__Field.description", "__InputValue.description",
                                              "__EnumValue.description", "__Directive.description"}));
}

// The types themselves are those of the specification: names, fields, arguments, nullability.
TEST_F(Introspection, TypesAreThoseOfTheSpecification) {
  std::string sdl;
  for (std::string_view name : {"__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive"}) {
    for (const Field& field : static_cast<const ObjectType*>(schema_->FindType(name))->fields()) {
      sdl += std::string(name) + "." + std::string(field.name);
      for (const InputValue& argument : field.arguments)
        sdl += "(" + std::string(argument.name) + ": " + TypeName(argument.type) + ")";
      sdl += ": " + TypeName(field.type) + "\n";
    }
  }
  EXPECT_EQ(sdl, R"(__Schema.description: String
__Schema.types: [__Type!]!
__Schema.queryType: __Type!
__Schema.mutationType: __Type
__Schema.subscriptionType: __Type
__Schema.directives: [__Directive!]!
__Type.kind: __TypeKind!
__Type.name: String
__Type.description: String
__Type.specifiedByURL: String
__Type.fields(includeDeprecated: Boolean): [__Field!]
__Type.interfaces: [__Type!]
__Type.possibleTypes: [__Type!]
__Type.enumValues(includeDeprecated: Boolean): [__EnumValue!]
__Type.inputFields(includeDeprecated: Boolean): [__InputValue!]
__Type.ofType: __Type
__Type.isOneOf: Boolean
__Field.name: String!
__Field.description: String
__Field.args(includeDeprecated: Boolean): [__InputValue!]!
__Field.type: __Type!
__Field.isDeprecated: Boolean!
__Field.deprecationReason: String
__InputValue.name: String!
__InputValue.description: String
__InputValue.type: __Type!
__InputValue.defaultValue: String
__InputValue.isDeprecated: Boolean!
__InputValue.deprecationReason: String
__EnumValue.name: String!
__EnumValue.description: String
__EnumValue.isDeprecated: Boolean!
__EnumValue.deprecationReason: String
__Directive.name: String!
__Directive.description: String
__Directive.isRepeatable: Boolean!
__Directive.locations: [__DirectiveLocation!]!
__Directive.args(includeDeprecated: Boolean): [__InputValue!]!
)");
}

}  // namespace
}  // namespace fraiseql::schema
