-- Functions that return a mutation_response: the entity is the value of the field, a failure is its error.
SET client_min_messages = warning;
CREATE SCHEMA mutation_response;
SET search_path = mutation_response;
CREATE TYPE mutation_response AS (status text, message text, entity_id text, entity_type text, entity jsonb, updated_fields text[], metadata jsonb);
CREATE TYPE error_class AS ENUM ('validation', 'conflict', 'not_found');
CREATE TYPE typed_response AS (succeeded bool, state_changed bool, error_class error_class, status_detail text, http_status int2,
                               message text, entity jsonb);
CREATE TABLE tb_author (id int PRIMARY KEY, name text);
INSERT INTO tb_author VALUES (1, 'Ann');
CREATE TABLE tb_log (entry text);
CREATE VIEW v_author AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_author;
CREATE VIEW v_post AS SELECT 1 AS id, 1 AS author_id, '{"title": "stored", "unit_price": 1}'::jsonb AS data;
CREATE FUNCTION fn_save(status text, message text DEFAULT NULL) RETURNS mutation_response LANGUAGE sql AS $$
  INSERT INTO tb_log VALUES (fn_save.status);
  SELECT fn_save.status, fn_save.message, '7', 'Post', '{"id": 7, "title": "t", "author_id": 1, "unit_price": 1.50}'::jsonb, '{title}'::text[], '{}'::jsonb $$;
CREATE FUNCTION fn_save_all() RETURNS SETOF mutation_response LANGUAGE sql AS $$
  SELECT 'success', NULL, NULL, NULL, jsonb_build_object('id', i, 'title', 'no. ' || i), NULL::text[], NULL::jsonb FROM generate_series(1, 2) i $$;
CREATE FUNCTION fn_save_typed(fails bool) RETURNS typed_response LANGUAGE sql AS $$
  SELECT CASE WHEN fails THEN (false, false, 'conflict', 'duplicate_title', 409, 'There is such a post.', NULL)::typed_response
              ELSE (true, false, NULL, NULL, 200, NULL, '{"id": 8, "title": "typed"}')::typed_response END $$;
SELECT fraiseql.load_schema('
  type Author { id: ID! name: String }
  type Post { id: ID! title: String unitPrice: Decimal author: Author }
  type SaveResult { status: String! message: String updatedFields: [String!] entity: Post }
  type Query { authors: [Author!]! }
  type Mutation {
    save(status: String, message: String): Post
    saveNow(status: String, message: String): Post! @function(name: "fn_save")
    savePayload(status: String, message: String): SaveResult! @function(name: "fn_save")
    saveAll: [Post!]!
    saveTyped(fails: Boolean!): Post }');
\pset format unaligned
\pset tuples_only on
-- The entity, and the relations that lead on from it
SELECT fraiseql.execute('mutation { save(status: "success") { __typename id title unitPrice author { name } } }');
SELECT fraiseql.execute('mutation { saveAll { id title } }');
SELECT fraiseql.execute('mutation { a: save(status: "created") { id } b: save(status: "noop:unchanged") { id } c: save(message: "no status") { id } d: save(status: "failover_done") { id } }');
-- Failures of the function's own making: their words, and what the function wrote stays.
SELECT fraiseql.execute('mutation { save(status: "failed:validation", message: "A post needs a \"title\".") { id } }');
SELECT fraiseql.execute('mutation { a: save(status: "not_found") { id } b: save(status: "conflict:duplicate", message: "again") { id } c: save(status: "FAILED") { id }
                                    d: save(status: "error", message: "") { id } e: save(status: "validation_error") { id } f: save(status: "success") { id } }');
SELECT fraiseql.execute('mutation { saveNow(status: "timeout:slow", message: "slow") { id } }');
SELECT count(*) FROM tb_log;
-- A type that has the response's own fields is given the response.
SELECT fraiseql.execute('mutation { savePayload(status: "failed:validation", message: "m") { status message updatedFields entity { id author { name } } } }');
-- The later kind of response
SELECT fraiseql.execute('mutation { saveTyped(fails: false) { id title } }');
SELECT fraiseql.execute('mutation { saveTyped(fails: true) { id title } }');
SET fraiseql.mutation_atomicity = 'request';
SELECT fraiseql.execute('mutation { a: save(status: "success") { id } b: save(status: "failed:x", message: "no") { id } }');
SELECT count(*) FROM tb_log;
DROP SCHEMA mutation_response CASCADE;
