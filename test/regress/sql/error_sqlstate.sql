-- What stays an error of the statement: what the client asked to stop, what it must repeat, misuse.
SET client_min_messages = warning;
CREATE SCHEMA error_sqlstate;
SET search_path = error_sqlstate;
CREATE TABLE tb_row (id int PRIMARY KEY, n int);
INSERT INTO tb_row VALUES (1, 1);
CREATE VIEW v_row AS SELECT id, n FROM tb_row;
CREATE VIEW v_slow AS SELECT id, pg_sleep(10)::text AS text FROM tb_row;
CREATE FUNCTION fn_raise(state text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN UPDATE tb_row SET n = n + 1; RAISE EXCEPTION 'message' USING ERRCODE = state; END $$;
CREATE FUNCTION fn_wait() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN 1; END $$;
CREATE FUNCTION fn_swallow() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 / 0; EXCEPTION WHEN others THEN RETURN 0; END $$;
SELECT fraiseql.load_schema('
  type Row { id: ID! n: Int } type Slow { id: ID! text: String }
  type Query { rows: [Row!] slow: [Slow!] }
  type Mutation { raise(state: String!): Int wait: Int swallow: Int }');
\set VERBOSITY sqlstate
\pset format unaligned
\pset tuples_only on
-- Cancellation by the timeout, in the middle of a query, of a function
SET statement_timeout = '200ms';
SELECT fraiseql.execute('{ rows { id } slow { text } }');
SELECT fraiseql.execute('mutation { wait }');
RESET statement_timeout;
SELECT fraiseql.execute('{ rows { id } }');
-- The driver repeats the transaction: serialization failure, deadlock
SELECT fraiseql.execute('mutation { raise(state: "40001") }');
SELECT fraiseql.execute('mutation { raise(state: "40P01") }');
-- Out of memory, shutdown, query_canceled by another name
SELECT fraiseql.execute('mutation { raise(state: "53200") }');
SELECT fraiseql.execute('mutation { raise(state: "57P01") }');
SELECT fraiseql.execute('mutation { raise(state: "57014") }');
-- All else is an entry of `errors`.
SELECT fraiseql.execute('mutation { raise(state: "23505") }');
SELECT fraiseql.execute('mutation { raise(state: "P0001") swallow }');
SELECT n FROM tb_row;
-- In a transaction that has failed nothing runs; after a savepoint it does.
BEGIN;
SAVEPOINT s;
SELECT fraiseql.execute('mutation { raise(state: "40001") }');
SELECT fraiseql.execute('{ rows { n } }');
ROLLBACK TO s;
SELECT fraiseql.execute('{ rows { n } }');
COMMIT;
-- A real conflict of two transactions
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fraiseql.execute('{ rows { n } }');
SELECT current_database() AS database \gset
\setenv PGDATABASE :database
\! psql -X -q -d "$PGDATABASE" -c 'UPDATE error_sqlstate.tb_row SET n = 5'
SELECT fraiseql.execute('mutation { raise(state: "22000") }');
ROLLBACK;
-- Misuse
SELECT fraiseql.execute('{ rows { n } }', '{}', NULL, NULL, NULL);
SELECT fraiseql.execute('{ rows { n } }', '[]');
SELECT fraiseql.execute('{ rows { n } }', 'null');
SELECT fraiseql.execute('{ rows { n } }', '1');
DROP SCHEMA error_sqlstate CASCADE;
