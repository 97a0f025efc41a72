"""A loaded schema goes with the database: pg_dump keeps it, a restore serves it, a standby too."""

from harness import expect_equal, expect_error, process

from cluster.postgres import bindir

SERVERS = ("primary",)

SCHEMA = """
"An order" type Order { id: ID! total: Decimal! }
type Query { orders(id: ID): [Order!]! }
"""
ORDERS = "{ orders { id total } }"
ANSWER = {"data": {"orders": [{"id": "1", "total": "10.50"}]}}


def set_up(cluster):
    cluster.primary.script("""
        CREATE SCHEMA shop;
        CREATE TABLE shop.tb_order AS SELECT 1 AS id, 10.50 AS total;
        CREATE VIEW shop.v_order AS SELECT id, jsonb_build_object('total', total) AS data FROM shop.tb_order""")
    with cluster.primary.session() as session:
        session.script("SET search_path = shop")
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


def test_dump_and_restore(cluster):
    server = cluster.primary
    place = ["-h", server.directory, "-p", str(server.port), "-U", "postgres"]
    dump = process.run([f"{bindir()}/pg_dump", *place, "-d", "primary"], server.directory)
    script = process.write_file(f"{server.directory}/dump.sql", dump)
    server.script("CREATE DATABASE restored TEMPLATE template0")
    process.run([f"{bindir()}/psql", *place, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "restored", "-f", script],
                server.directory)
    with server.session() as original, server.session(dbname="restored") as restored:
        text = "SELECT fraiseql.schema_sdl()"
        expect_equal(restored.value(text), original.value(text))
        expect_equal(restored.graphql(ORDERS), ANSWER)
        # It can be loaded again: the one row is the one that was restored.
        restored.script("SET search_path = shop")
        restored.rows("SELECT fraiseql.load_schema($1)", SCHEMA)
        expect_equal(restored.value("SELECT count(*) FROM fraiseql.schema_document"), "1")


def test_a_standby_serves_each_load(cluster):
    server = cluster.primary
    standby = cluster.add_standby(server)
    with standby.session() as session:
        expect_equal(session.graphql(ORDERS), ANSWER)
        expect_error("25006", lambda: session.rows("SELECT fraiseql.load_schema($1)", SCHEMA))
        with server.session() as loader:
            loader.script("SET search_path = shop")
            loader.rows("SELECT fraiseql.load_schema($1)", SCHEMA.replace("total", "sum").replace(
                "sum: Decimal!", "sum: Decimal! @column(name: \"total\")"))
            wait_for_replay(server, standby)
        expect_equal(session.graphql("{ orders { sum } }"), {"data": {"orders": [{"sum": "10.50"}]}})


def wait_for_replay(server, standby):
    position = server.value("SELECT pg_current_wal_lsn()")
    process.wait_until(lambda: standby.value("SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn", position) == "t",
                       what="the standby to follow")
