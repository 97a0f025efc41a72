-- Both ways to another database give the same bytes, whatever the types and the settings of the session.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=federation_types user=postgres', current_setting('port')) AS url \gset
CREATE DATABASE federation_types;
\c federation_types
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TYPE mood AS ENUM ('GLAD', 'SAD');
CREATE TABLE tb_sample (
  id int PRIMARY KEY, small int2, big int8, price numeric(12, 4), ratio float8, flag bool, code char(4), word varchar(9),
  at timestamptz, local_at timestamp, day date, clock time, span interval, uid uuid, how mood, words text[], numbers int[],
  doc json, docb jsonb, raw bytea, addr inet, parent_id int);
INSERT INTO tb_sample VALUES
  (1, -32768, 9223372036854775807, 1.1000, 0.1, true, 'ab', 'naïve "x"', '2026-03-01 12:00:00.5+02', '2026-03-01 12:00:00',
   '2026-02-28', '23:59:59.000001', '1 year 2 mons 3 days 04:05:06', '00000000-0000-0000-0000-00000000000a', 'GLAD',
   '{a,NULL,"b,c"}', '{1,2}', '{"b":1,  "a":2}', '{"b":1, "a":[1.10]}', '\xdeadbeef', '10.0.0.1/8', NULL),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1),
  (3, 0, 0, 0, 'NaN', false, '', '', '-infinity', 'infinity', '0044-03-15 BC', '00:00', '-1 day', NULL, 'SAD', '{}', '{}',
   'null', 'null', '', '::1', 1);
CREATE VIEW v_sample AS SELECT id, parent_id, jsonb_build_object('id', id::text, 'at', at, 'price', price, 'word', word,
  'words', words, 'docb', docb) AS data FROM tb_sample;
\c :regression
SET client_min_messages = warning;
SELECT fraiseql.configure('[databases.types]
url = "${URL}"', jsonb_build_object('URL', :'url'));
SELECT has_extension FROM fraiseql.databases WHERE name = 'types';
SELECT fraiseql.load_schema($$
  enum Mood { GLAD SAD }
  type Sample @source(relation: "tb_sample", database: "types") {
    id: ID! small: Int big: BigInt price: Decimal flag: Boolean code: String word: String at: DateTime localAt: DateTime
    day: Date clock: Time span: String uid: UUID how: Mood words: [String] numbers: [Int!] doc: JSON docb: JSON raw: String
    addr: String parent: View children: [View!]! @join(local: ["id"], remote: ["parent_id"]) }
  type View @source(relation: "v_sample", database: "types") {
    id: ID! at: DateTime price: Decimal word: String words: [String] docb: JSON }
  type Narrow @source(relation: "tb_sample", database: "types") { id: ID! big: Int small: Int! how: Float }
  type Query { narrow: [Narrow] sample(id: ID!): Sample samples(id: ID, limit: Int, offset: Int): [Sample!] views(id: ID): [View!] }
$$);

-- One after the other over each route; true where the bytes agree.
\set all 'id small big price flag code word at localAt day clock span uid how words numbers doc docb raw addr'
\set q1 '{ sample(id: "1") { ' :all ' } }'
\set q2 '{ sample(id: "2") { ' :all ' parent { word at } } }'
\set q3 '{ samples(limit: 1, offset: 2) { id small big price flag code word how words numbers doc docb raw addr } }'
\set q4 '{ samples(id: "1") { id children { id word docb } } other: samples(limit: 2) { parent { price words } } none: sample(id: "9") { id } }'
\set q5 '{ views(id: "3") { id price word words docb } }'
-- An enum that only the other database knows.
\set q6 '{ samples(where: {how: {eq: GLAD}}) { id how } not: samples(where: {how: {neq: GLAD}}) { id how } sorted: samples(where: {addr: {isnull: false}}, orderBy: {how: DESC}, limit: 2) { id } }'
CREATE FUNCTION ask(query text, settings text[]) RETURNS TABLE (same boolean, response json) LANGUAGE plpgsql AS $$
DECLARE
  direct text;
  scanned text;
BEGIN
  FOR i IN 1 .. cardinality(settings) BY 2 LOOP
    PERFORM set_config(settings[i], settings[i + 1], true);
  END LOOP;
  PERFORM set_config('fraiseql.route', 'direct', true);
  direct := fraiseql.execute(query);
  PERFORM set_config('fraiseql.route', 'foreign_scan', true);
  scanned := fraiseql.execute(query);
  RETURN QUERY SELECT direct = scanned, CASE WHEN direct = scanned THEN direct::json
    ELSE json_build_object('direct', direct, 'foreign_scan', scanned) END;
END
$$;
\pset format unaligned
SELECT * FROM ask(:'q1', '{}');
SELECT * FROM ask(:'q1', '{TimeZone,Asia/Kolkata,DateStyle,"SQL, DMY",IntervalStyle,iso_8601,bytea_output,escape,extra_float_digits,0}');
SELECT * FROM ask(:'q2', '{}');
SELECT * FROM ask(:'q3', '{}');
SELECT * FROM ask(:'q4', '{}');
SELECT * FROM ask(:'q5', '{}');
SELECT * FROM ask(:'q6', '{}');
-- Values that their fields cannot hold, and a null in a non-null place.
SELECT * FROM ask('{ narrow { id big } }', '{}');
SELECT * FROM ask('{ narrow { id small } }', '{}');

-- A function over there that raises: the same error on both routes.
\c federation_types
CREATE FUNCTION refuse(id int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no sample %', id USING ERRCODE = 'ZZ001', DETAIL = 'a detail', HINT = 'a hint'; END $$;
CREATE VIEW v_refusal AS SELECT id, jsonb_build_object('id', id, 'why', public.refuse(id)) AS data FROM tb_sample;
-- Lists inside values over there, with a relation of theirs and one that leads back here.
CREATE TYPE pair AS (a int, b text);
CREATE TABLE tb_crate (id int PRIMARY KEY, pairs pair[], top pair, data jsonb);
INSERT INTO tb_crate VALUES
  (1, ARRAY[ROW(2, 'y'), ROW(1, 'x'), NULL]::pair[], ROW(1, 'x'),
   '{"inner": {"city": "Bonn"}, "lines": [{"qty": 1, "sample_id": 1, "place_id": 7, "marks": [{"n": 1}, {"n": 2}]}, {"qty": 2, "sample_id": 3, "place_id": 8}, null]}'),
  (2, '{}', NULL, '{"inner": null, "lines": "none"}'),
  (3, NULL, ROW(2, NULL), '{"inner": {"city": "Aachen"}, "lines": []}');
CREATE VIEW v_crate AS SELECT id, pairs, top, data FROM tb_crate;
\c :regression
SET client_min_messages = warning;
CREATE TABLE tb_place (id int PRIMARY KEY, name text);
INSERT INTO tb_place VALUES (7, 'here'), (8, 'there');
SELECT fraiseql.configure('[databases.types]
url = "${URL}"', jsonb_build_object('URL', :'url'));
SELECT fraiseql.load_schema('
  type Place @source(relation: "tb_place") { id: ID! name: String }
  type Sample @source(relation: "tb_sample", database: "types") { id: ID! word: String }
  type Mark { n: Int }
  type Line { qty: Int marks: [Mark] sample: Sample @join(local: ["sample_id"], remote: ["id"])
              place: Place @join(local: ["place_id"], remote: ["id"]) }
  type Inner { city: String }
  type Crate @source(relation: "v_crate", database: "types") { id: ID! inner: Inner lines: [Line] }
  type Query { crates: [Crate!]! }');
SELECT * FROM ask('{ crates { id lines(where: {qty: {gte: 1}}, orderBy: {qty: DESC}) { qty marks(limit: 1, offset: 1) { n } sample { id word } place { name } } } }', '{}');
SELECT * FROM ask('{ crates { id lines(where: {sample: {word: {eq: ""}}}) { qty } here: lines(where: {place: {name: {eq: "here"}}}) { qty } sorted: lines(orderBy: {sample: {word: DESC}}, limit: 1) { qty } } }', '{}');
SELECT * FROM ask('{ a: crates(where: {inner: {city: {eq: "Bonn"}}}) { id } b: crates(where: {lines: {some: {marks: {some: {n: {eq: 2}}}}}}) { id } c: crates(where: {lines: {some: {place: {name: {eq: "there"}}}}}) { id } d: crates(where: {lines: {none: {sample: {word: {like: "%x%"}}}}}) { id } e: crates(orderBy: {inner: {city: DESC_NULLS_LAST}}) { id } }', '{}');
-- Values of composite types come as text from over there, in which there are no objects.
SELECT fraiseql.load_schema('type Pair { a: Int b: String } type Crate @source(relation: "v_crate", database: "types") { id: ID! pairs: [Pair] top: Pair } type Query { crates: [Crate!]! }');

SELECT fraiseql.load_schema('type Refusal { id: ID! why: String } type Query { refusal(id: ID!): Refusal }');
SET fraiseql.route = 'direct';
SELECT fraiseql.execute('{ refusal(id: "1") { why } }');
SET fraiseql.route = 'foreign_scan';
SELECT fraiseql.execute('{ refusal(id: "1") { why } }');

DROP FUNCTION ask;
SELECT fraiseql.configure('');
DROP DATABASE federation_types WITH (FORCE);
