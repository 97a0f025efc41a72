"""NATS without room: events wait in the outbox, the worker says in the server's words why, and goes on when there is room."""

import contextlib
import ctypes
import json
import os
import subprocess

from harness import NatsServer, expect_equal, wait_until
from cluster import process

NATS = True
SERVERS = ("primary", "inventory")
CLONE_NEWNS = 0x00020000

PAYLOAD = 2000  # bytes

OBSERVE = """SELECT fraiseql.set_observers('[{"channel": "made", "nats_subject": "thing.made", "passthrough": false},
                                             {"channel": "other", "nats_subject": "elsewhere.other"}]')"""
SUBSCRIBE = """SELECT fraiseql.set_subscribers('[{"subject": "thing.>", "function": "take"}]')"""


def emit(cluster, first, count):
    """Events of about 2 kB, numbered; one transaction for each hundred."""
    for start in range(first, first + count, 100):
        cluster.primary.script(f"""SELECT count(fraiseql.emit('made', json_build_object('n', n, 'x', repeat('x', {PAYLOAD}))::text)::text)
                                     FROM generate_series({start}, {min(start + 99, first + count - 1)}) AS n""")


def waiting(cluster):
    return int(cluster.primary.value("SELECT count(*) FROM fraiseql.events"))


def status(cluster, column):
    return cluster.primary.value(f"SELECT {column} FROM fraiseql.worker_status")


def numbers(cluster):
    return [int(n) for n, in cluster.inventory.rows("SELECT n FROM effect ORDER BY id")]


def expect_all(cluster, count):
    """Everything raised so far has had its effect, once and in order."""
    wait_until(lambda: waiting(cluster) == 0, what="the outbox to empty")
    wait_until(lambda: len(numbers(cluster)) >= count, what=f"{count} effects")
    expect_equal(numbers(cluster), list(range(1, count + 1)))
    wait_until(lambda: status(cluster, "state") == "running")


def may_mount():
    """Gives this process a mount namespace of its own, with which its file systems go; false where it may not."""
    return (ctypes.CDLL(None).unshare(CLONE_NEWNS) == 0
            and subprocess.run(["mount", "--make-rprivate", "/"], stderr=subprocess.DEVNULL, check=False).returncode == 0)


def small_disk(path, options):
    """A file system in memory."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], check=True)
    process.own(path)


def use(cluster, nats):
    """Begins anew, with another NATS server."""
    settings = {"url": nats.url, "streams": [{"name": "THINGS", "subjects": ["thing.>"]}]}
    for server, configuration in ((cluster.primary, OBSERVE), (cluster.inventory, SUBSCRIBE)):
        server.script("DROP EXTENSION fraiseql; CREATE EXTENSION fraiseql")
        server.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps(settings))
        server.script(configuration)
    cluster.inventory.script("TRUNCATE effect")
    wait_until(lambda: status(cluster, "nats_server") == nats.url and status(cluster, "state") == "running")


def make_anew(cluster, stream):
    """Has the workers make a stream as it is configured, empty. A worker that was still about to make it as it was
    configured before may come in between: what it has made is deleted again."""
    name, before = stream["name"], None

    def is_made(client):
        nonlocal before
        if name in client.stream_names():
            info = client.jetstream(f"STREAM.INFO.{name}")
            if info["created"] != before and info["config"]["max_msgs"] == stream["max_messages"]:
                return True
            before = info["created"]
            client.jetstream(f"STREAM.DELETE.{name}")
        for server in (cluster.primary, cluster.inventory):
            server.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps({"streams": [stream]}))
        return False

    with cluster.nats.client() as client:
        wait_until(lambda: is_made(client), what=f"stream {name} as it is configured", interval=0.5)


def set_up(cluster):
    with cluster.nats.client() as client:
        client.add_stream("THINGS", ["thing.>"], discard="new", max_bytes=300_000)
        client.add_stream("ELSEWHERE", ["elsewhere.>"])
    cluster.primary.script(OBSERVE)
    cluster.inventory.script("""
        CREATE TABLE effect (id bigserial, n int);
        CREATE FUNCTION take(event jsonb) RETURNS void LANGUAGE sql
          AS $$ INSERT INTO effect (n) VALUES ((event ->> 'n')::int) $$""")
    cluster.inventory.script(SUBSCRIBE)


def test_stream_that_is_full(cluster):
    """It refuses what does not fit. Other streams go on."""
    wait_until(lambda: status(cluster, "state") == "running")
    emit(cluster, 1, 400)
    wait_until(lambda: (status(cluster, "state"), status(cluster, "last_error"))
               == ("faulty", 'channel "made": maximum bytes exceeded'))
    cluster.primary.script("SELECT pg_notify('other', '1')")
    with cluster.nats.client() as client:
        wait_until(lambda: client.jetstream("STREAM.INFO.ELSEWHERE")["state"]["messages"] == 1)
        in_stream = client.jetstream("STREAM.INFO.THINGS")["state"]["messages"]
        assert 0 < in_stream < 400, in_stream
        wait_until(lambda: cluster.primary.rows("""SELECT state, last_error, count(*), min((payload::json ->> 'n')::int)
                                                     FROM fraiseql.events GROUP BY 1, 2""")
                   == [("held", "maximum bytes exceeded", str(400 - in_stream), str(in_stream + 1))])
        # More room, as an operator would give it.
        client.jetstream("STREAM.UPDATE.THINGS", {**client.jetstream("STREAM.INFO.THINGS")["config"], "max_bytes": -1})
    expect_all(cluster, 400)
    with cluster.nats.client() as client:
        expect_equal([json.loads(message.payload)["n"] for _, message in client.stream_messages("THINGS")],
                     list(range(1, 401)))


def test_stream_of_the_configuration_refuses_or_removes(cluster):
    """As its `discard` says. What is removed before it was handled is not passed over in silence."""
    for discard, last in (("new", 10), ("old", 30)):
        # A subscriber that is new reads what the stream has.
        with cluster.nats.client() as client:
            client.jetstream("STREAM.DELETE.THINGS")
        use(cluster, cluster.nats)
        cluster.inventory.script("SELECT fraiseql.set_subscribers('[]')")
        make_anew(cluster, {"name": "THINGS", "subjects": ["thing.>"], "max_messages": 10, "discard": discard})
        emit(cluster, 1, 5)
        cluster.inventory.script(SUBSCRIBE)
        wait_until(lambda: numbers(cluster) == [1, 2, 3, 4, 5])
        cluster.inventory.configure({"fraiseql.worker_databases": "none"})
        cluster.inventory.reload()
        wait_until(lambda: cluster.inventory.value(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'fraiseql worker'") == "0")
        emit(cluster, 6, 25)
        with cluster.nats.client() as client:
            wait_until(lambda: client.jetstream("STREAM.INFO.THINGS")["state"]["last_seq"] == last)
        wait_until(lambda: waiting(cluster) == 30 - last)
        cluster.inventory.configure({"fraiseql.worker_databases": "*"})
        cluster.inventory.reload()
        wait_until(lambda: numbers(cluster)[-1:] == [last])
        said = None
        if discard == "old":
            said = 'subscriber "public.take": messages 6 to 20 of stream "THINGS" were removed before they were handled'
        else:
            wait_until(lambda: status(cluster, "last_error") == 'channel "made": maximum messages exceeded')
        wait_until(lambda said=said: cluster.inventory.value("SELECT last_error FROM fraiseql.worker_status") == said)


def test_store_that_is_full(cluster):
    """The server's own limit, max_file_store."""
    nats = NatsServer(process.make_directory(os.path.join(cluster.directory, "limited")), jetstream=False)
    store = f"jetstream {{ store_dir: {json.dumps(nats.store)}, max_file_store: %s }}\n"
    nats.options = store % "400K"
    nats.start()
    use(cluster, nats)
    emit(cluster, 1, 400)
    wait_until(lambda: (status(cluster, "state"), status(cluster, "last_error"))
               == ("faulty", 'channel "made": insufficient resources'))
    left = waiting(cluster)
    assert 0 < left < 400, left
    nats.options = store % "100M"
    nats.restart()
    expect_all(cluster, 400)
    nats.stop()


def test_disk_that_is_full(cluster):
    """A file system without room, where this process may make one; elsewhere there are the two tests above."""
    if not may_mount():
        print("# no file system of its own here, skipped")
        return
    nats = NatsServer(process.make_directory(os.path.join(cluster.directory, "small")))
    process.make_directory(nats.store)
    small_disk(nats.store, "size=4m")
    nats.start()
    use(cluster, nats)
    emit(cluster, 1, 400)
    expect_all(cluster, 400)
    with open(os.path.join(nats.store, "filler"), "wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"x" * 4096):
            pass
    emit(cluster, 401, 400)
    wait_until(lambda: status(cluster, "state") == "connecting")
    # (nats-server may have found room for some yet: it rewrites files of its own)
    assert 0 < waiting(cluster) <= 400, waiting(cluster)
    wait_until(lambda: status(cluster, "last_error") in ("NATS did not acknowledge in time", "JetStream does not answer",
                                                         "no connection to NATS"))
    # nats-server 2.9 does not come out of it by itself, and does not even end.
    nats.crash()
    small_disk(nats.store, "remount,size=64m")
    os.remove(os.path.join(nats.store, "filler"))
    nats.start()
    expect_all(cluster, 800)
    nats.stop()
