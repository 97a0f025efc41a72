-- What a schema was bound to changes: the next request follows, or says what does not fit any more.
SELECT current_database() AS regression \gset
CREATE DATABASE cache_invalidation_relations;
\c cache_invalidation_relations
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION fraiseql;
CREATE SCHEMA early;
CREATE SCHEMA shop;
SET search_path = early, shop;
CREATE TABLE shop.tb_order (id int, total numeric, status text);
INSERT INTO shop.tb_order VALUES (1, 10.50, 'new');
CREATE VIEW shop.v_order AS SELECT id, jsonb_build_object('total', total, 'status', status) AS data FROM shop.tb_order;
CREATE FUNCTION shop.fn_mark_order(p_id int, p_status text) RETURNS SETOF shop.v_order LANGUAGE sql
  AS $$ UPDATE shop.tb_order SET status = p_status WHERE id = p_id; SELECT * FROM shop.v_order WHERE id = p_id $$;
SELECT fraiseql.load_schema('
type Order { id: ID! total: Decimal status: String }
type Query { order(id: ID!): Order }
type Mutation { markOrder(id: ID!, status: String): Order }');

-- Another session, which stays connected all the while
CREATE VIEW shop.answer AS
  SELECT pg_backend_pid() AS pid, fraiseql.execute('{ order(id: 1) { id total status } }')::text AS answer;
DO $$
BEGIN
  EXECUTE format('CREATE SERVER other_session FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
                 split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database());
END
$$;
CREATE USER MAPPING FOR CURRENT_USER SERVER other_session OPTIONS (user 'postgres');
CREATE FOREIGN TABLE shop.answer_there (pid int, answer text) SERVER other_session
  OPTIONS (schema_name 'shop', table_name 'answer');
SELECT answer FROM shop.answer;
SELECT pid AS other_pid FROM shop.answer_there \gset

-- Another definition: a key becomes a column
CREATE OR REPLACE VIEW shop.v_order AS
  SELECT id, jsonb_build_object('total', total) AS data, upper(status) AS status FROM shop.tb_order;
SELECT answer FROM shop.answer;
SELECT answer, pid = :other_pid AS same FROM shop.answer_there;

-- Renamed away: no relation of that name
ALTER VIEW shop.v_order RENAME TO v_order_old;
SELECT answer FROM shop.answer;
SELECT answer FROM shop.answer_there;
ALTER VIEW shop.v_order_old RENAME TO v_order;
SELECT answer, pid = :other_pid AS same FROM shop.answer_there;

-- A relation that comes first in the search path of the load, whatever the session's own is
SET search_path = public;
CREATE VIEW early.v_order AS SELECT 1 AS id, jsonb_build_object('total', 99, 'status', 'early') AS data;
SELECT answer FROM shop.answer;
SELECT answer, pid = :other_pid AS same FROM shop.answer_there;
-- and only as long as its transaction lives
BEGIN;
DROP VIEW early.v_order;
SELECT answer FROM shop.answer;
ROLLBACK;
SELECT answer FROM shop.answer;
DROP VIEW early.v_order;
SELECT answer FROM shop.answer;

-- A field that has gone hurts those that ask for it.
ALTER VIEW shop.v_order RENAME COLUMN status TO state;
SELECT answer FROM shop.answer;
SELECT fraiseql.execute('{ order(id: 1) { id total } }');
ALTER VIEW shop.v_order RENAME COLUMN state TO status;
SELECT answer FROM shop.answer;

-- Functions
SELECT fraiseql.execute('mutation { markOrder(id: 1, status: "paid") { id status } }');
DROP FUNCTION shop.fn_mark_order;
SELECT fraiseql.execute('mutation { markOrder(id: 1, status: "sent") { id status } }');
CREATE FUNCTION shop.mark_order(id int, status text, loud bool DEFAULT true) RETURNS jsonb LANGUAGE sql
  AS $$ SELECT jsonb_build_object('id', id, 'status', status || '!') $$;
SELECT fraiseql.execute('mutation { markOrder(id: 1, status: "sent") { id status } }');

\c :regression
DROP DATABASE cache_invalidation_relations WITH (FORCE);
