#include "planner/binding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "planner/fake_catalog.h"
#include "planner/names.h"
#include "schema/build.h"

namespace fraiseql::planner {
namespace {

class BindingTest : public testing::Test {
 protected:
  BindingTest() {
    catalog_.AddRelation({.name = "v_customer",
                          .columns = {"id:uuid", "data:jsonb"},
                          .keys = {"id", "name", "email", "address{}", "zipCode"}});
    catalog_.AddRelation({.name = "v_order",
                          .columns = {"id:uuid", "customer_id:uuid", "data:jsonb"},
                          .keys = {"id", "total", "status", "created_at", "address_line_2"}});
    catalog_.AddRelation({.name = "v_order_item",
                          .columns = {"id:uuid", "order_id:uuid", "product_id:uuid", "data:jsonb"},
                          .keys = {"id", "quantity", "unit_price"}});
    catalog_.AddRelation({.database = "inventory",
                          .schema = "inventory",
                          .name = "v_product",
                          .columns = {"id:uuid", "data:jsonb"},
                          .known_keys = false});
    catalog_.AddRelation({.name = "tb_note", .columns = {"id:int4", "order_id:uuid", "body:text", "place:address"}});
  }

  std::vector<BindingFault> Load(const std::string& sdl) {
    schema::BuildResult built = schema::BuildSchema(sdl);
    for (const GraphQLError& error : built.errors) ADD_FAILURE() << error.message;
    if (built.schema == nullptr) throw std::runtime_error("the document of the test is not valid");
    schema_ = std::move(built.schema);
    return Bind(*schema_, &catalog_, &arena_, &binding_);
  }

  void ExpectLoads(const std::string& sdl) {
    for (const BindingFault& fault : Load(sdl)) ADD_FAILURE() << fault.place << ": " << fault.message;
  }

  const schema::Field* Field(const std::string& type, const std::string& field) {
    return static_cast<const schema::CompositeType*>(schema_->FindType(type))->FindField(field);
  }

  const FieldBinding& Bound(const std::string& type, const std::string& field) {
    const FieldBinding* found = binding_.Find(schema_->FindType(type))->Find(Field(type, field));
    if (found == nullptr) throw std::runtime_error(type + "." + field + " is not bound");
    return *found;
  }

  // `column customer_id` or `key total`.
  static std::string Text(const Attribute& attribute) {
    return attribute.column != nullptr ? "column " + std::string(attribute.column->name)
                                       : "key " + std::string(attribute.key);
  }

  static std::string JoinText(const FieldBinding& field) {
    std::string text;
    for (uint32_t i = 0; i < field.join.local.size(); ++i) {
      text += (i > 0 ? ", " : "") + Text(field.join.local[i]) + " = " + std::string(field.relation->name) + " " +
              Text(field.join.remote[i]);
    }
    return text;
  }

  FakeCatalog catalog_;
  Arena arena_;
  std::unique_ptr<const schema::Schema> schema_;
  Binding binding_;
};

TEST(NamesTest, SnakeCase) {
  EXPECT_EQ(SnakeCase("ISBN"), "isbn");
  EXPECT_EQ(SnakeCase("unitPrice"), "unit_price");
  EXPECT_EQ(SnakeCase("addressLine2"), "address_line2");
  EXPECT_EQ(SnakeCase("HTTPServer"), "http_server");
  EXPECT_EQ(SnakeCase("userID"), "user_id");
  EXPECT_EQ(SnakeCase("v2Id"), "v2_id");
  EXPECT_EQ(SnakeCase("already_snake"), "already_snake");
  EXPECT_EQ(SnakeCase("PaymentMethod"), "payment_method");
  EXPECT_EQ(SnakeCaseSpellings("addressLine2"), (std::vector<std::string>{"address_line2", "address_line_2"}));
  EXPECT_EQ(SnakeCaseSpellings("total"), std::vector<std::string>{"total"});
}

TEST_F(BindingTest, LeavesAreColumnsElseKeys) {
  ExpectLoads(R"(
    type Order { id: ID! total: Decimal! createdAt: DateTime customerId: ID addressLine2: String }
    type Customer { zipCode: String mail: String @column(name: "email") }
    type Query { order: Order customer: Customer })");
  EXPECT_EQ(Text(Bound("Order", "id").attribute), "column id");
  EXPECT_EQ(Text(Bound("Order", "total").attribute), "key total");
  EXPECT_EQ(Text(Bound("Order", "createdAt").attribute), "key created_at");
  EXPECT_EQ(Text(Bound("Order", "customerId").attribute), "column customer_id");
  EXPECT_EQ(Text(Bound("Order", "addressLine2").attribute), "key address_line_2");
  EXPECT_EQ(Text(Bound("Customer", "zipCode").attribute), "key zipCode");
  EXPECT_EQ(Text(Bound("Customer", "mail").attribute), "key email");
  EXPECT_EQ(Text(binding_.Find(schema_->FindType("Order"))->key[0]), "column id");
}

TEST_F(BindingTest, KeysThatAreNotKnownAreTakenAsThere) {
  ExpectLoads("type Product { id: ID! unitPrice: Decimal } type Query { product(sku: String): Product }");
  EXPECT_EQ(Text(Bound("Product", "unitPrice").attribute), "key unit_price");
  EXPECT_EQ(Text(Bound("Query", "product").arguments[0].attribute), "key sku");
  EXPECT_EQ(Bound("Query", "product").relation->database, "inventory");
}

TEST_F(BindingTest, JoinsByTheKeyOfTheParentThenOfTheChild) {
  ExpectLoads(R"(
    type Customer { id: ID! orders: [Order!]! }
    type Order { id: ID! customer: Customer items: [OrderItem!]! firstItem: OrderItem }
    type OrderItem { product: Product order: Order }
    type Product { id: ID! items: [OrderItem!]! }
    type Query { orders: [Order] })");
  EXPECT_EQ(Bound("Order", "customer").kind, FieldBinding::Kind::kJoin);
  EXPECT_EQ(JoinText(Bound("Order", "customer")), "column customer_id = v_customer column id");
  EXPECT_EQ(JoinText(Bound("Customer", "orders")), "column id = v_order column customer_id");
  EXPECT_EQ(JoinText(Bound("Order", "items")), "column id = v_order_item column order_id");
  EXPECT_EQ(JoinText(Bound("Order", "firstItem")), "column id = v_order_item column order_id");
  EXPECT_EQ(JoinText(Bound("OrderItem", "product")), "column product_id = v_product column id");
  EXPECT_EQ(JoinText(Bound("Product", "items")), "column id = v_order_item column product_id");
}

TEST_F(BindingTest, DeclaredJoinComesFirst) {
  ExpectLoads(R"(
    type Customer { id: ID! }
    type Order { customer: Customer @join(local: ["status"], remote: ["name"])
                 twin: Order @join(local: ["id", "total"], remote: ["id", "status"]) }
    type Query { orders: [Order] })");
  EXPECT_EQ(JoinText(Bound("Order", "customer")), "key status = v_customer key name");
  EXPECT_EQ(JoinText(Bound("Order", "twin")), "column id = v_order column id, key total = v_order key status");
}

TEST_F(BindingTest, EmbeddedObjectsComeBeforeConventions) {
  ExpectLoads(R"(
    type Address { street: String city: City }
    type City { name: String }
    type Customer { address: Address }
    type Note { place: Address body: String }
    type Query { customer: Customer notes: [Note] @source(relation: "tb_note") })");
  const FieldBinding& address = Bound("Customer", "address");
  EXPECT_EQ(address.kind, FieldBinding::Kind::kEmbedded);
  EXPECT_EQ(Text(address.attribute), "key address");
  EXPECT_TRUE(address.target->embedded);
  EXPECT_EQ(Text(address.target->Find(Field("Address", "street"))->attribute), "key street");
  EXPECT_EQ(address.target->Find(Field("Address", "city"))->kind, FieldBinding::Kind::kEmbedded);
  const TypeBinding* note = Bound("Query", "notes").target;
  EXPECT_EQ(Text(note->Find(Field("Note", "place"))->attribute), "column place");
}

TEST_F(BindingTest, EmbeddedObjectsOfATypeWithARelationJoinByTheirKeys) {
  catalog_.AddRelation({.name = "v_cart", .columns = {"id:uuid", "data:jsonb"}, .keys = {"id", "lines{}"}});
  ExpectLoads(R"(
    type Cart { lines: [OrderItem!]! }
    type OrderItem { quantity: Int product: Product }
    type Product { sku: String }
    type Query { cart: Cart })");
  const TypeBinding* line = Bound("Cart", "lines").target;
  const FieldBinding* product = line->Find(Field("OrderItem", "product"));
  EXPECT_EQ(JoinText(*product), "key product_id = v_product column id");
}

TEST_F(BindingTest, ATypeIsBoundToTheRelationItIsReadFrom) {
  catalog_.AddRelation({.name = "v_order_archive", .columns = {"id:uuid", "total:numeric"}});
  ExpectLoads(R"(
    type Order { id: ID! total: Decimal }
    type Query { orders: [Order] archive: [Order] @source(relation: "v_order_archive") })");
  EXPECT_EQ(Text(Bound("Query", "orders").target->Find(Field("Order", "total"))->attribute), "key total");
  EXPECT_EQ(Text(Bound("Query", "archive").target->Find(Field("Order", "total"))->attribute), "column total");
}

TEST_F(BindingTest, ArgumentsFilterByTheirNameOrHaveARole) {
  ExpectLoads(R"(
    input OrderWhere { status: String }
    input OrderOrder { status: String }
    type Order { id: ID! items(limit: Int, productId: ID): [OrderItem] }
    type OrderItem { id: ID! }
    type Query { orders(customerId: ID, state: String @column(name: "status"), limit: Int, offset: Int,
                        where: OrderWhere, orderBy: [OrderOrder!]): [Order] })");
  const List<ArgumentBinding> arguments = Bound("Query", "orders").arguments;
  ASSERT_EQ(arguments.size(), 6u);
  EXPECT_EQ(Text(arguments[0].attribute), "column customer_id");
  EXPECT_EQ(Text(arguments[1].attribute), "key status");
  EXPECT_EQ(arguments[2].role, ArgumentBinding::Role::kLimit);
  EXPECT_EQ(arguments[3].role, ArgumentBinding::Role::kOffset);
  EXPECT_EQ(arguments[4].role, ArgumentBinding::Role::kWhere);
  EXPECT_EQ(arguments[5].role, ArgumentBinding::Role::kOrderBy);
  EXPECT_EQ(Text(Bound("Order", "items").arguments[1].attribute), "column product_id");
}

TEST_F(BindingTest, AbstractTypesReadTheirRelationOrThoseOfTheirMembers) {
  catalog_.AddRelation({.name = "v_animal", .columns = {"id:uuid", "__typename", "name", "barks"}});
  ExpectLoads(R"(
    interface Animal @source(relation: "v_animal") { name: String }
    type Dog implements Animal { name: String barks: Boolean }
    union Hit = Order | Customer
    type Order { id: ID! }
    type Customer { id: ID! name: String }
    type Query { animals: [Animal] hits(id: ID): [Hit] })");
  const FieldBinding& animals = Bound("Query", "animals");
  EXPECT_EQ(animals.relation->name, "v_animal");
  EXPECT_EQ(Text(animals.target->type_name), "column __typename");
  EXPECT_EQ(Text(animals.target->Find(Field("Dog", "barks"))->attribute), "column barks");
  const FieldBinding& hits = Bound("Query", "hits");
  EXPECT_EQ(hits.relation, nullptr);
  ASSERT_EQ(hits.members.size(), 2u);
  EXPECT_EQ(hits.members[0]->relation->name, "v_order");
  EXPECT_EQ(hits.members[1]->relation->name, "v_customer");
  EXPECT_EQ(Text(hits.members[1]->arguments[0].attribute), "column id");
}

TEST_F(BindingTest, MutationsCallFunctionsByConvention) {
  const Function* create = catalog_.AddFunction(
      "fn_create_order", {"p_customer_id:uuid", "p_address_line_2:text=", "p_items:jsonb="}, "v_order");
  const Function* cancel = catalog_.AddFunction("cancel_order", {"id:uuid"}, "bool");
  ExpectLoads(R"(
    type Order { id: ID! }
    type Query { order: Order }
    type Mutation { createOrder(customerId: ID!, addressLine2: String): Order! cancelOrder(id: ID!): Boolean })");
  const FieldBinding& field = Bound("Mutation", "createOrder");
  EXPECT_EQ(field.kind, FieldBinding::Kind::kFunction);
  EXPECT_EQ(field.function, create);
  ASSERT_EQ(field.arguments.size(), 2u);
  EXPECT_EQ(field.arguments[0].parameter->name, "p_customer_id");
  EXPECT_EQ(field.arguments[1].parameter->name, "p_address_line_2");
  EXPECT_EQ(field.relation->name, "v_order");
  EXPECT_EQ(Bound("Mutation", "cancelOrder").function, cancel);
}

TEST_F(BindingTest, OneJsonParameterTakesAllArguments) {
  catalog_.AddFunction("fn_create_order", {"payload:jsonb"}, "jsonb");
  catalog_.AddFunction("fn_update_order", {"p_input:jsonb"}, "jsonb");
  catalog_.AddFunction("fn_tag_order", {"p_tags:jsonb"}, "bool");
  ExpectLoads(R"(
    input Change { total: Decimal }
    type Order { id: ID! customer: Customer }
    type Customer { id: ID! }
    type Query { order: Order }
    type Mutation { createOrder(customerId: ID!, total: Decimal): Order
                    updateOrder(input: Change!): Order
                    tagOrder(tags: JSON): Boolean })");
  EXPECT_TRUE(Bound("Mutation", "createOrder").takes_json);
  EXPECT_EQ(Bound("Mutation", "createOrder").arguments.size(), 2u);
  EXPECT_TRUE(Bound("Mutation", "updateOrder").takes_json);
  EXPECT_FALSE(Bound("Mutation", "tagOrder").takes_json);
  // What the function returns is read like an object of `data`.
  const TypeBinding* order = Bound("Mutation", "createOrder").target;
  EXPECT_EQ(Text(order->Find(Field("Order", "id"))->attribute), "key id");
  EXPECT_EQ(JoinText(*order->Find(Field("Order", "customer"))), "key customer_id = v_customer column id");
}

TEST_F(BindingTest, AMutationResponseHoldsTheEntityOrIsThePayload) {
  const std::string response = "(status:text,message:text,entity:jsonb)";
  catalog_.AddFunction("fn_create_order", {"total:numeric"}, response);
  catalog_.AddFunction("fn_update_order", {"total:numeric"}, response);
  ExpectLoads(R"(
    type Order { id: ID! total: Decimal status: String }
    type Payload { status: String! message: String order: Order }
    type Query { order: Order }
    type Mutation { createOrder(total: Decimal): Order updateOrder(total: Decimal): Payload })");
  const FieldBinding& create = Bound("Mutation", "createOrder");
  EXPECT_TRUE(create.has_entity);
  EXPECT_EQ(Text(create.attribute), "column entity");
  EXPECT_EQ(Text(create.target->Find(Field("Order", "status"))->attribute), "key status");
  const FieldBinding& update = Bound("Mutation", "updateOrder");
  EXPECT_FALSE(update.has_entity);
  EXPECT_EQ(Text(update.target->Find(Field("Payload", "status"))->attribute), "column status");
  EXPECT_EQ(Text(update.target->Find(Field("Payload", "order"))->attribute), "column entity");
}

TEST_F(BindingTest, FunctionsAsQueriesAndComputedFields) {
  catalog_.AddFunction("search_orders", {"term:text", "p_page:int4="}, "v_order");
  catalog_.AddFunction("server_version", {}, "text");
  catalog_.AddFunction("order_age", {"o:v_order", "unit:text="}, "int4");
  ExpectLoads(R"(
    type Order { id: ID! age(unit: String): Int @function(name: "order_age") }
    type Query { search(term: String!, limit: Int): [Order] @function(name: "search_orders")
                 found(term: String!): [Order] @source(relation: "search_orders")
                 version: String @function(name: "server_version") })");
  const FieldBinding& search = Bound("Query", "search");
  EXPECT_EQ(search.arguments[0].parameter->name, "term");
  EXPECT_EQ(search.arguments[1].role, ArgumentBinding::Role::kLimit);
  EXPECT_EQ(Bound("Query", "found").kind, FieldBinding::Kind::kFunction);
  EXPECT_EQ(Bound("Query", "version").kind, FieldBinding::Kind::kFunction);
  const FieldBinding& age = Bound("Order", "age");
  EXPECT_EQ(age.function->name, "order_age");
  EXPECT_EQ(age.arguments[0].parameter->name, "unit");
}

TEST_F(BindingTest, OverloadsAreToldApartByTheirArguments) {
  catalog_.AddFunction("fn_pay", {"p_id:uuid"}, "bool");
  const Function* two = catalog_.AddFunction("fn_pay", {"p_id:uuid", "p_amount:numeric"}, "bool");
  ExpectLoads(R"(type Order { id: ID! } type Query { order: Order }
    type Mutation { pay(id: ID!, amount: Decimal!): Boolean })");
  EXPECT_EQ(Bound("Mutation", "pay").function, two);
}

// ── Faults ───────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_F(BindingTest, AllFaultsAreReportedAtOnce) {
  catalog_.AddRelation({.database = "inventory", .schema = "inventory", .name = "v_thing", .columns = {"id:uuid"}});
  catalog_.AddRelation({.name = "v_thing", .columns = {"id:uuid"}});
  const std::vector<BindingFault> expected = {
      {"Query.orders(state:)",
       "there is nothing to filter by: public.v_order has neither a column nor a key of \"data\" named \"state\"",
       "Did you mean \"status\"?"},
      {"Thing",
       "relation \"v_thing\" is ambiguous: inventory.v_thing (database \"inventory\") and public.v_thing (database "
       "\"primary\")",
       "Choose one with @source(relation: \"v_thing\", database: \"inventory\")."},
      {"Query.nothing",
       "type \"Nothing\" has no relation: \"v_nothing\" is not in schema \"public\", database \"inventory\" (schema "
       "\"inventory\")",
       "Create the view, or name another relation with @source(relation: \"...\") on the type or the field."},
      {"Query.count", "a root field of a scalar or an enum is computed by a function, and none is named",
       "Name it with @function(name: \"...\")."},
      {"Query.far", "there is no database \"moon\"", "Databases are configured with fraiseql.configure."},
      {"Query.gone",
       "relation \"v_gone\" does not exist: looked in schema \"public\", database \"inventory\" (schema "
       "\"inventory\")",
       ""},
      {"Order.totl", "public.v_order has neither a column nor a key of \"data\" named \"totl\"",
       "Did you mean \"total\"?"},
      {"Order.notes", "public.tb_note has no column named \"nr\"", ""},
      {"Order.shop",
       "nothing leads to it: public.v_order has no \"shop\" that holds objects, public.v_order has neither a column "
       "nor a key of \"data\" named \"shop_id\", public.v_customer has neither a column nor a key of \"data\" named "
       "\"order_id\"",
       "Views expose the keys by which they are joined; others are said with @join(local: [\"...\"], remote: "
       "[\"...\"])."},
      {"Order.bag",
       "nothing leads to it: public.v_order has no \"bag\" that holds objects, and type \"Nothing\" has no relation: "
       "\"v_nothing\" is not in schema \"public\", database \"inventory\" (schema \"inventory\")",
       "A relation of another name is said with @source(relation: \"...\") on the type."},
      {"Order.status(x:)", "an argument has no meaning here: the field is a value of its parent's row",
       "A field that is computed from arguments names its function with @function(name: \"...\")."},
  };
  const std::vector<BindingFault> faults = Load(R"(
    type Nothing { id: ID }
    type Thing { id: ID }
    type Note @source(relation: "tb_note") { body: String }
    type Customer { name: String }
    type Order { totl: Int notes: [Note] @join(local: ["id"], remote: ["nr"]) shop: Customer bag: Nothing
                 status(x: Int): String }
    type Query { orders(state: String): [Order] thing: Thing nothing: Nothing count: Int
                 far: Order @source(relation: "v_order", database: "moon")
                 gone: Order @source(relation: "v_gone") })");
  for (const BindingFault& fault : expected) {
    EXPECT_NE(std::find(faults.begin(), faults.end(), fault), faults.end()) << fault.place << ": " << fault.message;
  }
  for (const BindingFault& fault : faults) {
    EXPECT_NE(std::find(expected.begin(), expected.end(), fault), expected.end())
        << "not expected: " << fault.place << ": " << fault.message << " | " << fault.hint;
  }
}

TEST_F(BindingTest, FaultsOfFunctions) {
  catalog_.AddFunction("fn_create_order", {"p_customer_id:uuid", "p_total:numeric"}, "v_order");
  catalog_.AddFunction("fn_pay", {"p_a:uuid"}, "bool");
  catalog_.AddFunction("fn_pay", {"p_b:uuid"}, "bool");
  catalog_.AddFunction("fn_ping", {}, "void");
  catalog_.AddFunction("order_age", {"o:v_customer"}, "int4");
  const std::vector<BindingFault> expected = {
      {"Mutation.createOrder(customer:)",
       "public.fn_create_order(p_customer_id uuid, p_total numeric) has no parameter for it: looked for \"p_customer\" "
       "or \"customer\"",
       "Did you mean \"p_customer_id\"?"},
      {"Mutation.createOrder",
       "public.fn_create_order(p_customer_id uuid, p_total numeric) needs a value for its parameter \"p_customer_id\", "
       "and no argument goes there",
       "Add the argument, or give the parameter a default."},
      {"Mutation.pay",
       "no function of that name takes these arguments: public.fn_pay(p_a uuid), public.fn_pay(p_b uuid)", ""},
      {"Mutation.ping", "public.fn_ping() returns nothing (void), the field is of type \"Boolean!\"", ""},
      {"Mutation.refund", "there is no function \"fn_refund\" or \"refund\" in schema \"public\"",
       "A function of another name is said with @function(name: \"...\")."},
      {"Mutation.gone", "function \"nowhere\" does not exist: looked in schema \"public\"", ""},
      {"Order.age",
       "public.order_age(o v_customer) cannot compute it: its first parameter must take a row of public.v_order", ""},
  };
  EXPECT_EQ(Load(R"(
    type Order { id: ID! age: Int @function(name: "order_age") }
    type Query { order: Order }
    type Mutation { createOrder(customer: ID!, total: Decimal): Order pay(c: ID!): Boolean ping: Boolean!
                    refund: Boolean gone: Int @function(name: "nowhere") })"),
            expected);
}

// ── On demand ────────────────────────────────────────────────────────────────────────────────────────────────────

struct ThrownFault {
  BindingFault fault;
};

TEST_F(BindingTest, OnDemandOnlyWhatIsAskedForIsLookedUp) {
  schema_ = schema::BuildSchema(R"(
    type Order { id: ID! totl: Int customer: Customer }
    type Customer { id: ID! }
    type Query { order: Order customer: Customer gone: Order @source(relation: "v_gone") })")
                .schema;
  BindOnDemand(
      *schema_, &catalog_, &arena_, [](const BindingFault& fault) { throw ThrownFault{fault}; }, &binding_);
  EXPECT_EQ(catalog_.relation_lookups, 0);
  EXPECT_EQ(Bound("Query", "order").relation->name, "v_order");
  EXPECT_EQ(catalog_.relation_lookups, 1);
  EXPECT_EQ(Text(Bound("Order", "id").attribute), "column id");
  EXPECT_EQ(catalog_.relation_lookups, 1);
  for (int again = 0; again < 2; ++again) {
    try {
      Bound("Order", "totl");
      FAIL() << "no fault";
    } catch (const ThrownFault& thrown) {
      EXPECT_EQ(thrown.fault.place, "Order.totl");
    }
    EXPECT_THROW(Bound("Query", "gone"), ThrownFault);
  }
  // A fault hurts nothing else.
  EXPECT_EQ(JoinText(Bound("Order", "customer")), "column customer_id = v_customer column id");
}

}  // namespace
}  // namespace fraiseql::planner
