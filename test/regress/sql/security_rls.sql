-- Privileges and row security are those of the caller, whoever planned the same document before.
SET client_min_messages = warning;
CREATE ROLE security_rls_ann;
CREATE ROLE security_rls_bob;
CREATE SCHEMA security_rls;
SET search_path = security_rls;
GRANT USAGE ON SCHEMA security_rls TO security_rls_ann, security_rls_bob;
CREATE TABLE tb_doc (id int PRIMARY KEY, owner name, title text, secret text);
INSERT INTO tb_doc VALUES (1, 'security_rls_ann', 'a1', 's1'), (2, 'security_rls_bob', 'b2', 's2'), (3, 'security_rls_ann', 'a3', 's3');
ALTER TABLE tb_doc ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON tb_doc USING (owner = current_user) WITH CHECK (owner = current_user);
CREATE TABLE tb_page (id int PRIMARY KEY, doc_id int, text text);
INSERT INTO tb_page VALUES (1, 1, 'p1'), (2, 2, 'p2');
GRANT SELECT (id, owner, title) ON tb_doc TO security_rls_ann, security_rls_bob;
GRANT INSERT, UPDATE, DELETE ON tb_doc TO security_rls_ann, security_rls_bob;
GRANT SELECT ON tb_page TO security_rls_ann;
CREATE FUNCTION fn_add(id int, owner text) RETURNS int LANGUAGE sql AS 'INSERT INTO tb_doc VALUES (id, owner, owner) RETURNING 1';
CREATE FUNCTION fn_hidden() RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION fn_hidden FROM PUBLIC;
SELECT fraiseql.load_schema('
  type Doc @source(relation: "tb_doc") { id: ID! title: String secret: String pages: [Page!]! sure: [Page!] @source(relation: "tb_page") }
  type Page @source(relation: "tb_page") { id: ID! text: String doc: Doc! }
  type Query { docs: [Doc!] pages: [Page!] } type Mutation { add(id: Int!, owner: String!): Int hidden: Int }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION ask(query text) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT regexp_replace(fraiseql.execute(query)::text, '"id":"[0-9a-f-]{8,}"', '"id":"..."', 'g') $$;
SELECT ask('{ docs(orderBy: {id: ASC}) { id title } }');
SET ROLE security_rls_ann;
SELECT ask('{ docs(orderBy: {id: ASC}) { id title } }');
SELECT ask('{ docs(orderBy: {id: ASC}) { id pages { text } } }');
-- A column without privilege; the rest of the answer stays.
SELECT ask('{ docs { id secret } pages { id } }');
SELECT ask('{ docs(where: {secret: {eq: "s2"}}) { id } }');
SELECT ask('{ docs(orderBy: {secret: ASC}) { id } }');
-- A row that row security hides leaves a non-null place empty.
SELECT ask('{ pages(where: {doc: {title: {eq: "b2"}}}) { id } all: pages(limit: 5) { id doc { title } } }');
SELECT ask('mutation { own: add(id: 4, owner: "security_rls_ann") other: add(id: 5, owner: "security_rls_bob") hidden }');
SET ROLE security_rls_bob;
SELECT ask('{ docs(orderBy: {id: ASC}) { id title } }');
SELECT ask('{ docs { id pages { text } } }');
SELECT ask('{ docs { id } pages { id } }');
RESET ROLE;
SELECT ask('{ docs(orderBy: {id: ASC}) { id pages { text } } }');
-- Without any privilege on the schema there is nothing to see, and nothing to load.
REVOKE USAGE ON SCHEMA security_rls FROM security_rls_bob;
SET ROLE security_rls_bob;
\set VERBOSITY terse
SELECT regexp_replace(fraiseql.execute('{ docs { id } }')::text, '"id":"[0-9a-f-]{8,}"', '"id":"..."', 'g');
SELECT fraiseql.load_schema('type Query { a: Int }');
RESET ROLE;
DROP SCHEMA security_rls CASCADE;
DROP ROLE security_rls_ann, security_rls_bob;
