-- The tables of a fraiseql.toml that events.md documents, each key once, and what is wrong with some.
SET client_min_messages = warning;
CREATE SCHEMA events_toml;
SET search_path = events_toml;
CREATE FUNCTION takes_payload(payload jsonb) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION takes_both(subject text, payload jsonb) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION takes_number(n int) RETURNS void LANGUAGE sql AS '';
BEGIN;
SELECT fraiseql.configure($toml$
[nats]
url = ["nats://10.0.0.5:4222", "tls://nats.example.com"]
user = "orders"
password = "${NATS_PASSWORD}"
token = "t"
credentials = "/orders.creds"
tls = "${TLS}"
ca = "/ca.pem"
cert = "/client.pem"
key = "/client-key.pem"
jetstream = true
[[nats.streams]]
name = "ORDERS"
subjects = ["fraiseql.order.>"]
max_age = "7d"
max_bytes = "${MAX_BYTES:--1}"
max_messages = -1
discard = "new"
replicas = "${REPLICAS:-3}"
duplicate_window = "2h"
[[nats.streams]]
name = "ALL"
[[observers]]
channel = "order_created"
nats_subject = "fraiseql.order.created"
stream = "ORDERS"
durable = "${DURABLE:-false}"
passthrough = false
[[subscribers]]
subject = "fraiseql.order.*"
function = "takes_payload"
name = "1"
stream = "ORDERS"
durable = "true"
start = "new"
concurrency = "${LANES:-8}"
ordered_by = "order_id"
max_deliver = 7
backoff = "2s"
max_backoff = "1min"
timeout = "3s"
[[subscribers]]
subject = ">"
function = "takes_both"
$toml$, '{"NATS_PASSWORD": "12345", "TLS": "true"}');
\pset expanded on
SELECT * FROM fraiseql.nats;
SELECT * FROM fraiseql.stream ORDER BY name;
SELECT * FROM fraiseql.observer;
SELECT name, subject, function, stream, durable, start, concurrency, ordered_by, max_deliver, backoff, max_backoff, timeout FROM fraiseql.subscriber ORDER BY name;
\pset expanded off
ROLLBACK;
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION fault(toml text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE hint text;
BEGIN
  PERFORM fraiseql.configure(toml);
  RAISE EXCEPTION 'accepted';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || ' ' || SQLERRM || ' ' || hint;
END $$;
SELECT fault(toml) FROM unnest(ARRAY[
  '[nats]' || E'\n' || 'streams = ["A", {name = "A"}]',
  '[nats]' || E'\n' || 'streams = [{name = "A", subjects = ["a.>.b"]}]',
  '[nats]' || E'\n' || 'streams = [{name = "A", subjects = ["a", ""]}]',
  '[nats]' || E'\n' || 'streams = [{name = "A", replicas = "03"}]',
  '[observers]' || E'\n' || 'channel = "c"',
  '[subscribers]' || E'\n' || 'subject = "a"',
  '[[subscribers]]' || E'\n' || 'subject = "a"' || E'\n' || 'function = "takes_number"',
  '[[subscribers]]' || E'\n' || 'subject = "a"' || E'\n' || 'function = "takes_payload"' || E'\n' || 'max_deliver = "x"']) toml;
DROP SCHEMA events_toml CASCADE;
