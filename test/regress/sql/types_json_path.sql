-- Fields of the scalar JSON take a path into their value: columns, keys of data, embedded objects, behind any view.
SET client_min_messages = warning;
CREATE SCHEMA types_json_path;
SET search_path = types_json_path;
CREATE TABLE tb_product (id int PRIMARY KEY, attributes jsonb, raw json, tags text[], data jsonb);
INSERT INTO tb_product VALUES
  (1, '{"dimensions": {"width": 1.10, "height": null}, "sizes": [{"name": "S"}, {"name": "M"}], "a key": {"it''s": "quoted", "b\"c": [[1, 2], [3]]}, "0": "zero", "größe": true}',
   '{"b":  {"z": 1, "a": 2, "z": 3}}', '{x,y}', '{"extra": {"deep": [10, {"x": "y"}]}, "inner": {"settings": {"on": true}}, "list": [{"settings": {"on": 1}}, {"settings": {"on": 2}}, {}]}'),
  (2, '[1, [2, 3]]', NULL, NULL, '{"extra": 5}');
CREATE VIEW v_product AS SELECT id, attributes, raw, tags, data FROM tb_product;
CREATE VIEW v_built AS SELECT id, jsonb_build_object('id', id, 'attributes', attributes, 'nested', jsonb_build_object('w', attributes->'dimensions', 'k', 1)) AS data FROM tb_product;
SELECT fraiseql.load_schema('
  interface Thing { id: ID! attributes: JSON }
  type Settings { settings: JSON }
  type Product implements Thing { id: ID! attributes: JSON raw: JSON tags: JSON extra: JSON inner: Settings list: [Settings] must: JSON! @column(name: "attributes") lists: [JSON] @column(name: "tags") }
  type Built implements Thing { id: ID! attributes: JSON nested: JSON }
  type Query { product(id: ID!): Product products: [Product!]! built: [Built!]! }');
\pset format unaligned
\pset tuples_only on
SELECT regexp_matches(fraiseql.schema_sdl(), '^  (\w+\(path[^\n]*)$', 'gn');
-- Columns; equal fields with other paths do not merge without aliases.
SELECT fraiseql.execute('{ product(id: 1) { width: attributes(path: "$.dimensions.width") height: attributes(path: "dimensions.height") second: attributes(path: "sizes[1].name") last: attributes(path: "$[''sizes''][-1]") whole: raw(path: "$") } }');
SELECT fraiseql.execute('{ product(id: 1) { a: attributes(path: "[''a key''][\"it''s\"]") b: attributes(path: "[\"a key\"][\"b\\\"c\"][1][0]") c: attributes(path: "größe") d: attributes(path: "[0]") e: attributes(path: ".0") f: attributes(path: "nothing.here") g: attributes(path: "dimensions.width.x") } }');
SELECT fraiseql.execute('{ product(id: 1) { raw(path: "b") tags(path: "[1]") x: tags(path: "[5]") extra(path: "deep[1].x") all: extra(path: "") none: extra(path: null) } }');
SELECT fraiseql.execute('{ product(id: 2) { attributes(path: "[1][0]") raw(path: "b") extra(path: "deep") tags(path: "[0]") } }');
SELECT fraiseql.execute('{ product(id: 1) { attributes(path: "a") b: attributes attributes(path: "b") } }');
-- Embedded objects, in lists too.
SELECT fraiseql.execute('{ product(id: 1) { inner { settings(path: "on") } list { settings(path: "$.on") } } }');
-- Views whose data is looked through, also where the path goes on through what they build.
SELECT fraiseql.execute('{ built { attributes(path: "dimensions.width") nested(path: "w.width") k: nested(path: "k") x: nested(path: "[0]") } }');
EXPLAIN (VERBOSE, COSTS OFF) SELECT fraiseql.project(data, '{"f":[{"k":"a","d":["attributes","dimensions","width"],"t":"JSON"},{"k":"b","d":["nested","w","width"],"t":"JSON"}]}'::jsonb) FROM v_built;
-- Variables, and their defaults: each path has its plan.
SELECT fraiseql.execute('query ($p: String = "dimensions.width") { product(id: 1) { attributes(path: $p) } }', v) FROM (VALUES (NULL::jsonb), ('{"p": "sizes[0]"}'), ('{"p": null}'), ('{"p": "sizes[1]"}'), ('{"p": "sizes[0]"}')) AS given(v);
SELECT fraiseql.execute(format('{ product(id: 1) { attributes(path: "sizes[%s].name") } }', i)) FROM generate_series(0, 2) AS i;
-- A path to nothing is null, which a non-null field cannot be.
SELECT fraiseql.execute('{ product(id: 1) { must(path: "dimensions") } }');
SELECT fraiseql.execute('{ products { id must(path: "dimensions") } }');
-- What is no path.
SELECT fraiseql.execute('{ product(id: 1) { id attributes(path: "a..b") } }');
SELECT p, fraiseql.execute('query ($p: String) { product(id: 1) { attributes(path: $p) } }', jsonb_build_object('p', p))->'errors'->0->>'message'
  FROM unnest(ARRAY['$a', 'a.', 'a[', 'a[x]', 'a[1', 'a["x', 'a[''x'']b', 'a b', 'größe[ä]', '$..a', 'a[99999999999]', 'a[1.5]']) AS p;
SELECT fraiseql.execute('query ($p: String) { product(id: 1) { attributes(path: $p) } }', jsonb_build_object('p', repeat('.a', 101)))->'errors'->0->>'message';
SELECT fraiseql.execute('{ product(id: 1) { id attributes(path: 5) } }');
-- No SQL comes out of a path.
SELECT fraiseql.execute('query ($p: String) { product(id: 1) { attributes(path: $p) extra(path: $p) } }', jsonb_build_object('p', p))
  FROM unnest(ARRAY['["''; DROP TABLE tb_product; --"]', E'["\\\\\\\\"]', '["{}"]', '["\""]', '["a,b"]', '["NULL"]', E'["\x01\x02"]']) AS p;
-- A declared argument stays as it is; one of another type has no meaning.
SELECT fraiseql.load_schema('type Product { attributes(path: String! = "sizes[0].name"): JSON } type Query { product(id: ID!): Product }');
SELECT fraiseql.execute('{ product(id: 1) { attributes b: attributes(path: "sizes[1]") } }');
SELECT fraiseql.load_schema('type Product { attributes(path: Int): JSON } type Query { product(id: ID!): Product }');
DROP SCHEMA types_json_path CASCADE;
