-- Filters: arguments by column and by key, and `where` with all its operators.
SET client_min_messages = warning;
CREATE SCHEMA query_filters;
SET search_path = query_filters;
CREATE TABLE tb_maker (id int PRIMARY KEY, name text, country text);
CREATE TABLE tb_product (id int PRIMARY KEY, maker_id int, name text, price numeric(8,2), made date, tags text[], doc jsonb, kind text, active bool);
CREATE TABLE tb_review (id int PRIMARY KEY, product_id int, stars int, said text);
INSERT INTO tb_maker VALUES (1, 'Acme', 'FR'), (2, 'Best', 'DE');
INSERT INTO tb_product VALUES
  (1, 1, 'Anvil', 10.00, '2025-01-01', '{heavy,iron}', '{"a": 1, "b": {"c": 2}}', 'TOOL', true),
  (2, 1, 'anvil 100%', 20.00, '2025-02-01', '{heavy}', '{"a": 2}', 'TOOL', false),
  (3, 2, 'Rope_x', 5.50, NULL, '{}', NULL, 'TOY', NULL),
  (4, NULL, NULL, NULL, '2025-03-01', NULL, '{"b": null}', NULL, true);
INSERT INTO tb_review VALUES (1, 1, 5, 'good'), (2, 1, 3, NULL), (3, 2, 5, 'good'), (4, 3, 1, 'bad');
CREATE VIEW v_maker AS SELECT id, jsonb_build_object('name', name, 'country', country) AS data FROM tb_maker;
CREATE VIEW v_product AS SELECT id, maker_id, tags, doc, jsonb_build_object('name', name, 'price', price, 'made', made, 'kind', kind, 'active', active) AS data FROM tb_product;
CREATE VIEW v_review AS SELECT id, product_id, stars, jsonb_build_object('said', said) AS data FROM tb_review;
SELECT fraiseql.load_schema('
  enum Kind { TOOL TOY }
  type Maker { id: ID! name: String country: String products: [Product!]! }
  type Product { id: ID! name: String price: Decimal made: Date kind: Kind active: Boolean tags: [String!] doc: JSON maker: Maker reviews(stars: Int): [Review!]! }
  type Review { id: ID! stars: Int said: String product: Product }
  type Query {
    product(id: ID, name: String): Product
    products: [Product!]!
    by(kind: Kind, active: Boolean = null, name: String, price: Decimal = "10", made: Date, id: [ID!]): [Product!]!
      @source(relation: "v_product")
    makers: [Maker!]! }');
\pset format unaligned
\pset tuples_only on
-- The ids of the products that fit, or the first error
CREATE FUNCTION pg_temp.ids(filter text, variables jsonb DEFAULT NULL, declared text DEFAULT '') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(a -> 'errors' -> 0 ->> 'message', (SELECT string_agg(p ->> 'id', ' ' ORDER BY p ->> 'id') FROM json_array_elements(a #> '{data,products}') p), 'none')
    FROM fraiseql.execute('query' || declared || ' { products(where: ' || filter || ') { id } }', variables) a $$;

-- Arguments: left out, null, null that is the default, a default, a list
SELECT fraiseql.execute('{ product(id: 2) { name } other: product(name: "Rope_x") { id } none: product(id: 1, name: "Rope_x") { id } }');
SELECT fraiseql.execute('{ by { id } }');
SELECT fraiseql.execute('{ all: by(price: null) { id } kind: by(price: null, kind: null) { id } active: by(price: null, active: null) { id } yes: by(active: true, price: "10.000") { id } }');
SELECT fraiseql.execute('{ a: by(price: 20) { id } b: by(price: "5.5", kind: TOY) { id } c: by(made: null, price: "5.50") { id } d: by(price: "10", id: [1, "2"]) { id } e: by(price: "10", id: []) { id } }');
SELECT fraiseql.execute('query ($k: Kind, $m: Date) { by(price: "5.5", kind: $k, made: $m) { id } }', '{"m": null}');
SELECT fraiseql.execute('query ($k: Kind, $m: Date) { by(price: "5.5", kind: $k, made: $m) { id } }', '{"m": "2025-01-01"}');
SELECT fraiseql.execute('{ product(id: 1) { reviews(stars: 5) { said } all: reviews { id } none: reviews(stars: 9) { id } } }');
SELECT fraiseql.execute('{ product(id: "x") { name } ok: product(id: 1) { name } }');

-- Comparisons
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['{}', '{price: {}}', '{price: {eq: "10"}}', '{price: {neq: 10}}', '{price: {gt: 10}}', '{price: {gte: 10}}', '{price: {lt: "10.0"}}',
  '{price: {lte: 10}}', '{price: {in: [10, "5.5"]}}', '{price: {in: []}}', '{price: {nin: [10]}}', '{price: {nin: []}}', '{price: {gt: 5, lt: 15}}', '{price: {eq: null}}', '{price: {neq: null}}',
  '{price: {isnull: true}}', '{price: {isnull: false}}', '{made: {gte: "2025-02-01"}}', '{kind: {eq: TOY}}', '{kind: {in: [TOY, TOOL]}}', '{active: {eq: false}}', '{active: {neq: true}}',
  '{id: {in: [1, 4]}}', '{id: {eq: "3"}}', '{name: {eq: "Anvil"}, price: {eq: 20}}']) f;
-- Text; LIKE has its wildcards, contains and its kin take every character as it is.
SELECT f, pg_temp.ids('{name: ' || f || '}') FROM unnest(ARRAY['{contains: "nvil"}', '{contains: "%"}', '{contains: ""}', '{icontains: "ANVIL"}', '{startswith: "An"}', '{istartswith: "AN"}',
  '{endswith: "_x"}', '{endswith: ""}', '{iendswith: "_X"}', '{iendswith: "IL"}', '{like: "%nvil%"}', '{like: "Rope\\_x"}', '{ilike: "ANV%"}', '{nlike: "A%"}', '{nilike: "a%"}', '{regex: "^A"}', '{iregex: "^a"}',
  '{nregex: "^A"}', '{niregex: "^a"}', '{regex: "("}']) f;
-- Lists and documents
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['{tags: {array_contains: ["iron"]}}', '{tags: {array_contains: "heavy"}}', '{tags: {array_contained_by: ["heavy"]}}', '{tags: {array_overlaps: ["iron", "x"]}}',
  '{tags: {eq: ["heavy"]}}', '{tags: {neq: ["heavy"]}}', '{tags: {isnull: true}}', '{doc: {contains: {b: {c: 2}}}}', '{doc: {eq: {a: 2}}}', '{doc: {has_key: "a"}}', '{doc: {has_any_keys: ["b", "z"]}}',
  '{doc: {has_all_keys: ["a", "b"]}}', '{doc: {eq: null}}']) f;
-- Combinations; an empty list of alternatives has none that holds.
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['{_or: [{price: {eq: 10}}, {price: {eq: 20}}]}', '{_and: [{price: {gte: 10}}, {kind: {eq: TOOL}}]}', '{_not: {price: {eq: 10}}}', '{_or: []}', '{_and: []}', '{_not: {}}', '{_or: {id: {eq: 1}}}',
  '{_or: [{id: {eq: 1}}], price: {eq: 20}}', '{_not: {_or: [{id: {eq: 1}}, {_and: [{price: {eq: 20}}]}]}}']) f;
-- Relations
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['{maker: {country: {eq: "FR"}}}', '{maker: {}}', '{_not: {maker: {country: {eq: "FR"}}}}', '{reviews: {some: {stars: {eq: 5}}}}', '{reviews: {every: {stars: {eq: 5}}}}', '{reviews: {none: {stars: {eq: 5}}}}',
  '{reviews: {some: {}}}', '{reviews: {none: {}}}', '{reviews: {every: {said: {eq: "good"}}}}', '{reviews: {some: {stars: {gt: 4}, said: {eq: "good"}}, none: {said: {eq: null}}}}', '{maker: {products: {some: {reviews: {some: {said: {eq: "bad"}}}}}}}', '{reviews: {}}']) f;
-- Null and what is missing never widen a filter.
SELECT f, pg_temp.ids(f) FROM unnest(ARRAY['null', '{price: null}', '{price: {gt: null}}', '{price: {in: null}}', '{price: {in: [null]}}', '{price: {isnull: null}}', '{_or: null}', '{_not: null}', '{maker: null}', '{reviews: {some: null}}', '{reviews: null}']) f;
SELECT d, f, v, pg_temp.ids(f, v::jsonb, d) FROM (VALUES
  ('($p: Decimal)', '{price: {eq: $p}}', '{}'), ('($p: Decimal)', '{price: {eq: $p}}', '{"p": null}'), ('($p: Decimal)', '{price: {eq: $p}}', '{"p": "10"}'), ('($p: Decimal)', '{price: {gt: $p}}', '{"p": null}'),
  ('($p: DecimalFilter)', '{price: $p}', '{}'), ('($p: DecimalFilter)', '{price: $p}', '{"p": {"gt": 10}}'), ('($w: ProductWhereInput)', '$w', '{"w": {"_or": [{"id": {"eq": 1}}, {"id": {"eq": 3}}]}}'),
  ('($w: ProductWhereInput)', '$w', '{"w": null}'), ('($w: ProductWhereInput!)', '$w', '{}'), ('($w: [ProductWhereInput!])', '{_or: $w}', '{"w": []}'), ('($w: ProductWhereInput)', '$w', '{"w": {"price": null}}'),
  ('($w: ProductWhereInput)', '$w', '{"w": {"nonsense": 1}}'), ('($l: [Decimal!])', '{price: {in: $l}}', '{"l": [10, 20]}')) t(d, f, v);
SELECT pg_temp.ids('{nonsense: {eq: 1}}');
SELECT pg_temp.ids('{price: {eq: "ten"}}');
SELECT pg_temp.ids('{id: {eq: "x"}}');
-- In nested lists, for each parent
SELECT fraiseql.execute('{ makers(where: {products: {some: {price: {gt: 15}}}}) { name products(where: {price: {lt: 15}}) { id reviews(where: {said: {isnull: false}}, stars: 5) { id } } } }');
DROP SCHEMA query_filters CASCADE;
