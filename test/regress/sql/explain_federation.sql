-- fraiseql.explain over databases: routes and why, waves, keys and batches, filters that need keys first.
SET client_min_messages = warning;
SELECT current_database() AS regression,
       format('postgresql://postgres:sesame@127.0.0.1:%s/explain_stock', current_setting('port')) AS url \gset
CREATE DATABASE explain_stock;
\c explain_stock
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TABLE tb_product (id int PRIMARY KEY, name text, maker_id int);
CREATE TABLE tb_maker (id int PRIMARY KEY, name text);
INSERT INTO tb_product SELECT i, 'product ' || i, i % 3 FROM generate_series(1, 10) AS i;
INSERT INTO tb_maker SELECT i, 'maker ' || i FROM generate_series(0, 2) AS i;
CREATE VIEW v_product AS SELECT id, name, maker_id, jsonb_build_object('id', id, 'name', name) AS data FROM tb_product;
CREATE VIEW v_maker AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_maker;
\c :regression
SET client_min_messages = warning;
CREATE SCHEMA explain_federation;
SET search_path = explain_federation;
CREATE TABLE tb_item (id int PRIMARY KEY, product_id int, quantity int);
INSERT INTO tb_item SELECT i, i % 7 + 1, i FROM generate_series(1, 20) AS i;
CREATE VIEW v_item AS SELECT id, product_id, jsonb_build_object('id', id, 'quantity', quantity) AS data FROM tb_item;
SELECT fraiseql.configure('[databases.stock]
url = "${URL}"
batch_size = 4', jsonb_build_object('URL', :'url'));
SELECT fraiseql.load_schema('
  type Item { id: ID! quantity: Int product: Product }
  type Product { id: ID! name: String maker: Maker items: [Item!]! }
  type Maker { name: String }
  type Query { items: [Item!]! product(id: ID!): Product products: [Product!]! }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.explained(query text, "analyze" boolean, format text DEFAULT 'text') RETURNS text LANGUAGE sql AS $$
  SELECT regexp_replace(regexp_replace(fraiseql.explain(query, "analyze" => "analyze", format => format), '[0-9]+\.[0-9]+ ms', '* ms', 'g'),
                        ' {4}\(?SELECT [^\n]*', '    SELECT *', 'g') $$;
SELECT pg_temp.explained('{ items { quantity product { name maker { name } } } }', true);
-- There, and back again.
SELECT pg_temp.explained('{ product(id: 2) { name items { quantity again: product { id } } } }', true, 'mermaid');
-- A filter over rows of the other database.
SELECT pg_temp.explained('{ items(where: {product: {name: {eq: "product 3"}}}) { id } }', true);
SELECT pg_temp.explained('{ items(where: {product: {name: {eq: "product 3"}}}) { id } }', false, 'mermaid');
-- The other route, and why.
SET fraiseql.route = 'foreign_scan';
SELECT pg_temp.explained('{ products { name } }', false);
RESET fraiseql.route;
BEGIN;
UPDATE stock.tb_maker SET name = 'renamed' WHERE id = 1;
SELECT r->'statements'->0->>'route', r->'statements'->0->>'reason' FROM (SELECT fraiseql.explain('{ products { maker { name } } }', format => 'json')::jsonb AS r) AS explained;
ROLLBACK;
-- A database that is not there.
SELECT fraiseql.configure('[databases.stock]
url = "${URL}"
[federation]
enabled = false', jsonb_build_object('URL', :'url'));
SELECT pg_temp.explained('{ items { product { name } } }', true) ~ 'error: ';
-- No password is told, whoever asks.
SELECT count(*) FROM unnest('{text,json,mermaid}'::text[]) AS f WHERE fraiseql.explain('{ items { product { name } } }', format => f) ~ 'sesame|password';
SELECT fraiseql.configure('');
DROP SCHEMA explain_federation CASCADE;
DROP DATABASE explain_stock WITH (FORCE);
