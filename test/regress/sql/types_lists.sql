-- Filters over lists and documents: the same rows whether they are columns or keys of data.
SET client_min_messages = warning;
CREATE SCHEMA types_lists;
SET search_path = types_lists;
CREATE TABLE tb_list (id int PRIMARY KEY, ints int[], nums numeric[], floats float8[], flags bool[], days date[], moments timestamptz[], times time[], keys uuid[], docs jsonb[],
                      words text[], doc jsonb, said json, label jsonb, amount jsonb);
INSERT INTO tb_list VALUES
  (1, '{1,2}', '{1.10,2}', '{1.5}', '{t,f}', '{2025-01-01}', '{2025-01-01 10:00+00}', '{10:00}', '{00000000-0000-0000-0000-00000000000a}', ARRAY['{"a": 1}', '"x"', '[1]']::jsonb[],
   '{a,"b \"c"}', '["a", "b \"c"]', '["a"]', '"x"', '10'),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '[]', '[]', '"Y \"z\""', '9.5'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, '{NULL}', '{NULL}', '{NaN}', '{NULL}', '{infinity}', '{-infinity}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '[null]', 'null', 'null', 'null');
CREATE VIEW v_column AS SELECT * FROM tb_list;
CREATE VIEW v_key AS SELECT id, to_jsonb(l) AS data FROM tb_list l;
CREATE MATERIALIZED VIEW v_stored AS SELECT * FROM v_key;
SELECT fraiseql.load_schema(format('type Column { %1$s } type Key { %1$s } type Stored { %1$s } type Query {
    columns: [Column!]! keys: [Key!]! storeds: [Stored!]!
    column(ints: [Int!], words: [String!], doc: JSON, said: JSON, docs: [JSON], label: String, labels: [String!] @column(name: "label"), amount: Decimal): [Column!]!
  }', 'id: ID! ints: [Int] nums: [Decimal] floats: [Float] flags: [Boolean] days: [Date] moments: [DateTime] times: [Time] keys: [UUID] docs: [JSON] words: [String]
       doc: [String] said: JSON label: String amount: Decimal'));
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.ids(field text, arguments text) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(a -> 'errors' -> 0 ->> 'message', (SELECT string_agg(p ->> 'id', ' ') FROM json_array_elements(a -> 'data' -> field) p), 'none')
    FROM fraiseql.execute(format('{ %s%s { id } }', field, arguments)) a $$;
-- Of columns; "differs" would say what data gives.
CREATE FUNCTION pg_temp.same(arguments text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(DISTINCT ids, ' differs ') FROM (SELECT pg_temp.ids(f, arguments) AS ids FROM unnest('{columns,keys,storeds}'::text[]) f) x $$;
SELECT f, v, string_agg(o || ' ' || pg_temp.same(format('(where: {%s: {%s: %s}}, orderBy: {id: ASC})', f, o, v)), ', ' ORDER BY o)
  FROM (VALUES ('ints', '[1]'), ('nums', '["1.1", 2]'), ('floats', '[1.5]'), ('flags', '[true]'), ('days', '["2025-01-01"]'), ('moments', '["2025-01-01T11:00:00+01:00"]'), ('times', '["10:00"]'),
          ('keys', '["00000000-0000-0000-0000-00000000000A"]'), ('docs', '[{a: 1}, "x", [1]]'), ('words', '["b \"c"]'), ('doc', '["b \"c"]'), ('doc', '[]'), ('docs', '[]'), ('nums', '[]')) v(f, v),
       unnest('{eq,neq,array_contains,array_contained_by,array_overlaps}'::text[]) o GROUP BY f, v ORDER BY f, v;
SELECT f, pg_temp.same(format('(where: {%s: {isnull: true}}, orderBy: {id: ASC})', f)) FROM unnest('{ints,docs,words,doc,label}'::text[]) f;
-- Documents that are scalars are compared by what they say, not by their text.
SELECT a, pg_temp.same('(where: {' || a || '}, orderBy: {id: ASC})') FROM unnest(ARRAY['label: {eq: "x"}', 'label: {in: ["x", "Y \"z\""]}', 'label: {contains: "\""}', 'label: {startswith: "Y"}', 'amount: {gt: "9.5"}',
  'amount: {lte: 10}', 'said: {eq: ["a"]}', 'said: {contains: ["a"]}']) a;
SELECT pg_temp.same('(orderBy: {amount: ASC, id: ASC})'), pg_temp.same('(orderBy: [{label: DESC_NULLS_LAST}, {id: DESC}])');
SELECT fraiseql.execute('{ c: columnsAggregate { sum { amount } max { label } } k: keysAggregate { sum { amount } max { label } } }');
-- Arguments: a list for an array is that array, a list for anything else alternatives.
SELECT a, pg_temp.ids('column', '(' || a || ')') FROM unnest(ARRAY['ints: [1, 2]', 'ints: []', 'ints: 1', 'ints: null', 'words: ["a", "b \"c"]', 'doc: ["a", "b \"c"]', 'said: ["a"]', 'docs: [{a: 1}, "x", [1]]', 'label: "x"',
  'labels: ["x", "Y \"z\""]', 'labels: []', 'amount: 9.50']) a;
DROP SCHEMA types_lists CASCADE;
