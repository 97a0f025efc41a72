"""Other databases work while a statement runs here: it neither waits for them nor they for it, and what becomes of one is
nothing to the other."""

from harness import expect_equal, expect_error, wait_until

SERVERS = ("primary", "inventory", "payments")

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
[databases.payments]
url = "${PAYMENTS_DB}"
timeout = 20000
"""
SCHEMA = """
type Call { id: ID! met: String }
type Nap { id: ID! slept: String }
type Inner { id: ID! answer: String }
type Half { id: ID! value: Float }
type Answer { id: ID! met: String }
type There { id: ID! name: String! text: String! }
type Thing { id: ID! call: Call answer: Answer }
type Query { calls: [Call] naps: [Nap] halves: [Half] inners: [Inner] answers: [Answer] theres: [There] things: [Thing] }
"""
# A call takes lock 2n and waits for 2n + 1, which the answer takes when it sees 2n: they meet while both run, or not at
# all. The answer's locks stay, so that a call cannot miss them.
MEETING = """
CREATE TABLE meeting (n int);
CREATE FUNCTION is_locked(number int) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = number::oid AND granted) $$;
CREATE FUNCTION meet(own int, other int, call boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF call THEN PERFORM pg_advisory_lock(own); END IF;
  FOR i IN 1..2000 LOOP
    IF public.is_locked(other) THEN
      IF NOT call THEN PERFORM pg_advisory_lock(own); END IF;
      RETURN 'met';
    END IF;
    PERFORM pg_sleep(0.01);
  END LOOP;
  RETURN 'alone';
END $$;
CREATE FUNCTION answer() RETURNS text LANGUAGE sql AS $$
  SELECT public.meet(2 * n + 1, 2 * n, false) FROM public.meeting $$;
CREATE FUNCTION call() RETURNS text LANGUAGE sql AS $$
  SELECT public.meet(2 * n, 2 * n + 1, true) FROM public.meeting $$;
CREATE VIEW v_answer AS SELECT 1 AS id, 1 AS thing_id, jsonb_build_object('id', '1', 'met', answer()) AS data;
CREATE VIEW v_there AS SELECT 1 AS id, jsonb_build_object('id', '1', 'name', 'there', 'text', repeat('x', 30000000)) AS data;
"""
INVENTORY = """
CREATE VIEW v_thing AS SELECT 1 AS id, jsonb_build_object('id', '1') AS data;
"""
PRIMARY = """
CREATE EXTENSION dblink;
CREATE FUNCTION call_payments() RETURNS text LANGUAGE sql AS $$
  SELECT met FROM dblink(%s, 'SELECT call()') AS t (met text) $$;
CREATE VIEW v_call AS SELECT 1 AS id, 1 AS thing_id, jsonb_build_object('id', '1', 'met', call_payments()) AS data;
CREATE VIEW v_nap AS SELECT 1 AS id, jsonb_build_object('id', '1', 'slept', pg_sleep(6)::text) AS data;
CREATE FUNCTION ask_again() RETURNS text LANGUAGE sql AS $$ SELECT fraiseql.execute('{ theres { name } }')::text $$;
CREATE VIEW v_inner AS SELECT 1 AS id, jsonb_build_object('id', '1', 'answer', ask_again()) AS data;
CREATE VIEW v_half AS SELECT 1 AS id, jsonb_build_object('id', '1', 'value', 1 / (random() * 0)) AS data;
"""
WARM = '{ theres { name } things { id } }'
WARMED = {"data": {"theres": [{"name": "there"}], "things": [{"id": "1"}]}}
meetings = 0


def configure(cluster, toml=TOML):
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", toml, cluster.environment())


def set_up(cluster):
    cluster.payments.script(MEETING)
    cluster.inventory.script(INVENTORY)
    there = f"host={cluster.payments.directory} port={cluster.payments.port} user=postgres dbname=payments"
    cluster.primary.script(PRIMARY % f"'{there}'")
    configure(cluster)
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


def ask(cluster, query, timeout="60s"):
    """In a session that has a connection to the other databases, with a meeting of its own."""
    global meetings
    meetings += 1
    cluster.payments.script(f"DELETE FROM meeting; INSERT INTO meeting VALUES ({meetings})")
    with cluster.primary.session() as session:
        expect_equal(session.graphql(WARM), WARMED)
        session.script(f"SET fraiseql.remote_timeout = '{timeout}'")
        return session.graphql(query)


def test_root_fields_run_side_by_side(cluster):
    expect_equal(ask(cluster, "{ calls { met } answers { met } }"),
                 {"data": {"calls": [{"met": "met"}], "answers": [{"met": "met"}]}})


def test_waves_run_side_by_side(cluster):
    expect_equal(ask(cluster, "{ things { call { met } answer { met } } }"),
                 {"data": {"things": [{"call": {"met": "met"}, "answer": {"met": "met"}}]}})


def test_error_here_is_that_of_its_field(cluster):
    answer = ask(cluster, "{ halves { value } theres { name } }")
    expect_equal(answer["data"], {"halves": None, "theres": [{"name": "there"}]})
    expect_equal([error["path"] for error in answer["errors"]], [["halves"]])


def test_time_of_the_statement_here_is_not_held_against_the_other_database(cluster):
    """Its answer has been there since long before the end of its time, or waits for somebody to take it."""
    for field, value in (("name", "there"), ("text", "x" * 30_000_000)):
        answer = ask(cluster, f"{{ naps {{ slept }} theres {{ {field} }} }}", "4s")  # of 6 that the statement here takes
        assert answer == {"data": {"naps": [{"slept": ""}], "theres": [{field: value}]}}, str(answer)[:1000]


def test_request_within_the_statement_here_needs_no_connection_more(cluster):
    configure(cluster, TOML.replace("timeout = 20000", "timeout = 20000\npool_size = 1\npool_timeout = 20000"))
    expect_equal(ask(cluster, "{ inners { answer } theres { name } }"),
                 {"data": {"inners": [{"answer": '{"data":{"theres":[{"name":"there"}]}}'}], "theres": [{"name": "there"}]}})
    configure(cluster)


def test_cancel_gives_the_other_database_up(cluster):
    cluster.payments.script("DELETE FROM meeting; INSERT INTO meeting VALUES (1000)")
    running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = 'fraiseql'"
    with cluster.primary.session() as session:
        expect_equal(session.graphql(WARM), WARMED)
        session.send("SELECT fraiseql.execute($1)", "{ naps { slept } answers { met } }")
        wait_until(lambda: cluster.payments.value(running) == "1", what="the request to run over there")
        session.cancel()
        expect_error("57014", session.finish)
        wait_until(lambda: cluster.payments.value(running) == "0", 15, "the request to end over there, before its 20 s")
        expect_equal(session.graphql(WARM), WARMED)
