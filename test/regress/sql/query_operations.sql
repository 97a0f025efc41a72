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
SELECT fraiseql.execute('{ thing { id } } subscription S { thing }', NULL, 'S');
-- A schema without mutations: validation lets a selection of no type pass, as the reference does.
SELECT fraiseql.validate('mutation { x }');
SELECT fraiseql.execute('query Q { thing { id } }
  mutation M { __typename }', NULL, 'M');
SELECT fraiseql.execute('mutation ($v: String!) { x(a: $v) { y } }', '{"v": 1}');
SELECT fraiseql.execute('mutation ($v: String!) { x(a: $v) { y } }', '{"v": "1"}');
-- Descriptions of what is executed
SELECT fraiseql.execute('"""A document"""
  query Q("its variable" $if: Boolean = true) { thing { ...F } }
  "its fragment" fragment F on Thing { id @include(if: $if) }');
-- Statements are not compiled: with lists within lists that took longer than to run them.
SET jit = on;
SELECT fraiseql.execute('{ thing { jit } }');
SHOW jit;
RESET jit;
DROP SCHEMA query_operations CASCADE;
