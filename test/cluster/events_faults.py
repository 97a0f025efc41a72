"""What happens to a whole installation: a standby takes over, NATS loses its store, JetStream is not there, the library
is not preloaded."""

import json
import os
import signal
import time

from harness import DatabaseError, NatsServer, expect_equal, wait_until
from cluster import process

SERVERS = ("primary", "inventory")
NATS = True

TAKE = """
CREATE TABLE got (id serial, payload jsonb);
CREATE FUNCTION take(payload jsonb) RETURNS void LANGUAGE sql AS $$ INSERT INTO got (payload) VALUES (payload) $$;
SELECT fraiseql.set_subscribers('[{"subject": "thing.made", "function": "take"}]');
"""
OBSERVE = """SELECT fraiseql.set_observers('[{"channel": "made", "nats_subject": "thing.made"}]')"""


def got(server):
    with server.session() as session:
        return [json.loads(payload) for payload in session.column("SELECT payload FROM got ORDER BY id")]


def wait_for(server, expected):
    try:
        wait_until(lambda: got(server) == expected, what="the effects")
    except TimeoutError:
        expect_equal(got(server), expected)


def emit(server, *numbers):
    for n in numbers:
        server.script(f"SELECT pg_notify('made', '{n}')")


def status(server, column):
    try:
        return server.value(f"SELECT {column} FROM fraiseql.worker_status WHERE database = current_database()")
    except DatabaseError:
        return None  # on its way up


def payloads(cluster, stream="FRAISEQL"):
    with cluster.nats.client() as client:
        if stream not in client.stream_names():
            return []
        return [message.payload for _, message in client.stream_messages(stream)]


def set_up(cluster):
    cluster.primary.script(OBSERVE)
    cluster.inventory.script(TAKE)


def test_store_that_is_lost_comes_back_from_the_outbox(cluster):
    emit(cluster.primary, 1, 2)
    wait_for(cluster.inventory, [1, 2])
    cluster.inventory.stop()
    emit(cluster.primary, 3)
    wait_until(lambda: len(payloads(cluster)) == 3)
    cluster.nats.crash()
    emit(cluster.primary, 4)
    cluster.nats.lose_store()
    cluster.nats.start()
    wait_until(lambda: payloads(cluster) == ["1", "2", "3", "4"], what="the stream to be filled again")
    cluster.inventory.start()
    wait_for(cluster.inventory, [1, 2, 3, 4])


def observe_apart(primary, channel, subject):
    """A channel whose numbers are not given in the order of commits, beside the usual one."""
    primary.rows("SELECT fraiseql.set_observers($1::jsonb)", json.dumps(
        [{"channel": "made", "nats_subject": "thing.made"},
         {"channel": channel, "nats_subject": subject, "passthrough": False}]))
    wait_until(lambda: status(primary, "state") == "running")


def hold_commits(primary):
    """From now on a commit waits for a standby, unless it is a local one, and shows no row meanwhile."""
    primary.configure({"synchronous_standby_names": "nobody"})
    primary.reload()

    def is_in_force():
        """It is when the checkpointer has heard of it, whatever the session itself knows."""
        with primary.session() as session:
            session.send("SELECT pg_logical_emit_message(true, 'hold', 'commits')")
            wait_until(lambda: is_held(primary) or not session.is_busy())
            held = session.is_busy()
            if held:
                session.cancel()
            session.finish()
            return held

    wait_until(is_in_force)


def is_held(primary):
    return primary.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                         " AND backend_type = 'client backend'") == "1"


def send_and_hold(primary, session, query):
    session.send(query)
    wait_until(lambda: is_held(primary))


def let_commit(primary, session):
    primary.configure({"synchronous_standby_names": ""})
    primary.reload()
    session.finish()


def test_number_whose_transaction_commits_late_is_not_passed_over(cluster):
    """A commit that waits for a standby holds its event's number and shows no row; a later number is published first."""
    primary = cluster.primary
    observe_apart(primary, "apart", "thing.apart")
    primary.script("SET synchronous_commit = local; SELECT fraiseql.emit('apart', '0')")
    wait_until(lambda: len(payloads(cluster)) == 5)
    hold_commits(primary)
    with primary.session() as slow:
        send_and_hold(primary, slow, "SELECT fraiseql.emit('apart', '1')")
        primary.script("SET synchronous_commit = local; SELECT fraiseql.emit('apart', '2')")
        wait_until(lambda: payloads(cluster)[5:] == ["2"])
        wait_until(lambda: primary.value("SELECT gaps <> '{}' FROM fraiseql.outbox_progress") == "t")
        let_commit(primary, slow)
    wait_until(lambda: payloads(cluster)[5:] == ["2", "1"])
    wait_until(lambda: primary.value("SELECT gaps FROM fraiseql.outbox_progress") == "{}")
    primary.script(OBSERVE)


def test_many_numbers_that_commit_late_come_all_and_in_order(cluster):
    """More of them than are read at once, and an event after them that is there when the first of them are read."""
    primary = cluster.primary
    observe_apart(primary, "apart", "thing.apart")
    before = len(payloads(cluster))
    hold_commits(primary)
    with primary.session() as slow:
        send_and_hold(primary, slow, "SELECT count(fraiseql.emit('apart', n::text)::text) FROM generate_series(1, 9000) AS n")
        primary.script("SET synchronous_commit = local; SELECT fraiseql.emit('apart', 'during')")
        wait_until(lambda: payloads(cluster)[before:] == ["during"])
        worker = int(status(primary, "pid"))
        assert process.send_signal(worker, signal.SIGSTOP)
        try:
            let_commit(primary, slow)
            primary.script("SELECT fraiseql.emit('apart', 'after')")
        finally:
            process.send_signal(worker, signal.SIGCONT)
    with cluster.nats.client() as client:
        wait_until(lambda: client.jetstream("STREAM.INFO.FRAISEQL")["state"]["messages"] >= before + 9002
                   or primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    expect_equal(payloads(cluster)[before:], ["during", *(str(n) for n in range(1, 9001)), "after"])
    wait_until(lambda: primary.value("SELECT gaps FROM fraiseql.outbox_progress") == "{}")
    primary.script(OBSERVE)


def test_number_that_commits_late_on_a_channel_that_catches_up(cluster):
    """Held back for want of a stream; the late event comes when those after it are read and none is acknowledged yet."""
    primary = cluster.primary
    primary.script("""SELECT fraiseql.set_nats('{"streams": [{"name": "FRAISEQL", "subjects": ["thing.*"]}]}')""")
    observe_apart(primary, "astray", "nowhere.astray")
    hold_commits(primary)
    with primary.session() as slow:
        send_and_hold(primary, slow, "SELECT fraiseql.emit('astray', '1')")
        primary.script("SET synchronous_commit = local; SELECT fraiseql.emit('astray', '2'), fraiseql.emit('astray', '3')")
        wait_until(lambda: primary.value("SELECT count(*) FROM fraiseql.events WHERE state = 'held'") == "2",
                   interval=0.02)
        with cluster.nats.client() as client:
            client.add_stream("NOWHERE", ["nowhere.>"])
        cluster.nats.freeze()
        try:
            time.sleep(1.5)  # the channel is tried again after 0.8 s
            let_commit(primary, slow)
            time.sleep(0.3)
        finally:
            cluster.nats.thaw()
    wait_until(lambda: primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    expect_equal(sorted(payloads(cluster, "NOWHERE")), ["1", "2", "3"])
    wait_until(lambda: primary.value("SELECT gaps FROM fraiseql.outbox_progress") == "{}")
    primary.script("SELECT fraiseql.set_nats(NULL)")
    primary.script(OBSERVE)


def test_standby_has_no_worker_and_publishes_after_its_promotion(cluster):
    follower = cluster.add_standby(cluster.primary)
    expect_equal(follower.value("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'fraiseql%'"), "0")
    cluster.nats.stop()
    emit(cluster.primary, 5, 6)
    place = cluster.primary.value("SELECT pg_current_wal_lsn()")
    wait_until(lambda: follower.value("SELECT pg_last_wal_replay_lsn() >= $1", place) == "t")
    cluster.primary.stop("immediate")
    cluster.promote(follower)
    cluster.nats.start()
    wait_for(cluster.inventory, [1, 2, 3, 4, 5, 6])
    wait_until(lambda: follower.value("SELECT count(*) FROM fraiseql.events") == "0")
    expect_equal(payloads(cluster)[-2:], ["5", "6"])
    follower.stop()
    cluster.primary.start()


def test_worker_returns_after_sigterm_and_sigkill(cluster):
    for number in (15, 9):
        before = status(cluster.inventory, "pid")
        assert before in map(str, cluster.inventory.kill_backend("fraiseql worker", number))
        wait_until(lambda before=before: status(cluster.inventory, "pid") not in (None, before)
                   and status(cluster.inventory, "state") == "running")


def test_worker_puts_the_capture_back_that_an_upgrade_loses(cluster):
    primary = cluster.primary
    primary.script("UPDATE pg_proc SET prosupport = 0 WHERE oid = 'pg_notify'::regproc")
    primary.script("SELECT pg_notify('made', '\"lost\"')")
    before = primary.value("SELECT pid FROM fraiseql.worker_status")
    primary.kill_backend("fraiseql worker", 15)
    wait_until(lambda: status(primary, "pid") not in (None, before) and status(primary, "state") == "running")
    expect_equal(primary.value("SELECT prosupport FROM pg_proc WHERE oid = 'pg_notify'::regproc"), "fraiseql.notify_support")
    emit(primary, 7)
    wait_until(lambda: payloads(cluster)[-1:] == ["7"])
    assert '"lost"' not in payloads(cluster)
    wait_until(lambda: 7 in got(cluster.inventory))


def test_nats_without_jetstream_is_at_most_once(cluster):
    plain = NatsServer(process.make_directory(os.path.join(cluster.directory, "plain")), jetstream=False).start()
    with cluster.primary.session(dbname="postgres") as session:
        session.script("CREATE DATABASE plain")
    with cluster.primary.session(dbname="plain") as session, plain.client() as client:
        client.subscribe("thing.>")
        session.script("CREATE EXTENSION fraiseql")
        session.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps({"url": plain.url}))
        session.script(OBSERVE)
        session.script(TAKE)
        wait_until(lambda: session.value("SELECT delivery FROM fraiseql.worker_status WHERE database = 'plain'")
                   == "at most once")
        wait_until(lambda: session.value("SELECT state FROM fraiseql.worker_status WHERE database = 'plain'") == "running")
        session.script("SELECT pg_notify('made', '7')")
        expect_equal([message.payload for message in client.messages(1)], ["7"])

        def arrived():
            """Whoever subscribes a moment too late misses it: try again."""
            session.script("SELECT pg_notify('made', '7')")
            return session.value("SELECT count(*) FROM got WHERE payload = '7'") != "0"

        wait_until(arrived)
        wait_until(lambda: session.value("SELECT count(*) FROM fraiseql.events") == "0")
    with cluster.primary.session(dbname="postgres") as session:
        session.script("DROP DATABASE plain")
    plain.stop()


def test_database_that_has_seen_jetstream_waits_for_it(cluster):
    plain = NatsServer(process.make_directory(os.path.join(cluster.directory, "silent")), jetstream=False).start()
    primary = cluster.primary
    primary.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps({"url": plain.url}))
    wait_until(lambda: "JetStream does not answer" in (status(primary, "last_error") or ""))
    emit(primary, 8)
    expect_equal(primary.value("SELECT count(*) FROM fraiseql.events"), "1")
    primary.script("SELECT fraiseql.set_nats(NULL)")
    wait_until(lambda: 8 in got(cluster.inventory))
    plain.stop()


def test_worker_databases_says_who_gets_a_worker(cluster):
    primary = cluster.primary
    primary.configure({"fraiseql.worker_databases": "nobody, elsewhere"})
    primary.reload()
    wait_until(lambda: primary.value("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker'") == "0")
    wait_until(lambda: primary.rows("SELECT state, last_error FROM fraiseql.worker_status") ==
               [("starting", "no worker runs: fraiseql.worker_databases does not name this database")])
    primary.configure({"fraiseql.worker_databases": "elsewhere, primary"})
    primary.reload()
    wait_until(lambda: status(primary, "state") == "running")


def test_launcher_without_a_place_is_told(cluster):
    server = cluster.add_server("crowded", settings={"max_worker_processes": 1})  # the logical replication launcher's
    expect_equal(server.rows("SELECT database, pid, state, last_error FROM fraiseql.worker_status"),
                 [("crowded", None, "starting",
                   "no worker runs: there is no launcher; max_worker_processes may leave it no place")])
    server.stop("fast")


def test_without_preloading_events_wait_and_the_view_says_why(cluster):
    primary = cluster.primary
    wait_until(lambda: primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    primary.configure({"shared_preload_libraries": ""})
    primary.restart()
    emit(primary, 9)
    expect_equal(primary.rows("SELECT database, state, last_error FROM fraiseql.worker_status"),
                 [("primary", "off", "no worker runs: shared_preload_libraries does not name fraiseql")])
    expect_equal(primary.value("SELECT count(*) FROM fraiseql.events"), "1")
    primary.configure({"shared_preload_libraries": "fraiseql"})
    primary.restart()
    wait_until(lambda: 9 in got(cluster.inventory))
