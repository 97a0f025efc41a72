-- Paging through a connection by either end gives the list, whatever the order, the nulls in it and the database.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=connections_there user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE connections_here;
CREATE DATABASE connections_there;
\c connections_there
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TABLE tb_row (id int PRIMARY KEY, parent_id int NOT NULL, a int, b text, c numeric, d timestamptz, e float8);
-- Few values, many ties, nulls everywhere.
INSERT INTO tb_row SELECT i, i % 3, NULLIF(i % 4, 0), NULLIF(chr(97 + i * 7 % 5), 'c'), NULLIF(i * 11 % 6, 0) / 3.0,
                          '2024-01-01'::timestamptz + NULLIF(i * 5 % 7, 0) * interval '1.000001 s', NULLIF(i * 3 % 5, 0) / 7.0::float8
                     FROM generate_series(1, 40) AS i;
CREATE VIEW v_parent AS SELECT generate_series(0, 3) AS id;
CREATE VIEW v_row AS SELECT id, parent_id, a, b, jsonb_build_object('c', c, 'd', d, 'e', e) AS data FROM tb_row;
\c connections_here
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE EXTENSION postgres_fdw;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
CREATE TABLE tb_row (id int PRIMARY KEY, parent_id int NOT NULL, a int, b text, c numeric, d timestamptz, e float8);
INSERT INTO tb_row SELECT i, i % 3, NULLIF(i % 4, 0), NULLIF(chr(97 + i * 7 % 5), 'c'), NULLIF(i * 11 % 6, 0) / 3.0,
                          '2024-01-01'::timestamptz + NULLIF(i * 5 % 7, 0) * interval '1.000001 s', NULLIF(i * 3 % 5, 0) / 7.0::float8
                     FROM generate_series(1, 40) AS i;
CREATE VIEW v_home AS SELECT generate_series(0, 3) AS id;
CREATE VIEW v_near AS SELECT id, parent_id, a, b, jsonb_build_object('c', c, 'd', d, 'e', e) AS data FROM tb_row;
SELECT fraiseql.load_schema('
  type Near { id: ID! a: Int b: String c: Decimal d: DateTime e: Float }
  type Far @source(relation: "v_row", database: "there") { id: ID! a: Int b: String c: Decimal d: DateTime e: Float }
  type Home { id: ID! near: [Near!]! @connection @join(local: ["id"], remote: ["parent_id"]) far: [Far!]! @connection @join(local: ["id"], remote: ["parent_id"]) }
  type Query { near: [Near!]! @connection far: [Far!]! @connection homes: [Home!]! }');

-- The connection in an answer: of the root field, or of the parents, which are paged through in step.
CREATE FUNCTION ask(place text, arguments text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  selection text := '{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';
  home text := split_part(place, '.', 2);
  answer json;
BEGIN
  IF home = '' THEN
    answer := fraiseql.execute(format('{ %s(%s) %s }', place, arguments, selection));
    IF answer -> 'errors' IS NOT NULL THEN RAISE '%', answer; END IF;
    RETURN answer -> 'data' -> place;
  END IF;
  answer := fraiseql.execute(format('{ homes(where: {id: {eq: %s}}) { %s(%s) %s } }', split_part(place, '.', 3), home, arguments, selection));
  IF answer -> 'errors' IS NOT NULL THEN RAISE '%', answer; END IF;
  RETURN answer -> 'data' -> 'homes' -> 0 -> home;
END $$;

CREATE FUNCTION ids(connection json) RETURNS int[] LANGUAGE sql AS $$
  SELECT COALESCE(array_agg((e -> 'node' ->> 'id')::int ORDER BY n), '{}') FROM json_array_elements(connection -> 'edges') WITH ORDINALITY AS t(e, n) $$;

-- What is wrong with the pages of this size in this order; null: nothing.
CREATE FUNCTION fault(place text, ordering text, size int, forward boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  whole json := ask(place, 'orderBy: ' || ordering);
  page json;
  cursor text;
  found int[] := '{}';
  more boolean := true;
  first_page boolean := true;
BEGIN
  WHILE more LOOP
    page := ask(place, format('%s: %s, orderBy: %s%s', CASE WHEN forward THEN 'first' ELSE 'last' END, size, ordering,
      ', ' || CASE WHEN forward THEN 'after' ELSE 'before' END || ': "' || cursor || '"'));
    IF page IS NULL THEN
      page := ask(place, format('%s: %s, orderBy: %s', CASE WHEN forward THEN 'first' ELSE 'last' END, size, ordering));
    END IF;
    found := CASE WHEN forward THEN found || ids(page) ELSE ids(page) || found END;
    more := (page -> 'pageInfo' ->> CASE WHEN forward THEN 'hasNextPage' ELSE 'hasPreviousPage' END)::boolean;
    IF (page -> 'pageInfo' ->> CASE WHEN forward THEN 'hasPreviousPage' ELSE 'hasNextPage' END)::boolean = first_page THEN
      RETURN 'the way back from ' || cursor;
    END IF;
    IF page ->> 'totalCount' <> whole ->> 'totalCount' THEN RETURN 'the total'; END IF;
    IF page -> 'pageInfo' ->> 'endCursor' IS DISTINCT FROM page -> 'edges' -> -1 ->> 'cursor' THEN RETURN 'the end cursor'; END IF;
    cursor := page -> 'pageInfo' ->> CASE WHEN forward THEN 'endCursor' ELSE 'startCursor' END;
    first_page := false;
    IF cardinality(found) > 100 THEN RETURN 'no end'; END IF;
  END LOOP;
  IF found <> ids(whole) THEN RETURN format('found %s of %s', found, ids(whole)); END IF;
  RETURN NULL;
END $$;

-- A random order of one to three keys.
CREATE FUNCTION some_order() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT '[' || string_agg(format('{%s: %s}', key, direction), ', ') || ']' FROM (
    SELECT key, (ARRAY['ASC', 'DESC', 'ASC_NULLS_FIRST', 'ASC_NULLS_LAST', 'DESC_NULLS_FIRST', 'DESC_NULLS_LAST'])[1 + floor(random() * 6)::int] AS direction
      FROM unnest(ARRAY['a', 'b', 'c', 'd', 'e', 'id']) AS key ORDER BY random() LIMIT 1 + floor(random() * 3)::int) AS o $$;

SELECT setseed(0.25);
CREATE TEMP TABLE trial AS
  SELECT place, some_order() AS ordering, 1 + floor(random() * 15)::int AS size, n % 2 = 0 AS forward, route
    FROM unnest(ARRAY['near', 'home.near.1', 'far', 'home.far.1', 'home.far.3'], ARRAY[30, 10, 10, 10, 1]) AS p(place, times)
   CROSS JOIN unnest(ARRAY['direct', 'foreign_scan']) AS route, generate_series(1, times) AS n
   WHERE route = 'direct' OR place LIKE '%far%';
SELECT count(DISTINCT ordering) > 50 AS many_orders FROM trial;
SELECT place, route, count(*), count(f) AS faults, min(f) AS fault
  FROM trial, LATERAL (SELECT set_config('fraiseql.route', route, false)) AS r(r), LATERAL (SELECT CASE WHEN r IS NOT NULL THEN fault(place, ordering, size, forward) END) AS t(f)
 GROUP BY place, route ORDER BY place, route;

-- Whatever is selected, over either route
SET fraiseql.route = 'direct';
SELECT fraiseql.execute('{ far(first: 1) { totalCount } homes(limit: 2) { far(first: 1, where: {a: {gt: 2}}) { totalCount } } }');
SELECT fraiseql.execute('{ homes(limit: 2) { far(first: -1) { totalCount } } }');
SELECT fraiseql.execute('{ homes { far(first: 1, after: "x") { totalCount } } }');
SET fraiseql.route = 'foreign_scan';
SELECT fraiseql.execute('{ far(first: 1) { totalCount } homes(limit: 2) { far(first: 1, where: {a: {gt: 2}}) { totalCount } } }');
-- What nothing is read for is checked all the same.
SELECT fraiseql.execute('{ far(after: "x") { __typename } }');
SELECT fraiseql.execute('{ far(where: {id: {eq: "no id"}}) { pageInfo { __typename } } }');
SELECT fraiseql.execute('{ homes(limit: 2) { far(where: {a: {eq: 2}}) { __typename } } }');
SET fraiseql.route = 'direct';
SELECT fraiseql.execute('{ far(after: "x") { __typename } }');
SELECT fraiseql.execute('{ homes(limit: 2) { far(where: {a: {eq: 2}}, first: 0) { __typename } } }');

\c :regression
DROP DATABASE connections_here WITH (FORCE);
DROP DATABASE connections_there WITH (FORCE);
