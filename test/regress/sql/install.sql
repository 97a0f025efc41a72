-- CREATE EXTENSION and DROP EXTENSION in a database of their own.
SELECT current_database() AS regression \gset
CREATE DATABASE install_utf8 TEMPLATE template0 ENCODING 'UTF8';
\c install_utf8
CREATE EXTENSION fraiseql;
SELECT extname, nspname, extrelocatable FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace
WHERE extname = 'fraiseql';
-- postgres_fdw comes with the first database that is configured, not with the extension.
SELECT count(*) FROM pg_extension WHERE extname = 'postgres_fdw';
-- The first query of each session reads these: without defaults and checks, which are looked up with them, and without
-- values elsewhere that it needs.
SELECT relname, relchecks, (SELECT count(*) FROM pg_attrdef WHERE adrelid = c.oid) AS defaults,
       (SELECT string_agg(attname, ', ' ORDER BY attname) FROM pg_attribute
         WHERE attrelid = c.oid AND attnum > 0 AND attstorage = 'm') AS in_place
FROM pg_class AS c WHERE oid IN ('fraiseql.schema_document'::regclass, 'fraiseql.database'::regclass) ORDER BY relname;
DROP EXTENSION fraiseql;
-- What the extension made goes with it, but for the schema it was put in.
SELECT count(*) FROM pg_class WHERE relnamespace = 'fraiseql'::regnamespace;
SELECT count(*) FROM pg_proc WHERE pronamespace = 'fraiseql'::regnamespace;
SELECT count(*) FROM pg_type WHERE typnamespace = 'fraiseql'::regnamespace;
-- And it can come back.
CREATE EXTENSION fraiseql;
DROP EXTENSION fraiseql;

-- Only UTF-8: GraphQL documents are Unicode.
CREATE DATABASE install_latin1 TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C';
\c install_latin1
\set SHOW_CONTEXT never
CREATE EXTENSION fraiseql;
\set VERBOSITY sqlstate
CREATE EXTENSION fraiseql;
\set VERBOSITY default
\set SHOW_CONTEXT errors

\c :regression
DROP DATABASE install_utf8;
DROP DATABASE install_latin1;
