-- What the sessions of the server have counted of the operations of this database (src/statistics/operation_table.h).
CREATE FUNCTION fraiseql.operation_statistics(OUT role oid, OUT operation text, OUT type text, OUT query_id bigint,
  OUT query text, OUT calls bigint, OUT errors bigint, OUT rows bigint, OUT total_time double precision,
  OUT min_time double precision, OUT max_time double precision, OUT mean_time double precision, OUT statements jsonb,
  OUT cache_hits bigint, OUT since timestamptz) RETURNS SETOF record
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_operation_statistics';

CREATE VIEW fraiseql.stat_operations AS
SELECT pg_catalog.pg_get_userbyid(s.role) AS role, s.operation, s.type, s.query_id, s.query, s.calls, s.errors, s.rows,
       s.total_time, s.min_time, s.max_time, s.mean_time, s.statements, s.cache_hits, s.since
  FROM fraiseql.operation_statistics() AS s;
COMMENT ON VIEW fraiseql.stat_operations IS
  'calls, errors, rows, times and statements of each GraphQL operation; texts of others need pg_read_all_stats';
GRANT SELECT ON fraiseql.stat_operations TO PUBLIC;

CREATE FUNCTION fraiseql.stat_operations_reset() RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_stat_operations_reset';
REVOKE EXECUTE ON FUNCTION fraiseql.stat_operations_reset FROM PUBLIC;
COMMENT ON FUNCTION fraiseql.stat_operations_reset IS 'forgets what fraiseql.stat_operations has counted in this database';
