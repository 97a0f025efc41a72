-- Lists and connections over the members of abstract types: at the root, below rows, here, there and mixed.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=members_there user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE members_here;
CREATE DATABASE members_there;
\c members_there
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TABLE tb_work (kind text, id int, owner_id int, title text, year int);
INSERT INTO tb_work SELECT kind, i, i % 3, NULLIF(chr(97 + i * 7 % 5), 'c'), NULLIF(i * 11 % 6, 0) FROM unnest(ARRAY['Song', 'Dance', 'Book', 'Film']) AS kind, generate_series(1, 12) AS i;
CREATE VIEW v_song AS SELECT id, owner_id, title, year FROM tb_work WHERE kind = 'Song';
CREATE VIEW v_dance AS SELECT id, owner_id, jsonb_build_object('title', title, 'year', year, 'steps', id * 2) AS data FROM tb_work WHERE kind = 'Dance';
CREATE VIEW v_fan AS SELECT id FROM generate_series(0, 3) AS id;
\c members_here
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE EXTENSION postgres_fdw;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
CREATE TABLE tb_work (kind text, id int, owner_id int, title text, year int);
INSERT INTO tb_work SELECT kind, i, i % 3, NULLIF(chr(97 + i * 7 % 5), 'c'), NULLIF(i * 11 % 6, 0) FROM unnest(ARRAY['Song', 'Dance', 'Book', 'Film']) AS kind, generate_series(1, 12) AS i;
-- Types differ from member to member: those of keys, of what rows are ordered by, of what joins.
CREATE VIEW v_book AS SELECT id, owner_id, title, year, id * 100 AS pages FROM tb_work WHERE kind = 'Book';
CREATE VIEW v_film AS SELECT id::bigint AS id, owner_id::bigint AS owner_id, title::varchar AS title, jsonb_build_object('year', year::smallint, 'minutes', id + 90) AS data FROM tb_work WHERE kind = 'Film';
CREATE VIEW v_owner AS SELECT id, jsonb_build_object('name', 'owner ' || id) AS data FROM generate_series(0, 3) AS id;
SELECT fraiseql.load_schema('
  interface Work { id: ID! title: String year: Int }
  type Book implements Work { id: ID! title: String year: Int pages: Int! owner: Owner }
  type Film implements Work { id: ID! title: String year: Int minutes: Int }
  union Medium = Book | Film
  interface Act { id: ID! title: String year: Int }
  type Song implements Act @source(relation: "v_song", database: "there") { id: ID! title: String year: Int fan: Fan @join(local: ["owner_id"], remote: ["id"]) }
  type Dance implements Act @source(relation: "v_dance", database: "there") { id: ID! title: String year: Int steps: Int }
  union Mixed = Book | Song
  type Owner { id: ID! name: String
    works: [Work!]! @connection @join(local: ["id"], remote: ["owner_id"])
    acts: [Act!]! @connection @join(local: ["id"], remote: ["owner_id"])
    mixed: [Mixed!]! @connection @join(local: ["id"], remote: ["owner_id"])
    workList: [Work!]! @join(local: ["id"], remote: ["owner_id"])
    actList: [Act!]! @join(local: ["id"], remote: ["owner_id"])
    mixedList: [Mixed!]! @join(local: ["id"], remote: ["owner_id"]) }
  type Fan @source(relation: "v_fan", database: "there") { id: ID!
    works: [Work!]! @connection @join(local: ["id"], remote: ["owner_id"])
    acts: [Act!]! @connection @join(local: ["id"], remote: ["owner_id"])
    workList: [Work!]! @join(local: ["id"], remote: ["owner_id"]) }
  type Query {
    works: [Work!]! @connection media: [Medium!] @connection acts: [Act!]! @connection mixed: [Mixed!]! @connection
    workList(year: Int): [Work!]! mediaList: [Medium!]! actList: [Act!]! mixedList: [Mixed!]!
    owners: [Owner!]! fans: [Fan!]! }');
\pset format unaligned
\pset tuples_only on
SELECT line FROM regexp_split_to_table(fraiseql.schema_sdl(), '\n') AS line WHERE line ~ '^  (works|media|acts|mixed|workList|mediaList|actList|mixedList)\(';
SELECT fraiseql.execute('{ works(first: 2, orderBy: [{title: ASC}]) { edges { cursor node { __typename id title ... on Book { pages owner { name } } ... on Film { minutes } } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount __typename } }');
SELECT fraiseql.execute('{ media(last: 2) { edges { node { __typename ... on Film { id minutes } } cursor } nodes { ... on Film { title } } pageInfo { hasNextPage hasPreviousPage } } }');
SELECT fraiseql.execute('{ works(first: 1, where: {title: {eq: "b"}, year: {gt: 1}}, orderBy: [{year: DESC}]) { totalCount nodes { __typename id year } } none: works(where: {id: {eq: 99}}) { nodes { id } pageInfo { hasNextPage startCursor } totalCount } }');
SELECT fraiseql.execute('{ works(first: 3) { totalCount } media { __typename pageInfo { __typename } } owners(limit: 1) { works { pageInfo { hasNextPage } } acts(first: 1) { __typename totalCount } } }');
-- Below rows: in the statement of its database, or by the keys of a batch
SELECT fraiseql.execute('{ owners(limit: 2) { works(first: 1, orderBy: {title: DESC_NULLS_LAST}) { totalCount nodes { __typename id title } pageInfo { hasNextPage } } acts(last: 1) { totalCount nodes { __typename id ... on Song { fan { id acts(first: 1) { nodes { id } } } } ... on Dance { steps } } pageInfo { hasPreviousPage } } mixed(first: 1) { nodes { __typename ... on Song { title } } } } }');
SELECT fraiseql.execute('{ fans(limit: 1, offset: 3) { works(first: 1) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } acts { nodes { id } totalCount } } }');
SELECT json_array_length(fraiseql.execute('{ acts(first: 1234) { nodes { id } pageInfo { hasNextPage } } }') #> '{data,acts,nodes}'), json_array_length(fraiseql.execute('{ actList(limit: 1234) { id } }') #> '{data,actList}');
-- Lists have an order and a window as a whole, and all of their rows.
SELECT fraiseql.execute('{ workList(orderBy: [{title: DESC_NULLS_LAST}], limit: 3, offset: 1) { __typename id title } actList(limit: 2, where: {year: {gte: 4}}, orderBy: [{year: ASC}]) { __typename id year } mixedList(limit: 1, offset: 12) { __typename ... on Song { id } } mediaList(offset: 23) { ... on Film { id } } declared: workList(year: 5, limit: 2) { __typename id } }');
SELECT fraiseql.execute('{ owners(limit: 1) { actList { __typename id } mixedList(limit: 5) { __typename ... on Book { id } ... on Song { id } } workList(orderBy: {year: DESC_NULLS_LAST}, limit: 2) { __typename id year } } fans(limit: 1) { workList { __typename id } two: workList(limit: 2, offset: 3, orderBy: {id: DESC}) { __typename id } } }');
SELECT set_config('fraiseql.route', 'foreign_scan', false);
SELECT fraiseql.execute('{ owners(limit: 1) { actList { __typename id } mixedList(limit: 5) { __typename ... on Book { id } ... on Song { id } } acts(first: 2, orderBy: {title: ASC_NULLS_FIRST}) { nodes { __typename id title } } } mixedList(limit: 1, offset: 12) { __typename ... on Song { id } } }');
RESET fraiseql.route;
SET fraiseql.max_rows = 2;
SELECT fraiseql.execute('{ works { nodes { id } totalCount } owners(limit: 1) { acts(first: 5) { nodes { id } } actList { id } } workList { id } }');
RESET fraiseql.max_rows;

-- Paging through by either end gives what SQL gives.
CREATE FUNCTION connection(place text, arguments text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  selection text := '{ edges { cursor node { __typename ... on Book { id } ... on Film { id } ... on Song { id } ... on Dance { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';
  parent text := split_part(place, '.', 1);
  field text := split_part(place, '.', 2);
  answer json;
BEGIN
  selection := CASE field WHEN 'works' THEN replace(replace(selection, '... on Song { id }', ''), '... on Dance { id }', '')
                          WHEN 'media' THEN replace(replace(selection, '... on Song { id }', ''), '... on Dance { id }', '')
                          WHEN 'acts' THEN replace(replace(selection, '... on Book { id }', ''), '... on Film { id }', '')
                          ELSE replace(replace(selection, '... on Dance { id }', ''), '... on Film { id }', '') END;
  IF parent = '' THEN
    answer := fraiseql.execute(format('{ %s(%s) %s }', field, arguments, selection));
    IF answer -> 'errors' IS NULL THEN RETURN answer -> 'data' -> field; END IF;
  ELSE
    answer := fraiseql.execute(format('{ %s(where: {id: {eq: 1}}) { %s(%s) %s } }', parent, field, arguments, selection));
    IF answer -> 'errors' IS NULL THEN RETURN answer #> ARRAY['data', parent, '0', field]; END IF;
  END IF;
  RAISE '% %: %', place, arguments, answer;
END $$;
CREATE FUNCTION walk(place text, arguments text, size int, forward boolean) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  page json;
  found text[] := '{}';
  cursor text;
BEGIN
  LOOP
    page := connection(place, format('%s%s: %s%s', arguments, CASE WHEN forward THEN 'first' ELSE 'last' END, size,
      COALESCE(CASE WHEN forward THEN ', after: "' ELSE ', before: "' END || cursor || '"', '')));
    SELECT CASE WHEN forward THEN found || a ELSE a || found END INTO found
      FROM (SELECT COALESCE(array_agg((e -> 'node' ->> '__typename') || (e -> 'node' ->> 'id') ORDER BY n), '{}') AS a FROM json_array_elements(page -> 'edges') WITH ORDINALITY AS t(e, n)) AS p;
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
SELECT place, COALESCE('orderBy: ' || ordering || ', ', ''), format('SELECT array_agg(t.kind || t.id ORDER BY %s t.kind COLLATE "C", t.id) FROM tb_work AS t WHERE kind IN (%s) AND (%s)', COALESCE(sql || ',', ''), kinds, condition)
  FROM (VALUES ('.works', $$'Book', 'Film'$$, 'true'), ('.acts', $$'Song', 'Dance'$$, 'true'), ('owners.works', $$'Book', 'Film'$$, 'owner_id = 1'),
               ('owners.acts', $$'Song', 'Dance'$$, 'owner_id = 1'), ('fans.works', $$'Book', 'Film'$$, 'owner_id = 1'), ('fans.acts', $$'Song', 'Dance'$$, 'owner_id = 1')) AS p(place, kinds, condition),
       (VALUES (NULL, NULL), ('[{year: DESC}]', 't.year DESC'), ('[{title: ASC_NULLS_FIRST}, {year: DESC_NULLS_LAST}]', 't.title NULLS FIRST, t.year DESC NULLS LAST'), ('[{id: DESC}]', 't.id DESC')) AS o(ordering, sql)
UNION ALL
SELECT place, '', format('SELECT array_agg(t.kind || t.id ORDER BY t.kind COLLATE "C", t.id) FROM tb_work AS t WHERE kind IN (%s) AND (%s)', kinds, condition)
  FROM (VALUES ('.media', $$'Book', 'Film'$$, 'true'), ('.mixed', $$'Book', 'Song'$$, 'true'), ('owners.mixed', $$'Book', 'Song'$$, 'owner_id = 1')) AS p(place, kinds, condition)
UNION ALL
SELECT '.works', 'where: {year: {gt: 2}}, ', $$SELECT array_agg(t.kind || t.id ORDER BY t.kind COLLATE "C", t.id) FROM tb_work AS t WHERE kind IN ('Book', 'Film') AND year > 2$$;
CREATE FUNCTION by_hand(query text) RETURNS text[] LANGUAGE plpgsql AS $$ DECLARE ids text[]; BEGIN EXECUTE query INTO ids; RETURN ids; END $$;
SELECT place, route, count(*) AS walks, min(cardinality(by_hand(by_hand))) AS rows,
       count(*) FILTER (WHERE walk(CASE WHEN set_config('fraiseql.route', route, false) = route THEN place END, arguments, size, forward) IS DISTINCT FROM by_hand(by_hand)) AS faults
  FROM unnest(ARRAY['direct', 'foreign_scan']) AS route, trial, unnest(ARRAY[1, 5, 30]) AS size, unnest(ARRAY[true, false]) AS forward
 WHERE route = 'direct' OR place NOT IN ('.works', '.media', 'owners.works') GROUP BY place, route ORDER BY place COLLATE "C", route;
RESET fraiseql.route;

-- A page reads of each member what it shows at most, by an index where there is one.
CREATE TABLE tb_near (id int PRIMARY KEY, grade int NOT NULL);
CREATE TABLE tb_far (id int PRIMARY KEY, grade int NOT NULL);
INSERT INTO tb_near SELECT i, i / 3 FROM generate_series(1, 20000) AS i;
INSERT INTO tb_far SELECT i, i / 3 FROM generate_series(1, 20000) AS i;
CREATE INDEX near_grade ON tb_near (grade, id);
CREATE INDEX far_grade ON tb_far (grade, id);
VACUUM ANALYZE tb_near, tb_far;
CREATE VIEW v_near AS SELECT jsonb_build_object('id', id, 'grade', grade) AS data FROM tb_near;
CREATE VIEW v_far AS SELECT jsonb_build_object('id', id, 'grade', grade) AS data FROM tb_far;
SELECT fraiseql.load_schema('interface Graded { id: ID! grade: Int! } type Near implements Graded { id: ID! grade: Int! } type Far implements Graded { id: ID! grade: Int! } type Query { graded: [Graded!]! @connection }');
SELECT fraiseql.execute('{ graded(where: {id: {eq: 10000}}, orderBy: [{grade: ASC}], first: 1) { pageInfo { endCursor } } }') #>> '{data,graded,pageInfo,endCursor}' AS grade,
       fraiseql.execute('{ graded(where: {id: {eq: 10000}}, last: 1) { pageInfo { endCursor } } }') #>> '{data,graded,pageInfo,endCursor}' AS key \gset
SELECT pg_stat_force_next_flush();
SELECT pg_stat_reset();
SELECT fraiseql.execute(format('{ graded(first: 3, after: "%s", orderBy: [{grade: ASC}]) { nodes { __typename id grade } pageInfo { hasNextPage } } }', :'grade'));
SELECT fraiseql.execute(format('{ graded(last: 2, before: "%s") { nodes { __typename id } pageInfo { hasPreviousPage } } }', :'key'));
SELECT pg_stat_force_next_flush();
SELECT indexrelname, idx_scan, idx_tup_read < 14 AS few FROM pg_stat_user_indexes WHERE relname IN ('tb_near', 'tb_far') ORDER BY indexrelname COLLATE "C";
SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE relname IN ('tb_near', 'tb_far');

-- What is not asked right
SELECT fraiseql.load_schema('
  interface Work { id: ID! title: String } type Book implements Work { id: ID! title: String } type Film implements Work { id: ID! title: String } union Medium = Book | Film
  type Query { works: [Work!] @connection media: [Medium!] @connection workList: [Work!] }');
SELECT fraiseql.execute('{ media(first: -1) { totalCount } }');
SELECT fraiseql.execute('{ media(first: 1, last: 1) { totalCount } }');
SELECT fraiseql.execute('{ media(after: "x") { __typename } }');
SELECT fraiseql.execute(format('{ media(after: "%s") { nodes { __typename } } }', fraiseql.execute('{ works(first: 1) { pageInfo { endCursor } } }') #>> '{data,works,pageInfo,endCursor}'));
SELECT fraiseql.execute('query ($w: WorkWhereInput!) { works(where: $w) { totalCount } workList(where: null) { id } }', '{"w": {"id": {"eq": null, "gt": null}}}');
-- What a schema gets wrong
\set VERBOSITY default
CREATE VIEW v_keyless AS SELECT title FROM tb_work;
SELECT fraiseql.load_schema('type Book { id: ID! title: String } type Keyless { title: String } union Some = Book | Keyless type Query { some: [Some!]! @connection }');
SELECT fraiseql.load_schema('type Book { id: ID! title: String } type Nowhere { title: String } union Some = Book | Nowhere type Query { some: [Some!]! @connection }');
\c :regression
DROP DATABASE members_here WITH (FORCE);
DROP DATABASE members_there WITH (FORCE);
