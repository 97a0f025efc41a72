"""The databases of the benchmark: the platform of examples/ecommerce with more rows, and schemas of many types."""

import os

from cluster import ecommerce

HERE = os.path.dirname(os.path.abspath(__file__))

SETTINGS = {"log_statement": "none", "shared_buffers": "512MB", "max_connections": "300", "timezone": "UTC",
            # Compiling a statement that runs for some milliseconds costs more than it gives, and would be held against
            # the SQL by hand.
            "jit": "off"}

TOML = """
[databases.inventory]
url = "${INVENTORY_DB}"
pool_size = 30

[databases.payments]
url = "${PAYMENTS_DB}"
pool_size = 30
"""


def conninfo(server, dbname=None):
    return f"host={server.directory} port={server.port} user=postgres dbname={dbname or server.name}"


def url(server):
    """For the other servers: by the socket, as all clients here come."""
    return f"postgresql:///{server.name}?host={server.directory}&port={server.port}&user=postgres"


def build(cluster):
    """Servers primary, inventory and payments. The primary preloads the library, as a platform with events does."""
    for name in ("primary", "inventory", "payments"):
        settings = {**SETTINGS, "shared_preload_libraries": "fraiseql"} if name == "primary" else SETTINGS
        server = cluster.add_server(name, settings)
        for part in ("tables", "views", "functions"):
            server.load(os.path.join(ecommerce.EXAMPLE, name, f"{part}.sql"))
        server.load(os.path.join(HERE, "data", f"{name}.sql"))
    with cluster.primary.session() as session:
        session.rows("SELECT fraiseql.configure($1, $2::jsonb)", TOML,
                     {"INVENTORY_DB": url(cluster.inventory), "PAYMENTS_DB": url(cluster.payments)})
        session.rows("SELECT fraiseql.load_schema($1)", ecommerce.read("schema.graphql"))


def build_types(server, count):
    """A database types_<count>: so many types of ten fields over views, each with a relation to the next and to the one
    before. Returns its name."""
    name = f"types_{count}"
    server.create_database(name)
    columns = ["name text", "status text", "quantity int", "price numeric(10, 2)", "weight float8", "active boolean",
               "created_at timestamptz"]
    fields = ["name: String", "status: String", "quantity: Int", "price: Decimal", "weight: Float", "active: Boolean",
              "createdAt: DateTime"]
    keys = ", ".join(f"'{column.split()[0]}', {column.split()[0]}" for column in columns)
    statements = ["CREATE EXTENSION postgres_fdw", "CREATE EXTENSION fraiseql"]
    types, roots = [], []
    for n in range(1, count + 1):
        following = n % count + 1
        statements.append(
            f"CREATE TABLE tb_thing_{n} (id uuid PRIMARY KEY, next_id uuid, {', '.join(columns)});"
            f"INSERT INTO tb_thing_{n} VALUES (md5('{n}')::uuid, md5('{following}')::uuid, 'Thing {n}');"
            f"CREATE VIEW v_thing_{n} AS SELECT id, next_id,"
            f" jsonb_build_object('id', id::text, {keys}) AS data FROM tb_thing_{n}")
        types.append(f"type Thing{n} {{ id: ID! {' '.join(fields)} next: Thing{following}"
                     f' @join(local: ["next_id"], remote: ["id"]) }}')
        roots.append(f"thing{n}(id: ID!): Thing{n} things{n}: [Thing{n}!]!")
    with server.session(dbname=name) as session:
        for first in range(0, len(statements), 100):
            session.script(";".join(statements[first:first + 100]))
        document = "\n".join(types) + "\ntype Query { " + "\n".join(roots) + " }"
        session.rows("SELECT fraiseql.load_schema($1)", document)
        session.script("VACUUM ANALYZE")
    return name
