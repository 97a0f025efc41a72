"""The configuration goes with the database: a restore asks the same databases, and configure goes on from there."""

from harness import expect_equal, process

from cluster.postgres import bindir

SERVERS = ("primary", "inventory")

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
pool_size = 7
[query_defaults]
where = false
"""
SCHEMA = "type Thing { id: ID! name: String! } type Query { thing(id: ID!): Thing }"
THING = '{ thing(id: "1") { name } }'
STATE = """
    SELECT (SELECT array_agg(d ORDER BY name) FROM fraiseql.database AS d), (SELECT array_agg(c) FROM fraiseql.configuration AS c),
           (SELECT array_agg(r ORDER BY name) FROM fraiseql.foreign_relation AS r),
           (SELECT array_agg((srvname, o) ORDER BY o) FROM pg_foreign_server, pg_options_to_table(srvoptions) AS o),
           (SELECT array_agg((usename, o) ORDER BY o) FROM pg_user_mappings, pg_options_to_table(umoptions) AS o)"""


def test_dump_and_restore(cluster):
    cluster.inventory.script("""
        CREATE TABLE tb_thing AS SELECT 1 AS id, 'one' AS name;
        CREATE VIEW v_thing AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_thing""")
    server = cluster.primary
    with server.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)
        expect_equal(session.graphql(THING), {"data": {"thing": {"name": "one"}}})
    place = ["-h", server.directory, "-p", str(server.port), "-U", "postgres"]
    script = process.write_file(f"{server.directory}/dump.sql",
                                process.run([f"{bindir()}/pg_dump", *place, "-d", "primary"], server.directory))
    server.script("CREATE DATABASE restored TEMPLATE template0")
    process.run([f"{bindir()}/psql", *place, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "restored", "-f", script],
                server.directory)
    with server.session() as original, server.session(dbname="restored") as restored:
        expect_equal(restored.rows(STATE), original.rows(STATE))
        expect_equal(restored.graphql(THING), {"data": {"thing": {"name": "one"}}})
        # What was restored is configure's own: it changes it, and takes it away.
        cluster.inventory.script("ALTER TABLE tb_thing ADD size int")
        restored.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        expect_equal(restored.rows("SELECT size FROM inventory.tb_thing"), [(None,)])
        restored.rows("SELECT fraiseql.configure('')")
        expect_equal(restored.rows("SELECT count(*) FROM pg_foreign_server"), [("0",)])
