-- Depth of documents: selections, values, types, JSON.
SET client_min_messages = warning;
CREATE SCHEMA limits_depth;
SET search_path = limits_depth;
CREATE VIEW v_node AS SELECT 1 AS id, 1 AS parent_id, '{}'::jsonb AS doc;
SELECT fraiseql.load_schema('type Node { id: ID! parent: Node doc: JSON } type Query { node(doc: JSON): Node nodes: [Node!] }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.nested(open text, inner_text text, close text, depth int) RETURNS text LANGUAGE sql AS $$ SELECT repeat(open, depth) || inner_text || repeat(close, depth) $$;
CREATE FUNCTION pg_temp.error(query text, variables jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS $$ SELECT coalesce(fraiseql.execute(query, variables) #>> '{errors,0,message}', 'ok') $$;
SHOW fraiseql.max_depth;
SELECT pg_temp.error('{ node ' || pg_temp.nested('{ parent ', '{ id }', ' }', 40) || ' }');
SELECT pg_temp.error('{ node ' || pg_temp.nested('{ parent ', '{ id }', ' }', 60) || ' }');
SELECT pg_temp.error('{ node(doc: ' || pg_temp.nested('[', '1', ']', 60) || ') { id } }');
SELECT pg_temp.error('query ($v: ' || pg_temp.nested('[', 'Int', ']', 60) || ') { __typename }');
SET fraiseql.max_depth = 3;
SELECT pg_temp.error('{ node { parent { id } } }');
SELECT pg_temp.error('{ node { parent { parent { id } } } }');
-- Fragments do not hide depth.
SELECT pg_temp.error('{ node { ...A } } fragment A on Node { parent { ...B } } fragment B on Node { parent { parent { id } } }');
RESET fraiseql.max_depth;
-- A fragment that doubles at each step asks for 2^n fields.
SELECT pg_temp.error('{ node { ...F0 } } ' || (SELECT string_agg(format('fragment F%s on Node { a: parent { ...F%s } b: parent { ...F%s } }', i, i + 1, i + 1), ' ') FROM generate_series(0, 25) i) || ' fragment F26 on Node { id }');
SELECT fraiseql.validate('{ node { ...F0 } } ' || (SELECT string_agg(format('fragment F%s on Node { a: parent { ...F%s } b: parent { ...F%s } }', i, i + 1, i + 1), ' ') FROM generate_series(0, 25) i) || ' fragment F26 on Node { id }');
-- No depth of brackets reaches the stack.
SET fraiseql.max_depth = 1001;
SET fraiseql.max_depth = 1000;
SELECT pg_temp.error('{ node ' || pg_temp.nested('{ parent ', '{ id }', ' }', 4000) || ' }');
SELECT pg_temp.error('{ node ' || pg_temp.nested('{ parent ', '{ id }', ' }', 300) || ' }') IN ('ok', 'Internal error.');
SELECT pg_temp.error('{ node(doc: ' || pg_temp.nested('[', '1', ']', 4000) || ') { id } }');
RESET fraiseql.max_depth;
SELECT pg_temp.error('query ($d: JSON) { nodes(where: {doc: {eq: $d}}) { id } }', jsonb_build_object('d', pg_temp.nested('[', '1', ']', 40)::jsonb));
DROP SCHEMA limits_depth CASCADE;
