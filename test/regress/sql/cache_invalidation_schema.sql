-- A schema that is loaded is served at once, in every session, and a load that is rolled back never was.
SELECT current_database() AS regression \gset
CREATE DATABASE cache_invalidation_schema;
\c cache_invalidation_schema
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION fraiseql;
CREATE SCHEMA shop;
SET search_path = shop;
CREATE VIEW v_order AS SELECT 1 AS id, jsonb_build_object('total', 2, 'status', 'new') AS data;
CREATE FUNCTION document(field text) RETURNS text LANGUAGE sql
  AS $$ SELECT format('type Order { %s: String } type Query { order: Order }', field) $$;
CREATE FUNCTION served() RETURNS text LANGUAGE sql AS $$ SELECT (regexp_match(fraiseql.schema_sdl(), '(\w+): String'))[1] $$;

-- Another session, which stays connected all the while
CREATE VIEW served_here AS SELECT pg_backend_pid() AS pid, shop.served() AS field;
DO $$
BEGIN
  EXECUTE format('CREATE SERVER other_session FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
                 split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database());
END
$$;
CREATE USER MAPPING FOR CURRENT_USER SERVER other_session OPTIONS (user 'postgres');
CREATE FOREIGN TABLE served_there (pid int, field text) SERVER other_session
  OPTIONS (schema_name 'shop', table_name 'served_here');

SELECT fraiseql.load_schema(document('total'));
SELECT field, pid <> pg_backend_pid() AS in_another_session FROM served_there;
SELECT pid AS other_pid FROM served_there \gset

SELECT fraiseql.load_schema(document('status'));
SELECT served();
SELECT field, pid = :other_pid AS in_the_same_session FROM served_there;

-- Rolled back
BEGIN;
SELECT fraiseql.load_schema(document('id'));
SELECT served();
ROLLBACK;
SELECT served();
SELECT field, pid = :other_pid AS in_the_same_session FROM served_there;

-- Rolled back to a savepoint
BEGIN;
SELECT fraiseql.load_schema(document('id'));
SAVEPOINT s;
SELECT fraiseql.load_schema(document('total'));
SELECT served();
ROLLBACK TO s;
SELECT served();
COMMIT;
SELECT served();
SELECT field, pid = :other_pid AS in_the_same_session FROM served_there;

-- Two loads and what is served between them, in one statement
DO $$
BEGIN
  PERFORM fraiseql.load_schema(shop.document('total'));
  RAISE NOTICE '%', shop.served();
  PERFORM fraiseql.load_schema(shop.document('status'));
  RAISE NOTICE '%', shop.served();
END
$$;

-- A load that fails
SELECT fraiseql.load_schema(document('nothing'));
SELECT served();

-- The extension again: no schema
\set VERBOSITY terse
DROP EXTENSION fraiseql CASCADE;
CREATE EXTENSION fraiseql;
SELECT fraiseql.schema_sdl();

\c :regression
DROP DATABASE cache_invalidation_schema WITH (FORCE);
