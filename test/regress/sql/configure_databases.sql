-- fraiseql.configure: servers, user mappings, schemas and foreign tables become what the file says.
\set ON_ERROR_STOP 1
CREATE DATABASE configure_stock;
CREATE DATABASE configure_money;
CREATE ROLE configure_reader LOGIN PASSWORD 's3cret p@ss' IN ROLE need_password;
SELECT current_database() AS regression, current_setting('port') AS port,
       format('postgresql://configure_reader:s3cret%%20p%%40ss@127.0.0.1:%s/configure_stock', current_setting('port')) AS stock,
       format('host=127.0.0.1 port=%s dbname=configure_money user=configure_reader password=''s3cret p@ss''', current_setting('port')) AS money \gset
\c configure_stock
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN email AS text;
CREATE TABLE tb_product (pk_product int PRIMARY KEY, id uuid NOT NULL, price numeric(10,2), how mood, contact email,
                         tags text[], moods mood[], code text COLLATE "C");
CREATE VIEW v_product AS SELECT id, jsonb_build_object('id', id, 'price', price) AS data FROM tb_product;
CREATE MATERIALIZED VIEW mv_product AS SELECT count(*) AS n FROM tb_product;
CREATE SCHEMA archive;
CREATE TABLE archive.tb_old (id int);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO configure_reader;
INSERT INTO tb_product VALUES (1, '00000000-0000-0000-0000-000000000001', 9.90, 'glad', 'a@b.c', '{x,y}', '{sad}', 'c');
\c configure_money
CREATE TABLE tb_payment (id int, amount numeric);
GRANT SELECT ON tb_payment TO configure_reader;
\c :regression
\set ON_ERROR_STOP 0
SET client_min_messages = warning;

\set toml '[databases.primary]\nurl = "${PRIMARY_DB:-}"\n[databases.stock]\nurl = "${STOCK_DB}"\npool_size = 7\n[databases.money]\nurl = "${MONEY_DB}"\n[federation]\ndefault_timeout = 4000\n'
SELECT jsonb_build_object('STOCK_DB', :'stock', 'MONEY_DB', :'money') AS environment \gset
SELECT fraiseql.configure(:'toml', :'environment');

-- Secrets stand in the user mapping and nowhere else.
SELECT s.srvname, (SELECT array_agg(option_name ORDER BY option_name) FROM pg_options_to_table(s.srvoptions)) AS server,
       (SELECT array_agg(option_name ORDER BY option_name) FROM pg_options_to_table(m.umoptions)) AS mapping, m.usename
FROM pg_foreign_server s JOIN pg_user_mappings m ON m.srvid = s.oid ORDER BY 1;
SELECT name, host, port = :'port' AS port, dbname, foreign_tables, has_extension, timeout_ms, pool_size, breaker
FROM fraiseql.databases ORDER BY name;

-- Columns keep their types where these are known here; others are text.
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, co.collname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_collation co ON co.oid = a.attcollation
WHERE c.relnamespace = 'stock'::regnamespace ORDER BY c.relname, a.attnum;
SELECT id, price, how, contact, tags, moods FROM stock.tb_product;

-- Repeatable: nothing changes.
SELECT c.oid, c.xmin::text AS version INTO TEMP before FROM pg_class c WHERE relkind = 'f';
SELECT fraiseql.configure(:'toml', :'environment');
SELECT count(*) FROM before b JOIN pg_class c ON c.oid = b.oid WHERE c.xmin::text = b.version;

-- Follows the remote database; grants and dependent views stay.
CREATE VIEW public.configure_view AS SELECT id FROM stock.v_product;
GRANT SELECT ON stock.tb_product TO configure_reader;
\c configure_stock
ALTER TABLE tb_product ADD weight int, DROP tags, ALTER code TYPE varchar(9), ALTER id DROP NOT NULL;
CREATE TABLE tb_new (id int);
DROP MATERIALIZED VIEW mv_product;
\c :regression
SET client_min_messages = warning;
\set toml '[databases.stock]\nurl = "${STOCK_DB}"\n[databases.money]\nurl = "${MONEY_DB}"\n'
SELECT fraiseql.configure(:'toml', :'environment');
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'stock'::regnamespace ORDER BY c.relname, a.attnum;
SELECT has_table_privilege('configure_reader', 'stock.tb_product', 'SELECT') AS still_granted;
SELECT name, pool_size, timeout_ms FROM fraiseql.databases ORDER BY name;

-- A new name for the same database: everything stays but the name.
\set renamed '[databases.warehouse]\nurl = "${STOCK_DB}"\n[databases.money]\nurl = "${MONEY_DB}"\n'
SELECT fraiseql.configure(:'renamed', :'environment');
SELECT srvname FROM pg_foreign_server ORDER BY 1;
SELECT has_table_privilege('configure_reader', 'warehouse.tb_product', 'SELECT') AS still_granted;
SELECT pg_get_viewdef('public.configure_view') LIKE '%FROM warehouse.v_product;' AS follows;

-- Another URL.
SELECT jsonb_build_object('STOCK_DB', :'money', 'MONEY_DB', :'money') AS moved \gset
DROP VIEW public.configure_view;
SELECT fraiseql.configure(:'renamed', :'moved');
SELECT foreign_table_schema, foreign_table_name FROM information_schema.foreign_tables ORDER BY 1, 2;

-- Other schemas, by name.
SELECT fraiseql.configure('[databases.warehouse]
url = "${STOCK_DB}"
schemas = ["archive"]', :'environment');
SELECT foreign_table_schema, foreign_table_name FROM information_schema.foreign_tables ORDER BY 1, 2;
SELECT fraiseql.configure('[databases.warehouse]
url = "${STOCK_DB}"
schemas = ["archive", "attic"]', :'environment');

-- What configure did not make it does not touch, and what others made of it holds it back.
CREATE VIEW public.configure_view AS SELECT id FROM warehouse.tb_old;
SELECT fraiseql.configure('');
DROP VIEW public.configure_view;
CREATE TABLE warehouse.mine (id int);
SELECT fraiseql.configure('');
DROP TABLE warehouse.mine;
CREATE SERVER money FOREIGN DATA WRAPPER postgres_fdw;
SELECT fraiseql.configure(:'toml', :'environment');
DROP SERVER money;
SELECT srvname FROM pg_foreign_server ORDER BY 1;

-- Unreachable: an error, and nothing has changed.
SELECT fraiseql.configure('[databases.warehouse]
url = "postgresql://configure_reader:s3cret@127.0.0.1:1/nothing"');
SELECT option_name, option_value FROM pg_foreign_server, pg_options_to_table(srvoptions)
WHERE srvname = 'warehouse' AND option_name IN ('dbname', 'host') ORDER BY 1;

-- Nothing configured, nothing left.
SELECT fraiseql.configure('');
SELECT count(*) FROM pg_foreign_server;
SELECT count(*) FROM pg_namespace WHERE nspname IN ('stock', 'money', 'warehouse');
SELECT count(*) FROM fraiseql.databases;

-- Not for everybody.
SET ROLE configure_reader;
SELECT fraiseql.configure('');
RESET ROLE;
DROP DATABASE configure_stock;
DROP DATABASE configure_money;
DROP ROLE configure_reader;
