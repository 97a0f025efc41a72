-- Which operation of a document runs, and how its statements do.
SET client_min_messages = warning;
CREATE SCHEMA query_operations;
SET search_path = query_operations;
CREATE VIEW v_thing AS SELECT 1 AS id, current_setting('jit') AS jit;
SELECT fraiseql.load_schema('type Thing { id: ID! jit: String } type Query { thing: Thing }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('query A { thing { id } } query B { b: thing { id } }', NULL, 'B');
SELECT fraiseql.execute('query A { thing { id } } query B { b: thing { id } }');
SELECT fraiseql.execute('query A { thing { id } } query B { b: thing { id } }', NULL, 'C');
SELECT fraiseql.execute('query A { thing { id } }', NULL, '');
SELECT fraiseql.execute('{ thing { id } }', NULL, '');
SELECT fraiseql.execute('{ thing { id } } subscription S { thing }', NULL, 'S');
-- A schema without mutations: validation lets a selection of no type pass, as the reference does.
SELECT fraiseql.validate('mutation { x }');
SELECT fraiseql.execute('query Q { thing { id } }
  mutation M { __typename }', NULL, 'M');
SELECT fraiseql.execute('mutation ($v: String!) { x(a: $v) { y } }', '{"v": 1}');
SELECT fraiseql.execute('mutation ($v: String!) { x(a: $v) { y } }', '{"v": "1"}');
SELECT fraiseql.execute('subscription { x }');
SELECT fraiseql.load_schema('type Thing { id: ID! jit: String } type Query { thing: Thing } type Subscription { x: Int }');
SELECT fraiseql.execute('subscription { x }');
-- Descriptions of what is executed
SELECT fraiseql.execute('"""A document"""
  query Q("its variable" $if: Boolean = true) { thing { ...F } }
  "its fragment" fragment F on Thing { id @include(if: $if) }');
-- Statements are not compiled: with lists within lists that took longer than to run them.
SET jit = on;
SELECT fraiseql.execute('{ thing { jit } }');
SHOW jit;
RESET jit;
-- Documents that differ in literals share plans, and no errors: places and values are their own.
CREATE VIEW v_item AS SELECT i AS id, 'n' || i AS name FROM generate_series(1, 3) i;
SELECT fraiseql.load_schema('type Item { id: ID! name: String } type Query { items: [Item] }');
SELECT fraiseql.execute('{ items(offset: 1, where: null) { id } }');
SELECT fraiseql.execute('{ items(offset: 100, where: null) { id } }');
SELECT fraiseql.execute('{ items(offset: 2, where: {name: {eq: "\u0000"}}) { id } }');
SELECT fraiseql.execute('{ items(offset: 100, where: {name: {eq: "\u0000"}}) { id } }');
SELECT fraiseql.execute('{ items(offset: 2, where: {name: {eq: "n3"}}) { id } }');
-- Neither requests without a plan nor ever new shapes of variables make a session grow.
CREATE FUNCTION pg_temp.resident() RETURNS int LANGUAGE sql AS $$ SELECT substring(pg_read_file('/proc/self/status') FROM 'VmRSS:\s*(\d+) kB')::int $$;
SET fraiseql.plan_cache_size = 8;
SELECT pg_temp.resident() AS resident \gset
SELECT count(fraiseql.execute('query ($b: Boolean) { items(where: {id: {isnull: $b}, name: {eq: "n1"}}) { id name } }')) FROM generate_series(1, 5000);
SELECT count(fraiseql.execute('query ($w: ItemWhereInput) { items(where: $w) { id name } }', jsonb_build_object('w', jsonb_build_object('_or',
  (SELECT jsonb_agg(CASE WHEN (i >> k) & 1 = 1 THEN '{"name": {"eq": "x"}}'::jsonb ELSE '{"id": {"eq": 1}}' END) FROM generate_series(0, 12) k))))) FROM generate_series(1, 1000) i;
SELECT pg_temp.resident() - :resident < 8000;
RESET fraiseql.plan_cache_size;
DROP SCHEMA query_operations CASCADE;
