-- What has been captured and is to be published, in the order of its numbers. Written at commit by the extension
-- itself, never by SQL; rotating partitions, so that what is over is truncated and never deleted.
CREATE SEQUENCE fraiseql.outbox_seq;
CREATE TABLE fraiseql.outbox (
  slot       smallint NOT NULL,
  seq        bigint NOT NULL,
  id         uuid NOT NULL,
  channel    text COLLATE "C" NOT NULL,
  payload    text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL
) PARTITION BY LIST (slot);
CREATE INDEX outbox_seq_idx ON fraiseql.outbox (seq);
CREATE TABLE fraiseql.outbox_0 PARTITION OF fraiseql.outbox FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.outbox_1 PARTITION OF fraiseql.outbox FOR VALUES IN (1) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.outbox_2 PARTITION OF fraiseql.outbox FOR VALUES IN (2) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.outbox_3 PARTITION OF fraiseql.outbox FOR VALUES IN (3) WITH (autovacuum_enabled = false);

-- Which partition takes new rows, and since when.
CREATE TABLE fraiseql.outbox_rotation (slot smallint NOT NULL, since timestamptz NOT NULL);
INSERT INTO fraiseql.outbox_rotation VALUES (0, pg_catalog.now());

-- How far the publisher is: everything up to the watermark is published except the numbers in the gaps (pairs: first
-- and last), whose transactions were not over when the publisher came by, and what outbox_held holds back.
CREATE TABLE fraiseql.outbox_progress (watermark bigint NOT NULL, gaps bigint[] NOT NULL, jetstream boolean NOT NULL);
INSERT INTO fraiseql.outbox_progress VALUES (0, '{}', false);

-- When the streams that this database publishes to were made, as NATS writes it.
CREATE TABLE fraiseql.stream_seen (stream text COLLATE "C" PRIMARY KEY, created text NOT NULL);

-- Channels whose events cannot be published for a reason of their own, from the first one that could not.
CREATE TABLE fraiseql.outbox_held (
  channel    text COLLATE "C" PRIMARY KEY,
  first_seq  bigint NOT NULL,
  attempts   integer NOT NULL,
  last_error text NOT NULL,
  retry_at   timestamptz NOT NULL
);

-- Events that can never be published as they are.
CREATE TABLE fraiseql.dead_event (
  id         uuid PRIMARY KEY,
  channel    text COLLATE "C" NOT NULL,
  payload    text COLLATE "C" NOT NULL,
  subject    text,
  reason     text NOT NULL,
  created_at timestamptz NOT NULL,
  died_at    timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

-- How far each lane of a subscriber is in a stream, written in the transaction of its handler: the only truth about it.
-- A stream that was deleted and made again counts from 1, so its time of creation is part of its identity. A change of
-- concurrency closes the rows there are and makes new ones; closed ones tell which messages were handled before.
CREATE TABLE fraiseql.inbox (
  subscriber     text COLLATE "C" NOT NULL,
  stream         text COLLATE "C" NOT NULL,
  stream_created timestamptz NOT NULL,
  lane           integer NOT NULL,
  lanes          integer NOT NULL,
  ordered_by     text COLLATE "C" NOT NULL,
  open           boolean NOT NULL,
  last_seq       bigint NOT NULL,
  handled        bigint NOT NULL,
  attempts       integer NOT NULL,
  retry_at       timestamptz,
  last_error     text
);

-- The ids of messages that were handled, for a time: what comes again in another stream, or after the duplicate window
-- of its own, is not handled again.
CREATE TABLE fraiseql.inbox_seen (
  slot       smallint NOT NULL,
  subscriber text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL
) PARTITION BY LIST (slot);
CREATE INDEX inbox_seen_idx ON fraiseql.inbox_seen (id, subscriber);
CREATE TABLE fraiseql.inbox_seen_0 PARTITION OF fraiseql.inbox_seen FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.inbox_seen_1 PARTITION OF fraiseql.inbox_seen FOR VALUES IN (1) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.inbox_seen_2 PARTITION OF fraiseql.inbox_seen FOR VALUES IN (2) WITH (autovacuum_enabled = false);
CREATE TABLE fraiseql.inbox_rotation (slot smallint NOT NULL, since timestamptz NOT NULL);
INSERT INTO fraiseql.inbox_rotation VALUES (0, pg_catalog.now());

-- Messages whose handler failed max_deliver times.
CREATE TABLE fraiseql.parked_message (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscriber     text COLLATE "C" NOT NULL,
  stream         text COLLATE "C" NOT NULL,
  stream_created timestamptz NOT NULL,
  stream_seq     bigint NOT NULL,
  message_id     text,
  subject        text NOT NULL,
  payload        bytea NOT NULL,
  attempts       integer NOT NULL,
  last_error     text NOT NULL,
  parked_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  retry_at       timestamptz
);

SELECT pg_catalog.pg_extension_config_dump('fraiseql.observer', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.subscriber', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.nats', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.stream', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.dead_event', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.inbox', '');
SELECT pg_catalog.pg_extension_config_dump('fraiseql.parked_message', '');

