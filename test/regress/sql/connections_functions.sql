-- Connections over what functions return: at the root, as computed fields, and over both with rows of another database.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=pages_there user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE pages_here;
CREATE DATABASE pages_there;
\c pages_there
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TABLE tb_maker (id int PRIMARY KEY, name text);
INSERT INTO tb_maker SELECT i, 'maker ' || i FROM generate_series(0, 4) AS i;
CREATE TABLE tb_review (id int PRIMARY KEY, item_id int, stars int);
INSERT INTO tb_review SELECT i, i % 40, i % 5 FROM generate_series(1, 90) AS i;
CREATE VIEW v_maker AS SELECT id, name FROM tb_maker;
CREATE VIEW v_review AS SELECT id, item_id, stars FROM tb_review;
\c pages_here
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE EXTENSION postgres_fdw;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
CREATE TABLE tb_shelf (id int PRIMARY KEY, name text);
INSERT INTO tb_shelf VALUES (0, 'low'), (1, 'high'), (2, 'empty');
CREATE TABLE tb_item (id int PRIMARY KEY, shelf_id int, maker_id int, name text, price numeric(8,2));
-- Few values, many ties, nulls.
INSERT INTO tb_item SELECT i, i % 2, i % 5, NULLIF(chr(97 + i * 7 % 5), 'c'), NULLIF(i * 11 % 6, 0) * 1.25 FROM generate_series(1, 40) AS i;
CREATE VIEW v_shelf AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_shelf;
CREATE VIEW v_item AS SELECT id, maker_id, price, jsonb_build_object('name', name) AS data FROM tb_item;
CREATE FUNCTION search(term text DEFAULT NULL, p_max_price numeric DEFAULT 100) RETURNS SETOF v_item LANGUAGE sql STABLE AS $$
  SELECT * FROM v_item WHERE (term IS NULL OR data ->> 'name' = term) AND COALESCE(price, 0) <= p_max_price $$;
-- One that says nothing of itself is volatile: it counts its calls.
CREATE SEQUENCE calls;
CREATE FUNCTION counted() RETURNS SETOF v_item LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('calls'); RETURN QUERY SELECT * FROM v_item ORDER BY price DESC; END $$;
CREATE FUNCTION on_shelf(shelf v_shelf, at_least numeric DEFAULT NULL) RETURNS SETOF v_item LANGUAGE sql STABLE AS $$
  SELECT v.* FROM v_item AS v JOIN tb_item AS t USING (id) WHERE t.shelf_id = shelf.id AND (at_least IS NULL OR v.price >= at_least) ORDER BY v.id DESC $$;
CREATE FUNCTION counted_on_shelf(shelf v_shelf) RETURNS SETOF v_item LANGUAGE plpgsql AS $$
  BEGIN PERFORM nextval('calls'); RETURN QUERY SELECT v.* FROM v_item AS v JOIN tb_item AS t USING (id) WHERE t.shelf_id = shelf.id; END $$;
CREATE FUNCTION sums() RETURNS TABLE (id text, total numeric, at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT COALESCE(name, '-'), sum(price), '2025-01-01+00'::timestamptz + count(*) * interval '1 s' FROM tb_item GROUP BY 1 $$;
CREATE FUNCTION cheapest() RETURNS v_item LANGUAGE sql STABLE AS 'SELECT * FROM v_item ORDER BY price, id LIMIT 1';
CREATE FUNCTION nothing() RETURNS v_item LANGUAGE sql STABLE AS 'SELECT * FROM v_item WHERE false';
SELECT fraiseql.load_schema('
  type Item { id: ID! name: String price: Decimal maker: Maker reviews: [Review!]! @connection }
  type Maker @source(relation: "v_maker", database: "there") { id: ID! name: String }
  type Review @source(relation: "v_review", database: "there") { id: ID! stars: Int }
  type Shelf { id: ID! name: String
    items(atLeast: Decimal): [Item!]! @connection @function(name: "on_shelf")
    counted: [Item!]! @connection @function(name: "counted_on_shelf") }
  type Sum { id: ID! total: Decimal at: DateTime }
  type ItemPages { edges: [ItemPageEdge!]! pageInfo: Info! }
  type ItemPageEdge { node: Item! cursor: String! }
  type Info { hasNextPage: Boolean! endCursor: String }
  input NameOrder { name: Direction } enum Direction { ASC DESC }
  type Query {
    search(term: String, maxPrice: Decimal): [Item!]! @connection @function(name: "search")
    written(first: Int = 2, after: ID, orderBy: NameOrder): ItemPages @function(name: "search") @list(arguments: false)
    named: [Item!]! @connection @source(relation: "search")
    counted: [Item!]! @connection @function(name: "counted")
    sums: [Sum!]! @connection @function(name: "sums")
    cheapest: [Item!]! @connection @function(name: "cheapest")
    nothing: [Item!]! @connection @function(name: "nothing")
    shelves: [Shelf!]! }');
\pset format unaligned
\pset tuples_only on
SELECT line FROM regexp_split_to_table(fraiseql.schema_sdl(), '\n') AS line WHERE line ~ '^  (search|written|named|counted|sums|items)\M' OR line ~ '^  items';
SELECT fraiseql.execute('{ search(first: 2) { edges { cursor node { id name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }');
-- Arguments of the function beside those of the connection
SELECT fraiseql.execute('{ search(term: "a", maxPrice: "4", first: 2, where: {price: {isnull: false}}, orderBy: [{price: DESC}]) { nodes { id price } totalCount pageInfo { hasNextPage } } }');
SELECT fraiseql.execute('query ($t: String, $n: Int) { search(term: $t, last: $n) { nodes { id } } }', '{"t": "b", "n": 3}');
SELECT fraiseql.execute('{ written { edges { node { id } } } named(first: 1) { nodes { id } } sums(orderBy: {at: DESC}) { nodes { id total at } } cheapest { nodes { id price } totalCount } nothing { edges { cursor } pageInfo { hasNextPage startCursor } totalCount } }');
-- What nobody selects is not asked for; a function that may write is called once, whatever is read of it.
SELECT fraiseql.execute('{ counted(first: 2) { __typename nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }');
SELECT fraiseql.execute('{ counted(first: 2, after: "WyI4NTY2Y2UyYSIsIjIiXQ==") { __typename } }') #>> '{errors,0,message}';
SELECT nextval('calls');
SELECT fraiseql.execute('{ shelves(limit: 2) { counted(first: 1) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } totalCount } } }');
SELECT nextval('calls');
-- Computed fields, and rows of another database below them
SELECT fraiseql.execute('{ shelves { name items(first: 2, atLeast: "6.25") { totalCount nodes { id maker { name } reviews(first: 1, orderBy: {stars: DESC}) { totalCount nodes { id stars } } } } } }');
SELECT fraiseql.execute('{ search(last: 2, orderBy: {price: DESC_NULLS_LAST}) { edges { node { id price maker { id name } } } } counted(first: 1) { nodes { maker { name } } } }');
SET fraiseql.route = 'foreign_scan';
SELECT fraiseql.execute('{ shelves { items(last: 1) { nodes { id maker { name } reviews(last: 1) { nodes { id } } } } } }');
RESET fraiseql.route;
SET fraiseql.max_rows = 2;
SELECT fraiseql.execute('{ search(first: 5) { nodes { id } pageInfo { hasNextPage } } counted { nodes { id } totalCount } shelves { items { nodes { id } } } }');
RESET fraiseql.max_rows;

-- Aggregates of what functions return, as SQL computes them
SELECT fraiseql.execute('{ searchAggregate(maxPrice: "4", where: {id: {gt: 9}}, groupBy: {name: true}) { count sum { price } avg { price } max { name } groups { key { name } count sum { price } } } }');
SELECT json_build_object('count', count(*), 'sum', sum(price), 'avg', avg(price), 'max', max(data ->> 'name')) FROM search(NULL, 4) WHERE id > 9;
SELECT json_agg(g) FROM (SELECT data ->> 'name' AS name, count(*), sum(price) FROM search(NULL, 4) WHERE id > 9 GROUP BY 1 ORDER BY 1) AS g;
SELECT fraiseql.execute('{ countedAggregate(groupBy: {price: true}) { count groups { key { price } count } } sumsAggregate { sum { total } } cheapestAggregate { count } nothingAggregate { count max { price } __typename } none: searchAggregate(term: "z") { __typename } }');
SELECT fraiseql.execute('{ shelves { itemsAggregate(atLeast: "2", where: {name: {eq: "d"}}, groupBy: {price: true}) { count min { price } groups { key { price } count } } countedAggregate { count } } }');
SELECT nextval('calls');
SELECT fraiseql.execute('{ searchAggregate(where: {id: {eq: "one"}}) { count } countedAggregate { groups { count } } }') -> 'errors' -> 0 ->> 'message';

-- Paging through by either end gives what SQL gives.
CREATE FUNCTION connection(place text, arguments text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  selection text := '{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';
  answer json;
BEGIN
  IF place LIKE 'shelf.%' THEN
    answer := fraiseql.execute(format('{ shelves(where: {id: {eq: 1}}) { %s(%s) %s } }', substr(place, 7), arguments, selection));
    IF answer -> 'errors' IS NULL THEN RETURN answer #> ARRAY['data', 'shelves', '0', substr(place, 7)]; END IF;
  ELSE
    answer := fraiseql.execute(format('{ %s(%s) %s }', place, arguments, selection));
    IF answer -> 'errors' IS NULL THEN RETURN answer -> 'data' -> place; END IF;
  END IF;
  RAISE '% %: %', place, arguments, answer;
END $$;
CREATE FUNCTION walk(place text, arguments text, size int, forward boolean) RETURNS int[] LANGUAGE plpgsql AS $$
DECLARE
  page json;
  found int[] := '{}';
  cursor text;
BEGIN
  LOOP
    page := connection(place, format('%s%s: %s%s', arguments, CASE WHEN forward THEN 'first' ELSE 'last' END, size,
      COALESCE(CASE WHEN forward THEN ', after: "' ELSE ', before: "' END || cursor || '"', '')));
    SELECT CASE WHEN forward THEN found || a ELSE a || found END INTO found
      FROM (SELECT COALESCE(array_agg((e -> 'node' ->> 'id')::int ORDER BY n), '{}') AS a FROM json_array_elements(page -> 'edges') WITH ORDINALITY AS t(e, n)) AS p;
    -- There is a way back from all pages but the first one.
    IF (cursor IS NOT NULL) <> (page -> 'pageInfo' ->> CASE WHEN forward THEN 'hasPreviousPage' ELSE 'hasNextPage' END)::boolean THEN RAISE 'no way back from %', cursor; END IF;
    EXIT WHEN NOT (page -> 'pageInfo' ->> CASE WHEN forward THEN 'hasNextPage' ELSE 'hasPreviousPage' END)::boolean;
    cursor := page -> 'pageInfo' ->> CASE WHEN forward THEN 'endCursor' ELSE 'startCursor' END;
    IF cardinality(found) > 100 THEN RAISE 'no end'; END IF;
  END LOOP;
  IF (page ->> 'totalCount')::int <> cardinality(found) THEN RAISE 'the total is not %', page ->> 'totalCount'; END IF;
  RETURN found;
END $$;
CREATE TABLE trial (place text, arguments text, by_hand text);
INSERT INTO trial
SELECT place, call || COALESCE('orderBy: ' || ordering || ', ', ''),
       format('SELECT array_agg(t.id ORDER BY %s t.id) FROM (%s) AS t', COALESCE(sql || ',', ''), rows)
  FROM (VALUES ('search', '', 'TABLE tb_item'), ('counted', '', 'TABLE tb_item'), ('search', 'term: "b", ', $$SELECT * FROM tb_item WHERE name = 'b'$$),
               ('search', 'maxPrice: "4", where: {id: {gt: 9}}, ', 'SELECT * FROM tb_item WHERE COALESCE(price, 0) <= 4 AND id > 9'),
               ('shelf.items', '', 'SELECT * FROM tb_item WHERE shelf_id = 1'), ('shelf.items', 'atLeast: "2", ', 'SELECT * FROM tb_item WHERE shelf_id = 1 AND price >= 2'),
               ('shelf.counted', 'where: {name: {eq: "d"}}, ', $$SELECT * FROM tb_item WHERE shelf_id = 1 AND name = 'd'$$)) AS p(place, call, rows),
       (VALUES (NULL, NULL), ('[{price: DESC}]', 't.price DESC'), ('[{name: ASC_NULLS_FIRST}, {price: DESC_NULLS_LAST}]', 't.name NULLS FIRST, t.price DESC NULLS LAST'),
               ('[{name: DESC}, {id: DESC}]', 't.name DESC, t.id DESC')) AS o(ordering, sql);
CREATE FUNCTION by_hand(query text) RETURNS int[] LANGUAGE plpgsql AS $$ DECLARE ids int[]; BEGIN EXECUTE query INTO ids; RETURN ids; END $$;
SELECT place, count(*) AS walks, min(cardinality(by_hand(by_hand))) AS rows, count(*) FILTER (WHERE walk(place, arguments, size, forward) IS DISTINCT FROM by_hand(by_hand)) AS faults
  FROM trial, unnest(ARRAY[1, 3, 7, 40]) AS size, unnest(ARRAY[true, false]) AS forward GROUP BY place ORDER BY place;

-- A page of a function that PostgreSQL can look into begins where the index says, and reads no more than it shows.
CREATE TABLE tb_row (id int PRIMARY KEY, grade int NOT NULL);
INSERT INTO tb_row SELECT i, i / 3 FROM generate_series(1, 20000) AS i;
CREATE INDEX row_grade ON tb_row (grade, id);
VACUUM ANALYZE tb_row;
CREATE VIEW v_row AS SELECT jsonb_build_object('id', id, 'grade', grade) AS data FROM tb_row;
CREATE FUNCTION rows_above(at_least int) RETURNS SETOF v_row LANGUAGE sql STABLE AS $$ SELECT * FROM v_row WHERE (data ->> 'grade')::int >= at_least $$;
SELECT fraiseql.load_schema('type Row { id: ID! grade: Int! } type Query { rowsAbove(atLeast: Int!): [Row!]! @connection @function(name: "rows_above") rowList(atLeast: Int!): [Row!]! @function(name: "rows_above") }');
SELECT fraiseql.execute('{ rowsAbove(atLeast: 5, where: {id: {eq: 10000}}, orderBy: [{grade: ASC}], first: 1) { pageInfo { endCursor } } }') #>> '{data,rowsAbove,pageInfo,endCursor}' AS cursor \gset
SELECT pg_stat_force_next_flush();
SELECT pg_stat_reset();
SELECT fraiseql.execute(format('{ rowsAbove(atLeast: 5, first: 2, after: "%s", orderBy: [{grade: ASC}]) { nodes { id grade } pageInfo { hasNextPage } } }', :'cursor'));
SELECT fraiseql.execute('{ rowList(atLeast: 1, where: {grade: {gte: 6000}}, orderBy: [{grade: ASC}], limit: 2) { id } }');
SELECT pg_stat_force_next_flush();
SELECT indexrelname, idx_scan, idx_tup_read < 14 AS few FROM pg_stat_user_indexes WHERE relname = 'tb_row' AND idx_scan > 0;
SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'tb_row';

-- What is not asked right
SELECT fraiseql.load_schema('type Item { id: ID! price: Decimal } type Query { search(term: String): [Item!] @connection @function(name: "search") counted: [Item!] @connection @function(name: "counted") }');
SELECT fraiseql.execute('{ search(first: -1) { nodes { id } } counted(last: -1) { nodes { id } } }');
SELECT fraiseql.execute('{ search(first: 1, last: 1) { nodes { id } } counted(after: "x") { nodes { id } } }');
SELECT fraiseql.execute(format('{ search(after: "%s", orderBy: [{price: ASC}]) { nodes { id } } counted(after: "%1$s") { totalCount } }', fraiseql.execute('{ search(first: 39) { pageInfo { endCursor } } }') #>> '{data,search,pageInfo,endCursor}'));
SELECT fraiseql.execute(format('{ search(after: "%s") { nodes { id } } counted(after: "%1$s") { nodes { id } } }',
  translate(encode(convert_to(replace(convert_from(decode(fraiseql.execute('{ search(first: 1) { pageInfo { endCursor } } }') #>> '{data,search,pageInfo,endCursor}', 'base64'), 'UTF8'), '"1"', '"one"'), 'UTF8'), 'base64'), E'\n', '')));

-- What a schema gets wrong
\set VERBOSITY default
CREATE FUNCTION documents() RETURNS SETOF jsonb LANGUAGE sql AS $$ SELECT '{"id": 1}'::jsonb $$;
CREATE FUNCTION keyless() RETURNS TABLE (price numeric, name text) LANGUAGE sql AS $$ SELECT 1.0, 'a' $$;
CREATE FUNCTION paged(p_first int DEFAULT 1) RETURNS SETOF v_item LANGUAGE sql AS 'SELECT * FROM v_item LIMIT p_first';
CREATE FUNCTION fn_raise() RETURNS SETOF v_item LANGUAGE sql AS 'SELECT * FROM v_item';
CREATE FUNCTION silent() RETURNS void LANGUAGE sql AS '';
SELECT fraiseql.load_schema('
  type Item { id: ID! price: Decimal }
  type ItemPages { edges: [ItemPageEdge!]! pageInfo: PageInfo! sum: Int }
  type ItemPageEdge { node: Item! cursor: String! }
  type RightPages { edges: [ItemPageEdge!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }
  type Query {
    documents: [Item!]! @connection @function(name: "documents")
    paged: [Item!]! @connection @function(name: "paged")
    silent: [Item!] @connection @function(name: "silent")
    nowhere: [Item!]! @connection @function(name: "nowhere")
    sums: ItemPages @function(name: "search") }
  type Mutation { raise: RightPages }');
SELECT fraiseql.load_schema('type Price { price: Decimal } type Query { keyless: [Price!]! @connection @function(name: "keyless") }');
\c :regression
DROP DATABASE pages_here WITH (FORCE);
DROP DATABASE pages_there WITH (FORCE);
