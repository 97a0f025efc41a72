-- What was raised can be raised again: a part of a channel, with the ids it had. No worker runs here: what is in the outbox is
-- what would be published.
SELECT fraiseql.set_observers('[{"channel": "replayed"}, {"channel": "apart"}]');
CREATE TEMP TABLE moment (name text PRIMARY KEY, at timestamptz);
SELECT fraiseql.emit('replayed', 'first');
INSERT INTO moment VALUES ('after first', clock_timestamp());
SELECT fraiseql.emit('replayed', 'second'), fraiseql.emit('apart', 'other'), fraiseql.emit('replayed', 'third');
INSERT INTO moment VALUES ('after third', clock_timestamp());
SELECT fraiseql.emit('replayed', 'fourth');

CREATE TEMP VIEW again AS
SELECT payload, count(*), count(DISTINCT id) AS ids, count(DISTINCT created_at) AS times FROM fraiseql.outbox
 WHERE channel IN ('replayed', 'apart') GROUP BY payload ORDER BY min(seq);
SELECT fraiseql.replay('replayed', (SELECT at FROM moment WHERE name = 'after first'),
                       (SELECT at FROM moment WHERE name = 'after third'));
SELECT * FROM again;
SELECT payload FROM fraiseql.outbox WHERE channel IN ('replayed', 'apart') ORDER BY seq;

-- What was replayed before is replayed once, and nothing of another channel.
SELECT fraiseql.replay('replayed', "to" => (SELECT at FROM moment WHERE name = 'after third'));
SELECT * FROM again;
SELECT fraiseql.replay('replayed', "from" => clock_timestamp()), fraiseql.replay('unknown');

-- As part of a transaction.
BEGIN;
SELECT fraiseql.replay('apart');
ROLLBACK;
SELECT * FROM again WHERE payload = 'other';

-- It all waits, and says since when.
SELECT channel, nats_subject, state, attempts, last_error, payload, age BETWEEN '0' AND '1 hour' AS recent
  FROM fraiseql.events WHERE channel IN ('replayed', 'apart') ORDER BY seq LIMIT 3;

-- Dead events are raised again with their ids, all or one.
INSERT INTO fraiseql.dead_event (id, channel, payload, reason, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'replayed', 'dead one', 'tried', now()),
       ('00000000-0000-4000-8000-000000000002', 'replayed', 'dead two', 'tried', now());
SELECT fraiseql.retry_dead('00000000-0000-4000-8000-000000000002');
SELECT id, payload FROM fraiseql.outbox WHERE payload LIKE 'dead%' ORDER BY seq;
SELECT fraiseql.retry_dead();
SELECT id, payload FROM fraiseql.outbox WHERE payload LIKE 'dead%' ORDER BY seq;
SELECT count(*) FROM fraiseql.dead_events;

-- Parked messages are marked for the worker: those of a subscriber, one, all.
INSERT INTO fraiseql.parked_message (subscriber, stream, stream_created, stream_seq, subject, payload, attempts, last_error)
SELECT s, 'S', now(), n, 'x', '1', 5, 'tried' FROM unnest(ARRAY['a', 'a', 'b']) WITH ORDINALITY AS u(s, n);
SELECT fraiseql.retry_parked('a'), fraiseql.retry_parked('nobody'),
       fraiseql.retry_parked(id => (SELECT id FROM fraiseql.parked_messages WHERE subscriber = 'b'));
SELECT fraiseql.retry_parked();
SELECT subscriber, retry_at IS NOT NULL AS marked FROM fraiseql.parked_messages ORDER BY id;
DELETE FROM fraiseql.parked_message;
SELECT fraiseql.set_observers('[]');
