"""A database without the extension is read by foreign scans: the same answers, and a failure costs its own fields only."""

from harness import expect_duration, expect_equal, expect_error, wait_until

SERVERS = ("primary",)

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
[federation]
default_timeout = 1000
[federation.circuit_breaker]
enabled = false
"""
SCHEMA = """
type Thing { id: ID! name: String! parts: [Part!]! }
type Part { id: ID! name: String! }
type Query { one: One thing(id: ID!): Thing }
type One { id: ID! }
"""
QUERY = '{ one { id } thing(id: "2") { name parts { name } } }'
WHOLE = {"data": {"one": {"id": "1"}, "thing": {"name": "thing 2", "parts": [{"name": "part 2"}, {"name": "part 5"}]}}}


def set_up(cluster):
    cluster.add_server("inventory", extension=False)
    cluster.inventory.script("""
        CREATE TABLE tb_thing AS SELECT g AS id, 'thing ' || g AS name FROM generate_series(1, 3) AS g;
        CREATE TABLE tb_part AS SELECT g AS id, (g - 1) % 3 + 1 AS thing_id, 'part ' || g AS name FROM generate_series(1, 6) AS g;
        CREATE VIEW v_thing AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_thing;
        CREATE VIEW v_part AS SELECT id, thing_id, jsonb_build_object('name', name) AS data FROM tb_part""")
    cluster.primary.script("CREATE VIEW v_one AS SELECT 1 AS id, '{}'::jsonb AS data")
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


def expect_without_inventory(answer, code):
    expect_equal(answer["data"], {"one": {"id": "1"}, "thing": None})
    expect_equal([(error["path"], error["extensions"]["code"]) for error in answer["errors"]], [(["thing"], code)])


def test_answers(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.value("SELECT has_extension FROM fraiseql.databases WHERE name = 'inventory'"), "f")
        expect_equal(session.graphql(QUERY), WHOLE)


def test_frozen_database_costs_the_deadline_and_no_commit(cluster):
    with cluster.primary.session() as warm, cluster.primary.session() as fresh:
        expect_equal(warm.graphql(QUERY), WHOLE)
        cluster.inventory.freeze()
        try:
            for session in (warm, fresh):
                session.script("SET fraiseql.remote_timeout = 0; BEGIN")
                expect_duration(lambda session=session: expect_without_inventory(session.graphql(QUERY), "TIMEOUT"), 0.9, 2)
                session.script("COMMIT; RESET fraiseql.remote_timeout")
        finally:
            cluster.inventory.thaw()
        expect_equal(warm.graphql(QUERY), WHOLE)
        expect_equal(fresh.graphql(QUERY), WHOLE)


def test_slow_database_costs_the_deadline_and_no_commit(cluster):
    with cluster.primary.session() as session, cluster.inventory.session() as writer:
        expect_equal(session.graphql(QUERY), WHOLE)
        # A foreign scan waits for the lock, and a probe would not.
        writer.script("BEGIN; LOCK TABLE tb_thing")
        try:
            session.script("SET fraiseql.remote_timeout = 0; BEGIN")
            expect_duration(lambda: expect_without_inventory(session.graphql(QUERY), "TIMEOUT"), 0.9, 2)
            session.script("COMMIT; RESET fraiseql.remote_timeout")
            wait_until(lambda: writer.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0",
                       what="nobody to wait over there any more")
        finally:
            writer.script("ROLLBACK")
        expect_equal(session.graphql(QUERY), WHOLE)


def test_cancelling_the_statement_is_no_error_of_a_field(cluster):
    with cluster.primary.session() as session, cluster.inventory.session() as writer:
        session.script("SET statement_timeout = 300")
        writer.script("BEGIN; LOCK TABLE tb_thing")
        try:
            expect_error("57014", lambda: session.graphql(QUERY))
        finally:
            writer.script("ROLLBACK")


def test_statement_timeout_over_there_is_none_here(cluster):
    with cluster.inventory.session() as other:
        other.script("ALTER ROLE CURRENT_USER SET statement_timeout = 300")
        other.script("BEGIN; LOCK TABLE tb_thing")
        try:
            with cluster.primary.session() as session:
                session.script("BEGIN")
                expect_without_inventory(session.graphql(QUERY), "TIMEOUT")
                session.script("COMMIT")
        finally:
            other.script("ROLLBACK; ALTER ROLE CURRENT_USER RESET statement_timeout")


def test_dead_database_costs_its_own_fields_and_no_commit(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(QUERY), WHOLE)
        cluster.inventory.stop("immediate")
        session.script("BEGIN")
        expect_without_inventory(session.graphql(QUERY), "DATABASE_UNAVAILABLE")
        session.script("COMMIT")
        cluster.inventory.start()
        expect_equal(session.graphql(QUERY), WHOLE)
