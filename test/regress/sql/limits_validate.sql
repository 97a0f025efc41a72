-- fraiseql.validate refuses what fraiseql.execute refuses, and a limit holds for documents that were answered before it.
SET client_min_messages = warning;
CREATE SCHEMA limits_validate;
SET search_path = limits_validate;
CREATE VIEW v_node AS SELECT 1 AS id, 1 AS parent_id, 'x' AS name;
SELECT fraiseql.load_schema('type Node { id: ID! name: String parent: Node } type Query { node: Node }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.both(query text) RETURNS TABLE (same boolean, answer json) LANGUAGE sql AS $$
  SELECT coalesce(e->'errors', '[]')::text = v::text, v FROM fraiseql.execute(query) AS e, fraiseql.validate(query) AS v $$;
SELECT * FROM pg_temp.both('{ node { id name parent { id parent { id } } } }');
-- Answered before, too much now.
SET fraiseql.max_tokens = 10;
SELECT * FROM pg_temp.both('{ node { id name parent { id parent { id } } } }');
RESET fraiseql.max_tokens;
SET fraiseql.max_depth = 2;
SELECT * FROM pg_temp.both('{ node { id name parent { id parent { id } } } }');
SELECT * FROM pg_temp.both('{ ...A } fragment A on Query { ...B } fragment B on Query { node { parent { id } } }');
RESET fraiseql.max_depth;
SELECT * FROM pg_temp.both('{ node { ...F0 } } ' || (SELECT string_agg(format('fragment F%s on Node { a: parent { ...F%s } b: parent { ...F%s } }', i, i + 1, i + 1), ' ') FROM generate_series(0, 20) i) || ' fragment F21 on Node { id }');
-- A fragment counts once in a selection set, however often it is spread.
SELECT * FROM pg_temp.both('{ node { ...F0 } } ' || (SELECT string_agg(format('fragment F%s on Node { name ...F%s ...F%s }', i, i + 1, i + 2), ' ') FROM generate_series(0, 99) i) || ' fragment F100 on Node { id ...F101 } fragment F101 on Node { id }');
-- Lists of introspection do not nest.
SELECT * FROM pg_temp.both('{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }');
-- Suggestions.
SELECT * FROM pg_temp.both('{ nod { id } node { nam } }');
SET fraiseql.suggestions = off;
SELECT * FROM pg_temp.both('{ nod { id } node { nam } }');
RESET fraiseql.suggestions;
-- Introspection; __typename is none.
SELECT * FROM pg_temp.both('{ __typename t: __type(name: "Node") { name } ...S } fragment S on Query { __schema { queryType { name } } }');
SET fraiseql.introspection = off;
SELECT * FROM pg_temp.both('{ __typename t: __type(name: "Node") { name } ...S } fragment S on Query { __schema { queryType { name } } }');
SELECT * FROM pg_temp.both('{ __typename node { __typename } }');
CREATE ROLE introspection_user;
SET ROLE introspection_user;
SET fraiseql.introspection = on;
RESET ROLE;
DROP ROLE introspection_user;
RESET fraiseql.introspection;
DROP SCHEMA limits_validate CASCADE;
