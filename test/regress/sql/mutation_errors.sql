-- Mutations that fail: whose work is undone, and what the client learns.
SET client_min_messages = warning;
CREATE SCHEMA mutation_errors;
SET search_path = mutation_errors;
CREATE TABLE tb_account (id int PRIMARY KEY, name text NOT NULL UNIQUE, balance int NOT NULL CHECK (balance >= 0));
INSERT INTO tb_account VALUES (1, 'a', 10), (2, 'b', 0);
CREATE VIEW v_account AS SELECT id, name, balance FROM tb_account;
CREATE FUNCTION fn_pay(p_id int, p_amount int) RETURNS SETOF v_account LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tb_account SET balance = balance - p_amount WHERE id = p_id;
  IF p_amount = 7 THEN
    RAISE EXCEPTION 'Seven is not "allowed"' USING ERRCODE = 'PX007', DETAIL = 'It never was.', HINT = 'Try eight.';
  END IF;
  IF p_amount = 0 THEN RAISE 'nothing to pay'; END IF;
  RETURN QUERY SELECT * FROM v_account WHERE id = p_id;
END $$;
CREATE FUNCTION fn_rename(p_id int, p_name text) RETURNS SETOF v_account LANGUAGE sql AS $$
  UPDATE tb_account SET name = p_name WHERE id = p_id; SELECT * FROM v_account WHERE id = p_id $$;
CREATE FUNCTION fn_divide(p_by int) RETURNS int LANGUAGE sql AS $$ UPDATE tb_account SET balance = balance + 1; SELECT 1 / p_by $$;
SELECT fraiseql.load_schema('
  type Account { id: ID! name: String! balance: Int! mood: Mood @column(name: "name") }
  enum Mood { a b }
  type Query { accounts: [Account!]! }
  type Mutation { pay(id: ID!, amount: Int!): Account payNow(id: ID!, amount: Int!): Account! @function(name: "fn_pay")
                  rename(id: ID!, name: String): Account divide(by: Int!): Int }');
\pset format unaligned
\pset tuples_only on
-- The id of a masked error is another one each time.
CREATE FUNCTION pg_temp.ask(query text) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT regexp_replace(fraiseql.execute(query)::text, '"id":"[0-9a-f-]{8,}"', '"id":"..."', 'g') $$;

-- RAISE speaks to the client; the field's work is undone and no other's.
SELECT pg_temp.ask('mutation { a: pay(id: 1, amount: 1) { balance } b: pay(id: 1, amount: 7) { balance } c: pay(id: 1, amount: 2) { balance } }');
SELECT pg_temp.ask('mutation { pay(id: 1, amount: 0) { balance } }');
-- Anything else is masked.
SELECT pg_temp.ask('mutation { check: pay(id: 2, amount: 1) { balance } unique: rename(id: 2, name: "a") { id } null: rename(id: 2, name: null) { id }
                               divide(by: 0) again: divide(by: 1) }');
SELECT * FROM tb_account ORDER BY id;
-- A non-null field that fails takes data along; what the others did stays.
SELECT pg_temp.ask('mutation { pay(id: 1, amount: 1) { balance } payNow(id: 1, amount: 7) { balance } last: pay(id: 1, amount: 1) { balance } }');
SELECT * FROM tb_account ORDER BY id;
-- A value that cannot be given to the client does not undo what was done.
SELECT pg_temp.ask('mutation { rename(id: 2, name: "c") { name mood } }');
SELECT * FROM tb_account ORDER BY id;
-- All or nothing
SET fraiseql.mutation_atomicity = 'request';
SELECT pg_temp.ask('mutation { a: pay(id: 1, amount: 1) { balance } type: __typename b: pay(id: 1, amount: 0) { balance } c: pay(id: 1, amount: 2) { balance } }');
SELECT * FROM tb_account ORDER BY id;
SELECT pg_temp.ask('mutation { a: pay(id: 1, amount: 1) { balance } c: pay(id: 1, amount: 2) { balance } }');
SELECT * FROM tb_account ORDER BY id;
RESET fraiseql.mutation_atomicity;
-- A request that fails before anything runs
SELECT pg_temp.ask('mutation { a: pay(id: 1, amount: 1) { balance } b: pay(id: 1) { balance } }');
SELECT pg_temp.ask('mutation ($n: Int!) { a: pay(id: 1, amount: 1) { balance } b: pay(id: 1, amount: $n) { balance } }');
SELECT * FROM tb_account ORDER BY id;
-- The caller's transaction has the last word.
BEGIN;
SELECT pg_temp.ask('mutation { pay(id: 1, amount: 1) { balance } }');
ROLLBACK;
SELECT * FROM tb_account ORDER BY id;
DROP SCHEMA mutation_errors CASCADE;
