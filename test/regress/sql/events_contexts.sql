-- Events can be raised wherever pg_notify can, whatever the caller may do with the extension's tables.
SELECT fraiseql.set_observers('[{"channel": "context"}, {"channel": "quiet", "passthrough": false},
                                {"channel": "loose", "durable": false}]');
CREATE SCHEMA events_contexts;
SET search_path = events_contexts;
CREATE ROLE regress_events_nobody;

-- Read-only transactions, of every isolation level.
BEGIN READ ONLY; SELECT pg_notify('context', 'read only'); NOTIFY quiet, 'read only'; COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_notify('context', 'repeatable read'); COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY; SELECT pg_notify('context', 'serializable'); COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE; SELECT pg_notify('context', 'deferrable'); COMMIT;
SET default_transaction_read_only = on;
SELECT pg_notify('quiet', 'default read only');
-- and the transaction stays read-only for everybody else
CREATE TABLE not_made ();
RESET default_transaction_read_only;

-- The leader of a parallel plan.
CREATE TABLE many AS SELECT generate_series(1, 20000) AS n;
ANALYZE many;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT pg_notify('context', 'parallel ' || n) FROM many WHERE n % 20000 = 0;
SELECT pg_notify('context', 'parallel ' || n) FROM many WHERE n % 20000 = 0;
SELECT set_config(name, 'on', false) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT pg_notify('quiet', 'parallel mode');
RESET ALL;
SET search_path = events_contexts;

-- A role without any right on the extension's tables.
SET ROLE regress_events_nobody;
SELECT pg_notify('context', 'nobody');
NOTIFY quiet, 'nobody';
SELECT fraiseql.emit('context', 'nobody, emitted');
SELECT count(*) FROM fraiseql.outbox;
SELECT count(*) FROM fraiseql.observer;
SELECT fraiseql.set_observers('[]');
SELECT fraiseql.emit_again('context', 'x', gen_random_uuid(), now());
RESET ROLE;

-- A role that may not call pg_notify may not call what it became either.
REVOKE EXECUTE ON FUNCTION pg_notify FROM PUBLIC;
SET ROLE regress_events_nobody;
SELECT pg_notify('context', 'forbidden');
SELECT fraiseql.capture_notify('context', 'forbidden');
SELECT fraiseql.emit('context', 'forbidden');
RESET ROLE;
GRANT EXECUTE ON FUNCTION pg_notify TO PUBLIC;

SELECT channel, payload FROM fraiseql.outbox WHERE channel IN ('context', 'quiet', 'loose') ORDER BY seq;

-- Arguments as pg_notify takes and refuses them, on channels that skip it too.
SELECT pg_notify('quiet', NULL);
SELECT pg_notify(NULL, 'x');
SELECT pg_notify('', 'x');
SELECT pg_notify(repeat('x', 64), 'x');
SELECT pg_notify('context', repeat('x', 8000));
SELECT pg_notify('quiet', repeat('x', 8000));
SELECT fraiseql.emit('unobserved', 'x');
SELECT pg_notify('unobserved', 'x');
SELECT channel, length(payload) FROM fraiseql.outbox WHERE channel = 'quiet' ORDER BY seq DESC LIMIT 2;

-- Two-phase commit refuses events as it refuses notifications.
BEGIN; SELECT pg_notify('quiet', 'x'); PREPARE TRANSACTION 'events';

-- What the outbox holds is the bytes that were given, and every event has an id of its own.
SELECT fraiseql.emit('context', U&'bytes \0001 \00e9 \+01F600 "\\'), fraiseql.emit('context', 'second');
SELECT payload = U&'bytes \0001 \00e9 \+01F600 "\\' AS same FROM fraiseql.outbox WHERE payload LIKE 'bytes%';
SELECT count(*) = count(DISTINCT id) AS ids_differ, bool_and(id::text ~ '^........-....-4...-[89ab]') AS version_4
  FROM fraiseql.outbox;

SELECT fraiseql.set_observers('[]');
SET client_min_messages = warning;
DROP SCHEMA events_contexts CASCADE;
DROP ROLE regress_events_nobody;
