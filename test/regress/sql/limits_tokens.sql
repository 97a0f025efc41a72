-- Size of documents: lexical tokens, fields.
SET client_min_messages = warning;
CREATE SCHEMA limits_tokens;
SET search_path = limits_tokens;
CREATE VIEW v_node AS SELECT 1 AS id;
SELECT fraiseql.load_schema('type Node { id: ID! } type Query { node: Node }');
\pset format unaligned
\pset tuples_only on
SHOW fraiseql.max_tokens;
SELECT fraiseql.execute('{ node { ' || repeat('id ', 20000) || '} }');
SELECT fraiseql.execute('{ node { ' || repeat('id ', 10000) || '} }');
SET fraiseql.max_tokens = 6;
SELECT fraiseql.execute('{ node { id } }');
SELECT fraiseql.execute('{ node { id id } }');
SELECT fraiseql.execute('{,,, node # comments and commas are no tokens
  { id } }');
SET fraiseql.max_tokens = 0;
SELECT fraiseql.execute('{ node { ' || repeat('id ', 20000) || '} }');
RESET fraiseql.max_tokens;
SET fraiseql.max_tokens = -1;
-- A chain of fragments does not reach the stack, however long it is; neither does the search for global ids.
SET fraiseql.max_tokens = 0;
CREATE FUNCTION pg_temp.chain(start text, type text, inner_text text) RETURNS text LANGUAGE sql AS $$
  SELECT start || string_agg(format(' fragment F%s on %s { ...F%s }', i, type, i + 1), '' ORDER BY i) || format(' fragment F100000 on %s { %s }', type, inner_text) FROM generate_series(0, 99999) i $$;
CREATE TABLE tb_knot (id int PRIMARY KEY);
INSERT INTO tb_knot VALUES (1);
SELECT fraiseql.load_schema('interface Node { id: ID! } type Knot implements Node @source(relation: "tb_knot") { id: ID! } type Query { node(id: ID!): Node knots: [Knot!]! }');
SELECT fraiseql.execute(pg_temp.chain('{ ...F0 }', 'Query', 'node(id: "S25vdDox") { id }'));
SELECT fraiseql.execute(pg_temp.chain('{ knots { ...F0 } }', 'Knot', '... on Knot { ... { id } }'));
RESET fraiseql.max_tokens;
DROP SCHEMA limits_tokens CASCADE;
