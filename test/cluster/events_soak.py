"""Faults at random moments while events flow: nothing lost, nothing twice, nothing out of order.

Writers raise events on four channels, each numbered in its own transaction by a row of the table `counter`, whose lock
makes the order of the numbers the order of the commits. The worker publishes them; the inventory database writes one row
for each. Meanwhile the servers, their workers and the nats-server are killed, stopped and restarted, and the subscriber's
concurrency is changed, at moments and in an order that the seed decides. In the end three things are compared: what was committed, what the stream holds, and what
the other database has.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time

from harness import DatabaseError, wait_until
from cluster.postgres import bindir

NATS = True
TIMEOUT = 900  # seconds; the test itself takes DURATION and what it needs to settle

DURATION = float(os.environ.get("DURATION", "60"))
SEED = int(os.environ.get("SEED", "1"))
RATE = 3000  # events a second that are asked for
CLIENTS = 8
CHANNELS = 4
SETTLE = 300  # seconds that everything has to arrive after the last fault

SETTINGS = {"shared_buffers": "128MB", "log_statement": "none", "max_wal_size": "4GB", "synchronous_commit": "on",
            "autovacuum_naptime": "5s"}

PRIMARY = f"""
CREATE TABLE counter (channel int PRIMARY KEY, n bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO counter SELECT generate_series(0, {CHANNELS - 1}), 0;
SELECT fraiseql.set_nats('{{"streams": [{{"name": "SOAK", "subjects": ["soak.*"]}}]}}');
SELECT fraiseql.set_observers((SELECT jsonb_agg(jsonb_build_object('channel', 'soak_' || c, 'nats_subject', 'soak.' || c))
                                 FROM generate_series(0, {CHANNELS - 1}) AS c));
"""

WRITER = """
\\set channel random(0, {last})
WITH next AS (UPDATE counter SET n = n + 1 WHERE channel = :channel::int RETURNING n)
SELECT pg_notify('soak_' || :channel::int, json_build_object('channel', :channel::int, 'n', n)::text) FROM next;
"""

INVENTORY = """
CREATE TABLE effect (id bigserial, channel int, n bigint);
CREATE FUNCTION take(event jsonb) RETURNS void LANGUAGE sql
  AS $$ INSERT INTO effect (channel, n) VALUES ((event ->> 'channel')::int, (event ->> 'n')::bigint) $$;
SELECT fraiseql.set_subscribers('[{"subject": "soak.*", "function": "take"}]');
"""

# The order of a channel is kept by any of these.
CONCURRENCY = ('"concurrency": 1', '"concurrency": 2', '"concurrency": 3, "ordered_by": "channel"', '"concurrency": 4')


class Writers(threading.Thread):
    """pgbench, started again whenever the server has thrown it out."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server = server
        self.over = False
        self.script = os.path.join(server.directory, "writer.sql")
        with open(self.script, "w", encoding="utf-8") as file:
            file.write(WRITER.format(last=CHANNELS - 1))

    def run(self):
        command = [f"{bindir()}/pgbench", "-n", "-M", "prepared", "-h", self.server.directory, "-p", str(self.server.port),
                   "-U", "postgres", "-c", str(CLIENTS), "-j", "1", "-R", str(RATE), "-T", "5", "-f", self.script,
                   self.server.name]
        while not self.over:
            result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if result.returncode != 0:
                time.sleep(0.1)

    def finish(self):
        self.over = True
        self.join()


def terminate_worker(server):
    server.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type LIKE 'fraiseql%'")


def kill_worker(server):
    """SIGKILL to the workers: the postmaster restarts everything."""
    server.kill_backend("fraiseql worker")


def down(server, mode):
    if mode == "crash":
        server.crash()
    else:
        server.stop(mode)


def faults(cluster, chance):
    """What can happen, as functions; each leaves everything running."""
    nats, primary, inventory = cluster.nats, cluster.primary, cluster.inventory

    def pause():
        time.sleep(chance.uniform(0.1, 2.0))

    def nats_restart():
        nats.stop()
        pause()
        nats.start()

    def nats_crash():
        nats.crash()
        pause()
        nats.start()

    def nats_freeze():
        nats.freeze()
        time.sleep(chance.uniform(0.5, 9.0))
        nats.thaw()

    def server_down(server):
        def run():
            down(server, chance.choice(["fast", "immediate", "crash"]))
            pause()
            server.start()
        run.__name__ = f"{server.name}_down"
        return run

    def worker_killed(server):
        def run():
            kill_worker(server)
        run.__name__ = f"{server.name}_worker_killed"
        return run

    def worker_terminated(server):
        def run():
            terminate_worker(server)
        run.__name__ = f"{server.name}_worker_terminated"
        return run

    def reload_everything():
        primary.reload()
        inventory.reload()

    def concurrency_changed():
        inventory.rows("SELECT fraiseql.set_subscribers($1::jsonb)",
                       f'[{{"subject": "soak.*", "function": "take", {chance.choice(CONCURRENCY)}}}]')

    return [nats_restart, nats_crash, nats_freeze, reload_everything, concurrency_changed,
            *(make(server) for server in (primary, inventory)
              for make in (server_down, worker_killed, worker_terminated))]


def committed(cluster):
    return {int(channel): int(n) for channel, n in cluster.primary.rows("SELECT channel, n FROM counter")}


def effects(cluster):
    return int(cluster.inventory.value("SELECT count(*) FROM effect"))


def stream_payloads(client, stream):
    """Every payload of a stream in order. Acknowledged on the way, so that the server does not send ahead of the reader
    until it takes the connection for a slow one."""
    last = client.jetstream(f"STREAM.INFO.{stream}")["state"]["last_seq"]
    client.subscribe("_INBOX.soak.reader")
    client.jetstream(f"CONSUMER.CREATE.{stream}", {"stream_name": stream, "config": {
        "deliver_subject": "_INBOX.soak.reader", "ack_policy": "all", "max_ack_pending": 2000, "deliver_policy": "all",
        "replay_policy": "instant"}})
    for count in range(1, last + 1):
        message = client.next(60)
        if message is None:
            raise AssertionError(f"the stream stopped before message {last}")
        if count % 500 == 0 or count == last:
            client.publish(message.reply, "+ACK")
        yield message.payload


def compare(cluster):
    """One pass over the stream and one over the effects."""
    expected = committed(cluster)
    in_stream = duplicated = out_of_order = lost = 0
    with cluster.nats.client() as client:
        seen = {channel: 0 for channel in expected}
        numbers = {channel: set() for channel in expected}
        for payload in stream_payloads(client, "SOAK"):
            event = json.loads(payload)
            channel, n = event["channel"], event["n"]
            in_stream += 1
            if n in numbers[channel]:
                duplicated += 1
                continue
            numbers[channel].add(n)
            out_of_order += n < seen[channel]
            seen[channel] = max(seen[channel], n)
        lost += sum(n - len(numbers[channel]) for channel, n in expected.items())
    had, distinct, disordered = (int(value) for value in cluster.inventory.rows("""
        SELECT count(*), count(DISTINCT (channel, n)), count(*) FILTER (WHERE n < before)
          FROM (SELECT channel, n, lag(n) OVER (PARTITION BY channel ORDER BY id) AS before FROM effect) AS e""")[0])
    lost += sum(expected.values()) - distinct
    duplicated += had - distinct
    out_of_order += disordered
    return sum(expected.values()), in_stream, had, lost, duplicated, out_of_order


def soak(cluster, duration, seed, say=lambda text: None):
    chance = random.Random(seed)
    cluster.add_server("primary", SETTINGS)
    cluster.add_server("inventory", SETTINGS)
    cluster.primary.script(PRIMARY)
    cluster.inventory.script(INVENTORY)
    what = faults(cluster, chance)
    writers = Writers(cluster.primary)
    writers.start()
    end = time.monotonic() + duration
    count = 0
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, chance.uniform(1.0, 6.0)))
        fault = chance.choice(what)
        say(f"{duration - max(end - time.monotonic(), 0):7.1f} s  {fault.__name__}")
        fault()
        count += 1
    writers.finish()
    wait_until(cluster.primary.is_ready)
    total = sum(committed(cluster).values())
    started = time.monotonic()

    def arrived():
        try:
            return effects(cluster) >= total
        except DatabaseError:  # still on its way up after the last fault
            return False

    try:
        wait_until(arrived, SETTLE, "every effect", interval=0.5)
    except TimeoutError:
        pass  # the comparison tells
    say(f"{count} faults, settled in {time.monotonic() - started:.1f} s")
    return compare(cluster)


def line(result):
    return ("committed {}, in stream {}, effects {}, lost {}, duplicated {}, out of order {}").format(*result)


def passed(result):
    total, in_stream, had, *faulty = result
    return total > 0 and in_stream == had == total and faulty == [0, 0, 0]


def test_nothing_is_lost_or_twice_while_everything_fails(cluster):
    result = soak(cluster, DURATION, SEED)
    if not passed(result):
        raise AssertionError(f"seed {SEED}: {line(result)}")


def main():
    """events_soak.py DURATION SEED: the same with a report."""
    import shutil
    import tempfile

    import harness
    from harness import process

    harness.end_on_signal()
    duration, seed = float(sys.argv[1]), int(sys.argv[2])
    root = process.own(tempfile.mkdtemp(prefix="fraiseql-soak-", dir="/tmp"))
    cluster = None
    keep = False
    try:
        template = os.path.join(root, "template")
        harness.initialise(template, harness.PASSWORD)
        cluster = harness.Cluster(process.make_directory(os.path.join(root, "soak")), template)
        cluster.add_nats()
        result = soak(cluster, duration, seed, lambda text: print(text, flush=True))
        print(line(result), flush=True)
        keep = not passed(result)
        return 0 if passed(result) else 1
    finally:
        if cluster is not None:
            cluster.close()
        process.end_all(root)
        if keep:
            print(f"the servers' directories are in {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
