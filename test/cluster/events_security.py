"""Whose rights a handler has, who sees what, and channel names that would break out of NATS' protocol."""

import json

from harness import expect_equal, expect_error, wait_until

SERVERS = ("primary",)
NATS = True

PRIMARY = """
CREATE ROLE clerk;
CREATE ROLE looker;
CREATE ROLE watcher;
GRANT pg_monitor TO watcher;
CREATE TABLE got (id serial, what text, role text DEFAULT current_user);
CREATE TABLE secret (word text);
GRANT INSERT ON got TO clerk;
GRANT USAGE ON SEQUENCE got_id_seq TO clerk;
-- At the end of the transaction: still the role.
CREATE FUNCTION note_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.what = 'handled' THEN INSERT INTO got (what) VALUES ('deferred'); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_again AFTER INSERT ON got DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION note_again();
CREATE FUNCTION take(payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  attempt text;
BEGIN
  IF jsonb_typeof(payload) = 'array' THEN
    FOR attempt IN SELECT jsonb_array_elements_text(payload) LOOP
      BEGIN
        EXECUTE attempt;
        INSERT INTO got (what) VALUES (attempt || ': done');
      EXCEPTION WHEN OTHERS THEN
        INSERT INTO got (what) VALUES (attempt || ': ' || SQLERRM);
      END;
    END LOOP;
  END IF;
  INSERT INTO got (what) VALUES ('handled');
END $$;
SELECT fraiseql.set_observers('[{"channel": "made", "nats_subject": "thing.made"}]');
SELECT fraiseql.set_subscribers('[{"subject": "thing.made", "function": "take", "role": "clerk", "name": "taker",
                                   "max_deliver": 2, "backoff": "50 ms"}]');
"""


def emit(cluster, payload):
    cluster.primary.rows("SELECT pg_notify('made', $1)", json.dumps(payload))


def got(cluster):
    return cluster.primary.rows("SELECT what, role FROM got ORDER BY id")


def wait_for(cluster, expected):
    try:
        wait_until(lambda: got(cluster) == expected)
    except TimeoutError:
        expect_equal(got(cluster), expected)
    cluster.primary.script("TRUNCATE got")


def set_up(cluster):
    cluster.primary.script(PRIMARY)


def test_handler_is_its_role_to_the_end_of_the_transaction(cluster):
    emit(cluster, 1)
    wait_for(cluster, [("handled", "clerk"), ("deferred", "clerk")])


def test_handler_cannot_become_what_the_worker_is(cluster):
    refused = 'cannot set parameter "{}" within security-definer function'
    attempts = {"SET ROLE postgres": refused.format("role"), "RESET ROLE": refused.format("role"),
                "SET SESSION AUTHORIZATION postgres": refused.format("session_authorization"),
                "RESET SESSION AUTHORIZATION": refused.format("session_authorization"),
                "SELECT * FROM secret": "permission denied for table secret",
                "SELECT password FROM fraiseql.nats": "permission denied for table nats",
                "UPDATE fraiseql.subscriber SET role = 'postgres'": "permission denied for table subscriber",
                "UPDATE fraiseql.inbox SET last_seq = 0": "permission denied for table inbox"}
    emit(cluster, list(attempts))
    wait_for(cluster, [(f"{attempt}: {error}", "clerk") for attempt, error in attempts.items()]
             + [("handled", "clerk"), ("deferred", "clerk")])


def test_settings_of_a_handler_do_not_stay(cluster):
    emit(cluster, ["SET search_path = pg_catalog, public", "SET statement_timeout = 1", "SET DateStyle = german"])
    wait_until(lambda: len(got(cluster)) == 5)
    cluster.primary.script("TRUNCATE got")
    emit(cluster, ["DO $$ BEGIN RAISE '%', current_setting('search_path') || current_setting('DateStyle')"
                   " || current_setting('statement_timeout'); END $$"])
    wait_until(lambda: len(got(cluster)) == 3)
    assert got(cluster)[0][0].endswith(': "$user", publicISO, MDY0'), got(cluster)
    cluster.primary.script("TRUNCATE got")


def test_role_without_the_right_to_execute_does_not_handle(cluster):
    cluster.primary.script("REVOKE EXECUTE ON FUNCTION take FROM PUBLIC")
    emit(cluster, 2)
    wait_until(lambda: cluster.primary.rows("SELECT attempts, last_error FROM fraiseql.parked_messages")
               == [("2", "permission denied for function take")])
    cluster.primary.script("GRANT EXECUTE ON FUNCTION take TO clerk; SELECT fraiseql.retry_parked()")
    wait_for(cluster, [("handled", "clerk"), ("deferred", "clerk")])


def test_role_that_is_gone_is_nobody(cluster):
    cluster.primary.script("ALTER ROLE clerk RENAME TO gone")
    emit(cluster, 3)
    wait_until(lambda: cluster.primary.rows("SELECT state, last_error FROM fraiseql.worker_status")
               == [("faulty", 'subscriber "taker": role "clerk" does not exist')])
    expect_equal(got(cluster), [])
    cluster.primary.script("ALTER ROLE gone RENAME TO clerk")
    wait_for(cluster, [("handled", "clerk"), ("deferred", "clerk")])
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "running")


def test_who_may_look_and_who_may_mend(cluster):
    views = ("worker_status", "events", "observers", "subscribers", "parked_messages", "dead_events")
    cluster.primary.configure({"fraiseql.nats_password": "s3cret"})
    cluster.primary.reload()
    wait_until(lambda: cluster.primary.value("SHOW fraiseql.nats_password") != "")
    with cluster.primary.session() as session:
        session.script("SET ROLE watcher")
        for view in views:
            session.rows(f"SELECT * FROM fraiseql.{view}")
        for table in ("nats", "outbox", "inbox", "subscriber", "parked_message"):
            expect_error("42501", lambda table=table: session.rows(f"SELECT * FROM fraiseql.{table}"))
        # Members of pg_monitor read all settings, but not these.
        expect_equal(session.value("SHOW fraiseql.nats_password"), "********")
        session.script("SET ROLE looker")
        for view in views:
            expect_error("42501", lambda view=view: session.rows(f"SELECT * FROM fraiseql.{view}"))
        for call in ("replay('made')", "retry_dead()", "retry_parked()", "set_nats('{}')", "set_subscribers('[]')",
                     "set_observers('[]')", "configure('')", "waiting_events()", "wake_worker()", "worker_slots()"):
            expect_error("42501", lambda call=call: session.rows(f"SELECT fraiseql.{call}"))
        expect_error("42501", lambda: session.rows("SHOW fraiseql.nats_password"))


def test_channel_names_stay_inside_their_subject(cluster):
    """What NATS' protocol would take for something else arrives as the one subject that was meant."""
    names = ["with space", "star*", "greater>", "line\r\nPUB fraiseql.injected 0\r\n\r\n", "tab\there", "dots..two", ".", "é", "%41"]
    cluster.primary.rows("SELECT fraiseql.set_observers($1::jsonb)", json.dumps([{"channel": name} for name in names]))
    with cluster.nats.client() as client:
        client.subscribe(">")
        for name in names:
            cluster.primary.rows("SELECT pg_notify($1, $2)", name, name)
        found = {}
        while len(found) < len(names):
            message = client.next()
            assert message is not None, found
            if message.subject.startswith("fraiseql."):
                found[message.payload] = message.subject
    expect_equal(sorted(found), sorted(names))
    expect_equal([found[name] for name in names], [
        "fraiseql.with%20space", "fraiseql.star%2A", "fraiseql.greater%3E",
        "fraiseql.line%0D%0APUB%20fraiseql.injected%200%0D%0A%0D%0A", "fraiseql.tab%09here", "fraiseql.dots.%2Etwo", "fraiseql.%2E",
        "fraiseql.%C3%A9", "fraiseql.%2541"])
    wait_until(lambda: cluster.primary.value("SELECT state FROM fraiseql.worker_status") == "running")
