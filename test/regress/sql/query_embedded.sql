-- Objects inside `data`: single, in lists, in lists of lists, with relations that lead out of them.
SET client_min_messages = warning;
CREATE SCHEMA query_embedded;
SET search_path = query_embedded;
CREATE TABLE tb_country (id text PRIMARY KEY, name text);
INSERT INTO tb_country VALUES ('FR', 'France'), ('DE', 'Germany');
CREATE VIEW v_country AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_country;
CREATE TABLE tb_person (id int PRIMARY KEY, data jsonb, extra json);
INSERT INTO tb_person VALUES
  (1, '{"name": "Ann", "address": {"street": "Rue 1", "zip_code": "01000", "country_id": "FR", "geo": {"lat": 48.5, "lon": 2}}, "phones": [{"number": "1", "kind": "HOME"}, {"number": "2", "kind": null}], "grid": [[{"v": 1}, {"v": 2}], [], null], "tags": ["x", null]}', '{"n": 1, "n": 2}'),
  (2, '{"name": "Bob", "address": null, "phones": [], "grid": null}', NULL),
  (3, '{"address": {"country_id": "DE"}, "phones": [{"number": null}, null, 5], "tags": "none", "grid": [{"v": 1}]}', '[1]'),
  (4, '{"address": "elsewhere", "phones": {"number": "9"}}', '{}');
CREATE VIEW v_person AS SELECT id, data, extra FROM tb_person;
SELECT fraiseql.load_schema('
  enum PhoneKind { HOME WORK }
  type Country { id: ID! name: String }
  type Geo { lat: Float lon: Float }
  type Address { street: String zipCode: String geo: Geo country: Country @join(local: ["country_id"], remote: ["id"]) }
  type Phone { number: String! kind: PhoneKind }
  type Cell { v: Int }
  type Extra { n: Int }
  type Person { id: ID! name: String address: Address phones: [Phone] strictPhones: [Phone!] @column(name: "phones") grid: [[Cell]] tags: [String] extra: Extra raw: JSON @column(name: "data") }
  type Query { person(id: ID!): Person people: [Person!]! }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ person(id: 1) { name address { zipCode street geo { lon lat } } phones { kind number } grid { v } tags } }');
SELECT fraiseql.execute('{ person(id: 2) { name address { street } phones { number } grid { v } tags extra { n } } }');
-- Out of the document by a key in it
SELECT fraiseql.execute('{ people { id address { country { id name } __typename } } }');
-- Missing keys are null; what is not what the type says is an error.
SELECT fraiseql.execute('{ person(id: 3) { name address { street zipCode geo { lat } } phones { number } } }');
SELECT fraiseql.execute('{ person(id: 3) { strictPhones { number } } }');
SELECT fraiseql.execute('{ person(id: 3) { tags grid { v } } }');
SELECT fraiseql.execute('{ person(id: 4) { address { street } phones { number } } }');
-- A json column; what is stored as JSON comes as it is.
SELECT fraiseql.execute('{ people { extra { n } } }');
SELECT fraiseql.execute('{ person(id: 2) { raw } }');
-- Aliases and fragments inside
SELECT fraiseql.execute('{ person(id: 1) { a: address { s: street ...G } b: address { geo { y: lat } } address { __typename } } } fragment G on Address { geo { x: lon } country { n: name } }');
DROP SCHEMA query_embedded CASCADE;
