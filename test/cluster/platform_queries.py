"""The example's queries over three servers: the answers to the byte, and how many statements they cost."""

import json

from harness import ecommerce, expect_equal

SERVERS = ("primary", "inventory", "payments")
EXAMPLE = True

GET_ORDER = {"data": {"order": {
    "id": "550e8400-e29b-41d4-a716-446655440000",
    "status": "confirmed",
    "total": "455.85",
    "customer": {
        "name": "Amber Trading",
        "email": "orders@amber-trading.example",
        "paymentMethods": [
            {"type": "card", "isDefault": True},
            {"type": "gift_card", "isDefault": False},
        ],
    },
    "items": [
        {"quantity": 3, "unitPrice": "78.65", "product": {"sku": "CLO-0047", "name": "Copper Clock", "price": "78.65"}},
        {"quantity": 1, "unitPrice": "219.90", "product": {"sku": "BEN-0076", "name": "Slate Bench", "price": "219.90"}},
    ],
    "reservations": [
        {"status": "reserved", "product": {"name": "Copper Clock"}},
        {"status": "reserved", "product": {"name": "Slate Bench"}},
    ],
    "payment": {"amount": "455.85", "status": "captured", "processedAt": "2026-01-01T13:07:01+00:00"},
}}}


def requests(server, mark):
    """The statements that read views of this server: cursors of foreign scans and direct requests alike."""
    return [text for text in server.statements(mark) if "v_" in text and not text.startswith(("EXPLAIN", "CLOSE"))]


def test_get_order_of_the_page(cluster):
    with cluster.primary.session() as session:
        expect_equal(session.graphql(ecommerce.read("queries/get_order.graphql")), GET_ORDER)


def test_answer_does_not_depend_on_the_session(cluster):
    with cluster.primary.session() as session:
        session.script("SET timezone = 'Asia/Kolkata'; SET datestyle = 'German'; SET intervalstyle = 'sql_standard'; "
                       "SET extra_float_digits = 0; SET bytea_output = 'escape'")
        expect_equal(session.graphql(ecommerce.read("queries/get_order.graphql")), GET_ORDER)


def test_get_order_with_the_schema_as_sdl(cluster):
    with cluster.primary.session() as session:
        as_json = session.value("SELECT fraiseql.schema_sdl()")
        session.rows("SELECT fraiseql.load_schema($1)", ecommerce.read("schema.graphql"))
        expect_equal(session.graphql(ecommerce.read("queries/get_order.graphql")), GET_ORDER)
        expect_equal(sorted(session.value("SELECT fraiseql.schema_sdl()").split("\n\n")), sorted(as_json.split("\n\n")))
        session.rows("SELECT fraiseql.load_schema($1)", ecommerce.read("schema.json"))


def test_answer_has_no_white_space_to_spare(cluster):
    with cluster.primary.session() as session:
        text = session.graphql_text(ecommerce.read("queries/get_order.graphql"))
        expect_equal(text, json.dumps(GET_ORDER, separators=(",", ":"), ensure_ascii=False))


def test_hundred_orders_cost_one_statement_per_database_and_wave(cluster):
    query = ecommerce.read("queries/orders.graphql")
    with cluster.primary.session() as session:
        session.graphql(query, {"limit": 1})  # connections and plans
        marks = {name: cluster.servers[name].log_mark() for name in ("inventory", "payments")}
        answer = session.graphql(query, {"limit": 100})
        orders = answer["data"]["orders"]
        expect_equal(len(orders), 100)
        assert all(item["product"]["name"] for order in orders for item in order["items"])
        assert all(order["payment"]["status"] for order in orders)
        for name, mark in marks.items():
            found = requests(cluster.servers[name], mark)
            expect_equal(len(found), 1, f"the number of requests to {name} ({found})")


def test_list_answers_what_sql_answers(cluster):
    with cluster.primary.session() as session:
        answer = session.graphql("""
            query Orders($customer: ID!) {
              orders(customerId: $customer, limit: 100) { id total items { productId product { price } } payment { amount } }
            }""", {"customer": "c0000000-0000-4000-8000-000000000007"})
        orders = {order["id"]: order for order in answer["data"]["orders"]}
        expected = dict(session.rows("SELECT id, data->>'total' FROM v_order WHERE customer_id = $1",
                                     "c0000000-0000-4000-8000-000000000007"))
        expect_equal({key: order["total"] for key, order in sorted(orders.items())}, dict(sorted(expected.items())))
        expect_equal({key: order["payment"]["amount"] for key, order in sorted(orders.items())},
                     dict(sorted(expected.items())))
        prices = dict(cluster.inventory.rows("SELECT id, data->>'price' FROM v_product"))
        for order in orders.values():
            for item in order["items"]:
                expect_equal(item["product"]["price"], prices[item["productId"]])


def test_aliases_fragments_and_directives_cross_databases(cluster):
    query = """
        query Sides($id: ID!, $withPayment: Boolean! = false, $without: Boolean!) {
          left: order(id: $id) { ...Lines paid: payment @include(if: $withPayment) { amount } }
          right: order(id: $id) { __typename ...Lines @skip(if: $without) payment { __typename status } }
        }
        fragment Lines on Order { items { article: product { __typename sku } again: product { sku } } }"""
    with cluster.primary.session() as session:
        lines = [{"article": {"__typename": "Product", "sku": sku}, "again": {"sku": sku}}
                 for sku in ("CLO-0047", "BEN-0076")]
        order = "550e8400-e29b-41d4-a716-446655440000"
        payment = {"__typename": "Transaction", "status": "captured"}
        expect_equal(session.graphql(query, {"id": order, "without": True}), {"data": {
            "left": {"items": lines}, "right": {"__typename": "Order", "payment": payment}}})
        expect_equal(session.graphql(query, {"id": order, "without": False, "withPayment": True}), {"data": {
            "left": {"items": lines, "paid": {"amount": "455.85"}},
            "right": {"__typename": "Order", "items": lines, "payment": payment}}})


def test_root_field_of_another_database(cluster):
    with cluster.primary.session() as session:
        answer = session.graphql("""
            { inventoryStatus(productId: "b0000000-0000-4000-8000-000000000001") { sku warehouse quantity available } }""")
        rows = sorted(answer["data"]["inventoryStatus"], key=lambda row: row["warehouse"])
        expect_equal([(row["sku"], row["warehouse"]) for row in rows],
                     [("LAM-0001", "east"), ("LAM-0001", "north"), ("LAM-0001", "south")])
        expect_equal([(str(row["quantity"]), str(row["available"])) for row in rows], cluster.inventory.rows(
            """SELECT s.quantity, s.quantity - s.reserved FROM tb_stock s JOIN tb_product p ON p.pk_product = s.fk_product
               WHERE p.sku = 'LAM-0001' ORDER BY s.warehouse"""))


def test_order_without_payment_has_a_null_there(cluster):
    with cluster.primary.session() as session:
        created = session.graphql(ecommerce.read("queries/create_order.graphql"), {
            "customer": "c0000000-0000-4000-8000-000000000001",
            "paymentMethod": "a0000000-0000-4000-8000-000000000011"})
        order = created["data"]["createOrder"]
        expect_equal({key: value for key, value in order.items() if key != "id"},
                     {"status": "pending", "total": "0.00", "items": [], "payment": None})
        expect_equal(session.graphql("query ($id: ID!) { order(id: $id) { reservations { status } payment { status } } }",
                                     {"id": order["id"]}),
                     {"data": {"order": {"reservations": [], "payment": None}}})
