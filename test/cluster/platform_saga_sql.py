"""The example's SQL alone: its saga with the events carried by hand, in orders that the workers would rarely choose."""

import json
import tomllib

from harness import ecommerce, expect_equal, expect_error

EXTENSION = False
SERVERS = ("primary", "inventory", "payments")

CUSTOMER = "c0000000-0000-4000-8000-000000000001"
CARD = "a0000000-0000-4000-8000-000000000011"
GIFT_CARD = "a0000000-0000-4000-8000-000000000013"  # for payments up to 25.00
LAMP = "b0000000-0000-4000-8000-000000000001"  # 51.15 each
CHAIR = "b0000000-0000-4000-8000-000000000012"

FILES = {"primary": "fraiseql.toml", "inventory": "inventory.toml", "payments": "payments.toml"}


class Bus:
    """Stands in for the workers and NATS: listens on the observed channels, calls the subscribers' functions."""

    def __init__(self, cluster):
        self.sessions = {name: cluster.servers[name].session() for name in FILES}
        self.subjects, self.subscribers, self.waiting = {}, [], []
        for name, file in FILES.items():
            settings = tomllib.loads(ecommerce.read(file))
            for observer in settings["observers"]:
                self.subjects[observer["channel"]] = observer["nats_subject"]
                self.sessions[name].script(f"LISTEN {observer['channel']}")
            for subscriber in settings["subscribers"]:
                self.subscribers.append((subscriber["subject"], name, subscriber["function"]))

    def collect(self):
        for session in self.sessions.values():
            session.script("SELECT 1")
            self.waiting += [(self.subjects[channel], payload) for channel, payload in session.notifications()]
        return [subject.removeprefix("fraiseql.") for subject, _ in self.waiting]

    def deliver(self, subject=None, times=1, only=None):
        """Hands the first waiting message (of `subject`) to its subscribers (or to that in the database `only`)."""
        self.collect()
        index = next(i for i, (found, _) in enumerate(self.waiting) if subject in (None, found.removeprefix("fraiseql.")))
        message = self.waiting[index] if only else self.waiting.pop(index)
        for wanted, name, function in self.subscribers:
            if wanted == message[0] and only in (None, name):
                for _ in range(times):
                    self.sessions[name].rows(f"SELECT {function}($1::jsonb)", message[1])
        return message

    def run(self, times=1):
        """Delivers until nothing waits; returns the subjects in their order."""
        delivered = []
        while self.collect():
            delivered.append(self.deliver(times=times)[0].removeprefix("fraiseql."))
        return delivered


def set_up(cluster):
    ecommerce.load(cluster.primary, cluster.inventory, cluster.payments)
    # What fraiseql.configure would make.
    cluster.primary.script(f"""
        CREATE SERVER inventory FOREIGN DATA WRAPPER postgres_fdw
            OPTIONS (host '127.0.0.1', port '{cluster.inventory.port}', dbname 'inventory');
        CREATE USER MAPPING FOR CURRENT_USER SERVER inventory
            OPTIONS (user '{ecommerce.READER}', password '{cluster.inventory.password}');
        CREATE SCHEMA inventory;
        IMPORT FOREIGN SCHEMA public LIMIT TO (v_product) FROM SERVER inventory INTO inventory""")


def create(bus, method=CARD, items=None):
    return bus.sessions["primary"].value(
        """SELECT id FROM fn_create_order($1, '1 Canal Street', 'Brussels', '1000', 'BE', $2, $3)""",
        CUSTOMER, method, items)


def outcome(bus, order):
    """(order's status, reason, reservations' statuses, payment's status, refunded amount)"""
    status, reason = bus.sessions["primary"].rows(
        "SELECT data->>'status', data->>'status_reason' FROM v_order WHERE id = $1", order)[0]
    reserved = bus.sessions["inventory"].column(
        "SELECT data->>'status' FROM v_reservation WHERE order_id = $1 ORDER BY product_id", order)
    payments = bus.sessions["payments"]
    return (status, reason, reserved,
            payments.value("SELECT data->>'status' FROM v_transaction WHERE order_id = $1", order),
            payments.value("SELECT data->>'amount' FROM v_refund WHERE order_id = $1", order))


def reserved_stock(bus):
    return bus.sessions["inventory"].value("SELECT sum(reserved) FROM tb_stock")


def items(*pairs):
    return [{"product_id": product, "quantity": quantity} for product, quantity in pairs]


def test_sample_data_agree(cluster):
    bus = Bus(cluster)
    totals = bus.sessions["primary"].rows("SELECT id, total, status FROM tb_order ORDER BY id")
    expect_equal(len(totals), 300)
    expect_equal(totals, bus.sessions["primary"].rows(
        """SELECT o.id, sum(i.quantity * i.unit_price), o.status
           FROM tb_order o JOIN tb_order_item i ON i.fk_order = o.pk_order GROUP BY o.pk_order ORDER BY o.id"""))
    expect_equal(bus.sessions["payments"].rows("SELECT order_id, amount FROM tb_transaction ORDER BY order_id"),
                 [(order, total) for order, total, _ in totals])
    expect_equal(bus.sessions["inventory"].rows(
        "SELECT order_id, product_id, (data->>'quantity')::int FROM v_reservation ORDER BY 1, 2, 3"),
        bus.sessions["primary"].rows(
            "SELECT order_id, product_id, (data->>'quantity')::int FROM v_order_item ORDER BY 1, 2, 3"))
    expect_equal(bus.sessions["primary"].rows(
        "SELECT DISTINCT product_id, data->>'unit_price' FROM v_order_item ORDER BY 1"),
        [row for row in bus.sessions["inventory"].rows("SELECT id, data->>'price' FROM v_product ORDER BY 1")
         if row[0] in set(bus.sessions["primary"].column("SELECT DISTINCT product_id FROM v_order_item"))])
    expect_equal(outcome(bus, "550e8400-e29b-41d4-a716-446655440000"),
                 ("confirmed", None, ["reserved", "reserved"], "captured", None))


def test_order_is_confirmed(cluster):
    bus = Bus(cluster)
    order = create(bus, items=items((LAMP, 2), (CHAIR, 1)))
    expect_equal(bus.run(), ["order.created", "inventory.reserved", "payment.completed"])
    expect_equal(outcome(bus, order), ("confirmed", None, ["reserved", "reserved"], "captured", None))
    expect_equal(bus.sessions["primary"].value("SELECT total FROM tb_order WHERE id = $1", order),
                 bus.sessions["payments"].value("SELECT amount FROM tb_transaction WHERE order_id = $1", order))
    expect_equal(bus.sessions["inventory"].column("SELECT expires_at FROM tb_reservation WHERE order_id = $1", order),
                 [None, None])


def test_order_of_the_page_has_no_items(cluster):
    bus = Bus(cluster)
    order = create(bus)
    expect_equal(bus.run(), ["order.created", "inventory.reserved", "payment.completed"])
    expect_equal(outcome(bus, order), ("confirmed", None, [], "captured", None))


def test_short_stock_cancels_and_reserves_nothing(cluster):
    bus = Bus(cluster)
    before = reserved_stock(bus)
    order = create(bus, items=items((LAMP, 1), (CHAIR, 100000)))
    expect_equal(bus.run(), ["order.created", "inventory.failed", "order.cancelled"])
    expect_equal(outcome(bus, order), ("cancelled", "out of stock: CHA-0012", [], None, None))
    expect_equal(reserved_stock(bus), before)


def test_refused_payment_cancels_and_releases(cluster):
    bus = Bus(cluster)
    before = reserved_stock(bus)
    order = create(bus, GIFT_CARD, items((LAMP, 2)))
    expect_equal(bus.run(), ["order.created", "inventory.reserved", "payment.failed", "order.cancelled",
                             "inventory.released"])
    expect_equal(outcome(bus, order), ("cancelled", "amount exceeds the limit of the payment method", ["released"],
                                       "refused", None))
    expect_equal(reserved_stock(bus), before)


def test_cancelling_a_confirmed_order_gives_everything_back(cluster):
    bus = Bus(cluster)
    before = reserved_stock(bus)
    order = create(bus, items=items((LAMP, 2)))
    bus.run()
    bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1)", order)
    expect_equal(bus.run(), ["order.cancelled", "inventory.released", "payment.refunded"])
    expect_equal(outcome(bus, order), ("cancelled", "cancelled by the customer", ["released"], "refunded", "102.30"))
    expect_equal(reserved_stock(bus), before)
    error = expect_error("P0409", lambda: bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1)", order))
    expect_equal((error.message, error.detail), (f"order {order} cannot be cancelled", "It is cancelled."))


def test_every_event_twice_is_the_same_as_once(cluster):
    bus = Bus(cluster)
    order = create(bus, items=items((LAMP, 2)))
    bus.run(times=2)
    bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1, 'twice')", order)
    expect_equal(bus.run(times=2), ["order.cancelled", "inventory.released", "payment.refunded"])
    expect_equal(outcome(bus, order), ("cancelled", "twice", ["released"], "refunded", "102.30"))


def test_cancellation_that_overtakes_the_order_wins(cluster):
    bus = Bus(cluster)
    before = reserved_stock(bus)
    order = create(bus, items=items((LAMP, 2)))
    bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1)", order)
    bus.deliver("order.cancelled")
    expect_equal(bus.run(), ["order.created"])
    expect_equal(outcome(bus, order), ("cancelled", "cancelled by the customer", [], None, None))
    expect_equal(reserved_stock(bus), before)


def test_cancellation_between_reservation_and_payment_takes_no_money(cluster):
    bus = Bus(cluster)
    order = create(bus, items=items((LAMP, 2)))
    bus.deliver("order.created")
    bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1)", order)
    bus.deliver("order.cancelled")
    expect_equal(bus.run(), ["inventory.reserved", "inventory.released"])
    expect_equal(outcome(bus, order), ("cancelled", "cancelled by the customer", ["released"], None, None))


def test_late_payment_of_a_cancelled_order_is_given_back(cluster):
    bus = Bus(cluster)
    order = create(bus, items=items((LAMP, 2)))
    bus.deliver("order.created")
    bus.deliver("inventory.reserved")
    bus.sessions["primary"].rows("SELECT * FROM fn_cancel_order($1)", order)
    bus.deliver("order.cancelled")
    expect_equal(bus.run(), ["payment.completed", "inventory.released", "payment.refunded"])
    expect_equal(outcome(bus, order), ("cancelled", "cancelled by the customer", ["released"], "refunded", "102.30"))


def test_reservation_that_is_not_paid_for_expires(cluster):
    bus = Bus(cluster)
    order = create(bus, items=items((LAMP, 2)))
    bus.deliver("order.created")
    inventory = bus.sessions["inventory"]
    expect_equal(inventory.value("SELECT fn_expire_reservations()"), "0")
    inventory.rows("UPDATE tb_reservation SET expires_at = now() - interval '1 s' WHERE order_id = $1", order)
    expect_equal(inventory.value("SELECT fn_expire_reservations()"), "1")
    bus.run()
    expect_equal(outcome(bus, order), ("cancelled", "not paid for in time", ["released"], "refunded", "102.30"))


def test_create_order_refuses_what_does_not_exist(cluster):
    bus = Bus(cluster)
    primary = bus.sessions["primary"]
    orders = primary.value("SELECT count(*) FROM tb_order")
    error = expect_error("P0404", lambda: create(bus, items=items((LAMP, 1), (CUSTOMER, 1))))
    expect_equal(error.message, f"product {CUSTOMER} does not exist")
    expect_error("23514", lambda: create(bus, items=items((LAMP, 0))))
    expect_error("P0404", lambda: primary.rows(
        "SELECT * FROM fn_create_order($1, 'a', 'b', 'c', 'd', $2)", LAMP, CARD), f"customer {LAMP} does not exist")
    expect_equal(primary.value("SELECT count(*) FROM tb_order"), orders)
    expect_equal(bus.collect(), [])


def test_reader_sees_views_and_nothing_else(cluster):
    with cluster.payments.session(ecommerce.READER) as session:
        expect_equal(session.value("SELECT count(*) FROM v_payment_method"), "74")
        expect_error("42501", lambda: session.rows("SELECT * FROM tb_transaction"))


def test_views_drop_joins_that_nobody_asks_for(cluster):
    plan = json.loads(cluster.primary.value("EXPLAIN (FORMAT JSON) SELECT data FROM v_order WHERE id = $1",
                                            "550e8400-e29b-41d4-a716-446655440000"))
    expect_equal([plan[0]["Plan"]["Node Type"], plan[0]["Plan"].get("Relation Name")], ["Index Scan", "tb_order"])
