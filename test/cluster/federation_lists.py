"""Connections and aggregates over other databases: one request per database and wave, whatever is asked of lists."""

from harness import expect_equal

SERVERS = ()

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
[databases.payments]
url = "${PAYMENTS_DB}"
"""
SCHEMA = """
type Order { id: ID! status: String holds: [Hold!]! @connection payments: [Payment!]! }
type Hold { id: ID! quantity: Int order: Order payments: [Payment!]! @connection @join(local: ["id"], remote: ["hold_id"]) }
type Payment { id: ID! amount: Decimal! order: Order }
type Query { orders: [Order!]! @connection holds: [Hold!]! @connection payments: [Payment!]! }
"""
PRIMARY = """
CREATE TABLE tb_order AS SELECT g AS id, CASE g % 2 WHEN 0 THEN 'even' ELSE 'odd' END AS status FROM generate_series(1, 20) AS g;
CREATE VIEW v_order AS SELECT id, jsonb_build_object('status', status) AS data FROM tb_order;
"""
INVENTORY = """
CREATE TABLE tb_hold AS SELECT g AS id, g % 20 + 1 AS order_id, g AS quantity FROM generate_series(1, 100) AS g;
CREATE VIEW v_hold AS SELECT id, order_id, jsonb_build_object('quantity', quantity) AS data FROM tb_hold;
"""
PAYMENTS = """
CREATE TABLE tb_payment AS SELECT g AS id, g % 20 + 1 AS order_id, g % 100 + 1 AS hold_id, (g / 10.0)::numeric(10, 2) AS amount FROM generate_series(1, 200) AS g;
CREATE VIEW v_payment AS SELECT id, order_id, hold_id, jsonb_build_object('amount', amount) AS data FROM tb_payment;
"""


def set_up(cluster):
    for name in ("primary", "inventory", "payments"):
        cluster.add_server(name, {"shared_preload_libraries": "fraiseql"})
    cluster.primary.script(PRIMARY)
    cluster.inventory.script(INVENTORY)
    cluster.payments.script(PAYMENTS)
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML, cluster.environment())
        session.rows("SELECT fraiseql.load_schema($1)", SCHEMA)


def ask(cluster, query, inventory, payments):
    """The data of a query over either route, and that the direct one sends so many statements to these databases."""
    with cluster.primary.session() as session:
        session.graphql("{ holds(first: 1) { totalCount } paymentsAggregate { count } }")  # opens the connections
        marks = cluster.inventory.log_mark(), cluster.payments.log_mark()
        direct = session.graphql(query)
        assert "errors" not in direct, direct
        sent = [[text for text in server.statements(mark) if "v_" in text]
                for server, mark in zip((cluster.inventory, cluster.payments), marks)]
        expect_equal([len(sent[0]), len(sent[1])], [inventory, payments], "the number of statements")
        session.script("SET fraiseql.route = 'foreign_scan'")
        expect_equal(session.graphql(query), direct)
    return direct["data"]


def test_a_root_connection_is_one_statement_over_there(cluster):
    data = ask(cluster, "{ holds(first: 2, orderBy: [{quantity: DESC}]) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount } }", 1, 0)
    expect_equal([edge["node"]["id"] for edge in data["holds"]["edges"]], ["100", "99"])
    expect_equal(data["holds"]["totalCount"], 100)
    after = data["holds"]["pageInfo"]["endCursor"]
    data = ask(cluster, f'{{ holds(first: 2, after: "{after}", orderBy: [{{quantity: DESC}}]) {{ nodes {{ quantity }} }} }}', 1, 0)
    expect_equal(data["holds"]["nodes"], [{"quantity": 98}, {"quantity": 97}])


def test_pages_of_all_parents_are_one_statement(cluster):
    data = ask(cluster, "{ orders { nodes { id holds(first: 2, orderBy: [{quantity: DESC}]) { nodes { quantity } totalCount pageInfo { hasNextPage } } } } }", 1, 0)
    expect_equal(len(data["orders"]["nodes"]), 20)
    expect_equal(data["orders"]["nodes"][0]["holds"],
                 {"nodes": [{"quantity": 100}, {"quantity": 80}], "totalCount": 5, "pageInfo": {"hasNextPage": True}})


def test_waves_below_pages(cluster):
    data = ask(cluster, """{ orders(first: 2) { edges { node { id
        holds(last: 1) { edges { node { id payments(first: 1) { nodes { amount } totalCount } } } }
        paymentsAggregate { count sum { amount } } } } } }""", 1, 2)
    expect_equal(data["orders"]["edges"][0]["node"], {
        "id": "1", "holds": {"edges": [{"node": {"id": "100", "payments": {"nodes": [{"amount": "9.90"}], "totalCount": 2}}}]},
        "paymentsAggregate": {"count": 10, "sum": {"amount": "110.00"}}})


def test_aggregates_are_computed_over_there(cluster):
    data = ask(cluster, "{ paymentsAggregate { count sum { amount } min { amount } } holdsAggregate { max { quantity } } }", 1, 1)
    expect_equal(data, {"paymentsAggregate": {"count": 200, "sum": {"amount": "2010.00"}, "min": {"amount": "0.10"}},
                        "holdsAggregate": {"max": {"quantity": 100}}})
    data = ask(cluster, "{ orders(first: 20) { nodes { paymentsAggregate { count } holdsAggregate { count sum { quantity } } } } }", 1, 1)
    expect_equal(data["orders"]["nodes"][19], {"paymentsAggregate": {"count": 10}, "holdsAggregate": {"count": 5, "sum": {"quantity": 295}}})


def test_filters_cross_databases(cluster):
    # (the keys of the orders that fit are asked for here, first)
    data = ask(cluster, '{ paymentsAggregate(where: {order: {status: {eq: "odd"}}}) { count } holds(first: 1, where: {order: {status: {eq: "even"}}}) { totalCount } }', 1, 1)
    expect_equal(data, {"paymentsAggregate": {"count": 100}, "holds": {"totalCount": 50}})
