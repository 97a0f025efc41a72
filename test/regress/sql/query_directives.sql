-- @skip and @include, as literals and as variables, one plan after the other (spec section 3.13).
SET client_min_messages = warning;
CREATE SCHEMA query_directives;
SET search_path = query_directives;
CREATE TABLE tb_user (id int PRIMARY KEY, name text, age int);
CREATE TABLE tb_note (id int PRIMARY KEY, user_id int, body text);
INSERT INTO tb_user VALUES (1, 'Ann', 30);
INSERT INTO tb_note VALUES (1, 1, 'one');
CREATE VIEW v_user AS SELECT * FROM tb_user;
CREATE VIEW v_note AS SELECT * FROM tb_note;
CREATE FUNCTION fn_age() RETURNS int LANGUAGE sql AS 'UPDATE tb_user SET age = age + 1 RETURNING age';
CREATE FUNCTION fn_birthday() RETURNS v_user LANGUAGE sql AS 'UPDATE tb_user SET age = age + 1; SELECT * FROM v_user WHERE id = 1';
SELECT fraiseql.load_schema('
  directive @mark(level: Int = 1) repeatable on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT
  type User { id: ID! name: String age: Int notes: [Note!]! } type Note { id: ID! body: String user: User }
  union Any = User | Note
  type Query { user(id: ID!): User users: [User] anything: [Any!] } type Mutation { age: Int! birthday: User }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ user(id: 1) { id @skip(if: true) name @skip(if: false) age @include(if: true) notes @include(if: false) { id } } }');
SELECT fraiseql.execute('{ user(id: 1) { id @skip(if: true) @include(if: true) name @skip(if: false) @include(if: false) age @include(if: true) @skip(if: false) } }');
-- The same document with other values
\set q 'query ($a: Boolean!, $b: Boolean = false) { user(id: 1) { id ... @include(if: $a) { name notes { body } } ...F @skip(if: $a) age @include(if: $b) } } fragment F on User { notes { id } age @skip(if: $b) }'
SELECT fraiseql.execute(:'q', '{"a": true}');
SELECT fraiseql.execute(:'q', '{"a": false}');
SELECT fraiseql.execute(:'q', '{"a": false, "b": true}');
SELECT fraiseql.execute(:'q', '{"a": true, "b": true}');
SELECT fraiseql.execute(:'q', '{"a": true}');
SELECT fraiseql.execute(:'q', '{"a": null}');
SELECT fraiseql.execute(:'q', '{"a": true, "b": null}');
-- No boolean: each object whose selections cannot be told has the error, and its neighbours have their values.
SELECT fraiseql.execute('query ($b: Boolean = true) { user(id: 1) { id notes { body @skip(if: $b) ... @include(if: $b) { id } } age } other: user(id: 1) { id } }', '{"b": null}');
SELECT fraiseql.execute('query ($b: Boolean = true) { a: __typename user(id: 1) @include(if: $b) { id } }', '{"b": null}');
SELECT fraiseql.execute('query ($b: Boolean = true) { a: __typename user(id: 1) @include(if: $b) { id } }', '{"b": false}');
SELECT fraiseql.execute('mutation ($b: Boolean = true) { age @skip(if: $b) }', '{"b": null}');
-- Where there is no object, or none of that type, there is nothing to tell. What a mutation did is done.
SELECT fraiseql.execute('query ($b: Boolean = true) { user(id: 9) { id @skip(if: $b) } users { notes { user { id @skip(if: $b) } } } }', '{"b": null}');
SELECT fraiseql.execute('query ($b: Boolean = true) { users { id @skip(if: $b) } other: users { notes { id } } }', '{"b": null}');
SELECT fraiseql.execute('query ($b: Boolean = true) { anything { ... on Note { body } ... on User { name @skip(if: $b) } } user(id: 1) { age } }', '{"b": null}');
SELECT fraiseql.execute('query ($b: Boolean = true) { anything { ... on Note { body @include(if: $b) } } }', '{"b": null}');
SELECT fraiseql.execute('mutation ($b: Boolean = true) { birthday { age @skip(if: $b) } again: birthday { age } }', '{"b": null}');
SELECT fraiseql.explain('query ($b: Boolean = true) { users { notes { body @skip(if: $b) } } }', '{"b": null}');
SELECT fraiseql.execute(:'q');
-- A field that is skipped in one place and asked for in another
SELECT fraiseql.execute('{ user(id: 1) { name @skip(if: true) id name } }');
-- Nothing left
SELECT fraiseql.execute('{ user(id: 1) @skip(if: true) { id } }');
SELECT fraiseql.execute('{ user(id: 1) { id @skip(if: true) } }');
-- A mutation that is skipped does not run.
SELECT fraiseql.execute('mutation { age @skip(if: true) __typename }');
SELECT fraiseql.execute('mutation { age @include(if: true) again: age @include(if: false) }');
-- Directives of the schema's own may stand there; they do nothing here.
SELECT fraiseql.execute('query @mark(level: 2) { user(id: 1) { id @mark @mark(level: 3) ... @mark { name } } }');
SELECT fraiseql.execute('{ user(id: 1) { id @skip } name: user(id: 1) { id @skip(if: "true") @unknown @skip(if: true) } }');
DROP SCHEMA query_directives CASCADE;
