-- fraiseql.explain: fields and statements of an operation, with analyze what running it came to.
SET client_min_messages = warning;
CREATE SCHEMA explain_operation;
SET search_path = explain_operation;
CREATE TABLE tb_customer (id int PRIMARY KEY, name text);
CREATE TABLE tb_order (id int PRIMARY KEY, customer_id int REFERENCES tb_customer, status text, total numeric);
CREATE TABLE tb_note (id int PRIMARY KEY, order_id int, text text);
INSERT INTO tb_customer VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO tb_order VALUES (1, 1, 'paid', 10), (2, 1, 'new', 20), (3, 2, 'new', 30);
INSERT INTO tb_note VALUES (1, 1, 'first'), (2, 1, 'second');
CREATE VIEW v_customer AS SELECT id, jsonb_build_object('id', id, 'name', name) AS data FROM tb_customer;
CREATE VIEW v_order AS SELECT id, customer_id, jsonb_build_object('id', id, 'status', status, 'total', total) AS data FROM tb_order;
CREATE VIEW v_note AS SELECT order_id, jsonb_build_object('text', max(text)) AS data FROM tb_note GROUP BY order_id;
CREATE FUNCTION fn_add_customer(p_name text) RETURNS SETOF v_customer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('customer', p_name);
  INSERT INTO tb_customer SELECT max(id) + 1, p_name FROM tb_customer;
  RETURN QUERY SELECT c.* FROM v_customer c ORDER BY c.id DESC LIMIT 1;
END $$;
SELECT fraiseql.load_schema('
  type Customer { id: ID! name: String orders: [Order!]! }
  type Order { id: ID! status: String total: Decimal customer: Customer note: Note }
  type Note { text: String }
  type Query { order(id: ID!): Order orders(status: String): [Order!]! customers: [Customer!]! pages: [Customer!]! @connection }
  type Mutation { addCustomer(name: String!): Customer! }');
\pset format unaligned
\pset tuples_only on
-- Statements are shown whole once; below they are cut short, and times are left out.
SELECT fraiseql.explain('query ($status: String) { orders(status: $status) { id total } }', '{"status": "new"}');
CREATE FUNCTION pg_temp.cut(explanation text) RETURNS text LANGUAGE sql AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(explanation, '[0-9]+\.[0-9]+ ms', '* ms', 'g'),
                        '("\w*[mM]illiseconds": )[0-9.]+', '\1*', 'g'), '( {4}|"sql": ")SELECT [^\n]*', '\1SELECT *', 'g') $$;
CREATE FUNCTION pg_temp.analyzed(query text, format text DEFAULT 'text') RETURNS text LANGUAGE sql AS $$
  SELECT pg_temp.cut(fraiseql.explain(query, "analyze" => true, format => format)) $$;
-- Nothing is run: an explanation of a statement that would fail.
SELECT pg_temp.cut(fraiseql.explain('query Open($id: ID!) { order(id: $id) { id total customer { name } note { text } } all: orders { status } }', '{"id": "no number"}'));
SELECT pg_temp.cut(fraiseql.explain('{ orders(where: {total: {gt: 15}}, orderBy: [{total: DESC}], limit: 1) { total } __typename }'));
SELECT pg_temp.cut(fraiseql.explain('mutation { addCustomer(name: "Edsger") { name } second: addCustomer(name: "Barbara") { orders { id } } }'));
SELECT fraiseql.explain('{ __schema { queryType { name } } }');
SELECT pg_temp.cut(fraiseql.explain('{ pages(first: 1) { edges { node { name ordersAggregate(where: {total: {gt: 5}}) { count sum { total } } } } pageInfo { hasNextPage } totalCount __typename } }'));
-- With analyze it is run.
SELECT pg_temp.analyzed('{ orders(status: "new") { id customer { name } } }');
SELECT pg_temp.analyzed('query Two { orders { id } customers { orders { total } } }', 'json');
SELECT pg_temp.analyzed('query Three { a: orders { id } customers { name } }', 'mermaid');
-- A value that its column cannot hold: the field has its error, the others are answered.
SELECT pg_temp.analyzed('{ order(id: "x") { id } customers { id } }');
-- What a mutation writes is undone, its notifications too.
LISTEN customer;
SELECT pg_temp.analyzed('mutation { addCustomer(name: "Edsger") { id name } }');
SELECT count(*) FROM tb_customer;
-- Errors of the request are those of execute, in every format.
SELECT fraiseql.explain('{ nothing }'), fraiseql.explain('{ nothing }', format => 'json') = fraiseql.execute('{ nothing }')::text;
SELECT fraiseql.explain('query ($id: ID!) { order(id: $id) { id } }');
SELECT fraiseql.explain('{ orders { id }', format => 'mermaid', "analyze" => true);
SELECT fraiseql.explain('query A { orders { id } } query B { customers { id } }', operation_name => 'C');
-- Misuse.
\set VERBOSITY default
SELECT fraiseql.explain(NULL);
SELECT fraiseql.explain('{ orders { id } }', format => 'yaml');
SELECT pg_temp.cut(fraiseql.explain('{ orders { id } }', format => NULL, "analyze" => NULL));
-- Look-through, view by view.
CREATE TABLE stored (id int PRIMARY KEY, data jsonb);
CREATE VIEW few AS SELECT id, jsonb_build_object('id', id) AS data FROM tb_order LIMIT 2;
CREATE VIEW names AS SELECT DISTINCT name, jsonb_build_object('name', name) AS data FROM tb_customer;
CREATE VIEW barred WITH (security_barrier) AS SELECT id, jsonb_build_object('id', id) AS data FROM tb_order;
CREATE VIEW random_ids AS SELECT id, jsonb_build_object('id', id, 'random', random()) AS data FROM tb_order;
CREATE VIEW unknown AS SELECT id, data FROM stored;
CREATE VIEW either AS SELECT id, jsonb_build_object('id', id) AS data FROM tb_order UNION ALL SELECT id, jsonb_build_object('id', id) FROM tb_customer;
CREATE VIEW deep AS SELECT id, jsonb_build_object('id', data->'id') AS data FROM v_order;
SELECT fraiseql.load_schema('type T @source(relation: "stored") { id: ID }
  type Query { stored: [T] few: [T] @source(relation: "few") barred: [T] @source(relation: "barred") random: [T] @source(relation: "random_ids")
    unknown: [T] @source(relation: "unknown") either: [T] @source(relation: "either") deep: [T] @source(relation: "deep") }');
SELECT r->>'relation', r->>'lookThrough' FROM jsonb_array_elements(fraiseql.explain(
  '{ stored { id } few { id } barred { id } random { id } unknown { id } either { id } deep { id } }', format => 'json')::jsonb->'statements'->0->'relations') AS r;
-- What the caller may not read is said, and explaining reads nothing for him.
CREATE ROLE explain_reader;
GRANT USAGE ON SCHEMA explain_operation TO explain_reader;
GRANT SELECT ON few TO explain_reader;
SET ROLE explain_reader;
SELECT r->>'relation', r->>'refusal' FROM jsonb_array_elements(fraiseql.explain(
  '{ stored { id } few { id } }', format => 'json')::jsonb->'statements'->0->'relations') AS r;
SELECT pg_temp.analyzed('{ stored { id } }');
RESET ROLE;
DROP OWNED BY explain_reader;
DROP ROLE explain_reader;
DROP SCHEMA explain_operation CASCADE;
