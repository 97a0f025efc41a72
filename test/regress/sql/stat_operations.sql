-- fraiseql.stat_operations: what is counted of each operation, who sees it, and how the table stays small.
SET client_min_messages = warning;
CREATE SCHEMA stat_operations;
SET search_path = stat_operations;
CREATE TABLE tb_customer (id int PRIMARY KEY, name text, attributes jsonb);
INSERT INTO tb_customer VALUES (1, 'Ada', '{"a": {"b": 1}}'), (2, 'a {"b" c', '{}');
CREATE VIEW v_customer AS SELECT id, jsonb_build_object('id', id, 'name', name) AS data FROM tb_customer;
CREATE FUNCTION fn_rename(p_id int, p_name text) RETURNS SETOF v_customer LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tb_customer SET name = p_name WHERE id = p_id;
  IF p_name = 'slow' THEN PERFORM pg_sleep(10); END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'no customer %', p_id; END IF;
  RETURN QUERY SELECT * FROM v_customer WHERE id = p_id;
END $$;
SELECT fraiseql.load_schema('
  type Customer { id: ID! name: String }
  type Query { customer(id: ID!): Customer customers: [Customer!]! }
  type Mutation { rename(id: Int!, name: String!): Customer }');
SELECT fraiseql.stat_operations_reset();
\pset format unaligned
-- Literals, white space and comments make no operation of their own; names of operations do.
DO $$
BEGIN
  PERFORM fraiseql.execute('{ customer(id: "1") { id name } }');
  PERFORM fraiseql.execute('{ customer(id: "2") { id name } }');
  PERFORM fraiseql.execute('{ customer(id: "2") { id name } }');
  PERFORM fraiseql.execute(E'# one of them\n{\n  customer(id: 3)\n  { id, name }\n}');
  PERFORM fraiseql.execute(E'# one of them\n{\n  customer(id: "3")\n  { id, name }\n}');
  PERFORM fraiseql.execute('{ customer(id: "x") { id name } }');
  PERFORM fraiseql.execute('query A { customers { ...F } } query B($id: ID! = "1") { customer(id: $id) { ...F } } fragment F on Customer { id }', operation_name => 'A');
  PERFORM fraiseql.execute('query A { customers { ...F } } query B($id: ID! = "1") { customer(id: $id) { ...F } } fragment F on Customer { id }', operation_name => 'B');
  PERFORM fraiseql.execute('query A { customers { ...F } } query B($id: ID! = "1") { customer(id: $id) { ...F } } fragment F on Customer { id }', operation_name => 'B');
  PERFORM fraiseql.execute('mutation { rename(id: 1, name: "Ada") { id } again: rename(id: 9, name: "nobody") { id } }');
  -- Variables that are not right count; what is no operation does not.
  PERFORM fraiseql.execute('query V($id: ID!) { customer(id: $id) { id } }');
  PERFORM fraiseql.execute('{ nothing }');
  PERFORM fraiseql.execute('{ customers');
  PERFORM fraiseql.validate('{ customers { name } }');
  PERFORM fraiseql.explain('{ customers { name } }', "analyze" => true);
END $$;
-- An SQL error is an error of the operation.
SET statement_timeout = '3s';
SELECT fraiseql.execute('mutation Slow { rename(id: 1, name: "slow") { id } }');
RESET statement_timeout;
SELECT role, operation, type, query, calls, errors, rows, statements, cache_hits FROM fraiseql.stat_operations ORDER BY query, operation;
SELECT bool_and(total_time > 0 AND min_time > 0 AND max_time >= min_time AND mean_time BETWEEN min_time AND max_time AND since < now() + '1 min') AS sane,
       count(DISTINCT query_id) AS ids, min(query_id) FILTER (WHERE operation = 'A') AS id_of_a
  FROM fraiseql.stat_operations WHERE calls > 0;
-- Switched off.
SET fraiseql.track_operations = off;
SELECT length(fraiseql.execute('{ customers { name } }')::text);
RESET fraiseql.track_operations;
SELECT count(*) FROM fraiseql.stat_operations WHERE query = '{customers{name}}';
SELECT length(fraiseql.execute('{ customers { name } }')::text);
SELECT calls, rows FROM fraiseql.stat_operations WHERE query = '{customers{name}}';
-- Others see that something was asked, not what.
CREATE ROLE stat_reader;
GRANT USAGE ON SCHEMA stat_operations, fraiseql TO stat_reader;
GRANT SELECT ON v_customer TO stat_reader;
SET ROLE stat_reader;
SELECT length(fraiseql.execute('query Mine { customers { id } }')::text);
SELECT operation, query_id IS NULL AS hidden, query FROM fraiseql.stat_operations WHERE calls = 2 OR role = 'stat_reader' ORDER BY 1;
SELECT fraiseql.stat_operations_reset();
SET fraiseql.track_operations = off;
RESET ROLE;
GRANT pg_read_all_stats TO stat_reader;
SET ROLE stat_reader;
SELECT count(*) FROM fraiseql.stat_operations WHERE query LIKE '<%';
RESET ROLE;
-- A full table: those who are used most stay. A long text is cut.
ALTER SYSTEM SET fraiseql.max_operations = 20;
SELECT pg_reload_conf();
-- As long as it takes until this session has heard of it, half a minute at most.
\set ECHO none
\o /dev/null
SELECT 'SELECT pg_sleep(0.1) WHERE current_setting(''fraiseql.max_operations'') <> ''20''' FROM generate_series(1, 300) \gexec
\o
\set ECHO all
SELECT fraiseql.stat_operations_reset();
DO $$
BEGIN
  FOR i IN 1 .. 100 LOOP
    PERFORM fraiseql.execute('query Favourite { customers { id } }');
  END LOOP;
  FOR i IN 1 .. 100 LOOP
    PERFORM fraiseql.execute(format('{ customers { alias_%s: name } }', i));
  END LOOP;
  PERFORM fraiseql.execute(format('{ customers { %s } }', (SELECT string_agg(format('alias_%s: id', i), ' ') FROM generate_series(1, 2000) AS i)));
END $$;
SELECT count(*) BETWEEN 2 AND 20 AS bounded, max(calls) FILTER (WHERE operation = 'Favourite') AS favourite, max(length(query)) FROM fraiseql.stat_operations;
ALTER SYSTEM RESET fraiseql.max_operations;
SELECT pg_reload_conf();
\set ECHO none
\o /dev/null
SELECT 'SELECT pg_sleep(0.1) WHERE current_setting(''fraiseql.max_operations'') <> ''1000''' FROM generate_series(1, 300) \gexec
\o
\set ECHO all
SELECT fraiseql.stat_operations_reset();
SELECT count(*) FROM fraiseql.stat_operations;
DROP OWNED BY stat_reader;
DROP ROLE stat_reader;
DROP SCHEMA stat_operations CASCADE;
