-- Aggregates over lists: counted and summed, as a whole and in groups, here and in another database.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=aggregates_there user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE aggregates_here;
CREATE DATABASE aggregates_there;
\c aggregates_there
SET client_min_messages = warning;
SET timezone = 'UTC';
CREATE EXTENSION fraiseql;
CREATE TABLE tb_payment (id int PRIMARY KEY, order_id int, amount numeric, fee float8, state text, at timestamptz);
INSERT INTO tb_payment VALUES (1, 1, 0.1, 0.5, 'ok', '2024-01-01'), (2, 1, 0.2, 0.25, 'ok', NULL), (3, 2, 99999999999999999999.99, NULL, 'late', '2024-02-01'), (4, 9, NULL, 1, NULL, NULL);
CREATE VIEW v_payment AS SELECT id, order_id, jsonb_build_object('amount', amount, 'fee', fee, 'state', state, 'at', at) AS data FROM tb_payment;
\c aggregates_here
SET client_min_messages = warning;
SET timezone = 'UTC';
CREATE EXTENSION fraiseql;
CREATE EXTENSION postgres_fdw;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
CREATE TYPE size AS ENUM ('SMALL', 'LARGE');
CREATE TABLE tb_customer (id int PRIMARY KEY, name text, vip bool);
INSERT INTO tb_customer VALUES (1, 'Ada', true), (2, 'Bob', false), (3, 'Cy', false);
CREATE TABLE tb_order (id int PRIMARY KEY, customer_id int, total numeric, weight float8, items int, big int8, status text, size size, created timestamptz, due date, at time, extra jsonb);
INSERT INTO tb_order VALUES
  (1, 1, 10.10, 0.5, 2000000000, 9223372036854775807, 'new', 'SMALL', '2024-01-01 12:00', '2024-05-01', '08:00', '{}'),
  (2, 1, 20.20, 0.25, 2, 9223372036854775807, 'paid', 'LARGE', '2024-02-01', NULL, NULL, NULL),
  (3, 2, 30.30, NULL, 3, NULL, 'paid', 'LARGE', NULL, '2024-04-01', '23:59', NULL),
  (4, NULL, NULL, 1.5, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE VIEW v_customer AS SELECT id, jsonb_build_object('name', name, 'vip', vip) AS data FROM tb_customer;
CREATE VIEW v_order AS SELECT id, customer_id, weight, size, jsonb_build_object('total', total, 'items', items, 'big', big, 'status', status,
  'created', created, 'due', due, 'at', at, 'extra', extra) AS data FROM tb_order;
SELECT fraiseql.load_schema('
enum Size { SMALL LARGE }
type Customer { id: ID! name: String vip: Boolean orders(status: String @column(name: "status"), limit: Int = 5): [Order!]! }
type Order { id: ID! total: Decimal weight: Float items: Int big: BigInt status: String size: Size created: DateTime due: Date at: Time extra: JSON
  customer: Customer payments: [Payment!]! }
type Payment { id: ID! amount: Decimal fee: Float state: String at: DateTime order: Order }
type Query { orders: [Order!]! payments: [Payment!]! @connection customers: [Customer!]! order(id: ID!): Order plain: [Order!]! @source(relation: "v_order") @list(arguments: false) }');
\pset format unaligned
\pset tuples_only on
SELECT t[1] FROM regexp_matches(fraiseql.schema_sdl(), '((?:type (?:Query|Customer|Order[A-Za-z]+|CustomerGroupKey)|input (?:Order|Customer)GroupByInput) [^}]*})', 'g') AS t;
\set values 'count sum { total weight items big } avg { total weight items big } min { total weight items big status created due at } max { total weight items big status created due at }'
SELECT fraiseql.execute('{ ordersAggregate(where: {id: {neq: 1}}) { ' || :'values' || ' } }');
SELECT fraiseql.execute('{ ordersAggregate { count sum { total big weight } } }');
-- What nothing is read for is checked all the same.
SELECT fraiseql.execute('{ ordersAggregate(where: {id: {eq: "no id"}}) { __typename } }');
SELECT fraiseql.execute('{ customers { ordersAggregate(where: {id: {eq: "2"}}) { __typename } } }');
-- More than an Int holds
SELECT fraiseql.execute('{ ordersAggregate(where: {id: {lte: 2}}) { sum { items } } }'), fraiseql.execute('{ ordersAggregate { max { items } avg { items } } }');
UPDATE tb_order SET items = 2000000000 WHERE id = 2;
SELECT fraiseql.execute('{ ordersAggregate { count sum { items } } }');
-- Nothing
SELECT fraiseql.execute('{ ordersAggregate(where: {id: {gt: 99}}, groupBy: {status: true}) { count sum { total } avg { total } min { status } max { created } groups { count } } }');
-- Groups, in the order of their keys
SELECT fraiseql.execute('{ ordersAggregate(groupBy: {status: true}) { count groups { key { status size } count sum { total } __typename } } }');
SELECT fraiseql.execute('{ ordersAggregate(groupBy: {customer: {vip: true, name: false}, size: true}) { groups { key { customer { vip name } size __typename } count max { total } } } }');
SELECT fraiseql.execute('query ($g: OrderGroupByInput) { ordersAggregate(groupBy: $g) { groups { key { due created } n: count } two: groups { sum { weight } } __typename } }', '{"g": {"due": true}}');
-- Below a list, for each parent
SELECT fraiseql.execute('{ customers(orderBy: {id: ASC}) { name ordersAggregate(status: "paid") { count sum { total } } all: ordersAggregate(groupBy: {status: true}) { groups { key { status } count } } } }');
-- In another database, over either route
\set far '{ payments { totalCount } paymentsAggregate(where: {order: {status: {eq: "new"}}}) { count sum { amount fee } avg { amount } } orders(orderBy: {id: ASC}) { id paymentsAggregate(groupBy: {state: true}) { count sum { amount } max { at } groups { key { state } count min { amount } } } } }'
SET fraiseql.route = 'direct';
SELECT fraiseql.execute(:'far');
SELECT fraiseql.execute('{ paymentsAggregate(groupBy: {state: true}) { count sum { amount fee } groups { key { state } sum { amount } } } }');
SET fraiseql.route = 'foreign_scan';
SELECT fraiseql.execute(:'far');
SELECT fraiseql.execute('{ paymentsAggregate(groupBy: {state: true}) { count sum { amount fee } groups { key { state } sum { amount } } } }');
-- What is not asked right
SELECT fraiseql.execute('{ ordersAggregate { count groups { count } } }');
SELECT fraiseql.execute('{ ordersAggregate(groupBy: {status: null}) { groups { count } } }');
SELECT fraiseql.execute('{ ordersAggregate(groupBy: {}) { groups { count } } }');
SELECT fraiseql.execute('{ ordersAggregate(where: null) { count } }');
SELECT fraiseql.execute('{ plainAggregate { count } }');
SELECT fraiseql.execute('{ ordersAggregate { sum { status } } }');
-- Switched off
SELECT fraiseql.configure('[databases.there]
url = "${URL}"
[query_defaults]
aggregate = false', jsonb_build_object('URL', :'url'));
SELECT fraiseql.load_schema('type Order { id: ID! total: Decimal } type Query { orders: [Order!]! }');
SELECT fraiseql.schema_sdl() ~ 'ggregate';
\c :regression
DROP DATABASE aggregates_here WITH (FORCE);
DROP DATABASE aggregates_there WITH (FORCE);
