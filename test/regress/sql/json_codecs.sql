-- How values of each type are written by each codec: as a typed argument, from jsonb, and looked through. The three
-- have to agree. Marks are shown as <V...> (the value cannot be represented), <N> (null in a non-null position).
SET client_min_messages = warning;
CREATE SCHEMA json_codecs;
SET search_path = json_codecs;
SET timezone = 'America/New_York';
SET datestyle = 'German, DMY';
SET intervalstyle = 'iso_8601';

CREATE TYPE mood AS ENUM ('GLAD', 'sad', 'so "so"');
CREATE TYPE point3 AS (x int, "Y" text, z numeric);
CREATE DOMAIN email AS text;
CREATE DOMAIN positive AS numeric(8,3) CHECK (VALUE > 0);

CREATE FUNCTION show(json) RETURNS text LANGUAGE sql AS $$
  SELECT regexp_replace(regexp_replace($1::text, E'\x03([A-Z])([^\x03]*)\x03', '<\1\2>', 'g'), '^\{"v":(.*)\}$', '\1') $$;

CREATE FUNCTION layout(codec text, wrapping text, place text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('f', jsonb_build_array(
           jsonb_build_object('k', 'v', 't', codec, 'w', wrapping, 'e', '["GLAD", "a"]'::jsonb) || place::jsonb)) $$;

-- What the codecs write for a value, and where the ways differ.
CREATE FUNCTION written(expression text, wrapping text, codecs text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE codec text; through_jsonb text; typed text; looked_through text; plan text; line text := '';
BEGIN
  FOREACH codec IN ARRAY codecs LOOP
    EXECUTE format('SELECT json_codecs.show(fraiseql.project(d, %L)) FROM (SELECT jsonb_build_object(''v'', %s) AS d OFFSET 0) s',
                   layout(codec, wrapping, '{"d": ["v"]}'), expression) INTO through_jsonb;
    EXECUTE format('SELECT json_codecs.show(fraiseql.project(NULL, %L, x)) FROM (SELECT %s AS x OFFSET 0) s',
                   layout(codec, wrapping, '{"a": 0}'), expression) INTO typed;
    EXECUTE format('SELECT json_codecs.show(fraiseql.project(jsonb_build_object(''v'', x), %L)) FROM (SELECT %s AS x OFFSET 0) s',
                   layout(codec, wrapping, '{"d": ["v"]}'), expression) INTO looked_through;
    line := line || '  ' || codec || ' ' || through_jsonb;
    -- A json argument of its own is copied as it is.
    IF typed IS DISTINCT FROM through_jsonb AND NOT (expression LIKE '%::json' AND codec IN ('JSON', 'Custom')) THEN
      line := line || '  TYPED: ' || typed;
    END IF;
    IF looked_through IS DISTINCT FROM through_jsonb THEN line := line || '  LOOKED THROUGH: ' || looked_through; END IF;
  END LOOP;
  RETURN NEXT expression || ':' || line;
END $$;

\pset format unaligned
\pset tuples_only on

SELECT written(v, '!', '{Int,Float,String,Boolean,ID,BigInt,Decimal,JSON}') FROM unnest(ARRAY[
  'NULL::int', '0', '-1', '2147483647', '2147483648', '-2147483648', '-2147483649', '9007199254740993',
  '9223372036854775807', '(-9223372036854775808)', '7::int2',
  '0.0', '3.0', '1.10', '-0.5', '0.00001', '100', '1e20::numeric', '1e21::numeric', '1e-7::numeric', '123456789012345.678',
  '1234567890123456789.25', '0.1234567890123456789', '10000.0001', '12345678.9', '-99999999.99990',
  '''NaN''::numeric', '''Infinity''::numeric', '''-Infinity''::numeric', '1.50::positive', '4.250::positive',
  '0::float8', '''-0''::float8', '1.5::float8', '0.1::float8', '1e300::float8', '1e23::float8', '5e-324::float8', '123456789012345680000::float8',
  '1e21::float8', '''NaN''::float8', '''Infinity''::float8', '0.1::float4', '3.4e38::float4', '16777216::float4',
  'true', 'false']) v;

SELECT written(v, '!', '{Int,Float,String,Boolean,ID,BigInt,Decimal,Enum,UUID,JSON,Custom}') FROM unnest(ARRAY[
  '''''::text', '''a''::text', '''12''::text', ''' 12 ''::text', '''1.50''::text', '''-7e2''::text', '''0x10''::text', '''NaN''::text', '''x"y\z''::text',
  'E''\x01\x1f\x7f\b\f\n\r\t/é€𝄞''::text', 'repeat(''long plain text '', 5) || ''"'' || repeat(''é'', 9)', '''literal''',
  '''ab''::char(5)', '''v''::varchar(9)', '''n''::name', '''me@x.y''::email', '''GLAD''::mood', '''sad''::mood', '''so "so"''::mood',
  '''6F9619FF-8B86-D011-B42D-00CF4FC964FF''::uuid', '''6F9619FF-8B86-D011-B42D-00CF4FC964FF''::text', '''{6F9619FF8B86D011B42D00CF4FC964FF}''::text',
  '''\xdeadbeef''::bytea', '''10.0.0.1/8''::inet', '''1 day 02:03:04''::interval', '''[1,5)''::int4range', '''(1,2)''::point',
  '''pg_class''::regclass', '''101''::bit(3)']) v;

SELECT written(v, '!', '{DateTime,Date,Time,String,JSON,Int}') FROM unnest(ARRAY[
  '''2025-01-31 12:00:00+00''::timestamptz', '''2025-07-01 12:00:00.5+02''::timestamptz', '''1999-12-31 23:59:59.999999+00''::timestamptz',
  '''0044-03-15 12:00:00+00 BC''::timestamptz', '''12025-01-01 00:00:00+00''::timestamptz', '''1800-01-01 00:00:00+00''::timestamptz',
  '''infinity''::timestamptz', '''-infinity''::timestamptz',
  '''2025-01-31 12:00:00''::timestamp', '''2025-01-31 12:00:00.000120''::timestamp', '''0001-01-01 00:00:00 BC''::timestamp', '''infinity''::timestamp',
  '''2025-01-31''::date', '''0044-03-15 BC''::date', '''12025-12-31''::date', '''infinity''::date', '''-infinity''::date',
  '''12:34:56''::time', '''00:00:00.25''::time', '''24:00:00''::time', '''12:34:56+02''::timetz', '''12:34:56.7-03:30''::timetz',
  '''2025-01-31T12:00:00Z''::text', '''2025-01-31 14:00:00+0200''::text', '''2025-01-31T12:00''::text', '''2025-02-29''::text', '''2024-02-29''::text',
  '''2025-01-31T25:00:00''::text', '''2016-12-31T23:59:60Z''::text', '''31.01.2025''::text', '''yesterday''::text', '''12:34''::text', '''12:34:56Z''::text',
  '''2025-01-31T12:00:00.1234567Z''::text', '''''::text', '20250131']) v;

-- JSON values, composite types, arrays. Numbers in messages are ECMAScript's, nesting is cut as graphql-js cuts it.
SELECT written(v, '', '{JSON,Custom,String,Int,ID,Boolean,Enum}') FROM unnest(ARRAY[
  '''{"b": 1, "a": [1, 2.50, null, {"x": "y"}]}''::jsonb', '''{"b":1,"a":{"c":{"d":{"e":1}}},"b":[]}''::json', '''"text"''::jsonb', '''3.0''::jsonb', '''true''::jsonb',
  '''null''::jsonb', '''null''::json', '''[]''::jsonb', '''{}''::jsonb', '''[[[[1]]], {"k": {"l": {"m": {}}}}]''::jsonb',
  '''[1,2,3,4,5,6,7,8,9,10,11]''::jsonb', '''[1,2,3,4,5,6,7,8,9,10,11,12]''::jsonb',
  'ROW(1, ''a'', 2.50)::point3', 'ARRAY[1, NULL, 3]', '''{}''::int[]', '''{{1,2},{3,4}}''::int[]', '''{GLAD,sad}''::mood[]',
  '''[0:1]={5,6}''::int[]', 'ARRAY[ROW(1, ''a'', 2.50)::point3]', '''1 2 3''::int2vector']) v;

-- Lists.
SELECT written(v, '![!', '{Int,String,Decimal}') FROM unnest(ARRAY[
  'ARRAY[1, NULL, 3]', '''{}''::int[]', 'NULL::int[]', '''{{1,2},{3,4}}''::int[]', 'ARRAY[1.50, ''NaN'']', 'ARRAY[''a"b'', NULL]', '5', '''[1, null, "x", [2]]''::jsonb',
  '''{"a": 1}''::jsonb', '''[1, 2]''::json', '''[0:1]={5,6}''::int[]', '''text''::text']) v;
SELECT written(v, '[[', '{Int,String}') FROM unnest(ARRAY[
  '''{{1,2},{3,4}}''::int[]', 'ARRAY[1, NULL, 3]', '''[[1], null, [], 2]''::jsonb', '''{}''::int[]']) v;
SELECT written(v, '[!', '{DateTime,Enum,UUID}') FROM unnest(ARRAY[
  'ARRAY[''2025-01-31 12:00:00+00''::timestamptz, ''infinity'']', '''{GLAD,sad}''::mood[]', 'ARRAY[''6F9619FF-8B86-D011-B42D-00CF4FC964FF''::uuid]']) v;

-- Few digits in floats, IntervalStyle and bytea_output: the ways agree still.
SET extra_float_digits = 0;
SET bytea_output = 'escape';
SET intervalstyle = 'sql_standard';
SELECT written(v, '!', '{Float,String,JSON}') FROM unnest(ARRAY['0.1::float8 + 0.2', '(1/3.0)::float4', '''\xde61''::bytea', '''1 day 02:03:04''::interval']) v;
DROP SCHEMA json_codecs CASCADE;
