-- Fields: their keys and order, aliases, merging, fragments, operations (spec sections 2 and 6).
SET client_min_messages = warning;
CREATE SCHEMA query_fields;
SET search_path = query_fields;
CREATE TABLE tb_user (id int PRIMARY KEY, name text, email text, age int);
CREATE TABLE tb_note (id int PRIMARY KEY, user_id int, body text);
INSERT INTO tb_user VALUES (1, 'Ann', 'ann@example.com', 30), (2, 'Bob "B" ünï', NULL, NULL);
INSERT INTO tb_note VALUES (1, 1, 'one'), (2, 1, E'two\nlines'), (3, 2, '');
CREATE VIEW v_user AS SELECT id, jsonb_build_object('id', id, 'name', name, 'email', email, 'age', age) AS data FROM tb_user;
CREATE VIEW v_note AS SELECT id, user_id, jsonb_build_object('id', id, 'body', body) AS data FROM tb_note;
CREATE FUNCTION nothing() RETURNS int LANGUAGE sql AS 'SELECT NULL::int';
SELECT fraiseql.load_schema('
  interface Node { id: ID! }
  type User implements Node { id: ID! name: String! email: String age: Int notes: [Note!]! }
  type Note implements Node { id: ID! body: String! user: User! }
  type Query { user(id: ID!): User users(name: String): [User!]! note(id: ID!): Note }
  type Mutation { nothing: Int @function(name: "nothing") }');
\pset format unaligned
\pset tuples_only on

-- In the order of the document, whatever the order and length of the names
SELECT fraiseql.execute('{ user(id: 1) { name id email age } }');
SELECT fraiseql.execute('{ user(id: 1) { zz: id a: id __typename bbb: name email: age } }');
SELECT fraiseql.execute('{ b: user(id: 2) { name email age } a: user(id: 1) { name } __typename none: user(id: 3) { name } }');
-- Merged fields stand where they first appear.
SELECT fraiseql.execute('{ user(id: 1) { name notes { id } id } user(id: 1) { id notes { body id } age name } }');
SELECT fraiseql.execute('{ user(id: 1) { ...A name ...B } } fragment A on User { notes { body } id } fragment B on User { notes { user { id ...C } } email } fragment C on User { age id }');
SELECT fraiseql.execute('{ user(id: 1) { ... { id } ... on User { name } ... on Node { id __typename } } }');
SELECT fraiseql.execute('{ ...Q } fragment Q on Query { u: user(id: 1) { ...N } n: note(id: 2) { ...N body } } fragment N on Node { __typename id ... on User { name } ... on Note { user { name } } }');
-- The same field with other arguments under another key
SELECT fraiseql.execute('{ user(id: 1) { first: notes(limit: 1) { body } second: notes(limit: 1, offset: 1) { body } notes(where: {body: {eq: "none"}}) { body } } }');
SELECT fraiseql.execute('{ user(id: 1) { id } user(id: 2) { id } }');
-- Names that could be mistaken for something of ours, or of JavaScript's
SELECT fraiseql.execute('{ v: user(id: 1) { f: id k: name __proto__: age data: email j: notes(limit: 1) { j: body } } }');
-- Deep, and back again
SELECT fraiseql.execute('{ note(id: 3) { user { notes { user { notes { id body user { name } } } } } } }');
SELECT fraiseql.execute('{ users(name: "Bob \"B\" \u00fcn\u00ef") { id name } none: users(name: "x") { id } }');
-- Block strings, comments, commas
SELECT fraiseql.execute('query # a comment
{ users(name: """
    Ann
  """,,) { id,name } }');
-- Operations and their names
\set two 'query A { user(id: 1) { name } } query B { user(id: 2) { id } } mutation C { nothing }'
SELECT fraiseql.execute(:'two', operation_name => 'B');
SELECT fraiseql.execute(:'two', NULL, 'A');
SELECT fraiseql.execute(:'two', NULL, 'C');
SELECT fraiseql.execute(:'two', NULL, 'D');
SELECT fraiseql.execute(:'two', NULL, '');
SELECT fraiseql.execute(:'two');
SELECT fraiseql.execute('query A { __typename }', operation_name => 'A');
SELECT fraiseql.execute('{ __typename }', operation_name => 'A');
SELECT fraiseql.execute('fragment F on User { id }');
SELECT fraiseql.execute('subscription { x }');
SELECT fraiseql.execute('');
SELECT fraiseql.execute(NULL);
-- What does not fit the schema is said before anything runs.
SELECT fraiseql.execute('{ user(id: 1) { nmae } }');
SELECT fraiseql.execute('{ user { id } users { notes } user(id: 1) { id { x } } }');
-- More fields than a function of PostgreSQL takes arguments
SELECT (fraiseql.execute('{ user(id: 1) { ' || string_agg('f' || i || ': ' || CASE i % 2 WHEN 0 THEN 'id' ELSE 'name' END, ' ') || ' } }') #>> '{data,user}') =
       '{' || string_agg('"f' || i || '":' || CASE i % 2 WHEN 0 THEN '"1"' ELSE '"Ann"' END, ',') || '}' FROM generate_series(1, 300) i;
SELECT json_array_length(json_agg(x)) FROM json_each(fraiseql.execute((SELECT '{ ' || string_agg('u' || i || ': user(id: 1) { id notes { id } }', ' ') || ' }' FROM generate_series(1, 120) i)) -> 'data') x;
DROP SCHEMA query_fields CASCADE;
