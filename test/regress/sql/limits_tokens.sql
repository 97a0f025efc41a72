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
DROP SCHEMA limits_tokens CASCADE;
