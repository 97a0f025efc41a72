-- DROP EXTENSION leaves pg_notify as it was, also from a session that has not loaded the library, and when it is rolled
-- back everything stays. In a database of its own: the extension of the others stays.
CREATE DATABASE regress_events_drop TEMPLATE template0 ENCODING 'UTF8';
\c regress_events_drop
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
CREATE EXTENSION fraiseql;
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
SELECT fraiseql.set_observers('[{"channel": "dropped"}]');

-- Of the planner's view: the call is another one.
EXPLAIN (VERBOSE, COSTS OFF) SELECT pg_notify('dropped', 'x');
PREPARE kept AS SELECT pg_notify('dropped', 'x');
EXECUTE kept;

BEGIN;
DROP EXTENSION fraiseql;
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
EXECUTE kept;
ROLLBACK;
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
EXECUTE kept;
SELECT count(*) FROM fraiseql.outbox;

-- Events of the transaction that drops the extension have nowhere to go.
BEGIN;
EXECUTE kept;
DROP EXTENSION fraiseql;
COMMIT;
EXECUTE kept;
NOTIFY dropped, 'x';
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;

-- DROP SCHEMA ... CASCADE takes the extension with it.
CREATE EXTENSION fraiseql;
\c
SET client_min_messages = warning;
DROP SCHEMA fraiseql CASCADE;
RESET client_min_messages;
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
EXPLAIN (VERBOSE, COSTS OFF) SELECT pg_notify('dropped', 'x');

-- A schema of that name that is not the extension's is nobody's outbox.
CREATE SCHEMA fraiseql;
CREATE TABLE fraiseql.observer (channel text, nats_subject text, stream text, durable boolean, passthrough boolean);
INSERT INTO fraiseql.observer VALUES ('dropped', 'x', NULL, true, false);
NOTIFY dropped, 'x';
SELECT pg_notify('dropped', 'x');

-- Lost by pg_upgrade, put back when asked to: once.
DROP SCHEMA fraiseql CASCADE;
CREATE EXTENSION fraiseql;
UPDATE pg_proc SET prosupport = 0 WHERE oid = 'pg_notify'::regproc;
SELECT fraiseql.install_capture();
SELECT fraiseql.install_capture();
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
-- another extension's support function is respected
UPDATE pg_proc SET prosupport = 'generate_series_int4_support'::regproc WHERE oid = 'pg_notify'::regproc;
SELECT fraiseql.install_capture();
SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc;
\c postgres
DROP DATABASE regress_events_drop;
