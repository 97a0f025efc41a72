-- The GraphQL schema of this database: what fraiseql.load_schema took, and what is served.

-- The first query of every session reads this table and fraiseql.database. What a table has of defaults, checks and
-- triggers is looked up when it is first opened, in catalogs that few sessions have opened before; so is the table that
-- its long values are in.
CREATE DOMAIN fraiseql.only_row AS boolean DEFAULT true CHECK (VALUE);
COMMENT ON DOMAIN fraiseql.only_row IS 'the key of a table that has one row at most';

CREATE TABLE fraiseql.schema_document (
  only_row    fraiseql.only_row PRIMARY KEY,
  version     uuid NOT NULL,
  document    text NOT NULL,
  definition  text NOT NULL,
  search_path name[] NOT NULL,
  loaded_at   timestamptz NOT NULL,
  loaded_by   name NOT NULL,
  common      text
);
ALTER TABLE fraiseql.schema_document
  ALTER common SET STORAGE MAIN,
  ALTER search_path SET STORAGE MAIN;
REVOKE ALL ON fraiseql.schema_document FROM PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('fraiseql.schema_document', '');

COMMENT ON TABLE fraiseql.schema_document IS 'the loaded GraphQL schema; changed by fraiseql.load_schema alone';
COMMENT ON COLUMN fraiseql.schema_document.version IS 'another one for every load';
COMMENT ON COLUMN fraiseql.schema_document.document IS 'as it was given: SDL or authoring JSON';
COMMENT ON COLUMN fraiseql.schema_document.definition IS 'the SDL that is served, generated arguments and types included';
COMMENT ON COLUMN fraiseql.schema_document.common IS 'the definition without aggregates, with which sessions begin; null where it is the same';
COMMENT ON COLUMN fraiseql.schema_document.search_path IS 'where relations and functions are looked up';

CREATE FUNCTION fraiseql.load_schema(document text) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_load_schema';
REVOKE EXECUTE ON FUNCTION fraiseql.load_schema FROM PUBLIC;
COMMENT ON FUNCTION fraiseql.load_schema IS
  'makes a GraphQL schema (SDL or authoring JSON) the one that this database serves; reports all its faults at once';

CREATE FUNCTION fraiseql.schema_sdl() RETURNS text
LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_schema_sdl';
COMMENT ON FUNCTION fraiseql.schema_sdl IS 'the schema that clients see, as SDL';

CREATE FUNCTION fraiseql.validate(query text) RETURNS json
LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_validate';
COMMENT ON FUNCTION fraiseql.validate IS
  'the errors of a GraphQL document against the loaded schema, an empty array without errors; nothing is run';
