-- Every fault of a document is found at once, with its place, and nothing is changed.
SELECT current_database() AS regression \gset
CREATE DATABASE load_schema_faults;
\c load_schema_faults
CREATE EXTENSION fraiseql;
CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE tb_order (id uuid, customer_id uuid, total numeric, status text, address_line_2 text);
CREATE VIEW v_order AS
  SELECT o.id, o.customer_id,
         jsonb_build_object('id', o.id, 'total', o.total, 'status', o.status)
           || jsonb_build_object('address_line_2', o.address_line_2) AS data
    FROM tb_order o;
CREATE TABLE tb_customer (id uuid, name text, unit_price numeric);
CREATE VIEW v_customer AS SELECT id, to_jsonb(c) AS data FROM tb_customer c;
CREATE FUNCTION fn_create_order(p_customer_id uuid, p_total numeric DEFAULT 0, VARIADIC p_tags text[] DEFAULT '{}')
  RETURNS SETOF v_order LANGUAGE sql AS 'SELECT * FROM v_order';
CREATE PROCEDURE fn_archive_order(p_id uuid) LANGUAGE sql AS '';
CREATE FUNCTION fn_touch_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';

-- Without a schema
SELECT fraiseql.schema_sdl();
SELECT fraiseql.validate('{ __typename }');

-- Syntax: one error, with line and column
SELECT fraiseql.load_schema('type Query {
  order ID
}');
SELECT fraiseql.load_schema('');

-- The rules of GraphQL
SELECT fraiseql.load_schema('
type Query { order: Ordr, again: Order, again: Order }
type Order implements Node { id: ID! @deprecated(raison: "x") }
interface Node { id: ID!, created: String }');

-- Relations, columns, joins, arguments, functions
SELECT fraiseql.load_schema('
type Order {
  id: ID!
  totl: Decimal
  addressLine2: String
  customer: Customer
  notes: [Note!]!
}
type Customer { name: String, unitPrise: Decimal, orders: [Order], order: Order @join(local: "id", remote: ["id", "total"]) }
type Note { body: String }
type Hidden @source(relation: "nowhere.v_hidden") { id: ID }
type Query {
  order(id: ID!, stauts: String): Order
  hidden: Hidden
  far: Order @source(relation: "v_order", database: "moon")
  notes: [Note]
  count: Int
}
type Mutation {
  createOrder(customerId: ID!, totalPrice: Decimal): Order
  archiveOrder(id: ID!): Boolean
  touchOrder: Boolean
  cancelOrder(id: ID!): Order @function(name: "fn_create_order")
}');

-- What is missing is no document.
SELECT fraiseql.load_schema(NULL);
SELECT fraiseql.validate(NULL);

-- Nothing was stored
SELECT count(*) FROM fraiseql.schema_document;

-- A relation outside the search path is found where it is named.
SET search_path = public;
SELECT fraiseql.load_schema('type Order { id: ID! } type Query { order: Order }');
SELECT fraiseql.load_schema('type Order @source(relation: "shop.v_order") { id: ID! } type Query { order: Order }');
SET search_path = shop;

-- Authoring JSON has its own faults.
SELECT fraiseql.load_schema(' {"types": [{"name": "Order", "fields": [{"name": "id"}]}], "queries": [');
SELECT fraiseql.load_schema('{"types": [{"name": "Order", "sql_source": "v_order", "fields": [{"name": "idd", "type": "ID", "nullable": false}]}],
  "queries": [{"name": "order", "return_type": "Order", "returns_list": false, "nullable": true, "arguments": []}]}');

\c :regression
DROP DATABASE load_schema_faults WITH (FORCE);
