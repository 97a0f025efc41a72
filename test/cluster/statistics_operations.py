"""fraiseql.stat_operations is shared by all sessions, with and without shared_preload_libraries, and knows databases apart."""

from harness import expect_equal, wait_until

SERVERS = ("primary", "inventory")

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
"""
SCHEMA = "type Thing { id: ID! name: String! note: Note } type Note { text: String } type Query { things: [Thing!]! }"
QUERY = "query Things { things { name note { text } } }"
COUNTED = "SELECT calls, errors, rows, statements::text FROM fraiseql.stat_operations WHERE operation = 'Things'"


def set_up(cluster):
    cluster.inventory.script("CREATE VIEW v_thing AS SELECT g AS id, jsonb_build_object('name', g) AS data FROM generate_series(1, 3) AS g")
    cluster.primary.script("CREATE VIEW v_note AS SELECT g AS thing_id, jsonb_build_object('text', 't') AS data FROM generate_series(1, 2) AS g")
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


def ask_and_count(cluster):
    with cluster.primary.session() as one, cluster.primary.session() as other:
        one.rows("SELECT fraiseql.stat_operations_reset()")
        for session in (one, other, one):
            session.graphql(QUERY)
        expect_equal(other.rows(COUNTED), [("3", "0", "15", '{"primary": 3, "inventory": 3}')])
    # It outlives the sessions that counted.
    expect_equal(cluster.primary.rows(COUNTED), [("3", "0", "15", '{"primary": 3, "inventory": 3}')])


def test_without_preloading(cluster):
    expect_equal(cluster.primary.value("SHOW shared_preload_libraries"), "")
    ask_and_count(cluster)


def test_with_preloading(cluster):
    cluster.primary.configure({"shared_preload_libraries": "fraiseql"})
    cluster.primary.restart()
    expect_equal(cluster.primary.rows(COUNTED), [])
    ask_and_count(cluster)


def test_a_crash_takes_the_counts_and_nothing_else(cluster):
    ask_and_count(cluster)
    cluster.primary.crash()
    cluster.primary.start()
    expect_equal(cluster.primary.rows(COUNTED), [])
    ask_and_count(cluster)


def test_a_backend_that_is_killed(cluster):
    """All sessions go, and shared memory is made anew: nothing is left of the old table that could be attached to."""
    ask_and_count(cluster)
    with cluster.primary.session() as victim:
        victim.graphql(QUERY)
        mark = cluster.primary.log_mark()
        cluster.primary.kill_backend("client backend")
        wait_until(lambda: "reinitializing" in str(cluster.primary.log_entries(mark)), what="the server to notice")
    wait_until(cluster.primary.is_ready, what="the server to be back")
    ask_and_count(cluster)


def test_a_database_that_fails(cluster):
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.stat_operations_reset()")
        cluster.inventory.stop("immediate")
        session.graphql(QUERY)
        cluster.inventory.start()
        expect_equal(session.rows(COUNTED), [("1", "1", "0", '{"inventory": 1}')])


def test_a_smaller_table_keeps_what_is_used_most_in_every_database(cluster):
    cluster.primary.create_database("crowd")
    cluster.primary.script("ALTER SYSTEM SET fraiseql.max_operations = 500")
    cluster.primary.restart()
    with cluster.primary.session(dbname="crowd") as crowd:
        crowd.script("CREATE EXTENSION fraiseql; CREATE VIEW v_thing AS SELECT 1 AS id, jsonb_build_object('name', 1) AS data")
        crowd.rows("SELECT fraiseql.load_schema('type Thing { id: ID! } type Query { things: [Thing!]! }')")
        for i in range(100):
            crowd.graphql("{ things { a%d: id } }" % i)
        for _ in range(3):
            crowd.graphql("query Often { things { id } }")
        cluster.primary.script("ALTER SYSTEM SET fraiseql.max_operations = 12")
        cluster.primary.reload()
        with cluster.primary.session() as session:
            wait_until(lambda: session.value("SHOW fraiseql.max_operations") == "12")
            session.rows("SELECT fraiseql.stat_operations_reset()")
        expect_equal(crowd.rows("SELECT count(*) BETWEEN 1 AND 12, max(calls) FILTER (WHERE operation = 'Often') FROM fraiseql.stat_operations"),
                     [("t", "3")])
    cluster.primary.script("ALTER SYSTEM RESET fraiseql.max_operations")
    cluster.primary.restart()
