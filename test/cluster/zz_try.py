SERVERS = ("primary","inventory","payments")
NATS=True
from harness import ecommerce
def set_up(c):
    ecommerce.load(c.primary,c.inventory,c.payments)
    ecommerce.configure(c.primary,c.inventory,c.payments,c.nats.url,"schema.graphql")
def test_x(c):
    with c.primary.session() as s:
        print(s.value("select fraiseql.schema_sdl()")[-3000:])
        for r in s.rows("select * from fraiseql.databases"): print(r)
        for r in s.rows("select foreign_table_schema, foreign_table_name from information_schema.foreign_tables"): print(r)
        for r in s.rows("select n.nspname,proname,pg_get_function_identity_arguments(p.oid) from pg_proc p join pg_namespace n on n.oid=pronamespace where nspname='fraiseql' order by 2"): print(r)
        print(s.notices)
        print(s.graphql_text(ecommerce.read("queries/get_order.graphql")))
