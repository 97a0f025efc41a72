"""Events from commit to the stream and to the functions of another database, and what stands in the way of either."""

import json
import time

from harness import expect_equal, wait_until

SERVERS = ("primary", "inventory")
NATS = True

INVENTORY = """
CREATE ROLE clerk;
CREATE TABLE got (id serial, subject text, payload jsonb, role text DEFAULT current_user);
GRANT INSERT ON got TO clerk;
GRANT USAGE ON SEQUENCE got_id_seq TO clerk;
CREATE TABLE switch (raises boolean);
INSERT INTO switch VALUES (false);
GRANT SELECT ON switch TO clerk;
CREATE FUNCTION take(subject text, payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO got (subject, payload) VALUES (subject, payload);
  IF payload ? 'raise' AND (SELECT raises FROM switch) THEN
    RAISE EXCEPTION 'cannot take %', payload;
  END IF;
  PERFORM pg_notify('taken', payload::text);
END $$;
SELECT fraiseql.set_observers('[{"channel": "taken", "nats_subject": "answer.taken"}]');
SELECT fraiseql.set_subscribers('[{"subject": "thing.>", "function": "take", "role": "clerk", "name": "taker",
                                   "max_deliver": 3, "backoff": "50 ms"}]');
"""

OBSERVERS = [
    {"channel": "made", "nats_subject": "thing.made"},
    {"channel": "quiet", "nats_subject": "thing.quiet", "passthrough": False},
    {"channel": "loose", "nats_subject": "thing.loose", "durable": False},
]


def observe(server, observers):
    server.rows("SELECT fraiseql.set_observers($1::jsonb)", json.dumps(observers))


def got(cluster):
    return [json.loads(row[0]) for row in cluster.inventory.rows("SELECT payload FROM got ORDER BY id")]


def wait_for(cluster, expected):
    try:
        wait_until(lambda: got(cluster) == expected, what="the effects")
    except TimeoutError:
        expect_equal(got(cluster), expected)


def stored(cluster, stream):
    with cluster.nats.client() as client:
        return [(message.subject, message.payload) for _, message in client.stream_messages(stream)]


def set_up(cluster):
    cluster.primary.script("""SELECT fraiseql.set_nats('{"streams": [{"name": "THINGS", "subjects": ["thing.>"]}]}')""")
    observe(cluster.primary, OBSERVERS)
    cluster.inventory.script(INVENTORY)


def test_payload_arrives_byte_for_byte_and_runs_as_the_role(cluster):
    payload = '{ "b":1,"a" : "é \\u0001 😀" , "b":2}'
    cluster.primary.rows("SELECT pg_notify('made', $1)", payload)
    wait_for(cluster, [json.loads(payload)])
    expect_equal(stored(cluster, "THINGS"), [("thing.made", payload)])
    expect_equal(cluster.inventory.rows("SELECT subject, role FROM got"), [("thing.made", "clerk")])


def test_function_emits_in_its_own_transaction(cluster):
    with cluster.nats.client() as client:
        wait_until(lambda: "FRAISEQL" in client.stream_names(), what="the default stream")
    wait_until(lambda: len(stored(cluster, "FRAISEQL")) == 1, what="the answer")
    expect_equal(json.loads(stored(cluster, "FRAISEQL")[0][1])["b"], 2)


def test_listeners_hear_what_passes_through(cluster):
    cluster.inventory.script("TRUNCATE got")
    with cluster.primary.session() as listener:
        listener.script("LISTEN made; LISTEN quiet; LISTEN loose")
        for channel, payload in (("quiet", "1"), ("loose", "2"), ("made", "3"), ("made", "4")):
            cluster.primary.rows("SELECT pg_notify($1, $2)", channel, payload)
        heard = []

        def all_heard():
            listener.script("SELECT")
            heard.extend(listener.notifications())
            return len(heard) >= 3

        wait_until(all_heard)
        expect_equal(heard, [("loose", "2"), ("made", "3"), ("made", "4")])
    wait_until(lambda: sorted(got(cluster)) == [1, 2, 3, 4])


def test_rolled_back_transactions_emit_nothing(cluster):
    cluster.inventory.script("TRUNCATE got")
    cluster.primary.script("BEGIN; SELECT pg_notify('made', '3'); ROLLBACK")
    cluster.primary.script("BEGIN; SELECT pg_notify('loose', '4'); ROLLBACK")
    cluster.primary.script("SELECT pg_notify('made', '5')")
    wait_for(cluster, [5])


def test_transaction_that_commits_late_is_not_passed_over(cluster):
    """Numbers are taken before the commit: hold one back between the two with a lock."""
    cluster.inventory.script("TRUNCATE got")
    with cluster.primary.session() as slow, cluster.primary.session() as holder:
        slow.script("""
            CREATE TABLE late (n int);
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN PERFORM fraiseql.emit('quiet', '"slow"'); PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION wait()""")
        holder.script("SELECT pg_advisory_lock(1)")
        slow.send("INSERT INTO late VALUES (1)")
        wait_until(lambda: holder.value("SELECT count(*) FROM pg_locks WHERE pid = $1 AND NOT granted", slow.pid) == "1")
        holder.script("SELECT fraiseql.emit('quiet', '\"fast\"')")
        wait_for(cluster, ["fast"])
        holder.script("SELECT pg_advisory_unlock(1)")
        slow.finish()
    wait_for(cluster, ["fast", "slow"])


def test_nats_down_holds_nothing_but_time(cluster):
    cluster.inventory.script("TRUNCATE got")
    cluster.nats.stop()
    for n in range(3):
        cluster.primary.script(f"SELECT pg_notify('made', '{n}')")
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "connecting")
    expect_equal(cluster.primary.value("SELECT count(*) FROM fraiseql.events WHERE state = 'waiting'"), "3")
    wait_until(lambda: "NATS" in (cluster.primary.value("SELECT last_error FROM fraiseql.worker_status") or ""))
    cluster.nats.start()
    wait_for(cluster, [0, 1, 2])
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")


def test_function_that_raises_is_retried_in_order_and_parked(cluster):
    cluster.inventory.script("TRUNCATE got; UPDATE switch SET raises = true")
    cluster.primary.script("""SELECT pg_notify('made', '{"raise": 1}')""")
    cluster.primary.script("SELECT pg_notify('made', '2')")
    wait_for(cluster, [2])
    expect_equal(cluster.inventory.rows("SELECT subscriber, subject, payload, attempts, last_error FROM fraiseql.parked_messages"),
                 [("taker", "thing.made", '{"raise": 1}', "3", 'cannot take {"raise": 1}')])
    cluster.inventory.script("SELECT fraiseql.retry_parked('taker')")
    wait_until(lambda: cluster.inventory.value("SELECT attempts FROM fraiseql.parked_messages") == "4")
    cluster.inventory.script("UPDATE switch SET raises = false; SELECT fraiseql.retry_parked()")
    wait_for(cluster, [2, {"raise": 1}])
    expect_equal(cluster.inventory.value("SELECT count(*) FROM fraiseql.parked_messages"), "0")


def test_payload_that_is_no_json_is_parked_at_once(cluster):
    cluster.inventory.script("TRUNCATE got")
    with cluster.nats.client() as client:
        client.publish("thing.foreign", b"\xff\x00", {})
        client.publish("thing.foreign", "not json", {})
        client.publish("thing.foreign", "6", {})
        client.flush()
    wait_for(cluster, [6])
    expect_equal(cluster.inventory.rows("SELECT payload, attempts FROM fraiseql.parked_messages ORDER BY id"),
                 [("\\377\\000", "1"), ("not json", "1")])
    cluster.inventory.script("DELETE FROM fraiseql.parked_message")


def test_message_that_comes_twice_is_handled_once(cluster):
    """The same id in the stream again, as after its duplicate window, and a replay."""
    cluster.inventory.script("TRUNCATE got")
    with cluster.nats.client() as client:
        client.jetstream("STREAM.UPDATE.THINGS", {**client.jetstream("STREAM.INFO.THINGS")["config"],
                                                  "duplicate_window": 100_000_000})

        def messages():
            return client.jetstream("STREAM.INFO.THINGS")["state"]["messages"]

        before = messages()

        def is_stored_again():
            """NATS forgets an id some time after the window, which its timers decide."""
            client.publish("thing.foreign", "7", {"Nats-Msg-Id": "seven"})
            client.flush()
            time.sleep(0.3)  # longer than the window
            return messages() >= before + 2

        wait_until(is_stored_again, what="the same message to be in the stream twice")
        time.sleep(0.3)
        before = messages()
        replayed = int(cluster.primary.value("SELECT fraiseql.replay('made')"))
        wait_until(lambda: messages() == before + replayed)
        client.publish("thing.foreign", "8", {})
        client.flush()
    wait_for(cluster, [7, 8])


def test_channel_without_stream_is_held_and_the_others_go_on(cluster):
    cluster.inventory.script("TRUNCATE got")
    observe(cluster.primary, OBSERVERS + [{"channel": "astray", "nats_subject": "nowhere.astray"}])
    for n in range(3):
        cluster.primary.script(f"SELECT pg_notify('astray', '{n}')")
    cluster.primary.script("SELECT pg_notify('made', '9')")
    wait_for(cluster, [9])
    # The handler may have done its part before the publisher has noted the acknowledgement.
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events WHERE channel = 'made'") == "0")
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "faulty")
    wait_until(lambda: cluster.primary.rows("SELECT channel, state, payload, last_error FROM fraiseql.events ORDER BY seq")
               == [("astray", "held", str(n), 'no stream takes subject "nowhere.astray"') for n in range(3)])
    with cluster.nats.client() as client:
        client.add_stream("NOWHERE", ["nowhere.>"])
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0", what="the held events")
    expect_equal(stored(cluster, "NOWHERE"), [("nowhere.astray", str(n)) for n in range(3)])
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "running")


def test_stream_that_does_not_take_the_subject(cluster):
    observe(cluster.primary, OBSERVERS + [{"channel": "stray", "nats_subject": "thing.stray", "stream": "OTHER"}])
    cluster.primary.script("SELECT pg_notify('stray', '1')")
    wait_until(lambda: cluster.primary.rows("SELECT channel, state, last_error FROM fraiseql.events") ==
               [("stray", "held", 'stream "OTHER" does not take subject "thing.stray"')])
    observe(cluster.primary, OBSERVERS + [{"channel": "stray", "nats_subject": "thing.stray", "stream": "THINGS"}])
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    expect_equal(stored(cluster, "THINGS")[-1], ("thing.stray", "1"))
    observe(cluster.primary, OBSERVERS)


def test_stream_that_does_not_acknowledge_holds_its_channel_only(cluster):
    with cluster.nats.client() as client:
        config = client.add_stream("SILENT", ["silent.>"], no_ack=True)["config"]
        observe(cluster.primary, OBSERVERS + [{"channel": "silent", "nats_subject": "silent.a"}])
        before = len(stored(cluster, "THINGS"))
        cluster.primary.script("SELECT pg_notify('silent', '1')")
        cluster.primary.script("SELECT pg_notify('quiet', '2')")
        wait_until(lambda: cluster.primary.rows("SELECT channel, state, last_error FROM fraiseql.events") ==
                   [("silent", "held", 'stream "SILENT" does not acknowledge what it stores (no_ack)')])
        expect_equal(stored(cluster, "THINGS")[before:], [("thing.quiet", "2")])
        client.jetstream("STREAM.UPDATE.SILENT", {**config, "no_ack": False})
        wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
        expect_equal(stored(cluster, "SILENT"), [("silent.a", "1")])
    observe(cluster.primary, OBSERVERS)


def test_stream_that_cannot_be_made_leaves_the_others_to_be_made(cluster):
    streams = [{"name": "THINGS", "subjects": ["thing.>"]}, {"name": "COPY", "subjects": ["thing.made"]},
               {"name": "MORE", "subjects": ["more.>"]}]
    cluster.primary.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps({"streams": streams}))
    observe(cluster.primary, OBSERVERS + [{"channel": "more", "nats_subject": "more.a"}])
    cluster.primary.script("SELECT pg_notify('more', '1')")
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    expect_equal(stored(cluster, "MORE"), [("more.a", "1")])
    wait_until(lambda: cluster.primary.rows("SELECT state, last_error FROM fraiseql.worker_status")
               == [("faulty", 'stream "COPY" could not be made: subjects overlap with an existing stream')])
    cluster.primary.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps({"streams": streams[:1]}))
    observe(cluster.primary, OBSERVERS)
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "running")


def test_event_that_cannot_be_published_is_dead_and_can_be_retried(cluster):
    cluster.inventory.script("TRUNCATE got")
    with cluster.nats.client() as client:
        config = client.jetstream("STREAM.INFO.THINGS")["config"]
        client.jetstream("STREAM.UPDATE.THINGS", {**config, "max_msg_size": 1000})
        cluster.primary.script("SELECT fraiseql.emit('quiet', to_json(repeat('x', 2000))::text)")
        cluster.primary.script("SELECT fraiseql.emit('quiet', to_json(repeat('y', 2000000))::text)")
        cluster.primary.script("SELECT pg_notify('made', '10')")
        wait_for(cluster, [10])
        wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.dead_events") == "2")
        expect_equal(cluster.primary.rows("SELECT channel, subject, reason, length(payload) FROM fraiseql.dead_events ORDER BY created_at"),
                     [("quiet", "thing.quiet", "larger than the stream takes", "2002"),
                      ("quiet", "thing.quiet", "larger than NATS takes (1048576 bytes with headers)", "2000002")])
        client.jetstream("STREAM.UPDATE.THINGS", config)
    cluster.primary.script("SELECT fraiseql.retry_dead(id) FROM fraiseql.dead_events WHERE length(payload) = 2002")
    wait_for(cluster, [10, "x" * 2000])
    expect_equal(cluster.primary.value("SELECT count(*) FROM fraiseql.dead_events"), "1")


def test_drop_database_and_rename_do_not_wait_for_the_worker(cluster):
    cluster.primary.create_database("other")
    with cluster.primary.session(dbname="other") as session:
        session.script("CREATE EXTENSION fraiseql")
    wait_until(lambda: cluster.primary.value("SELECT pid FROM fraiseql.worker_status WHERE database = 'other'"))
    with cluster.primary.session(dbname="postgres") as session:
        session.script("ALTER DATABASE other RENAME TO another")
        session.script("CREATE DATABASE copy TEMPLATE another")
    wait_until(lambda: cluster.primary.value("SELECT pid FROM fraiseql.worker_status WHERE database = 'copy'"))
    with cluster.primary.session(dbname="postgres") as session:
        session.script("DROP DATABASE another")
        session.script("DROP DATABASE copy")
    wait_until(lambda: cluster.primary.rows("SELECT database FROM fraiseql.worker_status") == [("primary",)])


def test_extension_that_is_created_while_the_worker_looks_is_found(cluster):
    """The launcher's worker for a new database finds no extension at about the time when it is created."""
    for n in range(6):
        with cluster.primary.session(dbname="postgres") as session:
            session.script("CREATE DATABASE fresh")
        time.sleep(n * 0.04)
        with cluster.primary.session(dbname="fresh") as session:
            session.script("CREATE EXTENSION fraiseql")
            wait_until(lambda session=session: session.value(
                "SELECT state FROM fraiseql.worker_status WHERE database = 'fresh'") == "idle", what=f"the worker, round {n}")
        with cluster.primary.session(dbname="postgres") as session:
            session.script("DROP DATABASE fresh")


def test_dropped_extension_ends_the_worker_and_a_new_one_begins(cluster):
    cluster.primary.script("DROP EXTENSION fraiseql")
    wait_until(lambda: cluster.primary.value(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker'") == "0")
    cluster.primary.script("SELECT pg_notify('made', 'plain')")
    cluster.primary.script("CREATE EXTENSION fraiseql")
    observe(cluster.primary, OBSERVERS)
    cluster.inventory.script("TRUNCATE got")
    cluster.primary.script("SELECT pg_notify('made', '11')")
    wait_for(cluster, [11])
