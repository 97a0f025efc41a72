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
SELECT pg_temp.error('{ node(doc: ' || pg_temp.nested('[', '1', ']', 4000) || ') { id } }');

-- Rows that lie deep are asked for by further statements: time grows with the depth, and not with its square.
CREATE TABLE tb_link (id int PRIMARY KEY, parent_id int);
INSERT INTO tb_link SELECT i, nullif(i - 1, 0) FROM generate_series(1, 1000) i;
CREATE VIEW v_link AS SELECT id, parent_id, jsonb_build_object('word', 'w' || id) AS data FROM tb_link;
CREATE FUNCTION above(link v_link) RETURNS SETOF v_link LANGUAGE sql STABLE AS $$ SELECT * FROM v_link WHERE id = link.parent_id $$;
CREATE FUNCTION twice(link v_link) RETURNS int LANGUAGE sql STABLE AS $$ SELECT link.id * 2 $$;
SELECT fraiseql.load_schema('type Link { id: ID! word: String parent: Link links: [Link!]! @join(local: ["id"], remote: ["parent_id"]) must: Link! @join(local: ["parent_id"], remote: ["id"])
  pages: [Link!]! @join(local: ["id"], remote: ["parent_id"]) @connection above: [Link!] @function(name: "above") twice: Int @function(name: "twice") } type Query { link(id: ID!): Link links: [Link!]! }');
SET statement_timeout = '5s';
CREATE FUNCTION pg_temp.waves(query text) RETURNS bigint LANGUAGE sql AS $$ SELECT count(DISTINCT s ->> 'wave') FROM json_array_elements(fraiseql.explain(query, format => 'json')::json -> 'statements') s $$;
SELECT d, pg_temp.waves('{ link(id: 1000) ' || pg_temp.nested('{ parent ', '{ id }', ' }', d) || ' }') FROM unnest('{15,16,17,32,33,34}'::int[]) d;
SELECT fraiseql.execute('{ link(id: 20) ' || pg_temp.nested('{ parent ', '{ id word }', ' }', 17) || ' }');
SELECT fraiseql.execute('{ link(id: 17) ' || pg_temp.nested('{ parent ', '{ id word }', ' }', 17) || ' }');
SELECT fraiseql.execute('{ link(id: 1) ' || pg_temp.nested('{ links ', '{ id above { id twice } }', ' }', 18) || ' }');
SELECT fraiseql.execute('{ link(id: 1) ' || pg_temp.nested('{ pages(first: 1) { totalCount nodes ', '{ id }', ' } }', 18) || ' }');
SELECT fraiseql.execute('{ link(id: 18) ' || pg_temp.nested('{ must ', '{ id }', ' }', 18) || ' }');
-- The innermost value of many.
CREATE FUNCTION pg_temp.innermost(query text) RETURNS text LANGUAGE sql AS $$ SELECT substring(fraiseql.execute(query)::text FROM '"(?:id|word)":"(\w+)"}[]}]*$') $$;
SELECT pg_temp.innermost('{ link(id: 1000) ' || pg_temp.nested('{ parent ', '{ id }', ' }', 900) || ' }');
SELECT pg_temp.innermost('{ link(id: 1) ' || pg_temp.nested('{ links ', '{ word }', ' }', 900) || ' }');
SELECT pg_temp.innermost('{ link(id: 1) ' || pg_temp.nested('{ links(limit: 1, orderBy: {id: DESC}) ', '{ word }', ' }', 900) || ' }');
SELECT pg_temp.innermost('{ link(id: 1) ' || pg_temp.nested('{ pages { nodes ', '{ word }', ' } }', 450) || ' }');
-- What functions compute from rows, filters and orderings cannot be asked for later.
SELECT pg_temp.innermost('{ link(id: 1000) ' || pg_temp.nested('{ above ', '{ id }', ' }', 50) || ' }');
SELECT r #> '{errors,0,message}', r #> '{errors,0,extensions}', json_array_length(r -> 'errors') FROM fraiseql.execute('{ link(id: 1000) ' || pg_temp.nested('{ above ', '{ id }', ' }', 900) || ' }') r;
SELECT pg_temp.innermost('{ links(where: ' || pg_temp.nested('{ parent: ', '{ id: {eq: 7} }', ' }', 50) || ') { id } }');
SELECT fraiseql.execute('{ links(where: ' || pg_temp.nested('{ parent: ', '{ id: {eq: 7} }', ' }', 51) || ') { id } }');
SELECT fraiseql.execute('{ links(where: ' || pg_temp.nested('{ links: { none: ', '{ id: {eq: 7} }', ' } }', 400) || ') { id } }');
SELECT pg_temp.innermost('{ links(limit: 1, orderBy: ' || pg_temp.nested('{ parent: ', '{ id: DESC_NULLS_LAST }', ' }', 50) || ') { id } }');
SELECT fraiseql.execute('{ links(limit: 1, orderBy: ' || pg_temp.nested('{ parent: ', '{ id: ASC }', ' }', 51) || ') { id } }');
SELECT pg_temp.innermost('{ links(where: {_not: ' || pg_temp.nested('{ _not: ', '{ id: {eq: 7} }', ' }', 901) || '}) { id } }');
RESET statement_timeout;
RESET fraiseql.max_depth;
SELECT fraiseql.load_schema('type Node { id: ID! doc: JSON } type Query { nodes: [Node!] }');
SELECT pg_temp.error('query ($d: JSON) { nodes(where: {doc: {eq: $d}}) { id } }', jsonb_build_object('d', pg_temp.nested('[', '1', ']', 40)::jsonb));
DROP SCHEMA limits_depth CASCADE;
