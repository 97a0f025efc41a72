"""Published events leave the outbox after their time, also while an old transaction is open, and none leaves before."""

import time

from harness import expect_equal, wait_until

NATS = True

EMIT = "SELECT count(fraiseql.emit('made', repeat('x', 500) || n)::text) FROM generate_series(1, 2000) AS n"


def set_up(cluster):
    cluster.add_server("primary", {"log_statement": "none", "fraiseql.event_retention": "2s"})
    cluster.primary.script("""SELECT fraiseql.set_observers('[{"channel": "made", "nats_subject": "thing.made",
                                                               "passthrough": false}]')""")


def size(server):
    return int(server.value("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                            " WHERE inhparent = 'fraiseql.outbox'::regclass"))


def test_outbox_does_not_grow_while_an_old_transaction_is_open(cluster):
    primary = cluster.primary
    with primary.session() as old:
        old.script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class")
        sizes = []
        for _ in range(50):
            primary.script(EMIT)
            sizes.append(size(primary))
            time.sleep(0.4)
        written = len(sizes) * 2000 * 500
        assert max(sizes) < written / 2, f"{max(sizes)} bytes of {written}"
        # Nearly all of it leaves while that transaction is open: retention goes on with the next events.
        wait_until(lambda: (primary.script("SELECT fraiseql.emit('made', 'one more')"), size(primary))[1] < written / 50,
                   interval=0.5, what="the outbox to be small")
        old.script("COMMIT")


def test_everything_that_was_raised_is_in_the_stream(cluster):
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    last = int(cluster.primary.value("SELECT last_value FROM fraiseql.outbox_seq"))
    with cluster.nats.client() as client:
        expect_equal(client.jetstream("STREAM.INFO.FRAISEQL")["state"]["messages"], last)


def test_nothing_leaves_before_it_is_published(cluster):
    cluster.nats.stop()
    cluster.primary.script("SELECT pg_notify('made', 'kept')")
    for _ in range(12):  # through all partitions and round again
        cluster.primary.script("SELECT pg_notify('made', 'filler')")
        time.sleep(0.6)
    expect_equal(cluster.primary.value("SELECT count(*) FROM fraiseql.outbox WHERE payload = 'kept'"), "1")
    cluster.nats.start()
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
    # and then it does
    wait_until(lambda: (cluster.primary.script("SELECT pg_notify('made', 'filler')"),
                        cluster.primary.value("SELECT count(*) FROM fraiseql.outbox WHERE payload = 'kept'"))[1] == "0",
               interval=0.5)
