-- Federation: the databases that fraiseql.configure set up, and what the extension knows of them.

-- The databases of the configuration, limits resolved. The foreign server and the local schema bear the same name.
CREATE TABLE fraiseql.database (
  name                      text COLLATE "C" PRIMARY KEY,
  schemas                   text[] NOT NULL,
  has_extension             boolean NOT NULL,
  timeout_ms                integer NOT NULL,
  batch_size                integer NOT NULL,
  pool_size                 integer NOT NULL,
  pool_timeout_ms           integer NOT NULL,
  max_attempts              integer NOT NULL,
  backoff                   text NOT NULL,
  backoff_initial_ms        integer NOT NULL,
  backoff_max_ms            integer NOT NULL,
  breaker_enabled           boolean NOT NULL,
  breaker_failure_threshold integer NOT NULL,
  breaker_recovery_ms       integer NOT NULL,
  breaker_success_threshold integer NOT NULL
);
COMMENT ON TABLE fraiseql.database IS 'the databases of the configuration; written by fraiseql.configure';

-- The foreign tables that configure made: these and no others are changed or dropped by it.
CREATE TABLE fraiseql.foreign_relation (
  database text COLLATE "C" NOT NULL REFERENCES fraiseql.database ON UPDATE CASCADE ON DELETE CASCADE,
  name     text COLLATE "C" NOT NULL,
  PRIMARY KEY (database, name)
);
COMMENT ON TABLE fraiseql.foreign_relation IS 'the foreign tables made by fraiseql.configure';

-- One row at most; without it the defaults hold.
CREATE TABLE fraiseql.configuration (
  only_row           fraiseql.only_row PRIMARY KEY,
  federation_enabled boolean NOT NULL DEFAULT true,
  default_where      boolean NOT NULL DEFAULT true,
  default_order_by   boolean NOT NULL DEFAULT true,
  default_limit      boolean NOT NULL DEFAULT true,
  default_offset     boolean NOT NULL DEFAULT true,
  default_aggregate  boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE fraiseql.configuration IS 'what the configuration says of all databases; written by fraiseql.configure';

SELECT pg_catalog.pg_extension_config_dump('fraiseql.database', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.foreign_relation', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.configuration', '');

-- Tells every session that a table has changed whose rows it keeps in memory.
CREATE FUNCTION fraiseql.invalidate_cached_rows() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'fraiseql_invalidate_cached_rows';
CREATE TRIGGER invalidate_cached_rows AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.database
  FOR EACH STATEMENT EXECUTE FUNCTION fraiseql.invalidate_cached_rows();
CREATE TRIGGER invalidate_cached_rows AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.configuration
  FOR EACH STATEMENT EXECUTE FUNCTION fraiseql.invalidate_cached_rows();

CREATE FUNCTION fraiseql.configure(toml text, environment jsonb DEFAULT '{}') RETURNS void
LANGUAGE c AS 'MODULE_PATHNAME', 'fraiseql_configure';
REVOKE EXECUTE ON FUNCTION fraiseql.configure FROM PUBLIC;
COMMENT ON FUNCTION fraiseql.configure IS
  'makes servers, user mappings, foreign tables, limits, observers and subscribers what a fraiseql.toml says';

-- What the sessions of the server know of a foreign server: its breaker and its connections.
CREATE FUNCTION fraiseql.server_state(server oid, OUT breaker text, OUT timeouts_in_a_row integer,
  OUT connections integer, OUT idle_connections integer, OUT last_error text, OUT last_error_at timestamptz)
LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'fraiseql_server_state';
REVOKE EXECUTE ON FUNCTION fraiseql.server_state FROM PUBLIC;

CREATE VIEW fraiseql.databases AS
SELECT d.name, (SELECT o.option_value FROM pg_catalog.pg_options_to_table(s.srvoptions) AS o
                 WHERE o.option_name = 'host') AS host,
       (SELECT o.option_value FROM pg_catalog.pg_options_to_table(s.srvoptions) AS o
         WHERE o.option_name = 'port') AS port,
       (SELECT o.option_value FROM pg_catalog.pg_options_to_table(s.srvoptions) AS o
         WHERE o.option_name = 'dbname') AS dbname,
       d.schemas, (SELECT pg_catalog.count(*) FROM fraiseql.foreign_relation AS r
                    WHERE r.database = d.name) AS foreign_tables,
       d.has_extension OR d.name = 'primary' AS has_extension,
       d.timeout_ms, d.batch_size, d.pool_size, d.pool_timeout_ms, d.max_attempts, d.backoff,
       t.breaker, t.timeouts_in_a_row, t.connections, t.idle_connections, t.last_error, t.last_error_at
  FROM fraiseql.database AS d
  LEFT JOIN pg_catalog.pg_foreign_server AS s ON s.srvname = d.name AND d.name <> 'primary'
  LEFT JOIN LATERAL fraiseql.server_state(s.oid) AS t ON true;
COMMENT ON VIEW fraiseql.databases IS 'the configured databases, how they are reached and how they are';
GRANT EXECUTE ON FUNCTION fraiseql.server_state TO pg_monitor;
GRANT SELECT ON fraiseql.databases TO pg_monitor;
