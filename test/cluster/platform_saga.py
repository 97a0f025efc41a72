"""The order saga over three servers and NATS: confirmed, cancelled by stock, cancelled by payment, cancelled by hand."""

import json

from harness import ecommerce, expect_equal, wait_until

SERVERS = ("primary", "inventory", "payments")
NATS = True
EXAMPLE = True

CUSTOMER = "c0000000-0000-4000-8000-000000000001"
CARD = "a0000000-0000-4000-8000-000000000011"
GIFT_CARD = "a0000000-0000-4000-8000-000000000013"  # for payments up to 25.00
LAMP = "b0000000-0000-4000-8000-000000000001"  # 51.15 each

# The page's call, word for word.
PAGE_CALL = """
    mutation CreateOrder($customerId: ID!, $paymentMethodId: ID!) {
      createOrder(customerId: $customerId, shippingAddress: "1 Canal Street", shippingCity: "Brussels",
                  shippingPostal: "1000", shippingCountry: "BE", paymentMethodId: $paymentMethodId) {
        id status total shipping { city status } customer { name }
      }
    }"""


def create(session, method, *items):
    answer = session.graphql(ecommerce.read("queries/create_order.graphql"), {
        "customer": CUSTOMER, "paymentMethod": method,
        "items": [{"productId": product, "quantity": quantity} for product, quantity in items]})
    # The selection reads the payments database too, which a test may have stopped.
    assert all(error["path"] == ["createOrder", "payment"] for error in answer.get("errors", [])), answer
    return answer["data"]["createOrder"]


def track(session, order):
    return session.graphql(ecommerce.read("queries/track_order.graphql"), {"id": order})["data"]["order"]


def wait_for(session, order, expected):
    """Waits until the order is tracked as `expected`, for what the other services do comes later."""
    last = None

    def reached():
        nonlocal last
        last = track(session, order)
        return last == expected

    try:
        wait_until(reached, interval=0.1)
    except TimeoutError:
        expect_equal(last, expected, "the order in the end")


def reserved_stock(cluster):
    return cluster.inventory.value("SELECT sum(reserved) FROM tb_stock")


def test_call_of_the_page_is_confirmed(cluster):
    with cluster.primary.session() as session, cluster.nats.client() as events:
        events.subscribe("fraiseql.order.*")
        answer = session.graphql(PAGE_CALL, {"customerId": CUSTOMER, "paymentMethodId": CARD})
        order = answer["data"]["createOrder"]["id"]
        expect_equal(answer, {"data": {"createOrder": {
            "id": order, "status": "pending", "total": "0.00", "shipping": {"city": "Brussels", "status": "pending"},
            "customer": {"name": "Amber Trading"}}}})
        message = events.next()
        expect_equal(message.subject, "fraiseql.order.created")
        # The payload is the text that pg_notify was given.
        payload = json.loads(message.payload)
        expect_equal(payload, {"items": [], "total": 0.00, "order_id": order, "customer_id": CUSTOMER,
                               "payment_method_id": CARD})
        wait_for(session, order, {"status": "confirmed", "statusReason": None, "total": "0.00", "reservations": [],
                                  "payment": {"amount": "0.00", "status": "captured"}})


def test_order_with_items_is_confirmed(cluster):
    with cluster.primary.session() as session:
        order = create(session, CARD, (LAMP, 2))
        expect_equal(order, {
            "id": order["id"], "status": "pending", "total": "102.30",
            "items": [{"quantity": 2, "unitPrice": "51.15", "product": {"name": "Oak Lamp"}}], "payment": None})
        wait_for(session, order["id"], {
            "status": "confirmed", "statusReason": None, "total": "102.30",
            "reservations": [{"quantity": 2, "status": "reserved", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "102.30", "status": "captured"}})


def test_short_stock_cancels(cluster):
    before = reserved_stock(cluster)
    with cluster.primary.session() as session:
        order = create(session, CARD, (LAMP, 1000))
        wait_for(session, order["id"], {"status": "cancelled", "statusReason": "out of stock: LAM-0001",
                                        "total": "51150.00", "reservations": [], "payment": None})
    expect_equal(reserved_stock(cluster), before)


def test_refused_payment_cancels_and_releases(cluster):
    before = reserved_stock(cluster)
    with cluster.primary.session() as session:
        order = create(session, GIFT_CARD, (LAMP, 2))
        wait_for(session, order["id"], {
            "status": "cancelled", "statusReason": "amount exceeds the limit of the payment method", "total": "102.30",
            "reservations": [{"quantity": 2, "status": "released", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "102.30", "status": "refused"}})
    expect_equal(reserved_stock(cluster), before)


def test_confirmed_order_is_cancelled_and_refunded(cluster):
    with cluster.primary.session() as session:
        order = create(session, CARD, (LAMP, 1))["id"]
        wait_for(session, order, {
            "status": "confirmed", "statusReason": None, "total": "51.15",
            "reservations": [{"quantity": 1, "status": "reserved", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "51.15", "status": "captured"}})
        expect_equal(session.graphql(ecommerce.read("queries/cancel_order.graphql"), {"id": order, "reason": "too late"}),
                     {"data": {"cancelOrder": {"status": "cancelled", "statusReason": "too late"}}})
        wait_for(session, order, {
            "status": "cancelled", "statusReason": "too late", "total": "51.15",
            "reservations": [{"quantity": 1, "status": "released", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "51.15", "status": "refunded"}})


def test_function_that_raises_is_an_error_entry_and_undoes_its_own_work_only(cluster):
    unknown = "b0000000-0000-4000-8000-999999999999"
    call = """createOrder(customerId: "%s", shippingAddress: "a", shippingCity: "b", shippingPostal: "c",
                          shippingCountry: "d", paymentMethodId: "%s", items: [{productId: "%s", quantity: 1}])
              { status total }"""
    with cluster.primary.session() as session:
        orders = int(session.value("SELECT count(*) FROM tb_order"))
        answer = session.graphql("mutation { first: %s second: cancelOrder(id: \"%s\") { status } third: %s }" % (
            call % (CUSTOMER, CARD, LAMP), unknown, call % (CUSTOMER, CARD, LAMP)))
        # createOrder: Order! is non-null, so the failing field nulls data, and yet the others' work stays.
        expect_equal(answer["data"], None)
        expect_equal([(error["message"], error["path"], error["extensions"]) for error in answer["errors"]], [(
            f"order {unknown} cannot be cancelled", ["second"],
            {"code": "DATABASE_ERROR", "sqlstate": "P0409", "detail": "There is none.",
             "hint": "Only orders that are pending or confirmed can be cancelled."})])
        expect_equal(int(session.value("SELECT count(*) FROM tb_order")), orders + 2)
        answer = session.graphql("mutation { %s }" % (call % (CUSTOMER, CARD, unknown)))
        expect_equal(answer["errors"][0]["message"], f"product {unknown} does not exist")
        expect_equal(int(session.value("SELECT count(*) FROM tb_order")), orders + 2)


def test_event_committed_while_nats_is_down_arrives_later(cluster):
    with cluster.primary.session() as session:
        cluster.nats.stop()
        order = create(session, CARD, (LAMP, 1))
        expect_equal(track(session, order["id"])["status"], "pending")
        cluster.nats.start()
        wait_for(session, order["id"], {
            "status": "confirmed", "statusReason": None, "total": "51.15",
            "reservations": [{"quantity": 1, "status": "reserved", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "51.15", "status": "captured"}})


def test_order_waits_for_a_payments_database_that_is_down(cluster):
    with cluster.primary.session() as session:
        cluster.payments.stop()
        order = create(session, CARD, (LAMP, 1))["id"]
        wait_until(lambda: cluster.inventory.value("SELECT 1 FROM v_reservation WHERE order_id = $1", order))
        cluster.payments.start()
        wait_for(session, order, {
            "status": "confirmed", "statusReason": None, "total": "51.15",
            "reservations": [{"quantity": 1, "status": "reserved", "product": {"name": "Oak Lamp"}}],
            "payment": {"amount": "51.15", "status": "captured"}})
