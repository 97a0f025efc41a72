"""The direct route: its answers are those of foreign scans; pools, deadlines, breakers and rights hold."""

import threading
import time

from harness import PASSWORD, DatabaseError, expect_duration, expect_equal, expect_error, wait_until

SECRET = "s3cret: 100%/@?"

SERVERS = ()

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
pool_size = 2
pool_timeout = 60000
timeout = 5000
[databases.payments]
url = "${PAYMENTS_DB}"
[federation]
default_timeout = 1000
[federation.circuit_breaker]
failure_threshold = 2
recovery_timeout_secs = 5
"""
SCHEMA = """
type Thing @source(relation: "v_thing", database: "inventory") { id: ID! n: Int! name: String! }
type Nap { id: ID! slept: String! }
type Mode { id: ID! planCacheMode: String! }
type Holder { id: ID! mode: Mode }
type Query { thing(id: ID!): Thing things(n: Int): [Thing!] nap(id: ID!): Nap mode(id: ID!): Mode holder(id: ID!): Holder }
"""
INVENTORY = """
CREATE TABLE tb_thing AS SELECT g AS id, g % 5 AS n, 'thing ' || g AS name FROM generate_series(1, 20) AS g;
CREATE VIEW v_thing AS SELECT id, n, jsonb_build_object('id', id::text, 'n', n, 'name', name) AS data FROM tb_thing;
GRANT SELECT ON v_thing TO PUBLIC;
"""
PAYMENTS = """
CREATE TABLE tb_nap (id int, seconds float);
INSERT INTO tb_nap VALUES (1, 0), (2, 30);
CREATE VIEW v_nap AS SELECT id, jsonb_build_object('id', id::text, 'slept', pg_sleep(seconds)::text) AS data FROM tb_nap;
CREATE VIEW v_mode AS
  SELECT 1 AS id, jsonb_build_object('id', '1', 'plan_cache_mode', current_setting('plan_cache_mode')) AS data;
"""
PRIMARY = """
CREATE VIEW v_holder AS SELECT 1 AS id, 1 AS mode_id, jsonb_build_object('id', '1') AS data;
"""
THING = '{ thing(id: "7") { n name } }'
THING_7 = {"data": {"thing": {"n": 2, "name": "thing 7"}}}


def configure(cluster, toml=TOML, **urls):
    environment = {**cluster.environment(), "INVENTORY_DB": cluster.inventory.url("shop", SECRET), **urls}
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", toml, environment)


def set_up(cluster):
    for name in ("primary", "inventory", "payments"):
        cluster.add_server(name, {"shared_preload_libraries": "fraiseql"})
    cluster.inventory.script(INVENTORY + f"CREATE ROLE shop LOGIN PASSWORD '{SECRET}'; GRANT SELECT, UPDATE ON tb_thing TO shop")
    cluster.payments.script(PAYMENTS)
    cluster.primary.script(PRIMARY)
    configure(cluster)
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = 'fraiseql'"


def connections(server):
    """The sessions that the extension has open on a server."""
    return int(server.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fraiseql'"))


def state(cluster, name):
    return cluster.primary.rows("SELECT breaker, timeouts_in_a_row, last_error FROM fraiseql.databases WHERE name = $1",
                                name)[0]


def expect_failure(answer, field, code, message):
    expect_equal(answer["data"], {field: None})
    expect_equal([(error["message"], error["extensions"]["code"]) for error in answer["errors"]], [(message, code)])


def test_routes_give_the_same_bytes(cluster):
    query = '{ a: thing(id: "3") { id name } b: things(n: 2) { name n } c: nap(id: "1") { slept } }'
    with cluster.primary.session() as session:
        direct = session.graphql_text(query)
        expect_equal(direct, '{"data":{"a":{"id":"3","name":"thing 3"},"b":[{"name":"thing 2","n":2},'
                             '{"name":"thing 7","n":2},{"name":"thing 12","n":2},{"name":"thing 17","n":2}],'
                             '"c":{"slept":""}}}')
        mark = cluster.inventory.log_mark()
        session.script("SET fraiseql.route = 'foreign_scan'")
        expect_equal(session.graphql_text(query), direct)
        assert any("DECLARE" in text for text in cluster.inventory.statements(mark)), "no foreign scan was made"


def client_libraries(session):
    pid = session.rows("SELECT pg_backend_pid()")[0][0]
    with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
        maps = file.read()
    return [name for name in ("libpq.so", "libnats.so") if f"/{name}" in maps]


def test_client_libraries_are_loaded_when_they_are_needed(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql('{ holder(id: "1") { id } }'), {"data": {"holder": {"id": "1"}}})
        expect_equal(client_libraries(session), [])
        expect_equal(session.graphql(THING), THING_7)
        expect_equal(client_libraries(session), ["libpq.so"])


def test_statement_over_keys_alone_keeps_its_plan(cluster):
    by_key, by_argument = '{ holder(id: "1") { mode { planCacheMode } } }', '{ mode(id: "1") { planCacheMode } }'
    with cluster.primary.session() as session:
        for _ in range(2):
            expect_equal(session.graphql(by_key)["data"]["holder"]["mode"], {"planCacheMode": "force_generic_plan"})
            expect_equal(session.graphql(by_argument)["data"]["mode"], {"planCacheMode": "auto"})


def test_transaction_that_wrote_there_sees_what_it_wrote(cluster):
    with cluster.primary.session() as session:
        session.script("BEGIN; UPDATE inventory.tb_thing SET name = 'changed' WHERE id = 7")
        expect_equal(session.graphql(THING), {"data": {"thing": {"n": 2, "name": "changed"}}})
        session.script("ROLLBACK")
        expect_equal(session.graphql(THING), THING_7)


def test_server_restarted_behind_an_idle_connection(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(THING), THING_7)
        cluster.inventory.restart("immediate")
        expect_equal(session.graphql(THING), THING_7)


def test_pool_is_never_exceeded(cluster):
    answers = []
    seen = peak = 0

    def ask():
        with cluster.primary.session() as session:
            for _ in range(20):
                answers.append(session.graphql(THING))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    with cluster.inventory.session() as session:
        while any(thread.is_alive() for thread in threads):
            # One that is just being closed over there is idle.
            found = session.rows("SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity"
                                 " WHERE application_name = 'fraiseql'")[0]
            seen, peak = max(seen, int(found[0])), max(peak, int(found[1]))
    expect_equal([answer for answer in answers if answer != THING_7], [])
    expect_equal(len(answers), 120)
    assert seen > 0 and peak <= 2, f"{peak} connections for a pool of 2"


def test_idle_connection_is_given_up_for_another_session(cluster):
    with cluster.primary.session() as first, cluster.primary.session() as second, cluster.primary.session() as third:
        first.script("BEGIN")
        expect_equal(first.graphql(THING), THING_7)
        expect_equal(second.graphql(THING), THING_7)
        wait_until(lambda: connections(cluster.inventory) == 2, what="both connections to be open")
        expect_equal(third.graphql(THING), THING_7)
        wait_until(lambda: connections(cluster.inventory) == 2, what="one of them to be closed")
        expect_equal(first.graphql(THING), THING_7)
        first.script("COMMIT")


def test_pool_that_stays_busy_fails_its_field_in_time(cluster):
    configure(cluster, TOML.replace('url = "${PAYMENTS_DB}"', 'url = "${PAYMENTS_DB}"\npool_size = 1\npool_timeout = 300'))
    with cluster.primary.session() as busy, cluster.primary.session() as session:
        busy.send("SELECT fraiseql.execute($1)", '{ nap(id: "2") { slept } }')
        wait_until(lambda: cluster.payments.value(RUNNING) == "1", what="the long request to run")
        started = time.monotonic()
        answer = session.graphql('{ nap(id: "1") { slept } }')
        assert 0.25 < time.monotonic() - started < 10  # and not the 30 s of the other request
        expect_failure(answer, "nap", "DATABASE_UNAVAILABLE", 'database "payments" is not available')
        expect_equal(state(cluster, "payments")[0], "closed")
        busy.cancel()
        try:
            busy.finish()
        except DatabaseError as error:
            expect_equal(error.sqlstate, "57014")
    configure(cluster)


def test_cancel_ends_the_statement_here_and_there(cluster):
    with cluster.primary.session() as session:
        session.script("SET fraiseql.remote_timeout = '20s'")
        session.send("SELECT fraiseql.execute($1)", '{ nap(id: "2") { slept } }')
        wait_until(lambda: cluster.payments.value(RUNNING) == "1", what="the request to run over there")
        started = time.monotonic()
        session.cancel()
        expect_error("57014", session.finish)
        wait_until(lambda: cluster.payments.value(RUNNING) == "0", what="the orphan to end")
        assert time.monotonic() - started < 10  # and neither the 20 s of the request nor the 30 s of the statement


def test_deadline_ends_the_statement_over_there_too(cluster):
    with cluster.primary.session() as session:
        def ask():
            expect_failure(session.graphql('{ nap(id: "2") { slept } }'), "nap", "TIMEOUT",
                           'database "payments" did not answer within 1000 ms')

        def ask_after_an_answer():  # two timeouts in a row would open the breaker
            session.script("RESET fraiseql.remote_timeout")
            expect_equal(session.graphql('{ nap(id: "1") { slept } }'), {"data": {"nap": {"slept": ""}}})
            session.script("SET fraiseql.remote_timeout = 0")
            ask()

        expect_duration(ask_after_an_answer, 0.9, 2)
        wait_until(lambda: cluster.payments.value(RUNNING) == "0", 20, "the orphan to end, before its 30 s")
        session.script("RESET fraiseql.remote_timeout")
        expect_equal(session.graphql('{ nap(id: "1") { slept } }'), {"data": {"nap": {"slept": ""}}})
        wait_until(lambda: connections(cluster.payments) == 1, what="the orphan's connection to be closed")


def test_breaker_opens_after_timeouts_and_closes_after_an_answer(cluster):
    ask = '{ nap(id: "1") { slept } }'
    with cluster.primary.session() as session, cluster.primary.session() as other:
        session.script("SET fraiseql.remote_timeout = 300")
        cluster.payments.freeze()
        try:
            for _ in range(2):
                expect_failure(session.graphql(ask), "nap", "TIMEOUT",
                               'database "payments" did not answer within 300 ms')
            expect_equal(state(cluster, "payments")[:2], ("open", "2"))
            # Every session knows: no request waits, and what else was asked for is there.
            started = time.monotonic()
            answer = other.graphql('{ nap(id: "1") { slept } ' + THING[2:])
            assert time.monotonic() - started < 10  # and not its 60 s
            expect_equal(answer["data"], {"nap": None, **THING_7["data"]})
            expect_equal([error["extensions"]["code"] for error in answer["errors"]], ["DATABASE_UNAVAILABLE"])
        finally:
            cluster.payments.thaw()
        session.script("RESET fraiseql.remote_timeout")
        wait_until(lambda: session.graphql(ask) == {"data": {"nap": {"slept": ""}}}, what="a probe to close the breaker")
        expect_equal(state(cluster, "payments")[0], "closed")


def test_rights(cluster):
    cluster.primary.script(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; GRANT USAGE ON SCHEMA inventory TO reader")
    with cluster.primary.session("reader") as session:
        denied = ("thing", "FORBIDDEN", "Permission denied.")
        expect_failure(session.graphql(THING), *denied)
        cluster.primary.script("GRANT SELECT ON inventory.v_thing TO reader")
        expect_failure(session.graphql(THING), *denied)
        cluster.primary.script("GRANT USAGE ON FOREIGN SERVER inventory TO reader")
        expect_equal(session.graphql(THING), THING_7)
        cluster.primary.script("REVOKE SELECT ON inventory.v_thing FROM reader; GRANT SELECT (id) ON inventory.v_thing TO reader")
        expect_failure(session.graphql(THING), *denied)
        cluster.primary.script("GRANT SELECT ON inventory.v_thing TO reader")
        # As in postgres_fdw: without a password in the mapping nobody but a superuser connects.
        cluster.primary.script("CREATE USER MAPPING FOR reader SERVER inventory OPTIONS (user 'postgres')")
        answer = session.graphql(THING)
        expect_equal([answer["data"]["thing"], len(answer["errors"])], [None, 1])
        cluster.primary.script("DROP USER MAPPING FOR reader SERVER inventory")
        expect_equal(session.graphql(THING), THING_7)


def test_connections_follow_the_configuration(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(THING), THING_7)
        cluster.payments.script(INVENTORY + "UPDATE tb_thing SET name = 'moved'")
        configure(cluster, INVENTORY_DB=cluster.payments.url())
        expect_equal(session.graphql(THING), {"data": {"thing": {"n": 2, "name": "moved"}}})
        configure(cluster)
        expect_equal(session.graphql(THING), THING_7)


def test_federation_can_be_switched_off(cluster):
    configure(cluster, TOML.replace("[federation]\n", "[federation]\nenabled = false\n"))
    with cluster.primary.session() as session:
        expect_failure(session.graphql(THING), "thing", "DATABASE_UNAVAILABLE", 'database "inventory" is not available')
    configure(cluster)
    with cluster.primary.session() as session:
        expect_equal(session.graphql(THING), THING_7)


def test_passwords_are_in_user_mappings_only(cluster):
    expect_equal(cluster.primary.value("SELECT count(*) FROM pg_user_mappings WHERE umoptions::text LIKE '%s3cret%'"), "1")
    for relation in ("databases", "database", "configuration", "foreign_relation"):
        expect_equal(cluster.primary.value(f"SELECT count(*) FROM fraiseql.{relation} AS r WHERE r::text LIKE '%s3cret%'"), "0")
    expect_equal(cluster.primary.value("SELECT count(*) FROM pg_foreign_server AS s WHERE s::text LIKE '%s3cret%'"), "0")
    # Nor in the log, with a wrong password, an unreachable server and a fault in the file. What log_statement = 'all'
    # and the test itself write of statements and parameters is another matter.
    with cluster.primary.session() as session:
        session.script("SET log_statement = 'none'; SET log_min_messages = 'notice'; SET log_min_error_statement = 'notice'")
        mark = cluster.primary.log_mark()
        port = cluster.inventory.port
        for url, message in ((f"postgresql://shop:s3cret@127.0.0.1:{port}/inventory", "could not connect"),
                             ("postgresql://shop:s3cret@127.0.0.1:1/inventory", "could not connect"),
                             ("postgresql://shop:s3cret%@127.0.0.1/inventory", "percent-encoded")):
            try:
                session.rows(f"SELECT fraiseql.configure('[databases.inventory]' || chr(10) || 'url = \"{url}\"')")
                raise AssertionError("a database was configured that cannot be reached")
            except DatabaseError as error:
                assert message in str(error) and "s3cret" not in str(error), error
    # The server writes its log through another process.
    wait_until(lambda: sum(entry["error_severity"] == "ERROR" for entry in cluster.primary.log_entries(mark)) == 3,
               what="three errors in the log")
    expect_equal([entry for entry in cluster.primary.log_entries(mark) if "s3cret" in str(entry)], [])
