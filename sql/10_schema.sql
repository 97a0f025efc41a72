-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION fraiseql" to load this file. \quit

DO $$
BEGIN
  IF pg_catalog.current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'fraiseql needs a database with encoding UTF8, this one has %',
      pg_catalog.current_setting('server_encoding')
      USING ERRCODE = 'feature_not_supported',
            HINT = 'Create the database with CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0.';
  END IF;
END
$$;
