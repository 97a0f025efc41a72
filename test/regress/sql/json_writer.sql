-- fraiseql.project, fraiseql.embed, fraiseql.read and the list aggregates by themselves.
CREATE SCHEMA json_writer;
SET search_path = json_writer;
\pset format unaligned
\pset tuples_only on
-- Marks made visible.
CREATE FUNCTION show(json) RETURNS text LANGUAGE sql AS $$ SELECT translate($1::text, E'\x01\x02\x03\x04', '<;!:') $$;

-- Objects: keys in the order of the layout, equal ones too, escaped; constants; no data at all.
SELECT fraiseql.project(NULL, '{"f":[]}');
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","c":"1"},{"k":"b","c":"[true]"}]}');
SELECT fraiseql.project(NULL, '{"f":[{"k":"z","a":1,"t":"Int"},{"k":"\"\\\u0001é","a":0,"t":"Int"},{"k":"c","c":"null"},{"k":"z","a":1,"t":"String"},{"k":"c","c":"{}"}]}', 1, 2);
SELECT show(fraiseql.project(NULL, '{"f":[{"k":"a","d":["a"],"t":"Int"},{"k":"b","d":["a","b"],"w":"!","t":"Int"},{"k":"o","d":["o"],"w":"!","o":{"f":[]}},{"k":"l","d":["l"],"w":"![","t":"Int"},{"k":"j","d":["j"],"w":"!","j":true}]}'));
SELECT fraiseql.project('[1]', '{"f":[{"k":"a","d":["a"],"t":"Int"}]}'), fraiseql.project('"a"', '{"f":[{"k":"a","d":["a"],"t":"Int"}]}');
-- Objects in data, lists of them, paths through them.
SELECT show(fraiseql.project('{"a":{"b":{"c":5}},"l":[{"x":1},null,{"x":null},7,[{"x":2}]],"ll":[[{"x":1}],null,[]]}',
  '{"f":[{"k":"c","d":["a","b","c"],"t":"Int"},{"k":"b","d":["a"],"o":{"f":[{"k":"c","d":["b","c"],"t":"Int"}]}},
         {"k":"l","d":["l"],"w":"[!","o":{"f":[{"k":"x","d":["x"],"w":"!","t":"Int"}]}},{"k":"ll","d":["ll"],"w":"[![","o":{"f":[{"k":"x","d":["x"],"t":"Int"}]}}]}'));
-- Composite types and arrays of them.
CREATE TYPE part AS (name text, "size" numeric, tags text[]);
SELECT fraiseql.project(NULL, '{"f":[{"k":"p","a":0,"o":{"f":[{"k":"n","d":["name"],"t":"String"},{"k":"t","d":["tags"],"w":"[","t":"String"}]}},{"k":"l","a":1,"w":"![","o":{"f":[{"k":"s","d":["size"],"t":"Decimal"}]}}]}',
  ROW('a', 1.50, '{x,y}')::part, ARRAY[ROW('b', 2.0, NULL)::part, NULL]);
-- Abstract types: the object begins with its type.
SELECT show(fraiseql.project(NULL, '{"on":{"a":0},"of":{"Dog":[{"k":"n","a":1,"t":"String"}],"Cat":[]}}', kind, 'x'::text)) FROM (VALUES ('Dog'), ('Cat'), ('Bird'), (NULL), ('a"b')) v(kind);
SELECT show(fraiseql.project('{"pets":[{"kind":"Dog"},{"kind":"Cat"},{}],"one":{"kind":5}}',
  '{"f":[{"k":"p","d":["pets"],"w":"[","o":{"on":{"d":["kind"]},"of":{"Dog":[{"k":"k","d":["kind"],"t":"ID"}],"Cat":[]}}},{"k":"one","d":["one"],"o":{"on":{"d":["kind"]},"of":{"Dog":[]}}},{"k":"d","d":["one"],"o":{"f":[],"n":"Dog"}}]}'));
-- Open places: the key in JSON's escaped form; a key with a null is answered at once.
SELECT show(fraiseql.project('{"id":"a\"b","n":3.0,"t":true,"o":{}}', layout)) FROM (VALUES
  ('{"f":[{"k":"s","s":12,"by":[{"d":["id"]}]},{"k":"s","s":0,"by":[{"d":["n"]},{"d":["t"]}]}]}'::jsonb),
  ('{"f":[{"k":"s","s":1,"by":[{"d":["id"]},{"d":["x"]}]},{"k":"s","s":1,"w":"!","by":[{"d":["x"]}]},{"k":"s","s":1,"w":"![!","by":[{"d":["o"]}]}]}')) v(layout);
SELECT show(fraiseql.project(NULL, '{"f":[{"k":"s","s":1,"by":[{"a":0},{"a":1},{"a":2}]}]}', '6F9619FF-8B86-D011-B42D-00CF4FC964FF'::uuid, 7::int8, E'tab\t"'::text));
-- Finished JSON is copied; SQL's NULL and JSON's null are null.
SELECT show(fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"j":true},{"k":"b","a":1,"w":"!","j":true},{"k":"c","a":2,"w":"!","j":true},{"k":"d","a":3,"j":true},{"k":"e","a":4,"w":"!","j":true}]}',
  '{ "x":  1}'::json, NULL::json, 'null'::json, '{"b":1,"a":2}'::jsonb, 'null'::jsonb));
-- Anonymous records stand for their columns; more columns than a call has arguments.
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Int"},{"k":"b","a":1,"t":"String"},{"k":"c","a":2,"t":"Boolean"},{"k":"d","a":3,"t":"Int"}]}', ROW(i, 'x' || i), i = 1, ROW(i + 1)) FROM generate_series(1, 2) i;
SELECT format('SELECT length(fraiseql.project(NULL, %L, ROW(%s))::text)', jsonb_build_object('f', jsonb_agg(jsonb_build_object('k', 'k', 'a', i, 't', 'Int'))), string_agg('7', ',')) AS query
  FROM generate_series(0, 1599) i \gset
:query;
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Int"}]}', NULL::record);
-- The layout may change from row to row.
SELECT fraiseql.project('{"a":1,"b":"x"}', layout, i) FROM (VALUES (1, '{"f":[{"k":"a","d":["a"],"t":"Int"}]}'::jsonb), (2, '{"f":[{"k":"b","d":["b"],"t":"String"}]}'), (3, '{"f":[{"k":"i","a":0,"t":"Int"}]}')) v(i, layout);
-- Toasted and compressed values, and results of more than a page.
CREATE TABLE big AS SELECT jsonb_build_object('t', string_agg(md5(i::text), '"'), 'n', 1) AS data, string_agg(md5(i::text), '"') AS t FROM generate_series(1, 20000) i;
INSERT INTO big SELECT jsonb_build_object('t', repeat('x', 1000000), 'n', 2), repeat('x', 1000000);
SELECT length(fraiseql.project(data, '{"f":[{"k":"t","d":["t"],"t":"String"},{"k":"u","a":0,"t":"String"},{"k":"n","d":["n"],"t":"Int"}]}', t)::text),
       fraiseql.project(data, '{"f":[{"k":"t","d":["t"],"t":"String"},{"k":"u","a":0,"t":"String"},{"k":"n","d":["n"],"t":"Int"}]}', t)::text =
       format('{"t":%1$s,"u":%1$s,"n":%2$s}', to_json(t), data->'n') AS same FROM big;
SELECT fraiseql.project(data, '{"f":[{"k":"t","d":["t"],"t":"String"}]}')::jsonb = jsonb_build_object('t', t) AS same FROM big;

-- Layouts that are none.
SELECT fraiseql.project(NULL, NULL);
SELECT fraiseql.project(NULL, '[]');
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","t":"Int"}]}');
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Inte"}]}', 1);
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":1,"t":"Int"}]}', 1);
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Int"}]}', VARIADIC ARRAY[1]);
SELECT fraiseql.embed('1', '{"f":[]}');

-- Values: NULL stays NULL where it may.
SELECT v, show(fraiseql.embed(v, '{"f":[{"k":"","o":{"f":[{"k":"a","d":["a"],"t":"Int"}]}}]}')), show(fraiseql.embed(v, '{"f":[{"k":"","w":"![!","o":{"f":[{"k":"a","d":["a"],"t":"Int"}]}}]}'))
  FROM (VALUES ('{"a":1}'::jsonb), ('[{"a":2},null]'), ('null'), (NULL), ('5')) x(v);

-- Lists, in the order of the rows; grouped, filtered, over a window, in parallel; and NULL over nothing.
SELECT fraiseql.list(j) FROM (VALUES ('1'::json), (NULL), ('{"a": [2]}')) v(j);
SELECT fraiseql.list(j), fraiseql.list_or_null(j), fraiseql.list(j) FILTER (WHERE false) FROM (SELECT '1'::json LIMIT 0) v(j);
SELECT g, fraiseql.list(to_json(i) ORDER BY i DESC), fraiseql.list_or_null(to_json(i) ORDER BY i DESC) FILTER (WHERE i > 3) FROM (SELECT i, i % 2 AS g FROM generate_series(1, 6) i) s GROUP BY g ORDER BY g;
SELECT i, fraiseql.list(to_json(i)) OVER (ORDER BY i) FROM generate_series(1, 4) i;
SELECT length(fraiseql.list(to_json(repeat('x', 1000)))::text) FROM generate_series(1, 5000);
-- Only the aggregate may call its functions (15.18 and 15.20 say so with different errors).
DO $$ BEGIN PERFORM fraiseql.list_add(NULL, '1'); EXCEPTION WHEN undefined_function OR feature_not_supported THEN RAISE NOTICE 'refused'; END $$;

-- Reading.
SELECT fraiseql.read(d, '["a"]', NULL::numeric), fraiseql.read(d, '["o","x"]', NULL::text), fraiseql.read(d, '["o"]', NULL::jsonb), fraiseql.read(d, '["n"]', NULL::jsonb) IS NULL,
       fraiseql.read(d, '["l"]', NULL::int[]), fraiseql.read(d, '["b"]', NULL::boolean), fraiseql.read(d, '[]', NULL::json) IS NOT NULL
  FROM (SELECT '{"a":1.50,"o":{"x":"y"},"n":null,"l":[1,null,3],"b":true}'::jsonb AS d OFFSET 0) s;
CREATE DOMAIN small AS int CHECK (VALUE < 10);
SELECT fraiseql.read('{"a":5}', '["a"]', NULL::small);
SELECT fraiseql.read('{"a":15}', '["a"]', NULL::small);
SELECT fraiseql.read('{"a":"x"}', '["a"]', NULL::uuid);
SELECT fraiseql.read('{"a":"x"}', '"a"', NULL::text);
SELECT fraiseql.read('{"a":"x"}', '[1]', NULL::text);

-- More layouts than are kept, some of them in use: all are right, and memory stays bounded.
DO $$
DECLARE wrong int := 0; first bigint; written text;
BEGIN
  FOR i IN 1 .. 6000 LOOP
    EXECUTE format('SELECT fraiseql.project(%L, %L)', jsonb_build_object('k', i), format('{"f":[{"k":"%s","d":["k"],"t":"Int"}]}', i)) INTO written;
    IF written IS DISTINCT FROM format('{"%s":%s}', i, i) THEN wrong := wrong + 1; END IF;
    IF i = 2000 THEN SELECT sum(total_bytes) INTO first FROM pg_backend_memory_contexts WHERE name = 'fraiseql layout'; END IF;
  END LOOP;
  RAISE NOTICE '% wrong, grown by % %%, % layouts kept', wrong,
    (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE name = 'fraiseql layout') * 100 / first - 100,
    (SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'fraiseql layout');
END $$;

-- Of a foreign scan the filter is shipped; JSON is written here, since marks cannot come through the input of json.
DO $$ BEGIN EXECUTE format('CREATE SERVER json_writer FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L, extensions ''fraiseql'')',
  '127.0.0.1', current_setting('port'), current_database()); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER json_writer OPTIONS (user 'postgres');
CREATE TABLE tb_thing (id uuid, owner_id uuid, name text);
INSERT INTO tb_thing SELECT ('00000000-0000-0000-0000-00000000000' || i)::uuid, ('00000000-0000-0000-0000-00000000000' || i % 2)::uuid, 'thing ' || i FROM generate_series(1, 4) i;
CREATE VIEW v_thing AS SELECT id, owner_id, jsonb_build_object('id', id::text, 'owner', owner_id::text, 'name', name) AS data FROM tb_thing;
CREATE FOREIGN TABLE far_thing (id uuid, owner_id uuid, data jsonb) SERVER json_writer OPTIONS (schema_name 'json_writer', table_name 'v_thing');
EXPLAIN (VERBOSE, COSTS OFF) SELECT owner_id, fraiseql.list(fraiseql.project(data, '{"f":[{"k":"name","d":["name"],"t":"String"}]}')) FROM far_thing
  WHERE fraiseql.read(data, '["owner"]', NULL::uuid) = ANY ('{00000000-0000-0000-0000-000000000001}') GROUP BY owner_id;
SELECT owner_id, fraiseql.list(fraiseql.project(data, '{"f":[{"k":"name","d":["name"],"t":"String"}]}')) FROM far_thing
  WHERE fraiseql.read(data, '["owner"]', NULL::uuid) = ANY ('{00000000-0000-0000-0000-000000000001}') GROUP BY owner_id;
SET client_min_messages = warning;
DROP SERVER json_writer CASCADE;
DROP SCHEMA json_writer CASCADE;
