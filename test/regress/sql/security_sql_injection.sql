-- Whatever a client or a catalog spells, it stays a value or a name.
SET client_min_messages = warning;
CREATE SCHEMA "security ""sql'injection";
SET search_path = "security ""sql'injection";
CREATE TABLE "tb ""odd'; --" (id int PRIMARY KEY, "na""me'; --" text, "$1" text, "%s" text, doc jsonb);
INSERT INTO "tb ""odd'; --" VALUES (1, 'a', 'one', '%l', '{"k''\"": "v"}'), (2, '''; DROP TABLE x; --', 'two', '%r $1 {}', '{}');
CREATE VIEW v_odd AS SELECT id, jsonb_build_object('na"me''; --', "na""me'; --", 'back\slash', '\') AS data, "$1", "%s", doc FROM "tb ""odd'; --";
CREATE FUNCTION "fn ""odd'; --"("p ""'" text) RETURNS text LANGUAGE sql AS $$ SELECT '[' || $1 || ']' $$;
SELECT fraiseql.load_schema($$
  type Odd { id: ID! name: String @column(name: "na\"me'; --") dollar: String @column(name: "$1") percent: String @column(name: "%s") back: String @column(name: "back\\slash") doc: JSON }
  type Direct @source(relation: "\"tb \"\"odd'; --\"") { id: ID! name: String @column(name: "na\"me'; --") }
  type Query { odds(name: String @column(name: "na\"me'; --"), dollar: String @column(name: "$1")): [Odd!]! direct(name: String @column(name: "na\"me'; --")): [Direct!] }
  type Mutation { odd(text: String @column(name: "p \"'")): String @function(name: "\"fn \"\"odd'; --\"") }
$$);
\pset format unaligned
\pset tuples_only on
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SELECT fraiseql.execute(E'{ odds(orderBy: {id: ASC}) { id name dollar percent back } direct(name: "a") { name } }');
RESET standard_conforming_strings;
SELECT fraiseql.execute('{ odds(orderBy: {id: ASC}) { id name dollar percent back doc } direct(name: "a") { name } }');
CREATE FUNCTION pg_temp.ids(value text) RETURNS text LANGUAGE sql AS $$
  SELECT fraiseql.execute('query ($v: String, $l: [String!]) { a: odds(name: $v) { id } b: odds(where: {name: {eq: $v}}) { id } c: odds(where: {name: {in: $l}}) { id }
    d: odds(where: {_or: [{name: {contains: $v}}, {percent: {startswith: $v}}]}) { id } }', jsonb_build_object('v', value, 'l', array[value])) #>> '{data}' $$;
SELECT v, pg_temp.ids(v) FROM unnest(ARRAY['''; DROP TABLE x; --', 'a'' OR ''1''=''1', '{a}', '"', '\', '{', ',', 'NULL', '%', '$1', '%l', '%r $1 {}', '']) v;
SELECT fraiseql.execute('query ($k: String!, $d: JSON) { odds(where: {doc: {has_key: $k}}) { id } e: odds(where: {doc: {contains: $d}}) { id } }', '{"k": "k''\"", "d": {"k''\"": "v"}}');
SELECT fraiseql.execute('mutation ($t: String) { a: odd(text: $t) b: odd(text: "''; --\\ \" \u0041") }', jsonb_build_object('t', E''');DROP TABLE x;--\x02\x01'));
-- Names come from the schema, so that what is not there is refused.
SELECT fraiseql.execute('{ odds(orderBy: {id: ASC}) { id "name" } }');
SELECT fraiseql.execute('query ($o: [OddOrderByInput!]) { odds(orderBy: $o) { id } }', '{"o": [{"id; DROP TABLE x": "ASC"}]}');
SELECT fraiseql.execute('query ($o: [OddOrderByInput!]) { odds(orderBy: $o) { id } }', '{"o": [{"id": "ASC; DROP TABLE x"}]}');
-- Keys of the answer are the client's, control characters in data are escaped.
SELECT fraiseql.execute('query ($o: Int) { x: odds(limit: $o) { id } }', '{"o": "1; DROP TABLE x"}');
UPDATE "tb ""odd'; --" SET "na""me'; --" = E'\x01' || '0' || E'\x02k\x01\x03V1\x03' WHERE id = 1;
SELECT fraiseql.execute('{ odds(dollar: "one") { name } }');
-- Functions that a search path puts before those of pg_catalog change nothing.
CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'fooled' $$;
CREATE FUNCTION strpos(text, text) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
SET search_path = "security ""sql'injection", pg_catalog;
SELECT fraiseql.execute('{ odds(where: {dollar: {icontains: "TW"}}) { id } b: odds(where: {dollar: {iendswith: "WO"}}) { id } }');
DROP SCHEMA "security ""sql'injection" CASCADE;
