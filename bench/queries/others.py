"""The cases that no ratio of two contenders tells: first queries, and memory."""

import json
import statistics
import sys

import databases
from cases import EXECUTE, read

ROUNDS = 7
THING = "{ thing7(id: \"%s\") { id name next { name } } }"


def report(missed, case, text):
    print(f"{'MISSED' if missed else 'ok    '}  {case}: {text}", flush=True)


def first_queries(cluster, contenders, quick):
    """A new connection each time. The inventory server does not preload the library."""
    for server, loads in ((cluster.primary, "library preloaded"), (cluster.inventory, "library not preloaded")):
        database = databases.build_types(server, 50)
        query, select = add_first_query(contenders, server, database)
        taken = alternate(contenders, (query, select), 100 if quick else 300)
        more = taken[query] - taken[select]
        report(more > 3, f"first query of a new connection, 50 types, {loads}",
               f"{taken[query]:.2f} ms, SELECT 1 {taken[select]:.2f} ms: + {more:.2f} ms (target + 3 ms)")


def thousand_types(cluster, contenders, quick):
    database = databases.build_types(cluster.inventory, 1000)
    query, select = add_first_query(contenders, cluster.inventory, database)
    taken = alternate(contenders, (query, select), 200 if quick else 500)[query]
    report(taken > 20, "first query, 1,000 types", f"{taken:.2f} ms with its connection (target 20 ms)")


def add_first_query(contenders, server, database):
    conninfo = databases.conninfo(server, database)
    with server.session(dbname=database) as session:
        key, following = session.rows("SELECT id, next_id FROM tb_thing_7")[0]
    query, select = f"first query {conninfo}", f"SELECT 1 {conninfo}"
    document = THING % key
    contenders.add_statement(query, EXECUTE, [document, "{}"], reconnects_to=conninfo)
    contenders.add_statement(select, "SELECT 1", [], reconnects_to=conninfo)
    answer = json.loads(contenders.answer(query, contenders.keys[0])[0][0])
    if answer != {"data": {"thing7": {"id": key, "name": "Thing 7", "next": {"name": "Thing 8"}}}}:
        sys.exit(f"{document} is answered {json.dumps(answer)}")
    return query, select


def alternate(contenders, names, milliseconds):
    taken = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            requests, seconds = contenders.measure(name, 1, milliseconds)
            taken[name].append(seconds * 1000 / requests)
    return {name: statistics.median(values) for name, values in taken.items()}


def memory(_, contenders, quick):
    """One connection and all that may come: plans that are used again, literals, new documents that push others out of
    the cache, lists, other databases, and errors of every kind."""
    new = "{ new{n}: order(id: \"{key}\") { id total } }"
    order = read("documents", "order.graphql")
    turns = []
    for document, variables in (
            (order, {"id": "{key}"}),
            (read("documents", "order_literal.graphql"), {}),
            (read("documents", "get_order.graphql"), {"id": "{key}"}),
            (read("documents", "filtered_orders.graphql"), {"status": "shipped", "total": "900.00"}),
            ("query($n: Int!) { orders(limit: $n) { id customer { name } items { quantity } } }", {"n": 3}),
            (order, {"id": "no uuid"}),
            (order, {}),
            ("{ order(id: \"{key}\") { id colour } }", {}),
            ("{ order(id: ", {}),
            ("{ __type(name: \"Order\") { fields { name type { name } } } }", {})):
        turns += [[document, json.dumps(variables)], [new, "{}"], [order, json.dumps({"id": "{key}"})]]
    contenders.add_statement("memory", EXECUTE, *turns)
    process = contenders.repeat("memory", 1000)
    before = anonymous_memory(process)
    requests = 50_000 if quick else 1_000_000
    contenders.repeat("memory", requests - 1000)
    grown = anonymous_memory(process) - before
    report(abs(grown) > 1024, f"{requests:,} requests on one connection",
           f"memory {before / 1024:.1f} MB after the first 1,000, then {grown / 1024:+.2f} MB (target ± 1 MB)")


def anonymous_memory(pid):
    """In kilobytes: the process's own, without the server's shared memory."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))


CASES = {"first_query": first_queries, "types": thousand_types, "memory": memory}
