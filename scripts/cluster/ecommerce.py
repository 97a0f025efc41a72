"""Loads examples/ecommerce into three servers."""

import os

EXAMPLE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "examples",
                       "ecommerce")
READER = "storefront"  # the role through which the primary reads the other databases (see */access.sql)


def read(name):
    with open(os.path.join(EXAMPLE, name), encoding="utf-8") as file:
        return file.read()


def load(primary, inventory, payments):
    """Tables, views, functions and data. The databases exist and are empty."""
    for server in (inventory, payments, primary):
        server.load(os.path.join(EXAMPLE, server.name, "load.sql"))
    for server in (inventory, payments):
        secret = server.password.replace("'", "''")
        server.script(f"ALTER ROLE {READER} PASSWORD '{secret}'")


def environment(primary, inventory, payments, nats_url):
    """The values of the variables in the TOML files."""
    return {"PRIMARY_DB": primary.url(), "INVENTORY_DB": inventory.url(READER), "PAYMENTS_DB": payments.url(READER),
            "NATS_URL": nats_url}


def configure(primary, inventory, payments, nats_url, schema="schema.json"):
    """fraiseql.configure in each database, then the schema in the primary."""
    variables = environment(primary, inventory, payments, nats_url)
    for server, file in ((inventory, "inventory.toml"), (payments, "payments.toml"), (primary, "fraiseql.toml")):
        with server.session() as session:
            session.rows("SELECT fraiseql.configure($1, $2::jsonb)", read(file), variables)
    with primary.session() as session:
        session.rows("SELECT fraiseql.load_schema($1)", read(schema))
