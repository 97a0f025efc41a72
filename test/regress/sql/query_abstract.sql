-- Interfaces and unions: over a relation of their own, over those of their members, inside documents.
SET client_min_messages = warning;
CREATE SCHEMA query_abstract;
SET search_path = query_abstract;
CREATE TABLE tb_pet (id int PRIMARY KEY, owner_id int, kind text, name text, barks bool, lives int);
INSERT INTO tb_pet VALUES (1, 1, 'Dog', 'Rex', true, NULL), (2, 1, 'Cat', 'Tom', NULL, 9), (3, 2, 'Cow', 'Bess', NULL, NULL), (4, 2, NULL, 'Who', NULL, NULL);
CREATE TABLE tb_owner (id int PRIMARY KEY, name text);
INSERT INTO tb_owner VALUES (1, 'Ann'), (2, 'Bob');
CREATE VIEW v_owner AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_owner;
CREATE VIEW v_pet AS SELECT id, owner_id, kind AS __typename, jsonb_build_object('name', name, 'barks', barks, 'lives', lives) AS data FROM tb_pet;
CREATE VIEW v_pet_json AS SELECT jsonb_build_object('id', id, '__typename', kind, 'name', name, 'barks', barks, 'lives', lives) AS data FROM tb_pet WHERE id < 3;
CREATE VIEW v_book AS SELECT 1 AS id, 1 AS owner_id, 'Ulysses' AS title, 1922 AS year;
CREATE VIEW v_film AS SELECT 1 AS id, 1 AS owner_id, 'Metropolis' AS title, 153 AS minutes UNION ALL SELECT 2, 2, 'M', 117;
CREATE VIEW v_box AS SELECT 1 AS id, jsonb_build_object('content', '{"__typename": "Book", "id": 7, "title": "in a box", "year": 2000}'::jsonb, 'many', '[{"__typename": "Film", "title": "f", "minutes": 1}, {"__typename": "Book", "title": "b"}, null, {"__typename": "Dog"}, {"__typename": "Titled"}, {"title": "?"}, {"__typename": 5}, {"__typename": true}, {"__typename": ["Book"]}, "Book"]'::jsonb) AS data;
SELECT fraiseql.load_schema('
  interface Pet @source(relation: "v_pet") { id: ID! name: String! }
  type Dog implements Pet { id: ID! name: String! barks: Boolean }
  type Cat implements Pet { id: ID! name: String! lives: Int! }
  union PetJson @source(relation: "v_pet_json") = Dog | Cat
  interface Titled { id: ID title: String }
  type Book implements Titled { id: ID title: String year: Int owner: Owner }
  type Film implements Titled { id: ID title: String minutes: Int }
  union Medium = Book | Film
  type Box { id: ID! content: Medium many: [Titled] }
  type Owner { id: ID! name: String pets: [Pet] media: [Medium!] titled: [Titled!]! }
  type Query { pet(id: ID!): Pet pets(limit: Int): [Pet] jsonPets: [PetJson!] media(limit: Int, offset: Int): [Medium!]! titled(id: ID): [Titled!]! box: Box owners: [Owner!]! }');
\pset format unaligned
\pset tuples_only on
-- A relation of its own: its column (or key) names the type.
SELECT fraiseql.execute('{ a: pet(id: 1) { __typename id name ... on Dog { barks } ... on Cat { lives } } b: pet(id: 2) { ... on Cat { lives } ...P kind: __typename } none: pet(id: 9) { id } } fragment P on Pet { name }');
SELECT fraiseql.execute('{ pets(limit: 2) { ... on Dog { x: name } ... on Cat { x: name lives } } }');
SELECT fraiseql.execute('{ pet(id: 3) { id } }');
SELECT fraiseql.execute('{ pets { name } pet(id: 4) { __typename } }');
SELECT fraiseql.execute('{ jsonPets { __typename ... on Dog { id } ... on Cat { name lives } } }');
-- A null in a member's field that must not be null
SELECT fraiseql.execute('{ owners { pets(limit: 2) { name } } }');
-- The union of the members' relations
SELECT fraiseql.execute('{ media { __typename ... on Book { title year owner { name } } ... on Film { minutes } } }');
SELECT fraiseql.execute('{ titled(id: 1) { title __typename ... on Film { minutes } } none: titled(id: 5) { title } }');
SELECT json_array_length(fraiseql.execute('{ media(limit: 2, offset: 1) { __typename } }') #> '{data,media}');
SELECT fraiseql.execute('{ owners { name media { ... on Book { title } ... on Film { title minutes } } titled { title } } }');
-- Inside a document
SELECT fraiseql.execute('{ box { content { __typename ... on Book { id title year } } many { __typename title ... on Film { minutes } } } }');
-- Fragments that can never apply are refused.
SELECT fraiseql.execute('{ pet(id: 1) { ... on Book { title } } }');
SELECT fraiseql.execute('{ pet(id: 1) { barks } media { title } }');
-- Numbers and booleans are no names, even where a type seems to be called so.
CREATE VIEW v_numbered AS SELECT id, id AS __typename FROM tb_pet WHERE id < 2;
CREATE VIEW v_judged AS SELECT jsonb_build_object('id', id, '__typename', id = 1) AS data FROM tb_pet WHERE id < 3;
CREATE VIEW v_judged_later AS SELECT data FROM v_judged OFFSET 0;
SELECT fraiseql.load_schema('type true { id: ID } type Other { id: ID } union Numbered @source(relation: "v_numbered") = true | Other union Judged @source(relation: "v_judged") = true | Other
  union JudgedLater @source(relation: "v_judged_later") = true | Other type Query { numbered: [Numbered] judged: [Judged] judgedLater: [JudgedLater] }');
SELECT fraiseql.execute('{ numbered { __typename } judged { __typename } judgedLater { __typename } }');
DROP SCHEMA query_abstract CASCADE;
