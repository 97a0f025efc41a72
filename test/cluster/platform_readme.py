"""The statements of the README do what it says, in the databases of the example."""

import os
import re

from harness import ROOT, ecommerce, expect_equal

SERVERS = ("inventory", "payments")


def set_up(cluster):
    cluster.add_server("primary", extension=False)
    ecommerce.load(cluster.primary, cluster.inventory, cluster.payments)


def test_four_statements(cluster):
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read()
    section = text[text.index("## Four statements"):]
    statements = re.search(r"```sql\n(.*?)```", section, re.S).group(1)
    answer = re.search(r"```json\n(.*?)\n```", section, re.S).group(1)
    place = "postgresql://storefront:secret@inventory.internal/inventory"
    assert place in statements
    with cluster.primary.session() as session:
        rows = session.script(statements.replace(place, cluster.inventory.url(ecommerce.READER)))
    expect_equal(rows, [(answer,)])
    expect_equal(cluster.primary.rows("SELECT channel, nats_subject FROM fraiseql.observers"),
                 [("order_created", "fraiseql.order.created")])
