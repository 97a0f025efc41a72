#include "planner/list_arguments.h"

#include <gtest/gtest.h>

#include "planner/fake_catalog.h"
#include "schema/build.h"
#include "schema/print.h"

namespace fraiseql::planner {
namespace {

class ListArgumentsTest : public testing::Test {
 protected:
  ListArgumentsTest() {
    catalog_.AddRelation({.name = "v_customer", .columns = {"id:uuid", "data:jsonb"}, .keys = {"name"}});
    catalog_.AddRelation({.name = "v_order",
                          .columns = {"id:uuid", "customer_id:uuid", "data:jsonb"},
                          .keys = {"total", "notes", "lines{}"}});
    catalog_.AddFunction("search", {}, "v_order");
  }

  // The document with its list arguments, printed again where it is valid.
  std::string Served(const std::string& sdl, const ListArguments& defaults = {.aggregate = false}) {
    schema::BuildResult declared = schema::BuildSchema(sdl);
    EXPECT_TRUE(declared.errors.empty()) << declared.errors[0].message;
    Arena arena;
    Binding binding;
    EXPECT_EQ(Bind(*declared.schema, &catalog_, &arena, &binding), std::vector<BindingFault>{});
    schema::BuildResult served = schema::BuildSchema(AddListArguments(*declared.schema, binding, defaults));
    if (!served.errors.empty()) return served.errors[0].message;
    Binding again;
    EXPECT_EQ(Bind(*served.schema, &catalog_, &arena, &again), std::vector<BindingFault>{});
    return schema::PrintSchema(*served.schema);
  }

  // A part of a printed schema, up to and with the closing brace.
  static std::string Part(const std::string& sdl, const std::string& head) {
    const size_t start = sdl.find(head + " {");
    if (start == std::string::npos) return "no " + head;
    return sdl.substr(start, sdl.find('}', start) + 1 - start);
  }

  FakeCatalog catalog_;
};

TEST_F(ListArgumentsTest, ListsOfObjectsGetThemAndNoOthers) {
  const std::string sdl = Served(R"(
    type Line { sku: String }
    type Customer { id: ID! orders: [Order!]! }
    type Order { total: Decimal! customer: Customer lines: [Line] notes: [String] @column(name: "lines")
                 grid: [[Line]] @column(name: "lines") }
    type Query { order(id: ID!): Order orders(customerId: ID, limit: Int! = 20): [Order!]! all: [Order]
                 found: [Order] @function(name: "search") })",
                                 {.where = false, .order_by = false, .aggregate = false});
  EXPECT_EQ(Part(sdl, "type Query"),
            "type Query {\n"
            "  order(id: ID!): Order\n"
            "  orders(customerId: ID, limit: Int! = 20, offset: Int): [Order!]!\n"
            "  all(limit: Int, offset: Int): [Order]\n"
            "  found(limit: Int, offset: Int): [Order]\n"
            "}");
  EXPECT_EQ(Part(sdl, "type Customer"), "type Customer {\n  id: ID!\n  orders(limit: Int, offset: Int): [Order!]!\n}");
  EXPECT_EQ(Part(sdl, "type Order"),
            "type Order {\n"
            "  total: Decimal!\n"
            "  customer: Customer\n"
            "  lines(limit: Int, offset: Int): [Line]\n"
            "  notes: [String]\n"
            "  grid: [[Line]]\n"
            "}");
}

TEST_F(ListArgumentsTest, InputTypes) {
  const std::string sdl = Served(R"(
    enum Kind { SMALL LARGE }
    type Customer { id: ID! name: String orders: [Order!]! kind: Kind @column(name: "name") }
    type Order { total: Decimal! customer: Customer notes: [String!] extra: JSON @column(name: "total") }
    type Query { orders: [Order!]! })");
  EXPECT_EQ(Part(sdl, "type Query"),
            "type Query {\n  orders(where: OrderWhereInput, orderBy: [OrderOrderByInput!], limit: Int, offset: Int): "
            "[Order!]!\n}");
  EXPECT_EQ(Part(sdl, "input OrderWhereInput"),
            "input OrderWhereInput {\n"
            "  total: DecimalFilter\n"
            "  customer: CustomerWhereInput\n"
            "  notes: StringArrayFilter\n"
            "  extra: JSONFilter\n"
            "  _and: [OrderWhereInput!]\n"
            "  _or: [OrderWhereInput!]\n"
            "  _not: OrderWhereInput\n"
            "}");
  EXPECT_EQ(Part(sdl, "input CustomerWhereInput"),
            "input CustomerWhereInput {\n"
            "  id: IDFilter\n"
            "  name: StringFilter\n"
            "  orders: OrderListFilter\n"
            "  kind: KindFilter\n"
            "  _and: [CustomerWhereInput!]\n"
            "  _or: [CustomerWhereInput!]\n"
            "  _not: CustomerWhereInput\n"
            "}");
  EXPECT_EQ(Part(sdl, "input OrderListFilter"),
            "input OrderListFilter {\n"
            "  some: OrderWhereInput\n"
            "  every: OrderWhereInput\n"
            "  none: OrderWhereInput\n"
            "}");
  EXPECT_EQ(Part(sdl, "input DecimalFilter"),
            "input DecimalFilter {\n"
            "  eq: Decimal\n  neq: Decimal\n  gt: Decimal\n  gte: Decimal\n  lt: Decimal\n  lte: Decimal\n"
            "  in: [Decimal!]\n  nin: [Decimal!]\n  isnull: Boolean\n"
            "}");
  EXPECT_EQ(Part(sdl, "input StringArrayFilter"),
            "input StringArrayFilter {\n"
            "  eq: [String!]\n  neq: [String!]\n  array_contains: [String!]\n  array_contained_by: [String!]\n"
            "  array_overlaps: [String!]\n  isnull: Boolean\n"
            "}");
  EXPECT_EQ(Part(sdl, "input JSONFilter"),
            "input JSONFilter {\n"
            "  eq: JSON\n  neq: JSON\n  contains: JSON\n  has_key: String\n  has_any_keys: [String!]\n"
            "  has_all_keys: [String!]\n  isnull: Boolean\n"
            "}");
  const std::string text = Part(sdl, "input StringFilter");
  for (std::string_view name : kTextOperators) {
    EXPECT_NE(text.find("\n  " + std::string(name) + ": String\n"), std::string::npos) << name;
  }
  EXPECT_EQ(Part(sdl, "input OrderOrderByInput"),
            "input OrderOrderByInput {\n  total: OrderDirection\n  customer: CustomerOrderByInput\n}");
  EXPECT_EQ(Part(sdl, "enum OrderDirection"),
            "enum OrderDirection {\n  ASC\n  DESC\n  ASC_NULLS_FIRST\n  ASC_NULLS_LAST\n  DESC_NULLS_FIRST\n"
            "  DESC_NULLS_LAST\n}");
}

TEST_F(ListArgumentsTest, InputTypesOfObjectsInsideValues) {
  catalog_.AddRelation({.name = "v_box", .columns = {"id:uuid", "data:jsonb"}, .keys = {"lid{}", "lines{}"}});
  catalog_.AddRelation(
      {.database = "inventory", .schema = "inventory", .name = "v_shelf", .columns = {"id:uuid", "name:text"}});
  const std::string sdl = Served(R"(
    type Shelf { id: ID! name: String }
    type Lid { colour: String }
    type Line { sku: String lid: Lid grid: [[Lid]] customer: Customer @join(local: ["customer_id"], remote: ["id"])
                shelf: Shelf @join(local: ["shelf_id"], remote: ["id"]) }
    type Customer { id: ID! name: String }
    type Box { id: ID! lid: Lid lines: [Line!] }
    type Query { boxes: [Box!]! })");
  EXPECT_EQ(Part(sdl, "input BoxWhereInput"),
            "input BoxWhereInput {\n"
            "  id: IDFilter\n"
            "  lid: LidWhereInput\n"
            "  lines: LineListFilter\n"
            "  _and: [BoxWhereInput!]\n"
            "  _or: [BoxWhereInput!]\n"
            "  _not: BoxWhereInput\n"
            "}");
  EXPECT_EQ(Part(sdl, "input LineWhereInput"),
            "input LineWhereInput {\n"
            "  sku: StringFilter\n"
            "  lid: LidWhereInput\n"
            "  customer: CustomerWhereInput\n"
            "  shelf: ShelfWhereInput\n"
            "  _and: [LineWhereInput!]\n"
            "  _or: [LineWhereInput!]\n"
            "  _not: LineWhereInput\n"
            "}");
  // Not by a shelf: no line stands in a row of that database.
  EXPECT_EQ(Part(sdl, "input LineOrderByInput"),
            "input LineOrderByInput {\n"
            "  sku: OrderDirection\n"
            "  lid: LidOrderByInput\n"
            "  customer: CustomerOrderByInput\n"
            "}");
  EXPECT_EQ(Part(sdl, "input BoxOrderByInput"),
            "input BoxOrderByInput {\n  id: OrderDirection\n  lid: LidOrderByInput\n}");
}

TEST_F(ListArgumentsTest, WhatTheDocumentDeclaresStays) {
  const std::string sdl = Served(R"(
    input OrderWhereInput { total: Decimal }
    type OrderOrderByInput { a: Int }
    type Order { total: Decimal }
    type Query { orders("how many" limit: Int = 3 @deprecated(reason: "(:")): [Order!]! })");
  EXPECT_EQ(Part(sdl, "input OrderWhereInput"), "input OrderWhereInput {\n  total: Decimal\n}");
  EXPECT_NE(sdl.find("limit: Int = 3 @deprecated(reason: \"(:\")\n    where: OrderWhereInput\n    offset: Int\n"),
            std::string::npos)
      << sdl;
  EXPECT_EQ(sdl.find("orderBy"), std::string::npos);
}

TEST_F(ListArgumentsTest, SwitchedOffByFieldTypeOrSchema) {
  const auto served = [&](const std::string& on_type, const std::string& on_field, const std::string& more) {
    return Part(Served("type Order " + on_type + " { total: Decimal } type Query { a: [Order] " + on_field +
                           " b: [Order] } " + more,
                       {.where = false, .order_by = false, .offset = false, .aggregate = false}),
                "type Query");
  };
  const std::string off = "@list(arguments: false)";
  EXPECT_EQ(served("", "", ""), "type Query {\n  a(limit: Int): [Order]\n  b(limit: Int): [Order]\n}");
  EXPECT_EQ(served("", off, ""), "type Query {\n  a: [Order]\n  b(limit: Int): [Order]\n}");
  EXPECT_EQ(served(off, "", ""), "type Query {\n  a: [Order]\n  b: [Order]\n}");
  EXPECT_EQ(served("", "", "schema " + off + " { query: Query }"), "type Query {\n  a: [Order]\n  b: [Order]\n}");
  EXPECT_EQ(served("", "", "extend schema " + off), "type Query {\n  a: [Order]\n  b: [Order]\n}");
}

TEST_F(ListArgumentsTest, InterfacesGetWhatAllTheirTypesHave) {
  const std::string sdl = Served(R"(
    interface Buyer { orders: [Order] }
    interface Holder { orders: [Order] }
    type Customer implements Buyer { id: ID! orders: [Order] }
    type Shop implements Holder @source(relation: "v_customer") { id: ID! orders: [Order] @list(arguments: false)
                                                                  @join(local: "id", remote: "customer_id") }
    type Order { total: Decimal }
    type Query { customer: Customer shop: Shop })",
                                 {.where = false, .order_by = false, .offset = false, .aggregate = false});
  EXPECT_EQ(Part(sdl, "interface Buyer"), "interface Buyer {\n  orders(limit: Int): [Order]\n}");
  EXPECT_EQ(Part(sdl, "interface Holder"), "interface Holder {\n  orders: [Order]\n}");
}

TEST_F(ListArgumentsTest, AListThatSaysConnectionBecomesOne) {
  const std::string sdl = Served(R"(
    type Customer { id: ID! orders(first: Int = 10): [Order] @connection }
    type Order { id: ID! total: Decimal! }
    type Query { orders: [Order!]! @connection @list(arguments: false) customers: [Customer!]! })",
                                 {.where = false, .order_by = false, .aggregate = false});
  EXPECT_EQ(Part(sdl, "type Customer"),
            "type Customer {\n  id: ID!\n  orders(first: Int = 10, after: String, last: Int, before: String): "
            "OrderConnection\n}");
  EXPECT_EQ(Part(sdl, "type Query"),
            "type Query {\n  orders(first: Int, after: String, last: Int, before: String): OrderConnection!\n  "
            "customers(limit: Int, offset: Int): [Customer!]!\n}");
  EXPECT_EQ(Part(sdl, "type OrderConnection"),
            "type OrderConnection {\n  edges: [OrderEdge!]!\n  nodes: [Order!]!\n  pageInfo: PageInfo!\n  totalCount: "
            "Int!\n}");
}

TEST_F(ListArgumentsTest, AggregatesStandBesideLists) {
  const std::string sdl = Served(R"(
    type Customer { id: ID! name: String orders: [Order!]! }
    type Order { total: Decimal! customer: Customer }
    type Query { orders(customerId: ID @column(name: "customer_id"), limit: Int = 3): [Order!]! customersAggregate: [Customer!]!
                 customers: [Customer!]! })",
                                 {.where = false, .order_by = false, .limit = false, .offset = false});
  // (a field of the document's own stays what it is)
  EXPECT_EQ(Part(sdl, "type Query"),
            "type Query {\n  orders(customerId: ID, limit: Int = 3): [Order!]!\n  ordersAggregate(customerId: ID, "
            "groupBy: OrderGroupByInput): OrderAggregate!\n  customersAggregate: [Customer!]!\n  "
            "customersAggregateAggregate(groupBy: CustomerGroupByInput): CustomerAggregate!\n  customers: "
            "[Customer!]!\n}");
  EXPECT_EQ(Part(sdl, "type OrderAverage"), "type OrderAverage {\n  total: Decimal\n}");
  EXPECT_EQ(Part(sdl, "input OrderGroupByInput"),
            "input OrderGroupByInput {\n  total: Boolean\n  customer: CustomerGroupByInput\n}");
  // Names only: nothing to sum
  EXPECT_EQ(Part(sdl, "type CustomerAggregate"),
            "type CustomerAggregate {\n  count: Int!\n  min: CustomerExtremes!\n  max: CustomerExtremes!\n  groups: "
            "[CustomerAggregateGroup!]!\n}");
}

}  // namespace
}  // namespace fraiseql::planner
