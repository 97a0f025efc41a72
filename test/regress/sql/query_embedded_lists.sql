-- Lists of objects inside `data` have where, orderBy, limit and offset, and rows are filtered and ordered by what their
-- objects hold.
SET client_min_messages = warning;
CREATE SCHEMA query_embedded_lists;
SET search_path = query_embedded_lists;
CREATE TABLE tb_product (id int PRIMARY KEY, name text);
INSERT INTO tb_product VALUES (1, 'Anvil'), (2, 'Bolt'), (3, 'Crate');
CREATE VIEW v_product AS SELECT id, name FROM tb_product;
CREATE TABLE tb_order (id int PRIMARY KEY, data jsonb);
INSERT INTO tb_order VALUES
  (1, '{"label": "first", "address": {"city": "Bonn", "notes": [{"text": "b", "at": 2}, {"text": "a", "at": 1}, {"text": "c", "at": 3}]},
        "lines": [{"sku": "x", "qty": 3, "price": 1.50, "product_id": 1, "status": "open", "parts": [{"n": 1}, {"n": 2}, {"n": 3}]},
                  {"sku": "y", "qty": 1, "price": 20, "product_id": 2, "status": "shut", "parts": [{"n": 9}]},
                  {"sku": "z", "qty": 2, "price": 3.25, "product_id": 3, "status": "open", "parts": []}],
        "grid": [[{"v": 1, "parts": [{"n": 5}, {"n": 6}]}, {"v": 2}], [], null]}'),
  (2, '{"label": "second", "address": null, "lines": [{"sku": "x", "qty": 7, "price": 1, "product_id": 2, "status": "shut", "parts": null}, null], "grid": null}'),
  (3, '{"label": "third", "address": {"city": "Aachen", "notes": []}, "lines": []}'),
  (4, '{"label": "fourth", "address": {"city": null}, "lines": {"sku": "lone"}, "grid": 5}'),
  (5, '{"label": "fifth", "lines": [5, {"sku": "v"}]}');
CREATE VIEW v_order AS SELECT id, data FROM tb_order;
CREATE TYPE parcel AS (width int, packed_at timestamptz, note text);
CREATE TABLE tb_load (id int PRIMARY KEY, boxes parcel[], biggest parcel);
INSERT INTO tb_load VALUES
  (1, ARRAY[ROW(3, '2026-01-01 10:00+00', 'c'), ROW(1, '2026-01-02 10:00+00', 'a'), NULL, ROW(2, NULL, 'b')]::parcel[], ROW(3, '2026-01-01 10:00+00', 'c')),
  (2, '{}', NULL), (3, NULL, ROW(9, NULL, 'z'));
CREATE VIEW v_load AS SELECT id, boxes, biggest FROM tb_load;
SELECT fraiseql.load_schema('
  enum LineStatus { OPEN @stored(as: "open") SHUT @stored(as: "shut") }
  type Product { id: ID! name: String! }
  type Part { n: Int }
  type Line { sku: String! qty: Int price: Decimal status: LineStatus parts: [Part!] product: Product @join(local: ["product_id"], remote: ["id"]) }
  type Note { text: String at: Int }
  type Address { city: String notes: [Note] }
  type Cell { v: Int parts: [Part] }
  type Order { id: ID! label: String address: Address lines: [Line!] looseLines: [Line] @column(name: "lines")
               bySku(sku: String, least: Int = 2 @column(name: "qty")): [Line] @column(name: "lines")
               still: [Line] @column(name: "lines") @list(arguments: false)
               grid: [[Cell]] }
  type Box { width: Int packedAt: DateTime note: String }
  type Load { id: ID! boxes: [Box] biggest: Box }
  type Query { order(id: ID!): Order orders: [Order!]! loads: [Load!]! }');
\pset format unaligned
\pset tuples_only on
-- What clients see
SELECT fraiseql.execute('{ order: __type(name: "Order") { fields { name args { name type { name ofType { ofType { name } } } defaultValue } } } }') #> '{data,order,fields}';
SELECT fraiseql.execute('{ where: __type(name: "LineWhereInput") { inputFields { name type { name } } } orderBy: __type(name: "LineOrderByInput") { inputFields { name type { name } } } }') -> 'data';
SELECT fraiseql.execute('{ where: __type(name: "OrderWhereInput") { inputFields { name type { name } } } orderBy: __type(name: "OrderOrderByInput") { inputFields { name type { name } } } group: __type(name: "OrderGroupByInput") { inputFields { name } } }') -> 'data';
-- Which objects, in which order, how many
SELECT fraiseql.execute('{ order(id: 1) { a: lines(where: {qty: {gte: 2}}) { sku qty } b: lines(orderBy: {qty: ASC}) { sku } c: lines(orderBy: {price: DESC}, limit: 1) { sku price } d: lines(limit: 1, offset: 1) { sku } e: lines { sku } } }');
SELECT fraiseql.execute('{ order(id: 1) { lines(orderBy: [{status: DESC}, {qty: ASC}], where: {_or: [{sku: {in: ["x", "y"]}}, {_not: {price: {lt: "3.25"}}}]}) { sku status } } }');
SELECT fraiseql.execute('query ($where: LineWhereInput, $n: Int) { order(id: 1) { lines(where: $where, limit: $n) { sku } } }', '{"where": {"status": {"eq": "OPEN"}}, "n": 1}');
SELECT fraiseql.execute('query ($where: LineWhereInput! = {sku: {eq: "y"}}, $n: Int) { order(id: 1) { lines(where: $where, limit: $n) { sku } } }', '{"n": null}');
-- The same in every order
SELECT fraiseql.execute('{ orders { id looseLines(where: {qty: {gt: 1}}, orderBy: {qty: DESC}) { sku qty } } }');
SELECT fraiseql.execute('{ orders { id looseLines(limit: 1) { sku } } }');
SELECT fraiseql.execute('{ orders { id lines(orderBy: {sku: ASC_NULLS_FIRST}) { sku } } }');
SELECT fraiseql.execute('{ orders { id looseLines(where: {qty: {isnull: true}}) { sku } } }');
-- Arguments that filter by a key
SELECT fraiseql.execute('{ order(id: 1) { a: bySku { sku } b: bySku(sku: "y", least: 1) { sku } c: bySku(least: null) { sku } d: bySku(least: 3, limit: 5) { sku } } }');
SELECT fraiseql.execute('{ order(id: 1) { still(limit: 1) { sku } } }');
-- Through relations
SELECT fraiseql.execute('{ order(id: 1) { lines(where: {product: {name: {istartswith: "b"}}}) { sku product { name } } sorted: lines(orderBy: {product: {name: DESC}}, limit: 2) { product { name } } } }');
-- Lists within lists and objects
SELECT fraiseql.execute('{ order(id: 1) { address { city notes(orderBy: {at: ASC}, limit: 2) { text } all: notes { text } } lines { sku last: parts(orderBy: {n: DESC}, limit: 1) { n } big: parts(where: {n: {gt: 2}}) { n } parts { n } } } }');
SELECT fraiseql.execute('{ orders { address { city notes(limit: 1) { text } } looseLines(offset: 1) { sku parts(offset: 1) { n } } } }');
SELECT fraiseql.execute('{ orders { grid { v parts(where: {n: {neq: 5}}) { n } } } }');
-- Rows by what their objects hold
SELECT fraiseql.execute('{ a: orders(where: {address: {city: {eq: "Bonn"}}}) { id } b: orders(where: {address: {city: {isnull: true}}}) { id } c: orders(where: {_not: {address: {city: {eq: "Bonn"}}}}) { id } d: orders(where: {address: {}}) { id } }');
SELECT fraiseql.execute('{ a: orders(where: {lines: {some: {qty: {gt: 2}}}}) { id } b: orders(where: {lines: {every: {qty: {gt: 2}}}}) { id } c: orders(where: {lines: {none: {status: {eq: OPEN}}}}) { id } d: orders(where: {lines: {some: {parts: {some: {n: {eq: 9}}}}}}) { id } }');
SELECT fraiseql.execute('{ a: orders(where: {address: {notes: {some: {text: {eq: "c"}}}}}) { id } b: orders(where: {lines: {some: {product: {name: {eq: "Bolt"}}}}}) { id } }');
SELECT fraiseql.execute('{ orders(orderBy: {address: {city: DESC_NULLS_LAST}}) { id address { city } } }');
-- Counted and summed, in objects of the row and in objects of lists
SELECT fraiseql.execute('{ agg: __type(name: "LineAggregate") { fields { name } } by: __type(name: "LineGroupByInput") { inputFields { name } } sum: __type(name: "LineSum") { fields { name } } }') -> 'data';
SELECT fraiseql.execute('{ orders { id linesAggregate { count sum { qty price } avg { price } min { sku } max { sku } } } }');
SELECT fraiseql.execute('{ order(id: 1) { few: linesAggregate(where: {qty: {lt: 3}}) { count } none: linesAggregate(where: {sku: {eq: "?"}}) { count sum { qty } } linesAggregate(groupBy: {status: true}) { groups { key { status } count sum { qty } } } bySkuAggregate(sku: "y", least: 1) { count } } }');
SELECT fraiseql.execute('{ order(id: 1) { address { notesAggregate { count max { at } } } lines { sku parts(limit: 1) { n } partsAggregate(where: {n: {gt: 1}}) { __typename count sum { n } } } grid { v partsAggregate { count } } } loads { boxesAggregate { count max { width packedAt } } } }');
SELECT fraiseql.execute('{ order(id: 1) { lines(where: {product: {name: {neq: "Bolt"}}}, orderBy: {qty: ASC}, limit: 1) { sku partsAggregate { count } } linesAggregate(groupBy: {product: {name: true}}) { groups { key { product { name } } count } } } }');
SELECT fraiseql.execute('{ order(id: 1) { linesAggregate(where: null) { count } label } }');
-- A sum that is no Int, in an object of a list
INSERT INTO tb_order VALUES (6, '{"lines": [{"sku": "s", "parts": [{"n": 2147483647}, {"n": 1}]}, {"sku": "t", "parts": [{"n": 5}]}]}');
SELECT fraiseql.execute('{ order(id: 6) { lines { sku partsAggregate { sum { n } count } } } }');
DELETE FROM tb_order WHERE id = 6;
-- Composite types
SELECT fraiseql.execute('{ loads { id boxes(orderBy: {width: DESC}, where: {width: {lt: 3}}) { width packedAt note } } }');
SELECT fraiseql.execute('{ loads { id boxes(limit: 3, offset: 1) { width packedAt } } }');
SELECT fraiseql.execute('{ a: loads(where: {biggest: {width: {gte: 3}}}, orderBy: {biggest: {note: DESC}}) { id } b: loads(where: {boxes: {some: {packedAt: {gt: "2026-01-01T12:00:00Z"}}}}) { id } }');
-- A filter that is null, a variable without a value, a negative count: an error of that field alone
SELECT fraiseql.execute('query ($v: Int) { order(id: 1) { label a: lines(where: null) { sku } b: lines(where: {qty: {gt: $v}}) { sku } c: lines(limit: -1) { sku } d: lines(orderBy: {qty: null}) { sku } e: lines(limit: 1) { sku } } }');
SELECT fraiseql.execute('{ orders(where: {address: null}) { id } }');
-- Objects of an abstract type: by what all its types say of a field
CREATE VIEW v_book AS SELECT id, name AS title, id AS product_id FROM tb_product;
CREATE VIEW v_film AS SELECT id, name AS title, id AS product_id FROM tb_product;
CREATE VIEW v_shelf AS SELECT 1 AS id, '{"media": [{"__typename": "Film", "title": "x", "t": "y", "product_id": 1}, {"__typename": "Book", "title": "b", "product_id": 2}]}'::jsonb AS data;
SELECT fraiseql.load_schema('
  type Product { id: ID! name: String! }
  interface Medium { title: String name: String product: Product }
  type Book implements Medium { title: String name: String @column(name: "title") product: Product }
  type Film implements Medium { title: String name: String @column(name: "t") product: Product }
  type Shelf { id: ID! media: [Medium!]! }
  type Query { shelf(id: ID!): Shelf }');
SELECT fraiseql.execute('{ shelf(id: 1) { media(where: {product: {name: {eq: "Anvil"}}}) { title product { name } } b: media(orderBy: {product: {name: DESC}, title: ASC}) { title } c: media(where: {title: {eq: "b"}}) { __typename } } }');
SELECT fraiseql.execute('{ shelf(id: 1) { id media(where: {name: {eq: "y"}}) { name } } }');
-- Documents with arguments that have no meaning
SELECT fraiseql.load_schema('type Part { n: Int inner: Part } type Order @source(relation: "v_order") { id: ID! address(city: String): Part lines(sku: String, inner: Int): [Part] grid(v: Int): [[Part]] } type Query { orders: [Order!]! }');
DROP SCHEMA query_embedded_lists CASCADE;
