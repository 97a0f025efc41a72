-- A field that fails nulls itself or its nearest nullable parent; the rest of the answer stays (spec section 6.4.4).
SET client_min_messages = warning;
CREATE SCHEMA error_partial_result;
SET search_path = error_partial_result;
CREATE TABLE tb_item (id int PRIMARY KEY, box_id int, name text, size numeric, kind text);
CREATE TABLE tb_box (id int PRIMARY KEY, label text);
INSERT INTO tb_box VALUES (1, 'one'), (2, 'two'), (3, NULL);
INSERT INTO tb_item VALUES (1, 1, 'a', 1, 'BIG'), (2, 1, NULL, 2.5, 'BIG'), (3, 2, 'c', 3, 'huge'), (4, 2, 'd', 3000000000, 'SMALL');
CREATE VIEW v_box AS SELECT id, jsonb_build_object('label', label) AS data FROM tb_box;
CREATE VIEW v_item AS SELECT id, box_id, jsonb_build_object('name', name, 'size', size, 'kind', kind) AS data FROM tb_item;
CREATE VIEW v_broken AS SELECT id, jsonb_build_object('inverse', 1 / (id - 2)) AS data FROM tb_box;
CREATE FUNCTION raise(what text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'raised: %', what USING ERRCODE = 'P0042', HINT = 'a hint'; END $$;
CREATE VIEW v_raising AS SELECT id, jsonb_build_object('text', raise(label)) AS data FROM tb_box;
CREATE FUNCTION raise_label(of int) RETURNS text LANGUAGE sql STABLE AS $$ SELECT raise('label ' || of) $$;
SELECT fraiseql.load_schema('
  enum Kind { BIG SMALL }
  type Box { id: ID! label: String items: [Item]! strict: [Item!] @source(relation: "v_item") all: [Item!]! @source(relation: "v_item") }
  type Item { id: ID! name: String! size: Int kind: Kind sure: Kind! @column(name: "kind") maybe: String @column(name: "name") box: Box! }
  type Broken { id: ID! inverse: Int }
  type Raising { id: ID! text: String }
  type Query { boxes: [Box!]! box(id: ID!): Box boxNow(id: ID!): Box! item(id: ID!): Item brokens: [Broken!] broken(id: ID!): Broken
               raising(id: ID): Raising label(of: Int): String @function(name: "raise_label") }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.ask(query text) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT regexp_replace(fraiseql.execute(query)::text, '"id":"[0-9a-f-]{8,}"', '"id":"..."', 'g') $$;
-- Leaves that cannot be represented: they are null, with an error each, in the order of the answer.
SELECT pg_temp.ask('{ boxes { id items(limit: 5) { id size kind } } }');
-- A null in a non-null place goes up: to the item, the list, the field, data.
SELECT pg_temp.ask('{ box(id: 1) { items { id name } } }');
SELECT pg_temp.ask('{ box(id: 1) { label strict { id name } } }');
SELECT pg_temp.ask('{ box(id: 1) { label all { id name } } other: box(id: 2) { all { name } } }');
SELECT pg_temp.ask('{ boxNow(id: 1) { all { name } } box(id: 1) { id } }');
SELECT pg_temp.ask('{ boxNow(id: 9) { id } }');
-- One entry for each nulled place, the first in document order
SELECT pg_temp.ask('{ item(id: 3) { sure kind size } a: item(id: 2) { size name sure } }');
SELECT pg_temp.ask('{ box(id: 2) { all { alias: sure  kind } } }');
-- Merged fields have the places of all.
SELECT pg_temp.ask('{ item(id: 2) { size ...S } } fragment S on Item {
  size }');
-- An SQL error is that of its root field.
SELECT pg_temp.ask('{ brokens { id inverse } box(id: 1) { id } }');
SELECT pg_temp.ask('{ a: broken(id: 1) { inverse } b: broken(id: 2) { inverse } c: broken(id: 2) { id } d: broken(id: 3) { inverse } }');
-- What the owner of the schema raises is for the client.
SELECT pg_temp.ask('{ raising(id: 1) { id text } box(id: 1) { id } }');
SELECT pg_temp.ask('{ raising { id } label(of: 2) }');
-- A value that a column does not take belongs to the field that has the argument.
SELECT pg_temp.ask('{ box(id: "one") { id } b: box(id: 1) { items(where: {id: {eq: "x"}}) { id } label } }');
SELECT pg_temp.ask('{ boxNow(id: "one") { id } }');
DROP SCHEMA error_partial_result CASCADE;
