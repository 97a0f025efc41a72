"""The harness itself: what the other tests rely on."""

import json

from harness import expect_equal, expect_error, wait_until

EXTENSION = False
SERVERS = ("primary", "inventory")
NATS = True


def test_session_returns_values_errors_and_notices(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.rows("SELECT $1::int + 1, NULL, $2::jsonb->'a'", 41, {"a": [1]}), [("42", None, "[1]")])
        error = expect_error("22012", lambda: session.rows("SELECT 1/0"))
        expect_equal(error.message, "division by zero")
        session.script("DO $$ BEGIN RAISE NOTICE 'heard' USING DETAIL = 'well'; END $$")
        expect_equal(session.notices[-1]["message"], "heard")
        expect_equal(session.notices[-1]["detail"], "well")


def test_cancel_ends_a_statement_in_flight(cluster):
    with cluster.primary.session() as session:
        session.send("SELECT pg_sleep(60)")
        wait_until(lambda: cluster.primary.value(
            "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", session.pid))
        session.cancel()
        expect_error("57014", session.finish)
        expect_equal(session.value("SELECT 1"), "1")


def test_statements_of_other_programs_are_counted(cluster):
    cluster.primary.script(f"""
        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw
            OPTIONS (host '127.0.0.1', port '{cluster.inventory.port}', dbname 'inventory');
        CREATE USER MAPPING FOR CURRENT_USER SERVER far
            OPTIONS (user 'postgres', password '{cluster.inventory.password}');
        CREATE FOREIGN TABLE thing (id int) SERVER far""")
    cluster.inventory.script("CREATE TABLE thing AS SELECT generate_series(1, 3) AS id")
    mark = cluster.inventory.log_mark()
    expect_equal(cluster.primary.rows("SELECT id FROM thing WHERE id > 2"), [("3",)])
    found = [text for text in cluster.inventory.statements(mark) if "DECLARE" in text]
    expect_equal(found, ["DECLARE c1 CURSOR FOR\nSELECT id FROM public.thing WHERE ((id > 2))"])


def test_server_restarts_crashes_and_freezes(cluster):
    server = cluster.inventory
    port = server.port
    server.restart()
    server.crash()
    server.start()
    expect_equal(server.port, port)
    expect_equal(server.value("SELECT count(*) FROM thing"), "3")
    with server.session() as session:
        server.freeze()
        session.send("SELECT 1")
        assert session.is_busy()
        server.thaw()
        expect_equal(session.finish(), [("1",)])


def test_standby_follows_and_is_promoted(cluster):
    follower = cluster.add_standby(cluster.inventory)
    cluster.inventory.script("INSERT INTO thing VALUES (4)")
    wait_until(lambda: follower.value("SELECT count(*) FROM thing") == "4")
    cluster.inventory.stop("immediate")
    cluster.promote(follower)
    follower.script("INSERT INTO thing VALUES (5)")
    follower.stop()
    cluster.inventory.start()


def test_nats_delivers_and_stores(cluster):
    with cluster.nats.client() as client:
        client.add_stream("THINGS", ["thing.>"])
        client.subscribe("thing.*")
        client.publish("thing.made", json.dumps({"n": 1}), {"Nats-Msg-Id": "a"})
        message = client.next()
        expect_equal((message.subject, message.payload, message.headers["Nats-Msg-Id"]), ("thing.made", '{"n": 1}', "a"))
        client.publish("thing.made", "twice", {"Nats-Msg-Id": "a"})
        client.publish("thing.made", "last", {"Nats-Msg-Id": "b"})
        wait_until(lambda: client.jetstream("STREAM.INFO.THINGS")["state"]["last_seq"] == 2)
    cluster.nats.crash()
    cluster.nats.start()
    with cluster.nats.client() as client:
        expect_equal([(sequence, message.payload) for sequence, message in client.stream_messages("THINGS")],
                     [(1, '{"n": 1}'), (2, "last")])
