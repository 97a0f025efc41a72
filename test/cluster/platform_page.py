"""The page's own files, word for word (in page/): its configuration, its exported schema, its query and its mutation."""

import os

from harness import expect_equal, ecommerce
from platform_queries import GET_ORDER

SERVERS = ("primary", "inventory", "payments")
NATS = True


def page(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page", name), encoding="utf-8") as file:
        return file.read()


def set_up(cluster):
    ecommerce.load(cluster.primary, cluster.inventory, cluster.payments)
    environment = ecommerce.environment(cluster.primary, cluster.inventory, cluster.payments, cluster.nats.url)
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", page("fraiseql.toml"), environment)
        session.rows("SELECT fraiseql.load_schema($1)", page("schema.json"))


def test_query_of_the_page(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(page("get_order.graphql")), GET_ORDER)


def test_mutation_of_the_page_reaches_nats(cluster):
    with cluster.primary.session() as session, cluster.nats.client() as events:
        events.subscribe("fraiseql.order.created")
        answer = session.graphql("""
            mutation {
              createOrder(customerId: "c0000000-0000-4000-8000-000000000001", shippingAddress: "1 Canal Street",
                          shippingCity: "Brussels", shippingPostal: "1000", shippingCountry: "BE",
                          paymentMethodId: "a0000000-0000-4000-8000-000000000011") { id status total }
            }""")
        order = answer["data"]["createOrder"]["id"]
        expect_equal(answer, {"data": {"createOrder": {"id": order, "status": "pending", "total": "0.00"}}})
        message = events.next()
        assert message is not None and order in message.payload, message


def test_payment_that_is_missing_nulls_the_order_of_the_page(cluster):
    # The page declares Order.payment non-null: the fault that the example mends.
    with cluster.primary.session() as session:
        order = session.value("SELECT o.id FROM tb_order o WHERE o.total = 0 LIMIT 1")
        answer = session.graphql("query ($id: ID!) { order(id: $id) { status payment { status } } }", {"id": order})
        expect_equal(answer["data"], None)
        expect_equal([(error["message"], error["path"]) for error in answer["errors"]],
                     [("Cannot return null for non-nullable field Order.payment.", ["order", "payment"])])


def test_configuring_again_follows_the_file(cluster):
    environment = ecommerce.environment(cluster.primary, cluster.inventory, cluster.payments, cluster.nats.url)
    with cluster.primary.session() as session:
        def state():
            return (session.column("SELECT srvname FROM pg_foreign_server ORDER BY 1"),
                    session.column("SELECT DISTINCT foreign_table_schema FROM information_schema.foreign_tables ORDER BY 1"),
                    session.column("SELECT channel FROM fraiseql.observers ORDER BY 1"))

        both = (["inventory", "payments"], ["inventory", "payments"], ["order_cancelled", "order_created"])
        expect_equal(state(), both)
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", page("fraiseql.toml"), environment)
        expect_equal(state(), both)
        changed = page("fraiseql.toml").replace("[databases.payments]", "[databases.billing]")
        changed = changed[:changed.index('[[observers]]\nchannel = "order_cancelled"')]
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", changed, environment)
        expect_equal(state(), (["billing", "inventory"], ["billing", "inventory"], ["order_created"]))
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", page("fraiseql.toml"), environment)
        expect_equal(state(), both)
        expect_equal(session.graphql(page("get_order.graphql")), GET_ORDER)
        # The passwords of the environment are in the user mappings and nowhere else.
        for relation in session.column("""SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n
                ON n.oid = c.relnamespace WHERE nspname = 'fraiseql' AND relkind IN ('r', 'v', 'm')"""):
            dump = session.value(f"SELECT string_agg(t::text, ' ') FROM {relation} AS t")
            assert dump is None or cluster.inventory.password not in dump, relation
