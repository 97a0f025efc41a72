#!/usr/bin/env python3
"""Starts the example platform, shows it at work and leaves it running: demo.py start; ends and removes it: demo.py stop.

Everything is in one private directory: $FRAISEQL_DEMO_DIR, else /var/lib/fraiseql-demo for root and
~/.local/state/fraiseql-demo (below $XDG_STATE_HOME) for anybody else. `start` begins afresh where a platform is there.
"""

import json
import os
import secrets
import shutil
import signal
import sys
import time

from cluster import ecommerce, process
from cluster.libpq import DatabaseError
from cluster.nats import NatsError, NatsServer
from cluster.postgres import PostgresServer

DATABASES = ("primary", "inventory", "payments")
CUSTOMER = "c0000000-0000-4000-8000-000000000001"
CARD = "a0000000-0000-4000-8000-000000000011"
GIFT_CARD = "a0000000-0000-4000-8000-000000000013"  # for payments up to 25.00
LAMP = "b0000000-0000-4000-8000-000000000001"
CHAIR = "b0000000-0000-4000-8000-000000000012"
SOCKET_PATH_LIMIT = 107  # bytes of sun_path

printed = set()  # the documents that need not be shown again


def directory():
    chosen = os.environ.get("FRAISEQL_DEMO_DIR")
    if chosen is None and os.geteuid() == 0:
        chosen = "/var/lib/fraiseql-demo"
    if chosen is None:
        state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
        chosen = os.path.join(state, "fraiseql-demo")
    return os.path.abspath(chosen)


def check():
    """Refuses what could not work, before anything is built."""
    longest = os.path.join(directory(), "inventory", ".s.PGSQL.00000")
    if len(longest.encode()) > SOCKET_PATH_LIMIT:
        sys.exit(f"{directory()} is too long a path for a Unix socket; FRAISEQL_DEMO_DIR names another directory.")
    if os.path.exists(directory()) and not is_ours():
        sys.exit(f"{directory()} exists and was not made by this program; FRAISEQL_DEMO_DIR names another directory.")


def is_ours():
    return os.path.exists(os.path.join(directory(), "fraiseql-demo")) or not os.listdir(directory())


# -- ending ----------------------------------------------------------------------------------------------------------


def stop():
    """Ends the servers of an earlier start, by the process ids they have written down, and removes the directory.
    Returns false where there is none."""
    if not os.path.exists(directory()):
        return False
    check()
    for name in DATABASES:
        end(os.path.join(directory(), name, "data", "postmaster.pid"), signal.SIGINT)
    end(os.path.join(directory(), "nats", "pid"), signal.SIGTERM)
    shutil.rmtree(directory())
    return True


def end(pid_file, number):
    try:
        with open(pid_file, encoding="ascii") as file:
            pid = int(file.readline())
        # After a reboot the number may be another program's.
        current = os.path.realpath(os.readlink(f"/proc/{pid}/cwd"))
        if os.path.commonpath([current, os.path.realpath(directory())]) != os.path.realpath(directory()):
            return
        os.kill(pid, number)
        process.wait_until(lambda: not os.path.exists(f"/proc/{pid}"), 60, f"process {pid} to end")
    except (OSError, ValueError):
        return


# -- starting --------------------------------------------------------------------------------------------------------


def start():
    check()
    stop()
    os.makedirs(os.path.dirname(directory()), exist_ok=True)
    process.make_directory(directory())
    process.write_file(os.path.join(directory(), "fraiseql-demo"), "made by make demo, removed by make demo-stop\n")

    print("Starting nats-server and three PostgreSQL servers", flush=True)
    password = secrets.token_urlsafe(12)
    nats = NatsServer(directory(), outlive=True).start()
    servers = []
    for name in DATABASES:
        server = PostgresServer(directory(), name, password, {
            "shared_preload_libraries": "fraiseql", "log_statement": "none", "timezone": "UTC"}, outlive=True).start()
        server.create_database()
        server.script("CREATE EXTENSION fraiseql")
        servers.append(server)
    print("Loading examples/ecommerce", flush=True)
    ecommerce.load(*servers)
    ecommerce.configure(*servers, nats.url)
    return nats, servers


def heading(text):
    print(f"\n=== {text}\n")


def shown(value, indent=0):
    """JSON, with what fits into a line on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= 100 or not isinstance(value, (dict, list)) or not value:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        body = [f"{json.dumps(key)}: {shown(item, indent + 2)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        body = [shown(item, indent + 2) for item in value]
        opening, closing = "[", "]"
    return opening + "\n" + ",\n".join(pad + line for line in body) + "\n" + " " * indent + closing


def show(session, file, variables=None, repeat=1):
    """Prints a document of the example (once) and its answer, and returns the answer's data. `repeat` runs it that often
    and says how long it took."""
    query = ecommerce.read(os.path.join("queries", file))
    if file not in printed:
        print(query.strip() + "\n")
        printed.add(file)
    else:
        print(f"{os.path.basename(file)} as above\n")
    if variables:
        print(f"variables {shown(variables)}\n")
    times = []
    for _ in range(repeat):
        started = time.monotonic()
        answer = session.graphql(query, variables)
        times.append((time.monotonic() - started) * 1000)
    print(shown(answer))
    if repeat > 1:
        print(f"\n{times[0]:.1f} ms the first time, with connecting and planning; then {sorted(times[1:])[repeat // 2]:.1f} ms")
    if "errors" in answer:
        raise RuntimeError("the answer has errors")
    return answer["data"]


def follow(session, events, order, expected, last_event):
    """Prints the order's events until its status is `expected` and `last_event` has been seen."""
    track = ecommerce.read("queries/track_order.graphql")
    seen, deadline = [], time.monotonic() + 60
    while True:
        message = events.next(0.2)
        if message is not None:
            if order in message.payload:
                seen.append(message.subject)
                print(f"  {message.subject:<28} {message.payload}", flush=True)
            continue
        status = session.graphql(track, {"id": order})["data"]["order"]["status"]
        if status == expected and last_event in seen:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"the order is {status} and should be {expected} after 60 s")


def demonstrate(nats, servers):
    primary = servers[0]
    with primary.session() as session, nats.client() as events:
        events.subscribe("fraiseql.>")

        heading("One query, three databases")
        show(session, "get_order.graphql", repeat=20)

        heading("An order with items: pending, until the other services have done their part")
        order = show(session, "create_order.graphql", {
            "customer": CUSTOMER, "paymentMethod": CARD,
            "items": [{"productId": LAMP, "quantity": 2}, {"productId": CHAIR, "quantity": 1}]})["createOrder"]
        print("\nevents on NATS:\n")
        follow(session, events, order["id"], "confirmed", "fraiseql.payment.completed")
        print("\nStock is reserved, the payment taken, the order confirmed:\n")
        show(session, "track_order.graphql", {"id": order["id"]})

        heading("The same with a gift card that does not suffice: the payment is refused, the order cancelled")
        order = show(session, "create_order.graphql", {
            "customer": CUSTOMER, "paymentMethod": GIFT_CARD, "items": [{"productId": LAMP, "quantity": 2}]})["createOrder"]
        print("\nevents on NATS:\n")
        follow(session, events, order["id"], "cancelled", "fraiseql.inventory.released")
        print("\nThe reservation is released again:\n")
        show(session, "track_order.graphql", {"id": order["id"]})

        heading("Stock is short: nothing is reserved, nothing paid, the order cancelled")
        order = show(session, "create_order.graphql", {
            "customer": CUSTOMER, "paymentMethod": CARD, "items": [{"productId": CHAIR, "quantity": 1000}]})["createOrder"]
        print("\nevents on NATS:\n")
        follow(session, events, order["id"], "cancelled", "fraiseql.order.cancelled")
        print()
        show(session, "track_order.graphql", {"id": order["id"]})


def farewell(nats, servers):
    heading("The platform is running")
    for server in servers:
        print(f"  {server.name:<10} psql '{server.url()}'")
    print(f"  {'NATS':<10} {nats.url}\n")
    print("In the primary database:\n")
    print("""  SELECT fraiseql.execute('{ orders(limit: 3) { id status total payment { status } } }');
  SELECT * FROM fraiseql.databases;
  SELECT fraiseql.schema_sdl();

make demo-stop ends it and removes it.""")


def main():
    command = sys.argv[1] if len(sys.argv) == 2 else "help"
    if command == "check":
        check()
    elif command == "stop":
        print("The platform is stopped and removed." if stop() else "There is no platform to stop.")
    elif command == "start":
        try:
            nats, servers = start()
            demonstrate(nats, servers)
        except (RuntimeError, TimeoutError, OSError, DatabaseError, NatsError) as error:
            logs = os.path.join(directory(), "*", "log")
            sys.exit(f"\n{error}\n\nThe servers' logs are in {logs}; make demo-stop removes everything.")
        farewell(nats, servers)
    else:
        sys.exit("usage: demo.py start|stop|check")


if __name__ == "__main__":
    main()
