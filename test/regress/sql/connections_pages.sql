-- Connections: pages of lists with cursors, at the root and below it.
SET client_min_messages = warning;
CREATE SCHEMA connections_pages;
SET search_path = connections_pages;
CREATE TABLE tb_customer (id int PRIMARY KEY, name text);
CREATE TABLE tb_order (id int PRIMARY KEY, customer_id int, total numeric NOT NULL, status text, created timestamptz);
INSERT INTO tb_customer VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cy');
INSERT INTO tb_order VALUES
  (1, 1, 10.00, 'new', '2024-01-01'), (2, 1, 20.50, 'paid', NULL), (3, 2, 5.25, NULL, '2024-01-01 00:00:00.000001'),
  (4, NULL, 99.99, 'new', '2024-03-01'), (5, 1, 10.00, NULL, NULL), (6, 2, 20.50, 'paid', '2024-01-01');
CREATE VIEW v_customer AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_customer;
CREATE VIEW v_order AS
  SELECT id, customer_id, jsonb_build_object('total', total, 'status', status, 'created', created) AS data FROM tb_order;
-- A list that says @connection, and a connection that is written out.
SELECT fraiseql.load_schema('
type Customer { id: ID! name: String orders: [Order!]! @connection }
type Order { id: ID! total: Decimal! status: String created: DateTime customer: Customer }
type CustomerConnection { edges: [CustomerEdge] pageInfo: PageInfo! }
type CustomerEdge { node: Customer cursor: ID! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type Query {
  orders(status: String): [Order!]! @connection
  bare: [Order!]! @source(relation: "v_order") @connection @list(arguments: false)
  customers(first: Int = 2, after: String): CustomerConnection }');
SELECT t FROM regexp_matches(fraiseql.schema_sdl(), 'type (?:Query|OrderConnection|OrderEdge|Customer|CustomerConnection) [^}]*}', 'g') AS t;
SELECT fraiseql.execute('{ __type(name: "OrderConnection") { kind fields { name type { kind ofType { kind name } } } } }');
\pset format unaligned
\pset tuples_only on

-- The end of a page is where the next one begins.
CREATE FUNCTION page(arguments text, selection text DEFAULT 'nodes { id } pageInfo { hasNextPage hasPreviousPage }') RETURNS text LANGUAGE sql
  AS $$ SELECT fraiseql.execute(format('{ orders(%s) { %s } }', arguments, selection)) $$;
CREATE FUNCTION cursor_of(arguments text, "end" text DEFAULT 'endCursor') RETURNS text LANGUAGE sql
  AS $$ SELECT page(arguments, 'pageInfo { startCursor endCursor }')::json -> 'data' -> 'orders' -> 'pageInfo' ->> "end" $$;
SELECT page('first: 2', 'edges { cursor node { id } } pageInfo { startCursor endCursor }');
SELECT convert_from(decode(cursor_of('first: 2, orderBy: [{status: DESC}, {created: ASC}]'), 'base64'), 'UTF8');
SELECT page(format('first: 3, after: "%s"', cursor_of('first: 2')));
SELECT page(format('first: 3, after: "%s"', cursor_of('first: 5')));
SELECT page(format('first: 3, after: "%s"', cursor_of('first: 6')));
SELECT page('last: 2');
SELECT page(format('last: 3, before: "%s"', cursor_of('last: 2', 'startCursor')));
SELECT page(format('last: 9, before: "%s"', cursor_of('last: 5', 'startCursor')));
-- Between two cursors; without a count; none at all
SELECT page(format('first: 9, after: "%s", before: "%s"', cursor_of('first: 1'), cursor_of('first: 5')));
SELECT page(format('last: 1, after: "%s", before: "%s"', cursor_of('first: 1'), cursor_of('first: 5')));
SELECT page(format('after: "%s"', cursor_of('first: 4')));
SELECT page('first: 0');
SELECT page('first: 2, where: {id: {gt: 99}}', 'edges { cursor } pageInfo { hasNextPage startCursor endCursor } totalCount');
-- Filters and totals: of all rows that fit, not of the page
SELECT page('first: 1, status: "new"', 'nodes { id } totalCount');
SELECT page('first: 1, where: {customer: {name: {eq: "Ada"}}}, orderBy: [{total: DESC}]', 'totalCount edges { node { total } } __typename pageInfo { __typename }');
-- Aliases, fragments and merged selections
SELECT fraiseql.execute('{ orders(first: 1) { a: edges { node { id } ...E } a: edges { node { total } } pageInfo { hasNextPage } ...C } }
  fragment E on OrderEdge { __typename n: node { customer { name } } } fragment C on OrderConnection { pageInfo { more: hasNextPage } t: totalCount }');
-- Nulls have their place in the order
SELECT page('orderBy: [{created: ASC}, {total: DESC}]', 'nodes { id created total }');
SELECT page(format('first: 2, orderBy: [{created: ASC}, {total: DESC}], after: "%s"', cursor_of('first: 3, orderBy: [{created: ASC}, {total: DESC}]')));
SELECT page(format('first: 2, orderBy: [{created: ASC_NULLS_FIRST}], after: "%s"', cursor_of('first: 1, orderBy: [{created: ASC_NULLS_FIRST}]')));
SELECT page(format('last: 2, orderBy: [{customer: {name: ASC}}], before: "%s"', cursor_of('last: 2, orderBy: [{customer: {name: ASC}}]', 'startCursor')));

-- Below a list, for each parent
SELECT fraiseql.execute('{ customers { edges { node { name orders(first: 1, orderBy: {total: DESC}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } } } pageInfo { hasNextPage endCursor } } }');
SELECT fraiseql.execute('{ customers(first: 3) { edges { node { name orders(last: 1) { edges { node { id customer { name } } } } } } } }');
SELECT fraiseql.execute('query ($n: Int, $c: String) { orders(first: $n, after: $c) { nodes { id } } }', '{"n": 1}');
SELECT fraiseql.execute('query ($n: Int, $c: String) { orders(first: $n, after: $c) { nodes { id } } }', jsonb_build_object('n', 1, 'c', cursor_of('first: 4')));
SET fraiseql.max_rows = 2;
SELECT page('first: null');
SELECT page('first: 5');
RESET fraiseql.max_rows;

-- What is not asked right
SELECT page('first: -1');
SELECT page('last: -1');
SELECT page('first: 1, last: 1');
SELECT page('first: 1, after: "x"');
SELECT page('first: 1, after: ""');
SELECT page(format('first: 1, after: "%s"', encode('["5"]', 'base64')));
SELECT page(format('first: 1, orderBy: {total: ASC}, after: "%s"', cursor_of('first: 1')));
SELECT page(format('first: 1, orderBy: {total: DESC}, before: "%s"', cursor_of('first: 1, orderBy: {total: ASC}')));
SELECT page(format('first: 1, after: "%s"', translate(encode(convert_to(replace(convert_from(decode(cursor_of('first: 1'), 'base64'), 'UTF8'), '"1"', '"one"'), 'UTF8'), 'base64'), E'\n', '')));
SELECT fraiseql.execute('{ bare(first: 1) { nodes { id } } all: bare { totalCount } }');
SELECT fraiseql.execute('{ bare(orderBy: []) { totalCount } }');
SELECT fraiseql.execute('{ orders { edges } }');

-- What a schema gets wrong
\set VERBOSITY default
CREATE VIEW v_nameless AS SELECT total FROM tb_order;
SELECT fraiseql.load_schema('
type Order { id: ID! total: Decimal! }
type Nameless { total: Decimal }
type NamelessConnection { edges: [NamelessEdge!]! pageInfo: Info! }
type NamelessEdge { node: Nameless cursor: String! }
type Info { hasNextPage: Boolean! }
type OrderConnection { edges: [OrderEdge!]! pageInfo: Info! average: Decimal }
type OrderEdge { node: Order cursor: String! }
type Query { nameless: NamelessConnection orders: OrderConnection order(id: ID!): Order @connection computed: OrderConnection @function(name: "f") }');
DROP SCHEMA connections_pages CASCADE;
