"""Queries drawn at random are answered as graphql-js answers them over the same rows, byte for byte.

    FRAISEQL_SEED=7 FRAISEQL_QUERIES=5000 test/cluster/run.py generated_queries

draws others, or more of them. Each is asked over both routes, and once more by the plan that was kept. Compared are `data`
and of each error message, locations and path; extensions.code is ours alone. Needs node and npm.
"""

import json
import os
import re
import subprocess

from harness import ROOT, expect_equal

from reference import install_reference

SERVERS = ("primary", "inventory")
DIRECTORY = os.path.join(ROOT, "test", "generated")
SEED = os.environ.get("FRAISEQL_SEED", "1")
QUERIES = os.environ.get("FRAISEQL_QUERIES", "400")
MOST_SHOWN = 5

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
batch_size = 7
"""
TABLES = {"tb_author": "primary", "tb_book": "primary", "tb_magazine": "primary", "tb_warehouse": "inventory",
          "tb_stock": "inventory"}


def read(name):
    with open(os.path.join(DIRECTORY, name), encoding="utf-8") as file:
        return file.read()


def reference(modules, *arguments, text=""):
    program = ["node", os.path.join(DIRECTORY, "reference.mjs"), modules, *arguments]
    return subprocess.run(program, input=text, capture_output=True, text=True, check=True, timeout=600).stdout


def load(cluster, rows):
    for name in ("primary", "inventory"):
        cluster.servers[name].script(read(f"{name}.sql"))
    for table, place in TABLES.items():
        with cluster.servers[place].session() as session:
            session.rows(f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1)", rows[table])
            session.script(f"ANALYZE {table}")
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        session.rows("SELECT fraiseql.load_schema($1)", read("schema.graphql"))
        return session.value("SELECT fraiseql.schema_sdl()")


def without_codes(answer):
    return re.sub(r',"extensions":\{"code":"[A-Z_]+"(,"id":"[^"]*")?\}\}', "}", answer)


def test_answers_are_those_of_the_reference(cluster):
    modules, missing = install_reference()
    if missing:
        print(f"generated queries: skipped, {missing}")
        return
    rows = json.loads(reference(modules, "rows", SEED))
    sdl = load(cluster, rows)
    drawn = [json.loads(line) for line in
             reference(modules, "queries", SEED, QUERIES, text=json.dumps({"sdl": sdl, "rows": rows})).splitlines()]
    expect_equal(len(drawn), int(QUERIES), "the number of queries")
    wrong = []
    with cluster.primary.session() as session:
        for number, one in enumerate(drawn):
            for route in ("direct", "foreign_scan", "direct"):
                session.rows("SELECT set_config('fraiseql.route', $1, false)", route)
                answer = without_codes(session.graphql_text(one["query"], one["variables"]))
                if answer != one["expected"]:
                    wrong.append(f"seed {SEED}, query {number}, route {route}:\n{one['query']}\n"
                                 f"variables {json.dumps(one['variables'])}\nexpected {one['expected']}\nfound    {answer}\n")
                    break
    assert not wrong, f"{len(wrong)} of {len(drawn)} answers differ\n\n" + "\n".join(wrong[:MOST_SHOWN])
