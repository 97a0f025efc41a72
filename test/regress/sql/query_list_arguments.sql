-- where, orderBy, limit and offset of lists that declare none of them: what they select, through the whole pipeline.
SELECT current_database() AS regression \gset
CREATE DATABASE query_list_arguments;
\c query_list_arguments
CREATE EXTENSION fraiseql;
CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE tb_customer (id int, name text, vip bool);
INSERT INTO tb_customer VALUES (1, 'Ada', true), (2, 'Bob', false), (3, NULL, false);
CREATE TABLE tb_order (id int, customer_id int, total numeric, status text, created date, tags text[], extra jsonb);
INSERT INTO tb_order VALUES
  (1, 1, 10.00, 'new', '2024-01-01', '{a,b}', '{"gift": true}'),
  (2, 1, 20.50, 'paid', '2024-02-01', '{b}', '{"note": "x"}'),
  (3, 2, 5.25, 'Paid', NULL, NULL, NULL),
  (4, NULL, 99.99, 'lost', '2024-03-01', '{}', '{}');
CREATE VIEW v_customer AS SELECT id, jsonb_build_object('name', name, 'vip', vip) AS data FROM tb_customer;
CREATE VIEW v_order AS
  SELECT id, customer_id, tags,
         jsonb_build_object('total', total, 'status', status, 'created', created, 'extra', extra) AS data FROM tb_order;
SELECT fraiseql.load_schema('
type Customer { id: ID! name: String vip: Boolean orders: [Order!]! }
type Order { id: ID! total: Decimal status: String created: Date tags: [String!] extra: JSON customer: Customer }
type Query { orders: [Order!]! customers(vip: Boolean = null): [Customer!]! plain: [Order!]! @source(relation: "v_order") @list(arguments: false) }');
SELECT regexp_matches(fraiseql.schema_sdl(), 'type Query [^}]*}');

CREATE FUNCTION ids(arguments text, declared text DEFAULT '', variables jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  SELECT COALESCE((SELECT string_agg(o ->> 'id', ' ' ORDER BY n) FROM json_array_elements(r -> 'data' -> 'orders')
                   WITH ORDINALITY AS t(o, n)), r -> 'errors' -> 0 ->> 'message', 'none')
    FROM fraiseql.execute(format('query %s { orders(%s, orderBy: {id: ASC}) { id } }', declared, arguments), variables) AS r $$;

-- Comparisons, by the type of the field and not as text
SELECT ids('where: {total: {gt: "9.5"}}') AS gt, ids('where: {total: {lte: "10"}}') AS lte, ids('where: {id: {in: [1, 3]}}') AS "in",
       ids('where: {id: {nin: [1, 3]}}') AS nin, ids('where: {created: {gte: "2024-02-01"}}') AS dates;
-- Text
SELECT ids('where: {status: {eq: "paid"}}') AS eq, ids('where: {status: {ilike: "pa%"}}') AS ilike,
       ids('where: {status: {startswith: "P"}}') AS startswith, ids('where: {status: {iregex: "^(new|lost)$"}}') AS iregex;
-- Null
SELECT ids('where: {created: {isnull: true}}') AS isnull, ids('where: {created: {eq: null}}') AS eq_null,
       ids('where: {created: {neq: null}}') AS neq_null;
SELECT ids('where: {created: {gt: null}}');
-- Arrays and JSON
SELECT ids('where: {tags: {array_contains: ["b"]}}') AS contains, ids('where: {tags: {array_overlaps: ["a", "x"]}}') AS overlaps,
       ids('where: {extra: {has_key: "note"}}') AS has_key, ids('where: {extra: {contains: {gift: true}}}') AS json_contains;
-- Combinations and relations
SELECT ids('where: {_or: [{status: {eq: "new"}}, {total: {gt: "50"}}]}') AS "or", ids('where: {_not: {status: {eq: "new"}}}') AS "not",
       ids('where: {status: {eq: "paid"}, total: {gt: "50"}}') AS "and", ids('where: {customer: {name: {eq: "Ada"}}}') AS to_one;
SELECT fraiseql.execute('{ customers(where: {orders: {some: {total: {gt: "20"}}}}) { name } }') AS some,
       fraiseql.execute('{ customers(where: {orders: {none: {status: {eq: "Paid"}}}}, orderBy: {id: ASC}) { id } }') AS none;

-- A filter that somebody meant never widens a query.
SELECT ids('where: {status: {eq: $v}}', '($v: String)');
SELECT ids('where: {status: {eq: $v}}', '($v: String)', '{"v": null}') AS is_null;
SELECT ids('where: {status: {eq: $v}}', '($v: String)', '{"v": "new"}') AS given;
SELECT ids('where: $w', '($w: OrderWhereInput)', '{"w": {"total": {"lt": "6"}}}') AS given;
-- (a variable that is left out leaves the argument out)
SELECT ids('where: $w', '($w: OrderWhereInput)');
SELECT ids('where: $w', '($w: OrderWhereInput)', '{"w": null}');
SELECT ids('where: {_or: []}') AS none_of_nothing, ids('where: {_and: [], _not: {}}') AS not_of_everything;
SELECT ids('where: {stauts: {eq: "new"}}');

-- Orderings
SELECT fraiseql.execute('{ orders(orderBy: [{customer: {name: DESC_NULLS_LAST}}, {total: DESC}]) { id } }');
SELECT fraiseql.execute('{ orders(orderBy: {created: ASC_NULLS_FIRST}, limit: 2, offset: 1) { id } }');
SELECT fraiseql.execute('{ customers(orderBy: {id: ASC}) { id orders(where: {total: {gt: "6"}}, orderBy: {total: DESC}, limit: 1) { id } } }');
SELECT fraiseql.execute('{ plain(limit: 1) { id } }');

-- Lists of lists have no filter.
CREATE VIEW v_board AS SELECT 1 AS id, ARRAY[1, 2] AS line, jsonb_build_object('grid', '[[1, 2], [3]]'::jsonb) AS data;
SELECT fraiseql.load_schema('type Board { id: ID! line: [Int!] grid: [[Int!]!] } type Query { boards: [Board] }');
SELECT substring(fraiseql.schema_sdl() FROM 'input BoardWhereInput {[^}]*}');
SELECT fraiseql.execute('{ boards(where: {line: {array_contains: [2]}}) { grid } }');

-- A type without a relation of its own, read from the one that a field names.
CREATE TABLE tb_mark (id int PRIMARY KEY, value int, customer_id int);
INSERT INTO tb_mark VALUES (1, 5, 1), (2, 7, 2), (3, 9, 1);
SELECT fraiseql.load_schema('
type Customer { id: ID! name: String }
type Mark { id: ID! value: Int customer: Customer }
type Query { marks: [Mark!]! @source(relation: "tb_mark") }');
SELECT regexp_matches(fraiseql.schema_sdl(), 'type Query [^}]*}');
SELECT fraiseql.execute('{ marks(where: {value: {gt: 5}, customer: {name: {eq: "Ada"}}}) { id } last: marks(orderBy: [{customer: {name: ASC}}, {value: DESC}], limit: 1) { id customer { name } } marksAggregate(groupBy: {customer: {name: true}}) { groups { key { customer { name } } sum { value } } } }');

\c :regression
DROP DATABASE query_list_arguments WITH (FORCE);
