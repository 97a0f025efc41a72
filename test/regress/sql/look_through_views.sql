-- Reading a view's data without building it: what EXPLAIN shows is what is computed.
SET client_min_messages = warning;
CREATE SCHEMA look_through_views;
SET search_path = look_through_views;

CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE tb_customer (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, name text NOT NULL, code char(4), how mood);
CREATE TABLE tb_order (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, fk_customer int NOT NULL, total numeric(10,2),
                       status text NOT NULL, label varchar(20), quantity int, created_at timestamptz, tags text[]);
CREATE TABLE tb_item (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, fk_order int NOT NULL, quantity int);
INSERT INTO tb_customer SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 'customer ' || i, 'c' || i % 9, 'glad'
  FROM generate_series(1, 50) i;
INSERT INTO tb_order SELECT i, ('00000000-0000-0000-0001-' || lpad(i::text, 12, '0'))::uuid, i % 50 + 1, i * 0.10,
                            'status ' || i % 7, 'label ' || i, i, '2025-01-01 00:00:00+00'::timestamptz + i * interval '1 hour', ARRAY['t' || i % 100]
  FROM generate_series(1, 5000) i;
INSERT INTO tb_item SELECT i, ('00000000-0000-0000-0002-' || lpad(i::text, 12, '0'))::uuid, i % 5000 + 1, i FROM generate_series(1, 8000) i;
CREATE INDEX order_total ON tb_order (total);
CREATE INDEX order_status ON tb_order (status);
CREATE INDEX order_label ON tb_order (label);
CREATE INDEX order_quantity ON tb_order (quantity);
CREATE INDEX order_created ON tb_order (created_at);
CREATE INDEX order_tags ON tb_order USING gin (tags);
CREATE INDEX order_customer ON tb_order (fk_customer);
CREATE INDEX item_order ON tb_item (fk_order);
ANALYZE;

CREATE VIEW v_customer AS
  SELECT id, jsonb_build_object('id', id::text, 'name', name, 'code', code, 'how', how) AS data FROM tb_customer;
CREATE VIEW v_item AS
  SELECT i.id, o.id AS order_id, jsonb_build_object('id', i.id::text, 'quantity', i.quantity, 'note', NULL) AS data
    FROM tb_item i JOIN tb_order o ON o.pk = i.fk_order;
CREATE VIEW v_order AS
  SELECT o.id, c.id AS customer_id,
         jsonb_build_object('id', o.id::text, 'total', o.total, 'status', 'first', 'status', o.status, 'label', o.label,
                            'quantity', o.quantity, 'created_at', o.created_at, 'tags', o.tags, 'kind', 'order',
                            'customer', jsonb_build_object('name', c.name, 'key', jsonb_build_object('id', c.id)),
                            'first_customer', CASE WHEN o.pk % 2 = 0 THEN jsonb_build_object('name', c.name) END,
                            'items', COALESCE((SELECT jsonb_agg(i.data ORDER BY i.id) FROM v_item i WHERE i.order_id = o.id), '[]'::jsonb),
                            'big_items', (SELECT jsonb_agg(jsonb_build_object('q', i.quantity) ORDER BY i.pk DESC)
                                            FILTER (WHERE i.quantity > 5000) FROM tb_item i WHERE i.fk_order = o.pk),
                            'numbers', (SELECT jsonb_agg(i.quantity ORDER BY i.pk) FROM tb_item i WHERE i.fk_order = o.pk),
                            'buyer', (SELECT v.data FROM v_customer v WHERE v.id = c.id)) AS data
    FROM tb_order o JOIN tb_customer c ON c.pk = o.fk_customer;
-- A view over a view: another key, one replaced, one removed.
CREATE VIEW v_order_more AS
  SELECT id, customer_id, (data || jsonb_build_object('total', 2 * (data->>'quantity')::int, 'extra', '{"a": {"b": [1, 2]}}'::jsonb)
                                || '{"constant": {"x": 1}, "kind": "more"}'::jsonb) - 'label' AS data
    FROM v_order;
-- Not to be looked through: what it computes is not known before it runs.
CREATE VIEW v_opaque AS SELECT pk, jsonb_strip_nulls(to_jsonb(ROW(pk, name))) AS data FROM tb_customer;
CREATE VIEW v_row AS SELECT id, to_jsonb(c) AS data FROM tb_customer c;
ALTER TABLE tb_customer ADD COLUMN dropped int, ADD COLUMN "Since" date DEFAULT '2025-02-03';
ALTER TABLE tb_customer DROP COLUMN dropped;

-- What a query computes and which conditions an index serves.
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
    IF line ~ 'fraiseql\.|jsonb_|Index Cond|Filter|Scan using' THEN RETURN NEXT trim(replace(line, 'look_through_views.', '')); END IF;
  END LOOP;
END $$;
\pset format unaligned
\pset tuples_only on

-- Selection: only what is selected is computed; a key that there is not is NULL; of equal keys the last one counts.
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"s","d":["status"],"t":"String"},
  {"k":"again","d":["status"],"t":"String"},{"k":"kind","d":["kind"],"t":"String"},{"k":"none","d":["none"],"t":"String"}]}') FROM v_order$$);
-- A column beside it, an object of known keys, a path into one, and a value that only running it tells.
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"id","a":0,"t":"ID"},{"k":"c","d":["customer"],"o":{"f":[{"k":"n","d":["name"],"t":"String"},
  {"k":"i","d":["key","id"],"t":"UUID"}]}},{"k":"n","d":["customer","name"],"t":"String"},{"k":"t","d":["tags"],"w":"[","t":"String"}]}', id) FROM v_order$$);
-- Lists and objects from subqueries.
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"i","d":["items"],"w":"![!","o":{"f":[{"k":"q","d":["quantity"],"t":"Int"}]}}]}') FROM v_order$$);
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"i","d":["big_items"],"w":"[!","o":{"f":[{"k":"q","d":["q"],"t":"Int"}]}},
  {"k":"b","d":["buyer"],"o":{"f":[{"k":"n","d":["name"],"t":"String"}]}},{"k":"f","d":["first_customer"],"o":{"f":[{"k":"n","d":["name"],"t":"String"}]}}]}') FROM v_order$$);
-- A view over a view.
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"t","d":["total"],"t":"Int"},{"k":"e","d":["extra","a","b"],"t":"JSON"},{"k":"x","d":["constant","x"],"t":"Int"},
  {"k":"kind","d":["kind"],"t":"String"},{"k":"l","d":["label"],"t":"String"}]}') FROM v_order_more$$);

-- The row of a table.
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"s","d":["Since"],"t":"Date"},{"k":"x","d":["dropped"],"t":"Int"}]}') FROM v_row WHERE
  fraiseql.read(data, '["id"]', NULL::uuid) = '00000000-0000-0000-0000-000000000007'$$);
SELECT plan($$SELECT fraiseql.project(data || jsonb_build_object('more', 1), '{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"m","d":["more"],"t":"Int"}]}') FROM v_row$$);
SELECT a.j, a.j::text = b.j::text AS same FROM
  (SELECT id, fraiseql.project(data, '{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"s","d":["Since"],"t":"Date"},{"k":"x","d":["dropped"],"t":"Int"},{"k":"c","d":["code"],"t":"String"}]}') AS j FROM v_row) a JOIN
  (SELECT id, fraiseql.project(data, '{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"s","d":["Since"],"t":"Date"},{"k":"x","d":["dropped"],"t":"Int"},{"k":"c","d":["code"],"t":"String"}]}') AS j FROM (SELECT * FROM v_row OFFSET 0) s) b USING (id) WHERE id < '00000000-0000-0000-0000-000000000003';
SELECT c.pk, fraiseql.project(v.data, '{"f":[{"k":"n","d":["name"],"t":"String"}]}'), fraiseql.project(to_jsonb(v) || '{"x": 1}', '{"f":[{"k":"n","d":["x"],"t":"Int"}]}')
  FROM tb_customer c LEFT JOIN v_row v ON v.id = c.id AND c.pk < 2 WHERE c.pk < 3 ORDER BY c.pk;

-- Filters: the index of the column behind the key.
SELECT plan($$SELECT id FROM v_order WHERE fraiseql.read(data, '["id"]', NULL::uuid) = '00000000-0000-0000-0001-000000000001'$$);
SELECT plan($$SELECT id FROM v_order_more WHERE fraiseql.read(data, '["id"]', NULL::uuid) = ANY ('{00000000-0000-0000-0001-000000000001}')$$);
SELECT plan($$SELECT pk FROM (SELECT o.pk, jsonb_build_object('total', total, 'status', status, 'label', label, 'quantity', quantity, 'created_at', created_at,
  'tags', tags) AS data FROM tb_order o) v WHERE $$ || condition) FROM unnest(ARRAY[
  $$fraiseql.read(data, '["total"]', NULL::numeric) < 1$$, $$fraiseql.read(data, '["status"]', NULL::text) = 'x'$$,
  $$fraiseql.read(data, '["status"]', NULL::text) = ANY ('{x,y}')$$, $$fraiseql.read(data, '["label"]', NULL::text) = 'x'$$,
  $$fraiseql.read(data, '["quantity"]', NULL::int) < 7$$, $$fraiseql.read(data, '["created_at"]', NULL::timestamptz) < '2025-01-01 03:00:00+00'$$,
  $$fraiseql.read(data, '["tags"]', NULL::text[]) @> '{t7}'$$]) condition;
-- Ordering, and a join by keys of data.
SELECT plan($$SELECT id FROM v_order ORDER BY fraiseql.read(data, '["created_at"]', NULL::timestamptz) LIMIT 3$$);
SELECT plan($$SELECT i.id FROM v_item i JOIN v_order o ON fraiseql.read(o.data, '["customer","key","id"]', NULL::uuid) = '00000000-0000-0000-0000-000000000007'
  AND i.order_id = fraiseql.read(o.data, '["id"]', NULL::uuid)$$);

-- The same rows whether looked through or not: OFFSET 0 stops the pull-up.
CREATE TABLE layouts (layout jsonb);
INSERT INTO layouts VALUES
  ('{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"s","d":["status"],"t":"String"},{"k":"none","d":["none"],"w":"!","t":"String"},{"k":"created","d":["created_at"],"t":"DateTime"}]}'),
  ('{"f":[{"k":"c","d":["customer"],"w":"!","o":{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"i","d":["key","id"],"t":"UUID"}]}},{"k":"t","d":["tags"],"w":"![!","t":"String"}]}'),
  ('{"f":[{"k":"i","d":["items"],"w":"![!","o":{"f":[{"k":"q","d":["quantity"],"t":"Int"},{"k":"note","d":["note"],"w":"!","t":"String"}]}}]}'),
  ('{"f":[{"k":"i","d":["big_items"],"w":"[!","o":{"f":[{"k":"q","d":["q"],"t":"Int"}]}},{"k":"n","d":["numbers"],"w":"![!","t":"Int"},
          {"k":"b","d":["buyer"],"w":"!","o":{"f":[{"k":"n","d":["code"],"t":"String"},{"k":"h","d":["how"],"t":"Enum","e":["glad"]}]}},
          {"k":"f","d":["first_customer"],"w":"!","o":{"f":[{"k":"n","d":["name"],"t":"String"}]}}]}'),
  ('{"f":[{"k":"t","d":["total"],"t":"Decimal"},{"k":"e","d":["extra","a","b"],"t":"JSON"},{"k":"x","d":["constant","x"],"t":"Int"},{"k":"k","d":["kind"],"t":"String"},{"k":"l","d":["label"],"t":"String"}]}'),
  ('{"f":[{"k":"x","c":"true"},{"k":"slot","s":3,"w":"![!","by":[{"d":["id"]},{"d":["customer","name"]}]},{"k":"null","s":4,"w":"![!","by":[{"d":["none"]}]},{"k":"one","s":4,"by":[{"d":["none"]}]}]}'),
  ('{"on":{"d":["kind"]},"of":{"order":[{"k":"s","d":["status"],"t":"String"}],"more":[{"k":"t","d":["total"],"t":"Float"},{"k":"__typename","c":"\"more\""}]}}'),
  ('{"on":{"d":["status"]},"of":{"status 1":[]}}'),
  ('{"f":[{"k":"wrong","d":["customer"],"w":"[","o":{"f":[]}},{"k":"list","d":["items"],"o":{"f":[]}},{"k":"scalar","d":["kind"],"o":{"f":[]}},{"k":"deep","d":["kind","x"],"t":"Int"},{"k":"leaf","d":["customer"],"t":"String"},{"k":"j","d":["items"],"j":true}]}');
DO $$
DECLARE l jsonb; view text; different int; rows int; shown text;
BEGIN
  FOR l IN SELECT layout FROM layouts LOOP
    FOREACH view IN ARRAY '{v_order,v_order_more}'::text[] LOOP
      EXECUTE format('SELECT count(*), count(*) FILTER (WHERE a.j::text IS DISTINCT FROM b.j::text) FROM
                        (SELECT id, fraiseql.project(data, %1$L) AS j FROM %2$I WHERE id <= ''00000000-0000-0000-0001-000000000300'') a FULL JOIN
                        (SELECT id, fraiseql.project(data, %1$L) AS j FROM (SELECT * FROM %2$I WHERE id <= ''00000000-0000-0000-0001-000000000300'' OFFSET 0) s) b USING (id)', l, view)
        INTO rows, different;
      EXECUTE format('SELECT translate(fraiseql.project(data, %L)::text, E''\x01\x02\x03\x04'', ''<;!:'') FROM %I WHERE id = ''00000000-0000-0000-0001-000000000009''', l, view)
        INTO shown;
      RAISE WARNING '% rows, % differ: %', rows, different, shown;
    END LOOP;
  END LOOP;
END $$;
-- And the same for values read.
DO $$
DECLARE pair text[]; different int; rows int;
BEGIN
  FOREACH pair SLICE 1 IN ARRAY '{{id,uuid},{id,text},{total,numeric},{total,text},{total,float8},{status,text},{label,text},{quantity,int4},{quantity,int8},{quantity,numeric},
      {quantity,text},{created_at,timestamptz},{created_at,timestamp},{created_at,text},{tags,text[]},{tags,jsonb},{tags,text},{kind,text},{none,int4},{customer,jsonb},{customer,json},
      {customer,text},{items,jsonb},{first_customer,jsonb}}'::text[] LOOP
    EXECUTE format('SELECT count(*), count(*) FILTER (WHERE a.v::text IS DISTINCT FROM b.v::text) FROM
                      (SELECT id, fraiseql.read(data, %1$L, NULL::%2$s) AS v FROM v_order WHERE id <= ''00000000-0000-0000-0001-000000000300'') a FULL JOIN
                      (SELECT id, fraiseql.read(data, %1$L, NULL::%2$s) AS v FROM (SELECT * FROM v_order WHERE id <= ''00000000-0000-0000-0001-000000000300'' OFFSET 0) s) b USING (id)',
                   jsonb_build_array(pair[1]), pair[2]) INTO rows, different;
    RAISE WARNING '% as %: % rows, % differ', pair[1], pair[2], rows, different;
  END LOOP;
END $$;

-- Below an outer join: a row that the join adds has NULL for every key, and no object.
SELECT plan($$SELECT c.pk, fraiseql.project(v.data, '{"f":[{"k":"q","d":["quantity"],"t":"Int"},{"k":"kind","d":["kind"],"t":"String"}]}')
  FROM tb_customer c LEFT JOIN (SELECT pk, jsonb_build_object('quantity', quantity, 'kind', 'item', 'o', jsonb_build_object('q', quantity)) AS data FROM tb_item) v ON v.pk = c.pk AND c.pk < 3$$);
SELECT c.pk, fraiseql.project(v.data, '{"f":[{"k":"q","d":["quantity"],"t":"Int"},{"k":"kind","d":["kind"],"t":"String"},{"k":"o","d":["o"],"o":{"f":[{"k":"q","d":["q"],"t":"Int"}]}}]}'),
       fraiseql.read(v.data, '["kind"]', NULL::text), fraiseql.read(v.data, '["o","q"]', NULL::int)
  FROM tb_customer c LEFT JOIN (SELECT pk, jsonb_build_object('quantity', quantity, 'kind', 'item', 'o', jsonb_build_object('q', quantity)) AS data FROM tb_item) v ON v.pk = c.pk AND c.pk < 3
 WHERE c.pk IN (2, 3) ORDER BY c.pk;
SELECT count(*) FROM tb_customer c LEFT JOIN (SELECT pk, jsonb_build_object('kind', 'item') AS data FROM tb_item) v ON v.pk = c.pk AND c.pk < 3
 WHERE fraiseql.read(v.data, '["kind"]', NULL::text) = 'item';

-- What stays as it is: volatile values, keys that are not constant, another function, an array, a null key.
SELECT plan($$SELECT fraiseql.project(jsonb_build_object('a', random()), '{"f":[{"k":"a","d":["a"],"t":"Float"}]}')$$);
SELECT plan($$SELECT fraiseql.project(jsonb_build_object(name, 1, 'a', 2), '{"f":[{"k":"a","d":["a"],"t":"Int"}]}') FROM tb_customer$$);
SELECT plan($$SELECT fraiseql.project(data, '{"f":[{"k":"a","d":["f1"],"t":"Int"}]}') FROM v_opaque$$);
SELECT plan($$SELECT fraiseql.read(jsonb_build_array('a', pk) || jsonb_build_object('a', pk), '["a"]', NULL::int) FROM tb_customer$$);
SELECT fraiseql.project(jsonb_build_object(NULL, 1), '{"f":[]}');

-- More than a call has arguments for.
SELECT format('CREATE VIEW v_wide AS SELECT pk, jsonb_build_object(%s) || jsonb_build_object(%s) || jsonb_build_object(%s) AS data FROM tb_customer',
         string_agg(format('%L, pk + %s', 'k' || i, i), ', ') FILTER (WHERE i <= 45),
         string_agg(format('%L, pk + %s', 'k' || i, i), ', ') FILTER (WHERE i BETWEEN 46 AND 90),
         string_agg(format('%L, pk + %s', 'k' || i, i), ', ') FILTER (WHERE i > 90)) FROM generate_series(1, 130) i \gexec
SELECT jsonb_build_object('f', jsonb_agg(jsonb_build_object('k', 'f' || i, 'd', jsonb_build_array('k' || i), 't', 'Int') ORDER BY i)) AS wide FROM generate_series(1, 130) i \gset
SELECT plan($$SELECT fraiseql.project(data, '$$ || :'wide' || $$') FROM v_wide$$) ~ 'jsonb_build_object' AS builds LIMIT 1;
SELECT md5(string_agg(fraiseql.project(data, :'wide')::text, ';' ORDER BY pk)) = (SELECT md5(string_agg(fraiseql.project(data, :'wide')::text, ';' ORDER BY pk)) FROM (SELECT * FROM v_wide OFFSET 0) s) AS same,
       min(fraiseql.project(data, :'wide')::text) ~ '"f129":\d+,"f130":\d+\}$' AS complete FROM v_wide;
DROP SCHEMA look_through_views CASCADE;
