"""Several handlers of a subscriber at once: each effect once, the order of what belongs together kept."""

import json
import random
import time

from harness import expect_equal, wait_until

NATS = True

INVENTORY = """
CREATE TABLE effect (id bigserial, key text, n int, pid int DEFAULT pg_backend_pid(),
                     began timestamptz, ended timestamptz DEFAULT clock_timestamp());
CREATE TABLE broken (key text);
CREATE FUNCTION take(event jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  began timestamptz := clock_timestamp();
BEGIN
  PERFORM pg_sleep((event ->> 'pause')::float8) WHERE event ? 'pause';
  IF EXISTS (SELECT FROM broken WHERE key = event ->> 'key') THEN
    RAISE EXCEPTION 'cannot take %', event;
  END IF;
  INSERT INTO effect (key, n, began) VALUES (event ->> 'key', (event ->> 'n')::int, began);
END $$;
"""


def subscribe(cluster, **options):
    cluster.inventory.rows("SELECT fraiseql.set_subscribers($1::jsonb)", json.dumps(
        [{"subject": "thing.>", "function": "take", "name": "taker", "max_deliver": 3, "backoff": "50 ms", **options}]))


def publish(cluster, events, subject="thing.made"):
    """Without message ids: the inbox's rows alone tell what was handled."""
    with cluster.nats.client() as client:
        for event in events:
            client.publish(subject, json.dumps(event), {})
        client.flush(30)


def effects(cluster):
    return int(cluster.inventory.value("SELECT count(*) FROM effect"))


def wait_for(cluster, count):
    wait_until(lambda: effects(cluster) >= count, what=f"{count} effects")
    expect_equal(effects(cluster), count)
    expect_equal(cluster.inventory.value("SELECT count(*) FROM (SELECT DISTINCT key, n FROM effect) AS e"), str(count))


def disordered(cluster):
    return cluster.inventory.rows("""
        SELECT key, before, n FROM (SELECT key, n, lag(n) OVER (PARTITION BY key ORDER BY id) AS before FROM effect) AS e
         WHERE n < before""")


def lanes_running(cluster):
    return [int(row[0]) for row in cluster.inventory.rows(
        "SELECT lane FROM fraiseql.worker_status WHERE database = 'inventory' AND state = 'running' ORDER BY lane")]


def wait_for_lanes(cluster, count):
    wait_until(lambda: lanes_running(cluster) == list(range(count)), what=f"{count} lanes")


def consumers(cluster):
    with cluster.nats.client() as client:
        return client.jetstream("CONSUMER.NAMES.THINGS")["consumers"] or []


def set_up(cluster):
    with cluster.nats.client() as client:
        client.add_stream("THINGS", ["thing.>"])
    cluster.add_server("inventory", {"max_worker_processes": "12"})
    cluster.inventory.script(INVENTORY)


def test_handlers_run_at_once(cluster):
    subscribe(cluster, concurrency=4, ordered_by="key")
    wait_for_lanes(cluster, 4)
    publish(cluster, [{"key": f"k{n}", "n": n, "pause": 0.1} for n in range(24)])
    wait_for(cluster, 24)
    together, processes = cluster.inventory.rows("""
        SELECT max(with_it), (SELECT count(DISTINCT pid) FROM effect)
          FROM (SELECT count(*) AS with_it FROM effect AS a
                  JOIN effect AS b ON b.began <= a.began AND b.ended > a.began GROUP BY a.id) AS e""")[0]
    assert int(together) >= 2 and int(processes) == 4, (together, processes)


def test_view_shows_the_lanes(cluster):
    expect_equal(cluster.inventory.rows("""SELECT name, concurrency, ordered_by, stream, lane, parked
                                             FROM fraiseql.subscribers ORDER BY lane"""),
                 [("taker", "4", "key", "THINGS", str(lane), "0") for lane in range(4)])
    expect_equal(cluster.inventory.value("SELECT sum(handled) FROM fraiseql.subscribers"), "24")
    # Each lane comes to the end of the stream, whosever the last messages were.
    wait_until(lambda: cluster.inventory.value("SELECT min(last_seq) FROM fraiseql.subscribers") == "24")


def test_events_of_a_key_keep_their_order(cluster):
    cluster.inventory.script("TRUNCATE effect")
    chance = random.Random(7)
    numbers = {}
    events = []
    for _ in range(400):
        key = chance.choice("abcdefghijkl")
        numbers[key] = numbers.get(key, 0) + 1
        events.append({"n": numbers[key], "nested": {"key": "not this one"}, "key": key, "pause": chance.choice([0, 0, 0.01])})
    publish(cluster, events)
    wait_for(cluster, 400)
    expect_equal(disordered(cluster), [])


def test_without_a_key_subjects_keep_their_order(cluster):
    cluster.inventory.script("TRUNCATE effect")
    subscribe(cluster, concurrency=3)
    chance = random.Random(8)
    with cluster.nats.client() as client:
        for n in range(300):
            word = chance.choice("abcdefgh")
            client.publish(f"thing.{word}", json.dumps({"key": word, "n": n, "pause": chance.choice([0, 0.01])}), {})
        client.flush(30)
    wait_for(cluster, 300)
    expect_equal(disordered(cluster), [])
    assert int(cluster.inventory.value("SELECT count(DISTINCT pid) FROM effect")) > 1


def test_message_that_fails_holds_its_own_lane_only(cluster):
    cluster.inventory.script("TRUNCATE effect; INSERT INTO broken VALUES ('a')")
    # Two messages fail, for 7.5 s each: time to look at what goes on meanwhile.
    subscribe(cluster, concurrency=4, ordered_by="key", max_deliver=4, backoff="1500 ms", max_backoff="3 s")
    wait_for_lanes(cluster, 4)
    wait_until(lambda: cluster.inventory.value("SELECT count(*) FROM fraiseql.subscribers WHERE stream IS NOT NULL") == "4")
    publish(cluster, [{"key": "a", "n": 1}, {"key": "a", "n": 2}])
    publish(cluster, [{"key": key, "n": n} for n in range(5) for key in "bcdefgh"])
    wait_until(lambda: cluster.inventory.value(
        "SELECT count(*) FROM fraiseql.subscribers WHERE failed_attempts > 0 AND last_error LIKE 'cannot take%'") == "1")
    wait_until(lambda: effects(cluster) >= 20)  # whoever shares the lane of "a" waits
    expect_equal(cluster.inventory.rows("""SELECT (SELECT count(*) FROM effect WHERE key = 'a'),
                                                  (SELECT count(*) < 2 FROM fraiseql.parked_messages)"""), [("0", "t")])
    # (between the two of them none fails for a moment)
    wait_until(lambda: cluster.inventory.value("SELECT count(*) FROM fraiseql.subscribers WHERE failed_attempts > 0") == "1")
    # parked after its attempts, one after the other, and the lane goes on
    wait_for(cluster, 35)
    expect_equal(cluster.inventory.rows("SELECT subscriber, attempts, payload FROM fraiseql.parked_messages ORDER BY id"),
                 [("taker", "4", json.dumps({"key": "a", "n": n})) for n in (1, 2)])
    expect_equal(cluster.inventory.value("SELECT DISTINCT parked FROM fraiseql.subscribers"), "2")
    cluster.inventory.script("TRUNCATE broken; SELECT fraiseql.retry_parked('taker')")
    wait_for(cluster, 37)
    expect_equal(disordered(cluster), [])
    expect_equal(cluster.inventory.value("SELECT count(*) FROM fraiseql.parked_messages"), "0")


def test_concurrency_can_change_while_messages_flow(cluster):
    cluster.inventory.script("TRUNCATE effect")
    chance = random.Random(9)
    numbers = {}
    sent = 0
    for options in ({"concurrency": 2, "ordered_by": "key"}, {"concurrency": 7, "ordered_by": "key"}, {"concurrency": 1},
                    {"concurrency": 3, "ordered_by": "other"}, {"concurrency": 3, "ordered_by": "key"}, {"concurrency": 1},
                    {"concurrency": 5, "ordered_by": "key"}):
        events = []
        for _ in range(400):
            key = chance.choice("abcdefghijkl")
            numbers[key] = numbers.get(key, 0) + 1
            events.append({"key": key, "other": "one", "n": numbers[key], "pause": 0.002})
        publish(cluster, events)
        sent += len(events)
        subscribe(cluster, **options)
        time.sleep(0.4)  # into the middle of them
    wait_for(cluster, sent)
    expect_equal(disordered(cluster), [])
    # What was needed for it is forgotten in the end.
    wait_until(lambda: cluster.inventory.value("SELECT count(*) FROM fraiseql.subscribers") == "5")
    subscribe(cluster, concurrency=1)
    wait_until(lambda: cluster.inventory.rows("SELECT open, lanes, last_seq FROM fraiseql.inbox")
               [-1:] == [("t", "1", cluster.inventory.value("SELECT max(last_seq) FROM fraiseql.inbox"))])


def test_lanes_that_are_not_wanted_end(cluster):
    wait_for_lanes(cluster, 1)
    wait_until(lambda: cluster.inventory.value(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker'") == "1")
    wait_until(lambda: len(consumers(cluster)) == 1, what="one consumer")


def test_lane_that_is_killed_comes_back(cluster):
    cluster.inventory.script("TRUNCATE effect")
    subscribe(cluster, concurrency=3, ordered_by="key")
    wait_for_lanes(cluster, 3)
    publish(cluster, [{"key": f"k{n % 20}", "n": n, "pause": 0.005} for n in range(400)])
    cluster.inventory.script("SELECT pg_terminate_backend(pid) FROM fraiseql.worker_status WHERE lane = 2")
    wait_until(lambda: effects(cluster) > 100)
    assert cluster.inventory.kill_backend("fraiseql worker")  # the postmaster ends all sessions and restarts everything
    wait_for(cluster, 400)
    expect_equal(disordered(cluster), [])
    wait_for_lanes(cluster, 3)


def test_lanes_without_a_process_say_so(cluster):
    """12 worker processes: one each for logical replication, the launcher, the database; nine are left."""
    subscribe(cluster, concurrency=14, ordered_by="key")
    wait_until(lambda: cluster.inventory.value(
        "SELECT count(*) FROM fraiseql.worker_status WHERE last_error LIKE 'no background worker slot is free%'") != "0")
    expect_equal(cluster.inventory.value("SELECT count(*) FROM fraiseql.worker_status"), "14")
    subscribe(cluster, concurrency=2, ordered_by="key")
    wait_for_lanes(cluster, 2)


def test_drop_of_database_and_extension_wait_for_no_lane(cluster):
    cluster.inventory.create_database("other")
    with cluster.inventory.session(dbname="other") as session:
        session.script("CREATE EXTENSION fraiseql")
        session.script(INVENTORY)
        session.script("""SELECT fraiseql.set_subscribers('[{"subject": "thing.>", "function": "take", "concurrency": 3}]')""")
        wait_until(lambda: session.value("SELECT count(*) FROM fraiseql.worker_status"
                                         " WHERE database = 'other' AND state = 'running'") == "3")
    with cluster.inventory.session(dbname="postgres") as session:
        session.script("DROP DATABASE other")
    cluster.inventory.script("DROP EXTENSION fraiseql")
    wait_until(lambda: cluster.inventory.value(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker'") == "0")
