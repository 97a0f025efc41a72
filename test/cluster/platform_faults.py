"""A database that is down or frozen costs the answer its own fields, within the deadline, and no others."""

from harness import PASSWORD, ecommerce, expect_duration, expect_equal, wait_until

SERVERS = ("primary", "inventory", "payments")
EXAMPLE = True

QUERY = """
    {
      order(id: "550e8400-e29b-41d4-a716-446655440000") {
        total
        customer { name paymentMethods { type } }
        items { quantity product { sku } }
        payment { status }
      }
    }"""
ITEMS = [{"quantity": 3, "product": {"sku": "CLO-0047"}}, {"quantity": 1, "product": {"sku": "BEN-0076"}}]
WHOLE = {"data": {"order": {
    "total": "455.85", "customer": {"name": "Amber Trading", "paymentMethods": [{"type": "card"}, {"type": "gift_card"}]},
    "items": ITEMS, "payment": {"status": "captured"}}}}
WITHOUT_PAYMENTS = {"total": "455.85", "customer": {"name": "Amber Trading", "paymentMethods": None}, "items": ITEMS,
                    "payment": None}


def set_up(cluster):
    toml = ecommerce.read("fraiseql.toml").replace("default_timeout = 5000", "default_timeout = 1000").replace(
        "[federation.retry]", "[federation.circuit_breaker]\nenabled = false\n[federation.retry]")
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", toml, ecommerce.environment(
            cluster.primary, cluster.inventory, cluster.payments, "nats://127.0.0.1:9"))


def expect_without_payments(answer, codes):
    expect_equal(answer["data"]["order"], WITHOUT_PAYMENTS)
    expect_equal(sorted(error["path"] for error in answer["errors"]),
                 [["order", "customer", "paymentMethods"], ["order", "payment"]])
    for error in answer["errors"]:
        assert error["extensions"]["code"] in codes, error
        assert PASSWORD not in str(error), error


def test_all_databases_answer(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(QUERY), WHOLE)


def test_dead_payments_database_nulls_only_its_fields(cluster):
    with cluster.primary.session() as session:
        session.graphql(QUERY)
        cluster.payments.stop()
        expect_without_payments(session.graphql(QUERY), {"DATABASE_UNAVAILABLE"})
        with cluster.primary.session() as fresh:
            expect_without_payments(fresh.graphql(QUERY), {"DATABASE_UNAVAILABLE"})
        cluster.payments.start()


def test_answer_is_whole_when_the_database_is_back(cluster):
    with cluster.primary.session() as session:
        wait_until(lambda: session.graphql(QUERY) == WHOLE, interval=0.5)


def test_frozen_payments_database_costs_the_deadline(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(QUERY), WHOLE)
        cluster.payments.freeze()
        try:
            session.script("SET fraiseql.remote_timeout = 0; BEGIN")
            # The deadline is 1 s, with at most two attempts.
            expect_duration(lambda: expect_without_payments(session.graphql(QUERY), {"TIMEOUT", "DATABASE_UNAVAILABLE"}), 0.9, 3)
            session.script("COMMIT")
        finally:
            cluster.payments.thaw()


def test_database_restarted_between_two_queries_of_a_session(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(QUERY), WHOLE)
        cluster.payments.restart()
        wait_until(lambda: session.graphql(QUERY) == WHOLE, interval=0.5)
