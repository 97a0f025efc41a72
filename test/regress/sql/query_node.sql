-- Global ids: node(id:) finds an object of any type, here and in another database.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=node_there user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE node_here;
CREATE DATABASE node_there;
\c node_there
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TABLE tb_payment (id uuid PRIMARY KEY, order_id int, amount numeric);
INSERT INTO tb_payment VALUES ('00000000-0000-0000-0000-00000000000a', 1, 9.90), ('00000000-0000-0000-0000-00000000000b', 2, 1);
CREATE VIEW v_payment AS SELECT id, order_id, jsonb_build_object('amount', amount) AS data FROM tb_payment;
\c node_here
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE EXTENSION postgres_fdw;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
CREATE TABLE tb_order (id int PRIMARY KEY, status text);
INSERT INTO tb_order VALUES (1, 'new'), (2, 'paid');
CREATE TABLE tb_tag (word text PRIMARY KEY, order_id int);
INSERT INTO tb_tag VALUES ('a "naïve" \ tag', 1);
CREATE VIEW v_order AS SELECT jsonb_build_object('id', id, 'status', status, 'twin', jsonb_build_object('id', id, 'status', 'twin')) AS data FROM tb_order;
CREATE VIEW v_tag AS SELECT word, order_id, '{}'::jsonb AS data FROM tb_tag;
CREATE FUNCTION fn_touch(p_order_id int) RETURNS SETOF v_order LANGUAGE sql AS $$ UPDATE tb_order SET status = status || '!' WHERE id = p_order_id; SELECT * FROM v_order WHERE (data ->> 'id')::int = p_order_id $$;
SELECT fraiseql.load_schema('
interface Node { id: ID! }
type Order implements Node { id: ID! status: String payments: [Payment!]! tags: [Tag!]! @join(local: ["id"], remote: ["order_id"]) twin: Order }
type Payment implements Node { id: ID! amount: Decimal order: Order }
type Tag implements Node { id: ID! @column(name: "word") orderId: ID }
type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! order(id: ID!): Order orders: [Order!]! payments(id: [ID!]): [Payment!]! tags: [Tag!]! }
type Mutation { touch(orderId: ID!): Order }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ orders(orderBy: {id: ASC}) { id status twin { id } payments { id amount order { id } } tags { id orderId } } }');
SELECT convert_from(decode('T3JkZXI6MQ==', 'base64'), 'UTF8');
CREATE FUNCTION node(id text, selection text) RETURNS text LANGUAGE sql AS $$ SELECT fraiseql.execute(format('{ node(id: %s) { %s } }', to_json(id), selection)) $$;
SELECT node('T3JkZXI6MQ==', '__typename id ... on Order { status tags { id } payments { amount } } ... on Payment { amount }');
-- The same text of another type: another plan
SELECT node(encode('Payment:00000000-0000-0000-0000-00000000000b', 'base64'), '__typename id ... on Order { status } ... on Payment { amount order { id status } }');
SELECT node(fraiseql.execute('{ tags { id } }') -> 'data' -> 'tags' -> 0 ->> 'id', '__typename ... on Tag { id orderId }');
SELECT fraiseql.execute('query ($a: ID!, $b: ID!) { a: node(id: $a) { id } ...F } fragment F on Query { b: node(id: $b) { __typename ... on Payment { amount } } }',
                        jsonb_build_object('a', 'T3JkZXI6Mg==', 'b', encode('Payment:00000000-0000-0000-0000-00000000000a', 'base64')));
SELECT fraiseql.execute('query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { __typename } }', jsonb_build_object('a', encode('Payment:00000000-0000-0000-0000-00000000000a', 'base64'), 'b', 'T3JkZXI6Mg=='));
-- Nothing there
SELECT node(encode('Order:99', 'base64'), 'id');
-- Not an id
SELECT node('1', 'id');
SELECT node('', 'id');
SELECT node(encode('Query:1', 'base64'), 'id');
SELECT node(encode('Order:one', 'base64'), 'id');
SELECT node(encode('Payment:one', 'base64'), 'id');
SELECT fraiseql.execute('{ node(id: "1") { id } orders(limit: 1) { id } }');
-- Several at once, of any types and databases, in the order of their ids; null where there is nothing
CREATE FUNCTION nodes(plain text[], selection text) RETURNS text LANGUAGE sql AS $$
  SELECT fraiseql.execute(format('{ nodes(ids: %s) { %s } }', (SELECT json_agg(translate(encode(convert_to(p, 'UTF8'), 'base64'), E'\n', '') ORDER BY n) FROM unnest(plain) WITH ORDINALITY AS t(p, n)), selection)) $$;
SELECT nodes('{Payment:00000000-0000-0000-0000-00000000000b,Order:2,Order:99,Payment:00000000-0000-0000-0000-00000000000a,Order:1,Order:2,Tag:none}',
             '__typename id ... on Order { status payments { amount } } ... on Payment { amount order { status } }');
SELECT fraiseql.execute('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Tag { orderId } } }', jsonb_build_object('ids', jsonb_build_array(fraiseql.execute('{ tags { id } }') -> 'data' -> 'tags' -> 0 ->> 'id')));
SELECT fraiseql.execute('query ($ids: [ID!]!) { nodes(ids: $ids) { ...F } again: nodes(ids: $ids) { __typename } node(id: "T3JkZXI6MQ==") { id } } fragment F on Node { id ... on Order { status } }', '{"ids": ["T3JkZXI6Mg==", "T3JkZXI6MQ=="]}');
-- The same text, other types: another plan
SELECT fraiseql.execute('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', jsonb_build_object('ids', jsonb_build_array(encode('Payment:00000000-0000-0000-0000-00000000000a', 'base64'))));
SELECT fraiseql.execute('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', jsonb_build_object('ids', jsonb_build_array(encode('Tag:x', 'base64'), 'T3JkZXI6Mg==')));
SELECT fraiseql.execute('{ nodes(ids: []) { id } one: nodes(ids: "T3JkZXI6MQ==") { id } fail: nodes(ids: ["T3JkZXI6MQ==", "1"]) { id } }');
SELECT fraiseql.execute('{ nodes(ids: [null]) { id } }');
SELECT nodes('{Order:1,Payment:one,Payment:00000000-0000-0000-0000-00000000000a}', 'id'), nodes('{Order:1,Order:one}', 'id');
SELECT fraiseql.execute('{ orders(limit: 1) { status tags { orderId } } payments(id: ["one"]) { id } }'), fraiseql.execute(format('{ orders(limit: 1) { tags { orderId } } nodes(ids: "%s") { id } }', encode('Order:one', 'base64')));
SELECT regexp_replace(fraiseql.explain('{ nodes(ids: ["T3JkZXI6MQ==", "UGF5bWVudDox"]) { id ... on Order { status tags { id } } ... on Payment { order { id } } } }'), 'planned in .*', '');
-- Where a key is taken, a global id is too
SELECT fraiseql.execute('{ a: order(id: "T3JkZXI6MQ==") { status } b: order(id: "1") { status } orders(where: {id: {in: ["T3JkZXI6Mg=="]}}) { status } }');
SELECT fraiseql.execute(format('{ payments(id: ["%s"]) { amount } }', encode('Payment:00000000-0000-0000-0000-00000000000a', 'base64')));
SELECT fraiseql.execute('mutation { touch(orderId: "T3JkZXI6MQ==") { id status } }');
SELECT fraiseql.execute('{ paymentsAggregate(groupBy: {id: true}) { groups { key { id } count } } tagsAggregate(groupBy: {orderId: true}) { groups { key { id orderId } } } }');
SET fraiseql.route = 'foreign_scan';
SELECT node(encode('Payment:00000000-0000-0000-0000-00000000000b', 'base64'), 'id ... on Payment { amount order { id status } }');
SELECT nodes('{Payment:00000000-0000-0000-0000-00000000000b,Order:2,Payment:00000000-0000-0000-0000-00000000000c}', '__typename ... on Payment { amount }'), nodes('{Payment:one}', 'id');
RESET fraiseql.route;
-- Without the root field an id is the key
SELECT fraiseql.load_schema('interface Node { id: ID! } type Order implements Node { id: ID! status: String } type Query { orders: [Order!]! }');
SELECT fraiseql.execute('{ orders(limit: 1) { id } }');
-- From the JSON of an SDK
SELECT fraiseql.load_schema('{"types": [{"name": "Order", "relay": true, "fields": [{"name": "id", "type": "ID", "nullable": false}, {"name": "status", "type": "String"}]}],
  "queries": [{"name": "orders", "return_type": "Order", "returns_list": true, "relay": true}]}');
SELECT fraiseql.execute('{ orders(first: 1) { edges { node { id status } } totalCount } node(id: "T3JkZXI6Mg==") { __typename ... on Order { status } } }');
SELECT regexp_matches(fraiseql.schema_sdl(), 'type Query [^}]*}');
-- A root field of that name with another shape is a field like any other
SELECT fraiseql.load_schema('interface Node { id: ID! } type Order implements Node { id: ID! status: String } type Query { node(id: ID!): Node nodes(status: String): [Order!]! }');
SELECT fraiseql.execute('{ nodes(status: "paid", limit: 1) { id } }');
SELECT fraiseql.load_schema('interface Node { id: ID! } type Order implements Node { id: ID! } type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node!] }');
SELECT fraiseql.execute(format('{ nodes(ids: ["T3JkZXI6Mg==", "%s"]) { id } }', encode('Order:99', 'base64')));
-- What cannot be found by an id
\set VERBOSITY default
SELECT fraiseql.load_schema('interface Node { id: ID! } type Order implements Node { id: ID! } type Part implements Node { id: ID! } type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! orders: [Order!]! }');
\c :regression
DROP DATABASE node_here WITH (FORCE);
DROP DATABASE node_there WITH (FORCE);
