"""The cases: what is asked, who answers it, and what the ratio may be."""

import dataclasses
import json
import os
import sys
import typing

HERE = os.path.dirname(os.path.abspath(__file__))
EXECUTE = "SELECT fraiseql.execute($1, $2)"
CHECKED_KEYS = 25


def read(*names):
    with open(os.path.join(HERE, *names), encoding="utf-8") as file:
        return file.read()


@dataclasses.dataclass(frozen=True)
class Side:
    """A contender that fraiseql is held against. `response` makes the GraphQL response of its answer."""
    name: str
    title: str
    target: typing.Optional[float]
    response: typing.Callable = lambda answer: answer


@dataclasses.dataclass(frozen=True)
class Case:
    """`by_hand` are statements by hand: side, SQL, parameters. With `floor`, the target against the practical floor,
    graphql-js and the floor take part at one client and at eight. A case that is `small` asks for so little that a
    client and a server on different cores spend most of the time waking each other; it is shown on one core, too."""
    name: str
    title: str
    document: str
    variables: dict
    by_hand: tuple = ()
    floor: typing.Optional[float] = None
    small: bool = False

    @property
    def ours(self):
        return f"fraiseql {self.name}"

    def sides(self, clients):
        sides = [side for side, _, _ in self.by_hand] if clients == 1 else []
        if self.floor is not None:
            sides += [Side(f"floor {self.document}", "the floor", self.floor),
                      Side(f"graphql-js {self.document}", "graphql-js", None)]
        return sides


def response_of_rows(rows):
    """A statement that returns the whole response."""
    return json.loads(rows[0][0])


def response_of_data(rows):
    data = json.loads(rows[0][0])
    return {"data": {"order": {"id": data["id"], "status": data["status"], "total": f"{data['total']:.2f}"}}}


def response_of_joined_rows(rows):
    orders = {}
    for key, status, total, customer, name, email, item, quantity, price in rows:
        order = orders.setdefault(key, {"id": key, "status": status, "total": total,
                                        "customer": {"id": customer, "name": name, "email": email}, "items": []})
        if item is not None:
            order["items"].append({"id": item, "quantity": int(quantity), "unitPrice": price})
    return {"data": {"orders": [orders[key] for key in sorted(orders)]}}


def by_hand(name, title, target, parameters, response=response_of_rows):
    return Side(f"by hand {name}", title, target, response), read("by_hand", f"{name}.sql"), parameters


CASES = [
    Case("order", "order by id, 3 fields", "order", {"id": "{key}"},
         (by_hand("order", "SELECT data", 1.3, ["{key}"], response_of_data),), floor=1.6, small=True),
    Case("order_literal", "order by id, the id a literal that changes", "order_literal", {},
         (by_hand("order", "SELECT data", 1.4, ["{key}"], response_of_data),), small=True),
    Case("orders", "100 orders, customer, items", "orders", {"limit": 100},
         (by_hand("orders", "json_build_object over the views", 0.33, ["100"]),
          by_hand("orders_rows", "the bare scan and join", 2.0, ["100"], response_of_joined_rows)), floor=1.3),
    Case("filtered_orders", "filter, order, 20 of 100,000", "filtered_orders", {"status": "shipped", "total": "900.00"},
         (by_hand("filtered_orders", "SQL over columns", 1.2, ["shipped", "900.00"]),)),
    Case("get_order", "GetOrder, three databases", "get_order", {"id": "{key}"},
         (by_hand("get_order", "SQL over foreign tables", 0.3, ["{key}"]),), floor=2.0),
    Case("paid_orders", "100 orders with products and payment, three databases", "paid_orders", {"limit": 100},
         (by_hand("paid_orders", "SQL over foreign tables", 0.05, ["100"]),), floor=1.5),
]


def add(contenders, case):
    document = read("documents", f"{case.document}.graphql")
    contenders.add_statement(case.ours, EXECUTE, [document, json.dumps(case.variables)])
    for side, statement, parameters in case.by_hand:
        contenders.add_statement(side.name, statement, parameters)


# Lists inside an answer whose order nobody has asked for.
UNORDERED = {"items", "reservations", "paymentMethods"}


def comparable(value, key=None):
    """Objects with the order of their keys, lists without that of their items where none is promised."""
    if isinstance(value, dict):
        return [(name, comparable(item, name)) for name, item in value.items()]
    if isinstance(value, list):
        items = [comparable(item) for item in value]
        return sorted(items, key=repr) if key in UNORDERED else items
    return value


def check_answers(contenders, case):
    """Ends the benchmark unless all contenders of the case answer the same."""
    add(contenders, case)
    for key in contenders.keys[:CHECKED_KEYS]:
        ours = response_of_rows(contenders.answer(case.ours, key))
        if "errors" in ours or not ours.get("data"):
            sys.exit(f"{case.title}: fraiseql answers {json.dumps(ours)[:500]}")
        for side in case.sides(1):
            theirs = side.response(contenders.answer(side.name, key))
            if comparable(theirs) != comparable(ours):
                sys.exit(f"{case.title}: for {key}, {side.title} answers\n{json.dumps(theirs)[:2000]}\n"
                         f"and fraiseql\n{json.dumps(ours)[:2000]}")
