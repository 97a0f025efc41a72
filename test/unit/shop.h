// A small shop over three databases, bound to a FakeCatalog: what planner and execution tests run against.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "fake_catalog.h"
#include "planner/binding.h"
#include "planner/planner.h"
#include "schema/build.h"

namespace fraiseql {

inline constexpr std::string_view kShopSdl = R"(
  type Query {
    order(id: ID!): Order
    orderOf(customerId: ID!): Order
    orders(status: String = null, limit: Int = 20): [Order!]!
    pages: [Order!]! @connection
    found(term: String): [Order!]! @connection @function(name: "search_orders")
    made: [Order!]! @connection @function(name: "make_orders")
    product(id: ID!): Product
    pet(id: ID!): Pet
    things: [Thing!]! @connection
  }
  union Thing = Customer | OrderItem
  type Mutation {
    createOrder(customerId: ID!, note: String): Order!
  }
  type Order {
    id: ID!
    status: OrderStatus!
    total: Decimal!
    customer: Customer!
    items(limit: Int): [OrderItem!]!
    payment: Payment
    reservations: [Reservation!]!
    holds: [Reservation!]! @connection
    address: Address
    notes: [Note!]
    things: [Thing!]!
    similar: [Order!]! @connection @function(name: "similar_orders")
    similarList: [Order!]! @function(name: "similar_orders")
  }
  type Address { city: String }
  type Note { text: String  replies: [Reply] }
  type Reply { rank: Int }
  enum OrderStatus { NEW PAID }
  type Customer { id: ID!  name: String!  orders: [Order!]! }
  type OrderItem { id: ID!  quantity: Int!  product: Product! }
  type Product { id: ID!  name: String! }
  type Reservation { id: ID!  status: String!  product: Product }
  type Payment { id: ID!  amount: Decimal!  order: Order! }
  interface Pet @source(relation: "v_pet") { id: ID!  name: String! }
  type Dog implements Pet { id: ID!  name: String!  barks: Boolean }
  type Cat implements Pet { id: ID!  name: String!  lives: Int }
)";

struct Shop : planner::Routes {
  Shop() : catalog(&arena) {
    planner::Relation* orders =
        catalog.AddRelation("primary", "v_order", "id uuid, customer_id uuid, total numeric, data jsonb");
    catalog.AddRelation("primary", "v_customer", "id uuid, data jsonb");
    catalog.AddRelation("primary", "v_order_item", "id uuid, order_id uuid, product_id uuid, data jsonb");
    catalog.AddRelation("inventory", "v_product", "id uuid, name text");
    catalog.AddRelation("inventory", "v_reservation", "id uuid, order_id uuid, product_id uuid, status text");
    catalog.AddRelation("payments", "v_payment", "id uuid, order_id uuid, amount numeric");
    catalog.AddRelation("primary", "v_pet", "id uuid, __typename text, name text, data jsonb");
    orders->row_type = 2000;
    catalog.AddFunction("fn_create_order", "p_customer_id uuid, p_note text", orders);
    planner::Function* search_orders = catalog.AddFunction("search_orders", "term text", orders);
    search_orders->is_volatile = false;
    search_orders->is_inlined = true;
    catalog.AddFunction("make_orders", "", orders);
    catalog.AddFunction("similar_orders", "v_order public.v_order", orders)->is_volatile = false;
    schema::BuildResult built = schema::BuildSchema(kShopSdl);
    for (const GraphQLError& error : built.errors) ADD_FAILURE() << error.message;
    schema = std::move(built.schema);
    for (const planner::BindingFault& fault : planner::Bind(*schema, &catalog, &arena, &binding)) {
      ADD_FAILURE() << fault.place << ": " << fault.message;
    }
  }

  planner::Route RouteTo(std::string_view) const override { return route; }

  Arena arena;
  FakeCatalog catalog;
  std::unique_ptr<const schema::Schema> schema;
  planner::Binding binding;
  planner::Route route = planner::Route::kDirect;
};

}  // namespace fraiseql
