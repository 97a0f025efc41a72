-- Every scalar out, over every type of column that it may stand on, whatever the session's settings.
SET client_min_messages = warning;
CREATE SCHEMA types_scalars;
SET search_path = types_scalars;
CREATE TYPE mood AS ENUM ('GLAD', 'sad');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE tb_value (id int PRIMARY KEY, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric, t text, v varchar(5), c char(5), b bool, d date, ts timestamp, tz timestamptz, tm time, ttz timetz, iv interval,
  u uuid, how mood, j json, jb jsonb, by bytea, mail email, ta text[], ia int[], na numeric[], da date[], ha mood[], m money, ip inet);
INSERT INTO tb_value VALUES
 (1, 32767, 2147483647, 9007199254740993, 1.5, 0.1, 1234567890.1200, 'é "q" \ / ' || chr(10) || chr(9) || chr(1) || '😀', 'vc', 'ch', true, '2024-02-29', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.5+02', '23:59:59.000001', '12:00+05', '1 day 02:03:04',
  'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'GLAD', '{"b":1,  "a":[1.10]}', '{"b":1,  "a":[1.10]}', '\xdead', 'a@b', '{a,NULL,"c,d"}', '{1,NULL}', '{1.10,2}', '{2024-01-01}', '{GLAD,sad}', '1.5', '10.0.0.1'),
 (2, -32768, -2147483648, -9223372036854775808, 'NaN', 'Infinity', 'NaN', '', '', '', false, '0044-03-15 BC', 'infinity', '-infinity', '00:00', NULL, NULL, NULL, 'sad', 'null', 'null', '', NULL, '{}', '{}', NULL, NULL, NULL, NULL, NULL),
 (3, NULL, NULL, NULL, 1e-7, 1e21, 1e-20, NULL, NULL, NULL, NULL, '10000-01-01', '10000-01-01 00:00', '0001-01-01 00:00+00', '24:00', NULL, NULL, NULL, NULL, '"text"', '[]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE VIEW v_json AS SELECT id, jsonb_build_object('i4', i4, 'i8', i8, 'f8', n, 'n', n, 't', t, 'b', b, 'd', d, 'ts', ts, 'tz', tz, 'u', u, 'how', how, 'jb', jb, 'ta', ta, 'ia', ia) AS data FROM tb_value;
SELECT fraiseql.load_schema('
  enum Mood { GLAD SAD }
  type Value @source(relation: "tb_value") { id: ID! i2: Int i4: Int i8: BigInt f4: Float f8: Float n: Decimal t: String v: String c: String b: Boolean d: Date ts: DateTime tz: DateTime tm: Time u: UUID how: Mood j: JSON jb: JSON by: String mail: String
    ta: [String] ia: [Int!] na: [Decimal!] da: [Date!] ha: [Mood] ip: String }
  type Json @source(relation: "v_json") { id: ID! i4: Int i8: BigInt f8: Float n: Decimal t: String b: Boolean d: Date ts: DateTime tz: DateTime u: UUID how: Mood jb: JSON ta: [String] ia: [Int!] }
  type Other @source(relation: "tb_value") { id: Int! i8: Int f8: Int n: Int t: Int b: Int i4: Float bool: Boolean @column(name: "i4") textual: Boolean @column(name: "t") asText: [String] @column(name: "ia")
    i4Text: String @column(name: "i4") nText: String @column(name: "n") bText: String @column(name: "b") dText: String @column(name: "d") ivText: String @column(name: "iv") mText: String @column(name: "m") f8Text: String @column(name: "f8")
    jText: String @column(name: "jb") i4Big: BigInt @column(name: "i4") i4Dec: Decimal @column(name: "i4") idFloat: ID @column(name: "f8") idN: ID @column(name: "i8") dAsTime: DateTime @column(name: "d") tzDate: Date @column(name: "tz") jsonOfText: JSON @column(name: "t") jsonOfN: JSON @column(name: "n") }
  type Query { value(id: ID!): Value json(id: ID!): Json other(id: ID!): Other }');
\pset format unaligned
\pset tuples_only on
\set all 'id i2 i4 i8 f4 f8 n t v c b d ts tz tm u how j jb by mail ta ia na da ha ip'
\set jsons 'id i4 i8 f8 n t b d ts tz u how jb ta ia'
\set q1 '{ value(id: 1) { ' :all ' } }'
\set q2 '{ value(id: 2) { ' :all ' } }'
\set q3 '{ value(id: 3) { ' :all ' } }'
\set j1 '{ json(id: 1) { ' :jsons ' } }'
\set j2 '{ json(id: 2) { ' :jsons ' } }'
\set j3 '{ json(id: 3) { ' :jsons ' } }'
SELECT fraiseql.execute(:'q1');
SELECT fraiseql.execute(:'q2');
SELECT fraiseql.execute(:'q3');
-- The same through `data`
SELECT fraiseql.execute(:'j1');
SELECT fraiseql.execute(:'j2');
SELECT fraiseql.execute(:'j3');
CREATE TEMP TABLE answers AS SELECT fraiseql.execute(:'q1')::text AS a, fraiseql.execute(:'j1')::text AS b;
SET TimeZone = 'Asia/Kolkata'; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'escape'; SET extra_float_digits = -10; SET lc_monetary = 'C';
SELECT a = fraiseql.execute(:'q1')::text, b = fraiseql.execute(:'j1')::text FROM answers;
SELECT fraiseql.execute('{ other(id: 1) { tzDate ivText dText } }');
RESET TimeZone; RESET DateStyle; RESET IntervalStyle; RESET bytea_output; RESET extra_float_digits;
-- Types that are not the column's own: what graphql-js would serialize, or its error
SELECT fraiseql.execute('{ other(id: 1) { id i8 f8 n t b i4 bool textual asText i4Text nText bText dText ivText mText f8Text jText i4Big i4Dec idFloat idN dAsTime tzDate jsonOfText jsonOfN } }');
SELECT fraiseql.execute('{ other(id: 2) { f8 n b bool f8Text nText bText dText } }');
-- What filters and aggregates see of a value is what is selected of it, in columns as in data, whatever DateStyle says.
CREATE TABLE tb_shown (id int PRIMARY KEY, real real, at timetz, moment timestamptz, address inet, padded char(4));
INSERT INTO tb_shown VALUES (1, 1e-38, '10:00+02', '2025-01-01 10:00+00', '10.0.0.1', 'ab'), (2, 1.1, '09:30+00', '2025-06-01 10:00+00', '10.0.0.0/8', 'b'), (3, 2.2, '12:00-05', 'infinity', '::1', 'cd');
CREATE VIEW v_shown_column AS SELECT * FROM tb_shown;
CREATE VIEW v_shown_key AS SELECT id, jsonb_build_object('real', real, 'at', at, 'moment', moment, 'address', address, 'padded', padded) AS data FROM tb_shown;
SELECT fraiseql.load_schema(format('type ShownColumn { %1$s } type ShownKey { %1$s } type Query { columns: [ShownColumn!]! keys: [ShownKey!]! }',
  'id: ID! real: Float at: Time moment: String address: String padded: String'));
SET DateStyle = German;
SELECT f, fraiseql.execute(format('{ a: %sAggregate { sum { real } min { real at moment address padded } max { at moment address } } }', f)),
  fraiseql.execute(format('{ a: %s(where: {moment: {startswith: "2025-01-01T"}}) { id } b: %1$s(where: {address: {endswith: "1"}}, orderBy: {id: ASC}) { id }
    c: %1$s(where: {at: {lt: "09:30+00"}}) { id } d: %1$s(where: {padded: {contains: "b "}}, orderBy: {at: DESC}) { id at } }', f)) FROM unnest('{columns,keys}'::text[]) f;
RESET DateStyle;
DROP SCHEMA types_scalars CASCADE;
