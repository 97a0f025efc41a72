-- The catalog follows what [[observers]], [[subscribers]] and [nats] say. Rolled back: no worker sees any of it.
BEGIN;
CREATE SCHEMA events_configuration;
SET LOCAL search_path = events_configuration;
CREATE FUNCTION takes_payload(jsonb) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION takes_subject(subject text, payload jsonb) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION two_forms(jsonb) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION two_forms(text, jsonb) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION takes_text(text) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE ROLE regress_events_clerk;
CREATE ROLE regress_events_admin;

-- Observers: named ones come, change and go.
SELECT fraiseql.set_observers('[{"channel": "order_created", "nats_subject": "fraiseql.order.created"},
                                {"channel": "a b", "durable": false}]');
SELECT channel, nats_subject, stream, durable, passthrough FROM fraiseql.observers ORDER BY channel;
SELECT fraiseql.set_observers('[{"channel": "order_created", "nats_subject": "other", "passthrough": false, "stream": "S"}]');
SELECT channel, nats_subject, stream, durable, passthrough FROM fraiseql.observers ORDER BY channel;
SELECT fraiseql.set_observers(NULL);
SELECT count(*) FROM fraiseql.observer;

-- A channel's own subject: what a subject cannot hold is encoded.
SELECT channel, fraiseql.nats_subject_of(channel) AS subject, fraiseql.is_nats_subject(fraiseql.nats_subject_of(channel))
  FROM unnest(ARRAY['order_created', 'a.b', 'a b', '..x.', U&'\00e9*>', E'a\r\nPUB x 0', '%']) AS channel;
SELECT subject, fraiseql.is_nats_subject(subject), fraiseql.is_nats_subject_filter(subject)
  FROM unnest(ARRAY['a.b', 'a b', 'a..b', '.a', 'a.', 'a.*', 'a.>', '>', '>.a', 'a*', E'a\r\nb', '$JS.API', '_INBOX.x',
                    '']) AS subject
UNION ALL SELECT 'a long one', fraiseql.is_nats_subject(repeat('x', 256)), fraiseql.is_nats_subject_filter(repeat('x', 256));

-- Subscribers: the function is looked up once and kept with its schema, the role is the caller unless named.
SELECT fraiseql.set_subscribers('[{"subject": "order.>", "function": "takes_payload", "max_deliver": 3, "backoff": "100 ms"},
  {"subject": "order.*", "function": "takes_subject", "role": "regress_events_clerk", "name": "second", "timeout": 5, "start": "new"},
  {"subject": "x", "function": "two_forms(text, jsonb)", "concurrency": 8, "ordered_by": "order_id"}]');
SELECT name, subject, function, role = current_user AS mine, start, max_deliver, backoff, max_backoff, timeout
  FROM fraiseql.subscriber ORDER BY name;
SELECT name, concurrency, ordered_by, stream, lane, last_seq, parked FROM fraiseql.subscribers ORDER BY name;
SELECT fraiseql.set_subscribers('[{"subject": "y", "function": "two_forms(text,jsonb)"}]');
SELECT name, subject, max_deliver FROM fraiseql.subscriber;

-- NATS and its streams.
SELECT fraiseql.set_nats('{"url": ["nats://a:4222", "nats://b"], "user": "u", "password": "secret",
  "streams": ["A", {"name": "B", "subjects": ["x.>"], "max_age": "7d", "duplicate_window": 3600, "replicas": 3}]}');
SELECT url, "user", password, tls, jetstream FROM fraiseql.nats;
SELECT * FROM fraiseql.stream ORDER BY name;
SELECT fraiseql.set_nats(NULL);
SELECT (SELECT count(*) FROM fraiseql.nats) AS nats, (SELECT count(*) FROM fraiseql.stream) AS streams;

-- What is wrong is said; nothing has changed then.
\set VERBOSITY terse
SAVEPOINT s;
SELECT fraiseql.configure('[[observers]]
chanel = "x"');
ROLLBACK TO s;
SELECT fraiseql.configure('[[subscribers]]
subject = "x"
concurency = 2');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"nats_subject": "x"}]');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"channel": "x", "nats_subject": "a b"}]');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"channel": "x"}, {"channel": "x"}]');
ROLLBACK TO s;
SELECT fraiseql.set_observers('["x"]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a..b", "function": "takes_payload"}]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a"}]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a", "function": "takes_text"}]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a", "function": "two_forms"}]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a", "function": "takes_payload", "role": "regress_events_nobody"}]');
ROLLBACK TO s;
SELECT fraiseql.set_subscribers('[{"subject": "a", "function": "takes_payload"}, {"subject": "b", "function": "takes_payload"}]');
ROLLBACK TO s;
SELECT fraiseql.configure('[nats]
pasword = "x"');
ROLLBACK TO s;
SELECT fraiseql.configure('[nats]
url = "nats://a"
[[nats.streams]]
name = "A"
age = "1d"');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"channel": "x", "durable": "yes"}]');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"channel": ""}]');
ROLLBACK TO s;
SELECT fraiseql.set_observers('[{"channel": "x", "stream": "a.b"}]');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"tls": 1}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"url": [4222]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"url": "http://a"}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"url": ["nats://a", ""]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"url": " tls://u:p@a:1/ , b,nats://[::1]:4222"}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": "A"}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": [{"subjects": ["a"]}]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": [{"name": "A", "subjects": "a"}]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": [{"name": "A", "replicas": 7}]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": [{"name": "A", "discard": "none"}]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": [{"name": "A", "duplicate_window": 0}]}');
ROLLBACK TO s;
SELECT fraiseql.set_nats('{"streams": ["A B"]}');
ROLLBACK TO s;
-- the keys of a subscriber, one by one
CREATE FUNCTION subscriber_fault(keys jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fraiseql.set_subscribers(jsonb_build_array('{"subject": "a", "function": "takes_payload"}' || keys));
  RETURN 'none';
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
\pset format unaligned
SELECT keys, subscriber_fault(keys::jsonb) AS fault
  FROM unnest(ARRAY[
    '{"concurrency": 0}', '{"concurrency": 65}', '{"concurrency": 1.5}', '{"concurrency": "many"}', '{"concurrency": true}',
    '{"concurrency": 64}', '{"concurrency": 2.0}', '{"concurrency": 2, "ordered_by": "id"}',
    '{"concurrency": 2, "ordered_by": ""}', '{"concurrency": 2, "ordered_by": 1}', '{"concurrency": 1, "ordered_by": "id"}',
    '{"ordered_by": "id"}', '{"max_deliver": 0}', '{"max_deliver": "5"}', '{"start": "last"}', '{"start": 1}',
    '{"backoff": "soon"}', '{"backoff": 0}', '{"timeout": "-1 s"}', '{"max_backoff": true}', '{"timeout": 0.5}',
    '{"durable": "a.b"}', '{"stream": "*"}', '{"name": ""}', '{"role": 1}']) AS keys;
\pset format aligned
\set VERBOSITY default

-- A role that may write the table still cannot have a function run as somebody it may not become.
GRANT INSERT ON fraiseql.subscriber TO regress_events_admin;
SET LOCAL ROLE regress_events_admin;
INSERT INTO fraiseql.subscriber (name, subject, function) VALUES ('own', 'a', 'f(jsonb)');
SAVEPOINT s;
INSERT INTO fraiseql.subscriber (name, subject, function, role) VALUES ('other', 'a', 'f(jsonb)', 'postgres');
ROLLBACK TO s;
-- and the secrets are nobody's but the superuser's
SELECT password FROM fraiseql.nats;
ROLLBACK TO s;
\set VERBOSITY sqlstate
SHOW fraiseql.nats_password;
\set VERBOSITY default
ROLLBACK;
