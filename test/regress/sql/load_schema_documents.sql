-- What is served after a load: SDL and authoring JSON alike, again and again, dumped with the database.
SELECT current_database() AS regression \gset
CREATE DATABASE load_schema_documents;
\c load_schema_documents
CREATE EXTENSION fraiseql;
CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE tb_order (id uuid, total numeric);
CREATE VIEW v_order AS SELECT id, jsonb_build_object('total', total) AS data FROM tb_order;

SELECT fraiseql.load_schema('
"An order" type Order @source(relation: "v_order") { id: ID!, total: Decimal }
type Query { "One order" order(id: ID!): Order @list(arguments: false) }');
SELECT fraiseql.schema_sdl();
SELECT fraiseql.validate('{ order(id: 1) { id total } }');
SELECT fraiseql.validate('{ order { id totl } } fragment F on Order { id }');
SELECT fraiseql.validate('{ order(');

SELECT fraiseql.load_schema('
  {"types": [{"name": "Order", "sql_source": "v_order", "description": "An order",
              "fields": [{"name": "id", "type": "ID", "nullable": false}, {"name": "total", "type": "Decimal", "nullable": true}]}],
   "queries": [{"name": "order", "return_type": "Order", "returns_list": false, "nullable": true, "description": "One order",
                "sql_source": "v_order", "arguments": [{"name": "id", "type": "ID", "nullable": false}]}]}');
SELECT fraiseql.schema_sdl();

-- The same document again is another version, still one row.
SELECT version AS before FROM fraiseql.schema_document \gset
SELECT fraiseql.load_schema(document) FROM fraiseql.schema_document;
SELECT version <> :'before' AS another_version, search_path, loaded_by = current_user AS by_me FROM fraiseql.schema_document;

-- It belongs to the data of the database.
SELECT c.relname FROM pg_extension e, unnest(e.extconfig) AS t(oid) JOIN pg_class c USING (oid)
 WHERE e.extname = 'fraiseql' AND c.relname = 'schema_document';

-- Who may load one, and who may see it
CREATE ROLE regress_fraiseql_loader;
GRANT USAGE ON SCHEMA fraiseql TO regress_fraiseql_loader;
SET ROLE regress_fraiseql_loader;
SELECT fraiseql.load_schema('type Query { a: Int }');
SELECT count(*) FROM fraiseql.schema_document;
SELECT length(fraiseql.schema_sdl()) > 0 AS sees_it;
RESET ROLE;
GRANT EXECUTE ON FUNCTION fraiseql.load_schema TO regress_fraiseql_loader;
SET ROLE regress_fraiseql_loader;
-- no right on the table is needed, neither on the view: nothing is read from it
SELECT fraiseql.load_schema('type Order @source(relation: "shop.v_order") { id: ID! } type Query { order: Order }');
RESET ROLE;
SELECT loaded_by FROM fraiseql.schema_document;

-- Not in a read-only transaction
BEGIN READ ONLY;
SELECT fraiseql.load_schema('type Order { id: ID! } type Query { order: Order }');
ROLLBACK;

\c :regression
DROP DATABASE load_schema_documents WITH (FORCE);
DROP ROLE regress_fraiseql_loader;
