"""What the keys of a [[subscribers]] block do: start, durable, stream, timeout, backoff; and which failures do not count."""

import json
import time

from harness import expect_equal, wait_until

SERVERS = ("inventory",)
NATS = True

INVENTORY = """
CREATE TABLE got (id serial, subscriber text, n int);
CREATE TABLE account (id int PRIMARY KEY, n int);
INSERT INTO account VALUES (1, 0), (2, 0);
CREATE FUNCTION first(event jsonb) RETURNS void LANGUAGE sql
  AS $$ INSERT INTO got (subscriber, n) VALUES ('first', (event ->> 'n')::int) $$;
CREATE FUNCTION second(event jsonb) RETURNS void LANGUAGE sql
  AS $$ INSERT INTO got (subscriber, n) VALUES ('second', (event ->> 'n')::int) $$;
CREATE FUNCTION slow(event jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_sleep((event ->> 'pause')::float8);
  INSERT INTO got (subscriber, n) VALUES ('slow', (event ->> 'n')::int);
END $$;
-- Locks 2, then 1: whoever holds 1 and wants 2 is in a deadlock with it.
CREATE FUNCTION crossed(event jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account SET n = n + 1 WHERE id = 2;
  UPDATE account SET n = n + 1 WHERE id = 1;
END $$;
CREATE FUNCTION fails(event jsonb) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
"""


def subscribe(cluster, *blocks):
    cluster.inventory.rows("SELECT fraiseql.set_subscribers($1::jsonb)", json.dumps(blocks))


def publish(cluster, subject, *events):
    with cluster.nats.client() as client:
        for event in events:
            client.publish(subject, json.dumps(event), {})
        client.flush()


def got(cluster):
    return [(name, int(n)) for name, n in cluster.inventory.rows("SELECT subscriber, n FROM got ORDER BY id")]


def wait_for(cluster, expected):
    try:
        wait_until(lambda: got(cluster) == expected)
    except TimeoutError:
        expect_equal(got(cluster), expected)


def start(cluster, *blocks):
    """These subscribers at work, and nothing of others left."""
    subscribe(cluster, *blocks)
    wait_until(lambda: cluster.inventory.value("SELECT count(*) FROM fraiseql.subscribers WHERE stream IS NOT NULL") != "0")
    wait_until(lambda: cluster.inventory.value("SELECT state FROM fraiseql.worker_status") == "running")
    cluster.inventory.script("TRUNCATE got; DELETE FROM fraiseql.parked_message")


def set_up(cluster):
    with cluster.nats.client() as client:
        client.add_stream("ONE", ["one.>"])
        client.add_stream("TWO", ["two.>"])
    cluster.inventory.script(INVENTORY)


def test_start_says_where_a_new_subscriber_begins(cluster):
    publish(cluster, "one.a", {"n": 1}, {"n": 2})
    subscribe(cluster, {"subject": "one.>", "function": "first"},
              {"subject": "one.>", "function": "second", "start": "new"})
    wait_for(cluster, [("first", 1), ("first", 2)])
    wait_until(lambda: cluster.inventory.rows("SELECT name, last_seq FROM fraiseql.subscribers ORDER BY name")
               == [("public.first", "2"), ("public.second", "2")])
    publish(cluster, "one.a", {"n": 3})
    wait_until(lambda: sorted(got(cluster)) == [("first", 1), ("first", 2), ("first", 3), ("second", 3)])


def test_place_belongs_to_the_name(cluster):
    start(cluster, {"subject": "one.>", "function": "first"})
    subscribe(cluster, {"subject": "one.>", "function": "second", "name": "public.first", "durable": "moved"})  # goes on
    with cluster.nats.client() as client:  # the worker knows of it
        wait_until(lambda: client.jetstream("CONSUMER.NAMES.ONE")["consumers"] == ["moved"])
    publish(cluster, "one.a", {"n": 4})
    wait_for(cluster, [("second", 4)])
    subscribe(cluster, {"subject": "one.>", "function": "first", "name": "another"})  # begins anew
    wait_for(cluster, [("second", 4)] + [("first", n) for n in (1, 2, 3, 4)])


def test_durable_names_the_consumer(cluster):
    start(cluster, {"subject": "one.>", "function": "first", "durable": "mine", "start": "new"})
    with cluster.nats.client() as client:
        wait_until(lambda: client.jetstream("CONSUMER.NAMES.ONE")["consumers"] == ["mine"])
        publish(cluster, "one.a", {"n": 5})
        wait_until(lambda: client.jetstream("CONSUMER.INFO.ONE.mine")["ack_floor"]["stream_seq"] == 5)
        subscribe(cluster, {"subject": "one.>", "function": "first", "start": "new", "name": "x"})
        wait_until(lambda: "mine" not in client.jetstream("CONSUMER.NAMES.ONE")["consumers"])


def test_subject_of_several_streams_and_the_key_stream(cluster):
    start(cluster, {"subject": "*.b", "function": "first", "start": "new", "name": "both"},
          {"subject": ">", "function": "second", "start": "new", "name": "of one", "stream": "TWO"})
    wait_until(lambda: cluster.inventory.rows("SELECT name, stream FROM fraiseql.subscribers ORDER BY 1, 2")
               == [("both", "ONE"), ("both", "TWO"), ("of one", "TWO")])
    publish(cluster, "one.b", {"n": 6})
    publish(cluster, "two.b", {"n": 7})
    wait_until(lambda: sorted(got(cluster)) == [("first", 6), ("first", 7), ("second", 7)])


def test_subscriber_that_is_gone_leaves_no_fault(cluster):
    subscribe(cluster, {"subject": "nowhere.c", "function": "first"})
    cluster.inventory.script("""SELECT fraiseql.set_observers('[{"channel": "c", "nats_subject": "one.c"}]')""")
    wait_until(lambda: cluster.inventory.value("SELECT state FROM fraiseql.worker_status") == "faulty")
    subscribe(cluster)
    wait_until(lambda: cluster.inventory.value("SELECT state FROM fraiseql.worker_status") == "running")
    cluster.inventory.script("SELECT fraiseql.set_observers('[]')")


def test_function_that_takes_too_long_is_cancelled(cluster):
    start(cluster, {"subject": "one.slow", "function": "slow", "timeout": "1 s", "max_deliver": 2, "backoff": "50 ms"})
    publish(cluster, "one.slow", {"n": 8, "pause": 30}, {"n": 9, "pause": 0})
    wait_for(cluster, [("slow", 9)])
    expect_equal(cluster.inventory.rows("SELECT attempts, last_error FROM fraiseql.parked_messages"),
                 [("2", "canceling statement due to statement timeout")])


def test_pauses_double_up_to_max_backoff(cluster):
    start(cluster, {"subject": "one.never", "function": "fails", "backoff": "200 ms", "max_backoff": "500 ms", "max_deliver": 7})
    begun = time.monotonic()
    publish(cluster, "one.never", {"n": 10})
    wait_until(lambda: cluster.inventory.value("SELECT count(*) FROM fraiseql.parked_messages") == "1", interval=0.02)
    took = time.monotonic() - begun
    assert 2.6 <= took < 12, took  # 0.2 + 0.4 + 4 * 0.5; 12.6 without max_backoff


def test_deadlocks_do_not_count(cluster):
    start(cluster, {"subject": "one.crossed", "function": "crossed", "max_deliver": 1})
    cluster.inventory.configure({"deadlock_timeout": "100ms"})
    cluster.inventory.reload()
    with cluster.inventory.session() as session:
        session.script("SET deadlock_timeout = '10s'; BEGIN; UPDATE account SET n = n WHERE id = 1")
        publish(cluster, "one.crossed", {"n": 11})
        wait_until(lambda: cluster.inventory.value(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker' AND wait_event_type = 'Lock'") == "1")
        session.script("UPDATE account SET n = n WHERE id = 2")  # the worker is the one that gives way
        session.script("COMMIT")
    wait_until(lambda: cluster.inventory.rows("SELECT n FROM account ORDER BY id") == [("1",), ("1",)])
    expect_equal(cluster.inventory.value("SELECT count(*) FROM fraiseql.parked_messages"), "0")
    cluster.inventory.log_mark()  # the log is written up to here
    said = [entry["message"] for entry in cluster.inventory.log_entries() if "fraiseql worker of" in entry.get("message", "")]
    assert any("deadlock detected" in message for message in said), said
