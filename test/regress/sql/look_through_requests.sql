-- Requests that filter, order and join by keys of data alone: the indexes of the columns behind them are used.
SET client_min_messages = warning;
CREATE SCHEMA look_through_requests;
SET search_path = look_through_requests;
CREATE TABLE tb_customer (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, name text);
CREATE TABLE tb_order (pk int PRIMARY KEY, id uuid NOT NULL, customer_id uuid NOT NULL, total numeric(10,2), quantity int, created_at timestamptz);
INSERT INTO tb_customer SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 'customer ' || i FROM generate_series(1, 1000) i;
INSERT INTO tb_order SELECT i, ('00000000-0000-0000-0001-' || lpad(i::text, 12, '0'))::uuid, ('00000000-0000-0000-0000-' || lpad((i % 1000 + 1)::text, 12, '0'))::uuid,
                            i * 1.5, i, '2025-01-01 00:00:00+00'::timestamptz + i * interval '1 hour' FROM generate_series(1, 5000) i;
CREATE INDEX order_id ON tb_order (id);
CREATE INDEX order_customer ON tb_order (customer_id);
CREATE INDEX order_total ON tb_order (total);
CREATE INDEX order_quantity ON tb_order (quantity);
CREATE INDEX order_created ON tb_order (created_at);
ANALYZE tb_customer, tb_order;
CREATE VIEW v_customer AS SELECT jsonb_build_object('id', id::text, 'name', name) AS data FROM tb_customer;
CREATE VIEW v_order AS SELECT jsonb_build_object('id', id::text, 'customer_id', customer_id::text, 'total', total, 'quantity', quantity, 'created_at', created_at) AS data FROM tb_order;
SELECT fraiseql.load_schema('
  type Customer { id: ID! name: String orders: [Order!]! }
  type Order { id: ID! total: Decimal quantity: Int createdAt: DateTime customer: Customer }
  type Query { order(id: ID!): Order orders(quantity: Int, createdAt: DateTime, total: Decimal, limit: Int): [Order!]! customer(id: ID!): Customer }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ order(id: "00000000-0000-0000-0001-000000000007") { id total quantity createdAt customer { name } } }');
SELECT fraiseql.execute('{ orders(quantity: 9) { id } }');
SELECT fraiseql.execute('{ orders(createdAt: "2025-01-01T04:00:00Z") { id } }');
SELECT fraiseql.execute('{ orders(total: "7.5") { id total } }');
SELECT fraiseql.execute('{ customer(id: "00000000-0000-0000-0000-000000000003") { orders { quantity } } }');
SELECT fraiseql.execute('{ orders(limit: 2) { id } }');
-- A value that the column cannot hold.
SELECT fraiseql.execute('{ order(id: "x") { id } }');
SELECT pg_stat_force_next_flush();
SELECT indexrelname, idx_scan > 0 AS used FROM pg_stat_user_indexes WHERE schemaname = 'look_through_requests' AND indexrelname NOT LIKE '%_pkey' ORDER BY 1;
DROP SCHEMA look_through_requests CASCADE;
