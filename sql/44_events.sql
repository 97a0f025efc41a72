-- Capture.
CREATE FUNCTION fraiseql.notify_support(internal) RETURNS internal
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_notify_support';
CREATE FUNCTION fraiseql.capture_notify(channel text, payload text) RETURNS void
LANGUAGE c VOLATILE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_capture_notify';
COMMENT ON FUNCTION fraiseql.capture_notify IS 'pg_notify, for channels that may be observed';
CREATE FUNCTION fraiseql.emit(channel text, payload text) RETURNS void
LANGUAGE c VOLATILE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_emit';
COMMENT ON FUNCTION fraiseql.emit IS 'raises an event on an observed channel when the transaction commits';
CREATE FUNCTION fraiseql.emit_again(channel text, payload text, id uuid, created_at timestamptz) RETURNS void
LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_emit_again';
CREATE FUNCTION fraiseql.install_capture() RETURNS boolean
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_install_capture';
-- Every role's pg_notify becomes this call, whatever the default privileges are.
GRANT EXECUTE ON FUNCTION fraiseql.capture_notify, fraiseql.emit TO PUBLIC;
GRANT USAGE ON SCHEMA fraiseql TO PUBLIC;
REVOKE EXECUTE ON FUNCTION fraiseql.emit_again, fraiseql.install_capture FROM PUBLIC;

CREATE FUNCTION fraiseql.load_before_drop() RETURNS event_trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'fraiseql_load_before_drop';
CREATE EVENT TRIGGER fraiseql_load_before_drop ON ddl_command_start
  WHEN TAG IN ('DROP EXTENSION', 'DROP SCHEMA', 'DROP FUNCTION', 'DROP ROUTINE', 'DROP OWNED')
  EXECUTE FUNCTION fraiseql.load_before_drop();

CREATE FUNCTION fraiseql.configuration_changed() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'fraiseql_configuration_changed';
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.observer
  EXECUTE FUNCTION fraiseql.configuration_changed();
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.subscriber
  EXECUTE FUNCTION fraiseql.configuration_changed();
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.nats
  EXECUTE FUNCTION fraiseql.configuration_changed();
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.stream
  EXECUTE FUNCTION fraiseql.configuration_changed();
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON fraiseql.outbox_rotation
  EXECUTE FUNCTION fraiseql.configuration_changed();
SELECT fraiseql.install_capture();

-- What the machinery says about itself.
CREATE FUNCTION fraiseql.is_preloaded() RETURNS boolean
LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_is_preloaded';
CREATE FUNCTION fraiseql.wake_worker() RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_wake_worker';
CREATE FUNCTION fraiseql.worker_slots(OUT database_oid oid, OUT pid integer, OUT state text, OUT state_since timestamptz,
  OUT nats_server text, OUT delivery text, OUT published bigint, OUT dead bigint, OUT handled bigint, OUT parked bigint,
  OUT attempts bigint, OUT last_error text, OUT last_error_at timestamptz, OUT best_effort_dropped bigint,
  OUT lane integer)
RETURNS SETOF record
LANGUAGE c VOLATILE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'fraiseql_worker_slots';
REVOKE EXECUTE ON FUNCTION fraiseql.worker_slots, fraiseql.wake_worker FROM PUBLIC;
SELECT fraiseql.wake_worker();

CREATE VIEW fraiseql.worker_status AS
SELECT d.datname AS database, w.pid, coalesce(w.state, CASE WHEN fraiseql.is_preloaded() THEN 'starting' ELSE 'off' END) AS state,
       w.state_since, w.nats_server, w.delivery, w.published, w.dead, w.handled, w.parked, w.attempts,
       CASE WHEN NOT fraiseql.is_preloaded() THEN 'no worker runs: shared_preload_libraries does not name fraiseql'
            WHEN w.database_oid IS NOT NULL THEN w.last_error
            WHEN pg_catalog.pg_is_in_recovery() THEN 'no worker runs: the server is a standby'
            WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE backend_type = 'fraiseql launcher')
            THEN 'no worker runs: there is no launcher; max_worker_processes may leave it no place'
            WHEN pg_catalog.strpos(pg_catalog.current_setting('fraiseql.worker_databases'), d.datname::text) = 0
                 AND pg_catalog.btrim(pg_catalog.current_setting('fraiseql.worker_databases')) <> '*'
            THEN 'no worker runs: fraiseql.worker_databases does not name this database' END AS last_error,
       w.last_error_at, coalesce(w.lane, 0) AS lane
  FROM pg_catalog.pg_database AS d LEFT JOIN fraiseql.worker_slots() AS w ON w.database_oid = d.oid
 WHERE w.database_oid IS NOT NULL AND w.state <> 'absent' OR d.datname = pg_catalog.current_database();

CREATE VIEW fraiseql.observers AS
SELECT o.channel, o.nats_subject, o.stream, o.durable, o.passthrough, h.attempts AS failed_attempts, h.last_error, h.retry_at
  FROM fraiseql.observer AS o LEFT JOIN fraiseql.outbox_held AS h USING (channel);
COMMENT ON VIEW fraiseql.observers IS 'the observed channels; with an error where their events are held back';

CREATE VIEW fraiseql.subscribers AS
SELECT s.name, s.subject, s.function, s.role, s.concurrency, s.ordered_by, i.stream, i.lane, i.last_seq, i.handled,
       s.max_deliver, i.attempts AS failed_attempts, i.last_error, i.retry_at,
       (SELECT pg_catalog.count(*) FROM fraiseql.parked_message AS p WHERE p.subscriber = s.name) AS parked
  FROM fraiseql.subscriber AS s LEFT JOIN fraiseql.inbox AS i ON i.subscriber = s.name AND i.open;
COMMENT ON VIEW fraiseql.subscribers IS 'the subscribers, and how far each one is in its streams';

-- What waits to be published: numbers above the watermark, late ones, and what is held back. A function for its setting:
-- the tables have no statistics, and compiling a plan for millions of imagined rows would take seconds.
CREATE FUNCTION fraiseql.waiting_events() RETURNS SETOF fraiseql.outbox
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
  SELECT x.* FROM fraiseql.outbox AS x WHERE x.seq > (SELECT p.watermark FROM fraiseql.outbox_progress AS p)
  UNION
  SELECT x.* FROM fraiseql.outbox_progress AS p, generate_series(1, cardinality(p.gaps), 2) AS g, fraiseql.outbox AS x
   WHERE x.seq BETWEEN p.gaps[g] AND p.gaps[g + 1]
  UNION
  SELECT x.* FROM fraiseql.outbox_held AS b, fraiseql.outbox AS x WHERE x.channel = b.channel AND x.seq >= b.first_seq;
END;
REVOKE EXECUTE ON FUNCTION fraiseql.waiting_events FROM PUBLIC;

CREATE VIEW fraiseql.events AS
SELECT e.seq, e.id, e.channel, o.nats_subject, CASE WHEN h.channel IS NULL THEN 'waiting' ELSE 'held' END AS state,
       e.created_at, pg_catalog.clock_timestamp() - e.created_at AS age,
       coalesce(h.attempts, (SELECT w.attempts FROM fraiseql.worker_slots() AS w
                              WHERE w.lane = 0 AND w.database_oid = (SELECT d.oid FROM pg_catalog.pg_database AS d
                                                       WHERE d.datname = pg_catalog.current_database())), 0) AS attempts,
       coalesce(h.last_error, (SELECT w.last_error FROM fraiseql.worker_slots() AS w WHERE w.attempts > 0 AND w.lane = 0
                                AND w.database_oid = (SELECT d.oid FROM pg_catalog.pg_database AS d
                                                       WHERE d.datname = pg_catalog.current_database()))) AS last_error,
       e.payload
  FROM fraiseql.waiting_events() AS e
  LEFT JOIN fraiseql.observer AS o USING (channel)
  LEFT JOIN fraiseql.outbox_held AS h USING (channel);
COMMENT ON VIEW fraiseql.events IS 'the events that wait to be published';

CREATE VIEW fraiseql.dead_events AS SELECT * FROM fraiseql.dead_event;
COMMENT ON VIEW fraiseql.dead_events IS 'events that cannot be published as they are; fraiseql.retry_dead';
CREATE VIEW fraiseql.parked_messages AS
SELECT id, subscriber, stream, stream_seq, message_id, subject, pg_catalog.encode(payload, 'escape') AS payload, attempts,
       last_error, parked_at, retry_at FROM fraiseql.parked_message;
COMMENT ON VIEW fraiseql.parked_messages IS 'messages whose function failed max_deliver times; fraiseql.retry_parked';

GRANT SELECT ON fraiseql.observers, fraiseql.subscribers, fraiseql.events, fraiseql.dead_events, fraiseql.parked_messages,
  fraiseql.worker_status TO pg_monitor;
GRANT EXECUTE ON FUNCTION fraiseql.worker_slots, fraiseql.waiting_events TO pg_monitor;

-- Publishes events again that are still in the outbox, with the ids they had: a stream that has one already, and a
-- subscriber that has handled it, take no second.
CREATE FUNCTION fraiseql.replay(channel text, "from" timestamptz DEFAULT '-infinity', "to" timestamptz DEFAULT 'infinity')
RETURNS bigint LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT count(fraiseql.emit_again(e.channel, e.payload, e.id, e.created_at)::text)
    FROM (SELECT * FROM (SELECT DISTINCT ON (o.id) o.* FROM fraiseql.outbox AS o
                          WHERE o.channel = replay.channel AND o.created_at BETWEEN replay."from" AND replay."to"
                          ORDER BY o.id, o.seq) AS once ORDER BY seq) AS e;
END;

-- Gives dead events another chance, all of them or one, after what killed them is mended.
CREATE FUNCTION fraiseql.retry_dead(id uuid DEFAULT NULL) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH gone AS (DELETE FROM fraiseql.dead_event AS d WHERE retry_dead.id IS NULL OR d.id = retry_dead.id RETURNING d.*)
  SELECT count(fraiseql.emit_again(g.channel, g.payload, g.id, g.created_at)::text)
    FROM (SELECT * FROM gone ORDER BY created_at) AS g;
END;

-- Has the worker try parked messages again: all, those of a subscriber, or one. A message that fails stays parked.
CREATE FUNCTION fraiseql.retry_parked(subscriber text DEFAULT NULL, id bigint DEFAULT NULL) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT fraiseql.wake_worker();
  WITH marked AS (UPDATE fraiseql.parked_message AS p SET retry_at = clock_timestamp()
                   WHERE (retry_parked.subscriber IS NULL OR p.subscriber = retry_parked.subscriber)
                     AND (retry_parked.id IS NULL OR p.id = retry_parked.id) RETURNING 1)
  SELECT count(*) FROM marked;
END;
REVOKE EXECUTE ON FUNCTION fraiseql.replay, fraiseql.retry_dead, fraiseql.retry_parked FROM PUBLIC;
