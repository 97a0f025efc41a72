"""Settings in a session that loads the library itself, with values that came before it."""

from harness import expect_equal, expect_error, wait_until

SERVERS = ("primary",)
SETTINGS = 24
CONFIGURED = {"fraiseql.max_rows": "30", "fraiseql.nats_url": "nats://elsewhere:4222"}


def set_up(cluster):
    cluster.primary.configure(CONFIGURED)
    cluster.primary.reload()
    wait_until(lambda: cluster.primary.value("SELECT current_setting('fraiseql.max_rows', true)") == "30")


def loaded(session, *before):
    for statement in before:
        session.rows(statement)
    session.rows("LOAD 'fraiseql'")
    return dict(session.rows("SELECT name, setting FROM pg_settings WHERE name LIKE 'fraiseql.%'"))


def test_all_settings_are_there_and_in_order(cluster):
    with cluster.primary.session() as session:
        built_in = [name for name, in session.rows("SELECT name FROM pg_settings")]
        ours = loaded(session)
        expect_equal(len(ours), SETTINGS)
        names = [name for name, in session.rows("SELECT name FROM pg_settings")]
        expect_equal(names, sorted(set(built_in) | set(ours), key=str.lower))
        expect_equal({name: session.rows(f"SHOW {name}")[0][0] for name in ("fraiseql.max_depth", "fraiseql.worker_databases",
                                                                            "fraiseql.batch_size", "zero_damaged_pages")},
                     {"fraiseql.max_depth": "50", "fraiseql.worker_databases": "*", "fraiseql.batch_size": "0",
                      "zero_damaged_pages": "off"})


def test_values_that_came_before_the_library_hold(cluster):
    with cluster.primary.session() as session:
        ours = loaded(session, "SET fraiseql.max_depth = '7'", "SET fraiseql.batch_size = '5'", "RESET fraiseql.batch_size",
                      "SET fraiseql.introspection = 'off'")
        expect_equal({name: ours[name] for name in ("fraiseql.max_depth", "fraiseql.batch_size", "fraiseql.introspection",
                                                    "fraiseql.max_rows", "fraiseql.nats_url")},
                     {"fraiseql.max_depth": "7", "fraiseql.batch_size": "0", "fraiseql.introspection": "off", **CONFIGURED})
        expect_equal(len(ours), SETTINGS)
        session.rows("RESET fraiseql.max_depth")
        session.rows("SET fraiseql.batch_size = 9")
        expect_equal(session.rows("SELECT current_setting('fraiseql.max_depth'), current_setting('fraiseql.batch_size')"),
                     [("50", "9")])


def test_names_that_do_not_exist_are_refused_from_then_on(cluster):
    with cluster.primary.session() as session:
        loaded(session, "SET fraiseql.max_dept = '7'")
        expect_error("42602", lambda: session.rows("SET fraiseql.max_dept = '7'"),
                     'invalid configuration parameter name "fraiseql.max_dept"')
