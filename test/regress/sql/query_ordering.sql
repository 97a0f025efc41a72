-- Order and windows: orderBy, the key as the last word, limit and offset, at the root and for each parent.
SET client_min_messages = warning;
CREATE SCHEMA query_ordering;
SET search_path = query_ordering;
CREATE TABLE tb_team (id int PRIMARY KEY, name text);
CREATE TABLE tb_player (id int PRIMARY KEY, team_id int, rank int, name text, score numeric);
INSERT INTO tb_team VALUES (1, 'Reds'), (2, 'Blues'), (3, NULL), (4, 'Greens');
-- In a physical order that is none of those asked for
INSERT INTO tb_player VALUES (4, 2, 2, 'd', 100), (2, 1, 2, 'b', 9), (5, 3, NULL, 'e', 20), (1, 1, 1, 'a', 10), (3, 2, 1, 'c', NULL), (6, NULL, 1, 'f', 9);
CREATE VIEW v_team AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_team;
CREATE VIEW v_player AS SELECT id, team_id, jsonb_build_object('rank', rank, 'name', name, 'score', score) AS data FROM tb_player;
SELECT fraiseql.load_schema('
  type Team { id: ID! name: String players: [Player!]! best: Player }
  type Player { id: ID! rank: Int name: String score: Decimal team: Team }
  type Query { players: [Player!]! teams: [Team!]! player(rank: Int): Player maybe: [Player!] @source(relation: "v_player") }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.ids(arguments text, variables jsonb DEFAULT NULL, declared text DEFAULT '') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(a -> 'errors' -> 0 ->> 'message', (SELECT string_agg(p ->> 'id', ' ' ORDER BY n) FROM json_array_elements(a #> '{data,players}') WITH ORDINALITY AS e(p, n)), 'none')
    FROM fraiseql.execute('query' || declared || ' { players(' || arguments || ') { id } }', variables) a $$;
-- Numbers are ordered as numbers; NULL is last going up and first going down, unless said otherwise; ties go by key.
SELECT f, pg_temp.ids('orderBy: ' || f) FROM unnest(ARRAY['{score: ASC}', '{score: DESC}', '{score: ASC_NULLS_FIRST}', '{score: ASC_NULLS_LAST}', '{score: DESC_NULLS_FIRST}', '{score: DESC_NULLS_LAST}', '{rank: ASC}', '{rank: DESC}',
  '{id: DESC}', '[{rank: ASC}, {score: DESC}]', '[{rank: ASC}, {name: DESC}]', '{rank: ASC, name: DESC}', '[{rank: DESC_NULLS_LAST}]', '[{team: {name: ASC}}]', '[{team: {name: DESC}}, {name: DESC}]', '[{team: {name: ASC_NULLS_FIRST, id: DESC}}]']) f;
-- The order of keys in a variable is that of the type, the order of a list is the client's.
SELECT pg_temp.ids('orderBy: $o', '{"o": [{"name": "DESC"}, {"rank": "ASC"}]}', '($o: [PlayerOrderByInput!])');
SELECT pg_temp.ids('orderBy: $o', '{"o": {"name": "DESC"}}', '($o: [PlayerOrderByInput!])');
SELECT pg_temp.ids('orderBy: [{name: $d}]', '{"d": "DESC"}', '($d: OrderDirection)');
-- Windows are in the order of the key.
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['limit: 2', 'limit: 0', 'offset: 4', 'limit: 2, offset: 1', 'limit: null, offset: 5', 'limit: 2, offset: null', 'offset: 99', 'limit: 2147483647', 'orderBy: {name: DESC}, limit: 2', 'orderBy: {rank: ASC}, limit: 2, offset: 2',
  'orderBy: [], limit: 1', 'orderBy: {}, limit: 1']) f;
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['limit: -1', 'offset: -1', 'limit: -1, offset: -2', 'limit: 2147483648', 'limit: "1"', 'orderBy: {name: null}', 'orderBy: {name: UP}', 'orderBy: {nonsense: ASC}', 'orderBy: [null]']) f;
SELECT pg_temp.ids('limit: $n', '{"n": -5}', '($n: Int)');
SELECT pg_temp.ids('limit: $n', '{"n": 3}', '($n: Int)');
SELECT length(pg_temp.ids('limit: $n', '{"n": null}', '($n: Int)'));
SELECT length(pg_temp.ids('limit: $n', '{}', '($n: Int, $unused: Int)'));
SELECT length(pg_temp.ids('limit: $n', '{}', '($n: Int)'));
SELECT fraiseql.execute('{ maybe(limit: -1) { id } teams(limit: 1) { name players(offset: -1) { id } } }');
-- For each parent
SELECT fraiseql.execute('{ teams(orderBy: {id: ASC}) { id players(orderBy: {score: DESC_NULLS_LAST}, limit: 1) { name } rest: players(limit: 5, offset: 1) { name } } }');
SELECT fraiseql.execute('{ teams(orderBy: {name: DESC_NULLS_LAST}, limit: 2) { name players(orderBy: [{team: {name: ASC}}, {name: DESC}]) { name team { name } } } }');
-- One object where several fit: the first in the order of the key
SELECT fraiseql.execute('{ player(rank: 1) { id } teams(limit: 2, offset: 1) { best { id } } }');
-- The cap of the server
SET fraiseql.max_rows = 2;
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['limit: 5', 'limit: 1', 'offset: 3', 'orderBy: {name: DESC}']) f;
SELECT fraiseql.execute('{ players { id } teams(limit: 1) { players { id } } }');
RESET fraiseql.max_rows;
SELECT pg_temp.ids('limit: 3');
DROP SCHEMA query_ordering CASCADE;
