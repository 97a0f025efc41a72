-- Functions as root fields of queries, and as computed fields of rows.
SET client_min_messages = warning;
CREATE SCHEMA query_functions;
SET search_path = query_functions;
CREATE TABLE tb_item (id int PRIMARY KEY, name text, price numeric(8,2));
INSERT INTO tb_item VALUES (1, 'pen', 1.50), (2, 'ink', 4.00), (3, 'paper', 3.25);
CREATE VIEW v_item AS SELECT id, price, jsonb_build_object('name', name) AS data FROM tb_item;
CREATE FUNCTION search_items(term text DEFAULT '', max_price numeric DEFAULT NULL) RETURNS SETOF v_item LANGUAGE sql STABLE AS $$
  SELECT * FROM v_item WHERE data ->> 'name' LIKE '%' || term || '%' AND (max_price IS NULL OR price <= max_price) ORDER BY price DESC $$;
CREATE FUNCTION cheapest() RETURNS v_item LANGUAGE sql STABLE AS 'SELECT * FROM v_item ORDER BY price LIMIT 1';
CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION names(upper bool) RETURNS SETOF text LANGUAGE sql STABLE AS $$ SELECT CASE WHEN $1 THEN upper(name) ELSE name END FROM tb_item ORDER BY id $$;
CREATE FUNCTION numbers() RETURNS int[] LANGUAGE sql AS $$ SELECT '{1,NULL,3}'::int[] $$;
CREATE FUNCTION totals() RETURNS TABLE (item_id int, total numeric, at timestamptz) LANGUAGE sql AS $$ SELECT id, price * 2, '2025-01-01 00:00+00'::timestamptz FROM tb_item ORDER BY id $$;
CREATE FUNCTION document() RETURNS jsonb LANGUAGE sql AS $$ SELECT '{"name": "doc", "item_id": 2, "parts": [{"name": "p"}]}'::jsonb $$;
CREATE FUNCTION with_tax(item v_item, rate numeric DEFAULT 0.2) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT item.price * (1 + rate) $$;
CREATE FUNCTION cheaper(item v_item) RETURNS SETOF v_item LANGUAGE sql STABLE AS $$ SELECT * FROM v_item WHERE price < item.price $$;
SELECT fraiseql.load_schema('
  type Item { id: ID! name: String price: Decimal withTax(rate: Decimal): Decimal @function(name: "with_tax") cheaper(limit: Int, orderBy: [ItemOrderByInput!]): [Item!]! @function(name: "cheaper") }
  type Total { itemId: ID! total: Decimal at: DateTime item: Item }
  type Doc { name: String itemId: ID parts: [Doc!] }
  type Query {
    items: [Item!]!
    searchItems(term: String, maxPrice: Decimal, limit: Int, offset: Int, where: ItemWhereInput, orderBy: [ItemOrderByInput!]): [Item!]! @function(name: "search_items")
    cheapest: Item @function(name: "cheapest")
    add(a: Int!, b: Int): Int @function(name: "add")
    names(upper: Boolean!): [String!]! @function(name: "names")
    numbers: [Int]! @function(name: "numbers")
    totals: [Total!]! @function(name: "totals")
    document: Doc @function(name: "document") }
  input ItemWhereInput { price: DecimalFilter } input DecimalFilter { lt: Decimal } input ItemOrderByInput { price: OrderDirection } enum OrderDirection { ASC DESC }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ add(a: 1) five: add(b: 2, a: 3) null: add(a: 1, b: null) names(upper: true) numbers cheapest { id name } }');
SELECT fraiseql.execute('{ searchItems { name price } pen: searchItems(term: "pen") { id } cheap: searchItems(maxPrice: "3.25") { id } }');
SELECT fraiseql.execute('{ searchItems(limit: 1, orderBy: {price: ASC}) { name } rest: searchItems(offset: 1) { id } where: searchItems(where: {price: {lt: 4}}, orderBy: {price: ASC}) { name } }');
SELECT fraiseql.execute('{ totals { itemId total at item { name } } document { __typename name itemId parts { name itemId } } }');
-- Computed fields
SELECT fraiseql.execute('{ items(orderBy: {price: ASC}) { name withTax free: withTax(rate: 0) cheaper(orderBy: {price: DESC}) { name withTax } one: cheaper(limit: 1, orderBy: {price: ASC}) { name } } }');
SELECT fraiseql.execute('{ cheapest { withTax } totals { item { withTax(rate: "1") } } }');
SELECT regexp_replace(fraiseql.execute('{ add(a: 2147483647) searchItems(limit: -1) { id } }')::text, '"id":"[0-9a-f]+"', '"id":"..."');
-- Lists of rows that functions return have the arguments of lists, but for those that are parameters of the function.
-- Without orderBy the rows stay as the function returns them.
CREATE FUNCTION dear(p_limit int DEFAULT 2) RETURNS SETOF v_item LANGUAGE sql STABLE AS 'SELECT * FROM v_item ORDER BY price DESC LIMIT p_limit';
CREATE FUNCTION chosen(choice jsonb DEFAULT '{"id": 2}') RETURNS SETOF v_item LANGUAGE sql STABLE AS $$ SELECT * FROM v_item WHERE id = (choice ->> 'id')::int $$;
CREATE FUNCTION fn_raise() RETURNS SETOF v_item LANGUAGE sql AS 'UPDATE tb_item SET price = price + 1; SELECT * FROM v_item';
SELECT fraiseql.load_schema('
  interface Priced { price: Decimal cheaper: [Item!]! }
  type Item implements Priced { id: ID! name: String price: Decimal cheaper: [Item!]! @function(name: "cheaper") }
  type Total { itemId: ID! total: Decimal }
  type Query {
    searchItems(term: String): [Item!]! @function(name: "search_items")
    plain: [Item!]! @function(name: "search_items") @list(arguments: false)
    dear: [Item!]! @function(name: "dear")
    chosen: [Item!]! @function(name: "chosen")
    totals: [Total!]! @function(name: "totals") }
  type Mutation { raise: [Item!]! }');
SELECT line FROM regexp_split_to_table(fraiseql.schema_sdl(), '\n') AS line WHERE line ~ '^  (searchItems|plain|dear|chosen|totals|cheaper|raise)';
SELECT fraiseql.execute('{ searchItems(limit: 2) { name } second: searchItems(limit: 1, offset: 1) { name } paper: searchItems(where: {name: {startswith: "pa"}, price: {gt: 1}}) { name } last: searchItems(orderBy: {name: DESC}, limit: 1) { name } }');
SELECT fraiseql.execute('{ dear(where: {id: {neq: 2}}) { name } chosen { name } none: chosen(where: {id: {eq: 1}}) { name } totals(where: {total: {gt: 3}}, orderBy: {total: DESC}, limit: 1, offset: 1) { itemId total } searchItems { name cheaper(limit: 1, orderBy: {price: DESC}, where: {_not: {name: {eq: "paper"}}}) { name } } }');
-- That order outlives a filter through a relation, which PostgreSQL could join as it likes.
CREATE TABLE tb_shop (id int PRIMARY KEY, name text);
INSERT INTO tb_shop SELECT i, 'shop ' || i FROM generate_series(1, 5000) AS i;
CREATE TABLE tb_offer AS SELECT i AS id, i * 7 % 5000 + 1 AS shop_id, i AS price FROM generate_series(1, 50) AS i;
ANALYZE tb_offer, tb_shop;
CREATE VIEW v_shop AS SELECT id, name FROM tb_shop;
CREATE VIEW v_offer AS SELECT id, shop_id, price FROM tb_offer;
CREATE FUNCTION dear_offers() RETURNS SETOF v_offer LANGUAGE sql STABLE AS 'SELECT * FROM v_offer ORDER BY price DESC';
CREATE FUNCTION written_offers() RETURNS SETOF v_offer LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELECT * FROM v_offer ORDER BY price DESC; END $$;
SELECT fraiseql.load_schema('type Shop { id: ID! name: String } type Offer { id: ID! shop: Shop } type Query { dear: [Offer!]! @function(name: "dear_offers") written: [Offer!]! @function(name: "written_offers") }');
SELECT fraiseql.execute('{ dear(where: {shop: {name: {startswith: "s"}}}, limit: 3) { id } written(where: {shop: {name: {startswith: "s"}}}, limit: 3) { id } }');
-- One jsonb gets the arguments that are not the list's, `input` unwrapped where it is the only one.
CREATE FUNCTION told(told jsonb) RETURNS TABLE (item_id int, keys text) LANGUAGE sql STABLE AS $$ SELECT 1, string_agg(k, ',') FROM jsonb_object_keys(told) AS k $$;
CREATE FUNCTION told_input(p_input jsonb) RETURNS TABLE (item_id int, keys text) LANGUAGE sql STABLE AS 'SELECT * FROM told(p_input)';
SELECT fraiseql.load_schema('
  type Told { itemId: ID! keys: String } input Words { firstWord: String second: Int }
  type Query { told(aWord: String, number: Int): [Told!]! @function(name: "told") input(input: Words): [Told!]! @function(name: "told_input") named(told: Words): [Told!]! @function(name: "told") }');
SELECT fraiseql.execute('{ told(aWord: "a", number: 1, limit: 1, where: {itemId: {eq: 1}}) { keys } none: told(where: {itemId: {eq: 2}}, aWord: "a") { keys } input(input: {firstWord: "a"}, orderBy: [{keys: ASC}]) { keys } named(told: {firstWord: "a"}, limit: 1) { keys } }');
-- What changes rows gets them all, and so does a function of one object.
CREATE FUNCTION fn_tell(payload jsonb) RETURNS TABLE (item_id int, keys text) LANGUAGE sql AS 'SELECT * FROM told(payload)';
SELECT fraiseql.load_schema('type Told { itemId: ID! keys: String } type Query { one(limit: Int, name: String): Told @function(name: "told") } type Mutation { tell(limit: Int!, name: String): [Told!]! }');
SELECT fraiseql.execute('{ one(limit: 0, name: "a") { keys } }'), fraiseql.execute('mutation { tell(limit: 0, name: "a") { keys } }');
SELECT fraiseql.load_schema('
  type Item { id: ID! name: String cheaper: [Item!]! @function(name: "cheaper") }
  type Query { searchItems(term: String): [Item!]! @function(name: "search_items") }');
SET fraiseql.max_rows = 1;
SELECT fraiseql.execute('{ searchItems { name cheaper { name } } }');
RESET fraiseql.max_rows;
DROP SCHEMA query_functions CASCADE;
