"""The order saga with every step of it broken once: functions that raise, databases that are down, a step given up. In the
end the three databases agree."""

import contextlib

from harness import ecommerce, expect_equal, wait_until
from platform_saga import CARD, GIFT_CARD, LAMP, create

SERVERS = ("primary", "inventory", "payments")
NATS = True
EXAMPLE = True

CONFIRMED = ("confirmed", ["reserved"], ["captured"], [])
REFUSED = ("cancelled", ["released"], ["refused"], [])
REFUNDED = ("cancelled", ["released"], ["refunded"], ["completed"])
SHORT = ("cancelled", [], ["voided"], [])
ABANDONED = ("cancelled", ["released"], ["voided"], [])

orders = []


def outcome_of_stock(cluster, order):
    return [row[0] for row in cluster.inventory.rows("SELECT status FROM tb_reservation WHERE order_id = $1", order)]


def outcome(cluster, order):
    """(order, reservations, payments, refunds), as their databases have them."""
    return (cluster.primary.value("SELECT status FROM tb_order WHERE id = $1", order),
            outcome_of_stock(cluster, order),
            [row[0] for row in cluster.payments.rows("SELECT status FROM tb_transaction WHERE order_id = $1", order)],
            [row[0] for row in cluster.payments.rows(
                "SELECT r.status FROM tb_refund AS r JOIN tb_transaction AS t ON t.pk_transaction = r.fk_transaction"
                " WHERE t.order_id = $1", order)])


def wait_for(cluster, order, expected):
    try:
        wait_until(lambda: outcome(cluster, order) == expected, interval=0.1)
    except TimeoutError:
        expect_equal(outcome(cluster, order), expected)


def order_of(cluster, method=CARD, quantity=1):
    with cluster.primary.session() as session:
        orders.append(create(session, method, (LAMP, quantity))["id"])
    return orders[-1]


def cancel(cluster, order):
    with cluster.primary.session() as session:
        session.graphql(ecommerce.read("queries/cancel_order.graphql"), {"id": order, "reason": "too late"})


@contextlib.contextmanager
def broken(server, table, event):
    """Meanwhile whatever writes this raises; of updates those that change the status."""
    condition = "WHEN (NEW.status IS DISTINCT FROM OLD.status)" if event == "UPDATE" else ""
    server.script(f"""
        CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
        CREATE TRIGGER broken BEFORE {event} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION broken()""")
    try:
        yield
    finally:
        server.script("DROP FUNCTION broken CASCADE")


def wait_until_stuck(server):
    wait_until(lambda: server.value(
        "SELECT count(*) FROM fraiseql.subscribers WHERE failed_attempts > 0 AND last_error = 'broken'") == "1", what="a failure")
    # A message that fails is no fault of the worker's. (In the beginning not all streams are there yet, which is one.)
    wait_until(lambda: server.value("SELECT state FROM fraiseql.worker_status WHERE database = current_database()")
               == "running")


def expect_agreement(cluster):
    """What is reserved is what orders that were not cancelled hold."""
    expect_equal(cluster.inventory.value("SELECT sum(reserved) FROM tb_stock"),
                 cluster.inventory.value("SELECT sum(quantity) FROM tb_reservation WHERE status = 'reserved'"))
    for order in orders:
        assert outcome(cluster, order) in (CONFIRMED, REFUSED, REFUNDED, SHORT, ABANDONED), outcome(cluster, order)
    for server in cluster.servers.values():
        expect_equal(server.rows("SELECT name FROM fraiseql.subscribers WHERE failed_attempts > 0 OR parked > 0"), [])
        wait_until(lambda server=server: server.value("SELECT count(*) FROM fraiseql.events") == "0")


def test_steps_that_raise_on_the_way_to_confirmed(cluster):
    for name, table, event in (("inventory", "tb_reservation", "INSERT"), ("payments", "tb_transaction", "INSERT"),
                               ("primary", "tb_order", "UPDATE")):
        server = cluster.servers[name]
        with broken(server, table, event):
            order = order_of(cluster)
            wait_until_stuck(server)
            expect_equal(outcome(cluster, order)[0], "pending")
        wait_for(cluster, order, CONFIRMED)
    expect_agreement(cluster)


def test_steps_that_raise_on_the_way_to_cancelled(cluster):
    for name, table, event in (("payments", "tb_transaction", "INSERT"), ("primary", "tb_order", "UPDATE"),
                               ("inventory", "tb_reservation", "UPDATE")):
        server = cluster.servers[name]
        with broken(server, table, event):
            order = order_of(cluster, GIFT_CARD)  # refused
            wait_until_stuck(server)
        wait_for(cluster, order, REFUSED)
    order = order_of(cluster)
    wait_for(cluster, order, CONFIRMED)
    with broken(cluster.payments, "tb_refund", "INSERT"):
        cancel(cluster, order)
        wait_until_stuck(cluster.payments)
    wait_for(cluster, order, REFUNDED)
    expect_agreement(cluster)


def test_stock_is_short_and_payment_refused_while_functions_raise(cluster):
    with broken(cluster.inventory, "tb_order_claim", "INSERT"):
        short, refused, good = order_of(cluster, CARD, 1000), order_of(cluster, GIFT_CARD), order_of(cluster)
        wait_until_stuck(cluster.inventory)
    wait_for(cluster, short, SHORT)
    wait_for(cluster, refused, REFUSED)
    wait_for(cluster, good, CONFIRMED)
    expect_agreement(cluster)


def test_databases_that_are_down_for_a_while(cluster):
    for name in ("inventory", "payments"):
        cluster.nats.stop()  # so that the order is not handled before the server is down
        order = order_of(cluster)
        cluster.servers[name].stop("immediate")
        cluster.nats.start()
        if name == "payments":
            wait_until(lambda order=order: outcome_of_stock(cluster, order) == ["reserved"])
        cluster.servers[name].start()
        wait_for(cluster, order, CONFIRMED)
    order = order_of(cluster)
    cluster.primary.crash()  # right after the commit
    cluster.primary.start()
    wait_for(cluster, order, CONFIRMED)
    expect_agreement(cluster)


def test_step_that_is_given_up_is_seen_and_taken_up_again(cluster):
    with broken(cluster.payments, "tb_transaction", "INSERT"):
        order = order_of(cluster)
        wait_until(lambda: cluster.payments.value("SELECT count(*) FROM fraiseql.parked_messages") == "1")
    expect_equal(cluster.payments.rows("""SELECT subscriber, stream, subject, attempts, last_error, payload::json ->> 'order_id'
                                            FROM fraiseql.parked_messages"""),
                 [("public.fn_take_payment", "INVENTORY", "fraiseql.inventory.reserved", "5", "broken", order)])
    expect_equal(cluster.payments.rows("SELECT name, parked FROM fraiseql.subscribers WHERE parked > 0"),
                 [("public.fn_take_payment", "1")])
    expect_equal(outcome(cluster, order), ("pending", ["reserved"], [], []))
    other = order_of(cluster)  # it is not in the way of those that come later
    wait_for(cluster, other, CONFIRMED)
    expect_equal(outcome(cluster, order)[0], "pending")
    cluster.payments.script("SELECT fraiseql.retry_parked()")
    wait_for(cluster, order, CONFIRMED)
    expect_agreement(cluster)


def test_order_that_is_given_up_is_put_right_by_its_compensations(cluster):
    with broken(cluster.payments, "tb_transaction", "INSERT"):
        order = order_of(cluster)
        wait_until(lambda: cluster.payments.value("SELECT count(*) FROM fraiseql.parked_messages") == "1")
    cancel(cluster, order)
    wait_for(cluster, order, ABANDONED)
    cluster.payments.script("SELECT fraiseql.retry_parked()")  # finds that there is nothing to pay for
    wait_until(lambda: cluster.payments.value("SELECT count(*) FROM fraiseql.parked_messages") == "0")
    expect_equal(outcome(cluster, order), ABANDONED)
    expect_agreement(cluster)
