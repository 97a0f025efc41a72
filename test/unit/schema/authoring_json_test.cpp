// The authoring JSON of the SDKs as SDL, and what the import refuses to lose.
#include "schema/authoring_json.h"

#include "harness.h"
#include "schema/print.h"

namespace fraiseql::schema {
namespace {

std::vector<std::string> Errors(std::string_view json) { return ImportAuthoringJson(json).errors; }

// A document with one object type and one query, `type` and `query` being further keys of theirs.
std::string Document(const std::string& type, const std::string& query = "", const std::string& more = "") {
  return R"({"types": [{"name": "Order", "fields": [{"name": "id", "type": "ID", "nullable": false}])" + type +
         R"(}], "queries": [{"name": "order", "return_type": "Order", "returns_list": false, "nullable": true)" +
         query + "}]" + more + "}";
}

constexpr std::string_view kShop = R"json({
 "types": [
  {"name": "Customer", "sql_source": "v_customer", "description": null, "fields": [
    {"name": "id", "type": "ID", "nullable": false},
    {"name": "createdAt", "type": "datetime", "nullable": false},
    {"name": "settings", "type": "Json", "nullable": true, "description": "As stored."},
    {"name": "mail", "type": "Email", "nullable": true, "deprecated": {"reason": "Use \"mails\"."}},
    {"name": "mails", "type": "[Email!]", "nullable": false}]},
  {"name": "Order", "sql_source": "app.v_orders", "implements": ["Node"], "fields": [
    {"name": "id", "type": "ID", "nullable": false},
    {"name": "status", "type": "Status", "nullable": false},
    {"name": "total", "type": "Decimal", "nullable": false},
    {"name": "phone_1", "type": "str", "nullable": true},
    {"name": "customer", "type": "Customer", "nullable": false},
    {"name": "address", "type": "Address", "nullable": true}],
   "description": "\n    An order.\n\n    With its items.\n    "},
  {"name": "Address", "embedded": true, "fields": [{"name": "city", "type": "String", "nullable": false}]}],
 "enums": [{"name": "Status", "description": "Where it stands.", "values": [
    {"name": "NEW"}, {"name": "DONE", "value": "DONE", "deprecated": {"reason": "x"}}]}],
 "input_types": [{"name": "Filter", "description": null, "fields": [
    {"name": "status", "type": "Status", "nullable": false, "default": "NEW"},
    {"name": "min_total", "type": "Decimal", "nullable": true, "default": 1.5},
    {"name": "tags", "type": "[String!]", "nullable": true, "default": ["a", "b\n"]}]}],
 "interfaces": [{"name": "Node", "fields": [{"name": "id", "type": "ID", "nullable": false}], "description": null}],
 "unions": [{"name": "Found", "member_types": ["Customer", "Order"], "description": null}],
 "queries": [
  {"name": "orders", "return_type": "Order", "returns_list": true, "nullable": false, "sql_source": "app.v_orders",
   "description": "All.", "auto_params": {"where": true, "order_by": true, "limit": true, "offset": true},
   "arguments": [
    {"name": "filter", "type": "Filter", "nullable": true, "default": {"status": "DONE", "min_total": 2}},
    {"name": "limit", "type": "Int", "nullable": false, "default": 20},
    {"name": "customerId", "type": "ID", "nullable": true, "default": null},
    {"name": "statuses", "type": "[Status!]", "nullable": true, "default": ["NEW"], "description": "Any of."}]},
  {"name": "open_orders", "return_type": "Order", "returns_list": true, "nullable": false,
   "sql_source": "v_open_orders", "auto_params": {"where": false, "limit": false}, "deprecation": {"reason": "old"},
   "arguments": []},
  {"name": "find", "return_type": "[Found!]", "returns_list": false, "nullable": true, "arguments": []}],
 "mutations": [{"name": "createOrder", "return_type": "Order", "returns_list": false, "nullable": false,
   "arguments": [{"name": "customerId", "type": "ID", "nullable": false}],
   "description": "Create.", "sql_source": "fn_create_order", "operation": "CREATE"}],
 "subscriptions": [{"name": "orderCreated", "return_type": "Order", "arguments": [], "topic": "order_created"}],
 "custom_scalars": [{"name": "Sku", "description": "Stock keeping unit."}],
 "naming_convention": "camelCase"
})json";

TEST(AuthoringJson, BecomesADocument) {
  AuthoringImport import = ImportAuthoringJson(kShop);
  EXPECT_EQ(import.errors, ExpectedLines{});
  EXPECT_EQ(import.notices, ExpectedLines{"subscription \"orderCreated\": the key \"topic\" has no effect here"});
  EXPECT_EQ(import.sdl, R"("""Stock keeping unit."""
scalar Sku

"""Where it stands."""
enum Status {
  NEW
  DONE @deprecated(reason: "x")
}

input Filter {
  status: Status! = NEW
  minTotal: Decimal = 1.5
  tags: [String!] = ["a", "b\n"]
}

interface Node {
  id: ID!
}

type Customer {
  id: ID!
  createdAt: DateTime!
  """As stored."""
  settings: JSON
  mail: Email @deprecated(reason: "Use \"mails\".")
  mails: [Email!]!
}

"""
An order.

With its items.
"""
type Order implements Node @source(relation: "app.v_orders") {
  id: ID!
  status: Status!
  total: Decimal!
  phone1: String
  customer: Customer!
  address: Address
}

type Address {
  city: String!
}

union Found = Customer | Order

type Query {
  """All."""
  orders(
    filter: Filter = {status: DONE, minTotal: 2}
    limit: Int! = 20
    customerId: ID = null
    """Any of."""
    statuses: [Status!] = [NEW]
  ): [Order!]!
  openOrders: [Order!]! @source(relation: "v_open_orders") @list(arguments: false) @deprecated(reason: "old")
  find: [Found!]
}

type Mutation {
  """Create."""
  createOrder(
    customerId: ID!
  ): Order! @function(name: "fn_create_order")
}

type Subscription {
  orderCreated: Order!
}

scalar Email
)");
  Built(import.sdl);
}

TEST(AuthoringJson, NamesKeepTheirCaseWithoutTheConvention) {
  const std::string snake = R"({"types": [{"name": "T", "fields": [{"name": "a_b", "type": "Int", "nullable": true}]}],
      "naming_convention": ")";
  EXPECT_EQ(ImportAuthoringJson(snake + "snake_case\"}").sdl, "type T {\n  a_b: Int\n}\n");
  EXPECT_EQ(ImportAuthoringJson(snake + "preserve\"}").sdl, "type T {\n  a_b: Int\n}\n");
  EXPECT_EQ(ImportAuthoringJson(snake + "camelCase\"}").sdl, "type T {\n  aB: Int\n}\n");
  EXPECT_EQ(
      Errors(snake + "PascalCase\"}"),
      ExpectedLines{"document: the key \"naming_convention\" must be \"camelCase\", \"snake_case\" or \"preserve\""});
}

TEST(AuthoringJson, SourcesThatTheConventionFindsAreNotWritten) {
  auto source = [](const std::string& name, const std::string& relation) {
    return ImportAuthoringJson(R"({"types": [{"name": ")" + name + R"(", "sql_source": ")" + relation +
                               R"(", "fields": [{"name": "a", "type": "Int", "nullable": true}]}]})")
        .sdl;
  };
  EXPECT_EQ(source("OrderItem", "v_order_item"), "type OrderItem {\n  a: Int\n}\n");
  EXPECT_EQ(source("OrderItem", "tv_order_item"),
            "type OrderItem @source(relation: \"tv_order_item\") {\n  a: Int\n}\n");
  EXPECT_EQ(source("ISBN", "v_i_s_b_n"), "type ISBN @source(relation: \"v_i_s_b_n\") {\n  a: Int\n}\n");
}

TEST(AuthoringJson, UnknownKeysAreErrorsThatNameTheElement) {
  EXPECT_EQ(Errors(Document(R"(, "sql_sorce": "v")", R"(, "foo": 1)", R"(, "querys": [])")),
            (ExpectedLines{
                "document: unknown key \"querys\". Did you mean \"queries\"?",
                "type \"Order\": unknown key \"sql_sorce\". Did you mean \"sql_source\"?",
                "query \"order\": unknown key \"foo\".",
            }));
}

TEST(AuthoringJson, RelayQueriesAreConnections) {
  const auto query = [](const char* keys) {
    return R"({"types": [{"name": "Order", "fields": [{"name": "id", "type": "ID", "nullable": false}]}], "queries": [
      {"name": "orders", "return_type": "Order", "relay": true)" +
           std::string(keys) + "}]}";
  };
  const std::string sdl = ImportAuthoringJson(query(R"(, "returns_list": true)")).sdl;
  EXPECT_NE(sdl.find("  orders: [Order!]! @connection\n"), std::string::npos) << sdl;
  EXPECT_EQ(
      Errors(query("")),
      ExpectedLines{"query \"orders\": the key \"relay\" makes pages of a list: it needs \"returns_list\": true"});
}

TEST(AuthoringJson, WhatWouldChangeAnswersOrAccessIsRefused) {
  EXPECT_EQ(
      Errors(Document(R"(, "requires_role": "admin")", R"(, "inject_params": {"t": {"source": "jwt"}})")),
      (ExpectedLines{
          "type \"Order\": the key \"requires_role\" cannot be followed: access is decided by PostgreSQL's roles and "
          "row security",
          "query \"order\": the key \"inject_params\" cannot be followed: arguments are not filled from tokens; row "
          "security and current_setting do it",
      }));
  EXPECT_EQ(Errors(Document(R"(, "requires_role": null, "relay": false)", R"(, "inject_params": {})")),
            ExpectedLines{});
  EXPECT_EQ(
      Errors(Document(R"(, "jsonb_column": "payload")")),
      ExpectedLines{
          "type \"Order\": the key \"jsonb_column\" must be \"data\": objects are read from the column of that name"});
}

TEST(AuthoringJson, WhatBelongsToOtherRuntimesIsNamed) {
  AuthoringImport import = ImportAuthoringJson(
      Document("", R"(, "rest": {"path": "/o"}, "cache_ttl_seconds": 5)", R"(, "observers": [{}])"));
  EXPECT_EQ(import.errors, ExpectedLines{});
  EXPECT_EQ(import.notices, (ExpectedLines{
                                "document: the key \"observers\" has no effect here",
                                "query \"order\": the key \"rest\" has no effect here",
                            }));
}

TEST(AuthoringJson, EnumValuesMayBeStoredAsAnotherText) {
  AuthoringImport import = ImportAuthoringJson(R"({"enums": [{"name": "E", "values": [
      {"name": "A", "value": "a \"b\""}, {"name": "B", "value": "B"}, {"name": "C", "value": "", "deprecated": "x"},
      {"name": "D", "value": null}]}],
    "input_types": [{"name": "I", "fields": [{"name": "e", "type": "[E]", "nullable": true,
      "default": ["a \"b\"", "A", ""]}]}]})");
  EXPECT_EQ(import.errors, ExpectedLines{});
  EXPECT_EQ(
      import.sdl,
      "enum E {\n  A @stored(as: \"a \\\"b\\\"\")\n  B\n  C @deprecated(reason: \"x\") @stored(as: \"\")\n  D\n}\n"
      "\ninput I {\n  e: [E] = [A, A, C]\n}\n");
  EXPECT_EQ(Errors(R"({"enums": [{"name": "E", "values": [{"name": "B", "value": 2}]}]})"),
            (ExpectedLines{"enum \"E\", value \"B\": the key \"value\" must be a string"}));
}

TEST(AuthoringJson, TypesAreKnownAndWellFormed) {
  EXPECT_EQ(Errors(R"({"types": [{"name": "Order", "fields": [
        {"name": "a", "type": "Ordr", "nullable": true}, {"name": "b", "type": "[Int", "nullable": true},
        {"name": "c", "type": "Int!!", "nullable": true}, {"name": "d", "nullable": true},
        {"name": "e f", "type": "Int", "nullable": "yes"}]}],
        "unions": [{"name": "U", "member_types": ["Order", "Custmer"]}],
        "queries": [{"name": "q", "return_type": "Nobody", "returns_list": true, "nullable": false}]})"),
            (ExpectedLines{
                "type \"Order\", field \"a\": unknown type \"Ordr\". Did you mean \"Order\"?",
                "type \"Order\", field \"b\": the key \"type\" must be a type, found \"[Int\"",
                "type \"Order\", field \"c\": the key \"type\" must be a type, found \"Int!!\"",
                "type \"Order\", field \"d\": the key \"type\" must be a type, found \"\"",
                "type \"Order\", field \"e f\": the key \"name\" must be a GraphQL name",
                "type \"Order\", field \"e f\": the key \"nullable\" must be true or false",
                "union \"U\": unknown type \"Custmer\".",
                "query \"q\": unknown type \"Nobody\".",
            }));
}

TEST(AuthoringJson, NamesAreGivenOnce) {
  EXPECT_EQ(Errors(R"({"types": [{"name": "A", "fields": []}, {"name": "A", "fields": []}, {"fields": []}],
        "enums": [{"name": "A", "name": "A", "values": []}],
        "queries": [{"name": "q", "return_type": "Int"}, {"name": "q", "return_type": "Int"}]})"),
            (ExpectedLines{
                "type \"A\": there is another type of that name",
                "type \"A\": there is another type of that name",
                "type \"\": the key \"name\" must be a GraphQL name",
                "enum \"A\": the key \"name\" is given twice",
                "queries: there are two named \"q\"",
            }));
}

TEST(AuthoringJson, DefaultsAreLiteralsOfTheirTypes) {
  auto error = [](const std::string& type, const std::string& value) {
    return Errors(R"({"enums": [{"name": "E", "values": [{"name": "A"}]}], "input_types": [{"name": "I", "fields": [
        {"name": "x", "nullable": true, "type": ")" +
                  type + R"(", "default": )" + value + "}]}]}");
  };
  EXPECT_EQ(error("[E]", "[\"A\", null]"), ExpectedLines{});
  EXPECT_EQ(error("E", "\"B\""),
            ExpectedLines{"input type \"I\", field \"x\": the default is no value of the type \"E\""});
  EXPECT_EQ(error("JSON", "{\"a b\": 1}"),
            ExpectedLines{"input type \"I\", field \"x\": the default is no value of the type \"JSON\""});
  EXPECT_EQ(error("JSON", std::string(5000, '[') + std::string(5000, ']')),
            ExpectedLines{"input type \"I\", field \"x\": the default is no value of the type \"JSON\""});
}

TEST(AuthoringJson, WhatIsNoObjectIsAnError) {
  EXPECT_EQ(Errors("{\"types\": }"), ExpectedLines{"not JSON, at byte 10: Invalid value."});
  EXPECT_EQ(Errors("[]"), ExpectedLines{"document: must be an object"});
  EXPECT_EQ(Errors("{\"types\": {}, \"enums\": [1]}"), (ExpectedLines{
                                                           "enum \"\": the key \"name\" must be a GraphQL name",
                                                           "enum \"\": must be an object",
                                                           "document: the key \"types\" must be a list",
                                                       }));
  EXPECT_FALSE(Errors(std::string(1000000, '[')).empty());
}

}  // namespace
}  // namespace fraiseql::schema
