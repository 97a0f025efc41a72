-- Variables: defaults, null and absence, coercion and its errors (spec section 6.1.2).
SET client_min_messages = warning;
CREATE SCHEMA query_variables;
SET search_path = query_variables;
CREATE FUNCTION show(i int DEFAULT -1, f float8 DEFAULT NULL, s text DEFAULT NULL, b bool DEFAULT NULL, id text DEFAULT NULL, e text DEFAULT NULL, l int[] DEFAULT NULL,
                     big bigint DEFAULT NULL, num numeric DEFAULT NULL, day date DEFAULT NULL, at timestamptz DEFAULT NULL, clock time DEFAULT NULL, u uuid DEFAULT NULL, j jsonb DEFAULT NULL, o jsonb DEFAULT NULL) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' ', 'i=' || coalesce(i::text, 'null'), 'f=' || f, 's=' || s, 'b=' || b, 'id=' || id, 'e=' || e, 'l=' || l::text, 'big=' || big, 'num=' || num, 'day=' || day,
                   'at=' || (at AT TIME ZONE 'UTC'), 'clock=' || clock, 'u=' || u, 'j=' || j::text, 'o=' || o::text) $$;
SELECT fraiseql.load_schema('
  enum Colour { RED GREEN }
  input Point { x: Int! y: Int = 7 label: String nested: [Point] fooBar: Colour }
  type Query { show(i: Int, f: Float, s: String, b: Boolean, id: ID, e: Colour, l: [Int], big: BigInt, num: Decimal, day: Date, at: DateTime, clock: Time, u: UUID, j: JSON, o: Point): String @function(name: "show")
               need(i: Int!, s: String! = "d"): String @function(name: "show") }');
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION pg_temp.show(type text, argument text, variables text) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(a -> 'errors' -> 0 ->> 'message', a #>> '{data,show}') FROM fraiseql.execute('query ($v: ' || type || ') { show(' || argument || ': $v) }', variables::jsonb) a $$;
-- Every scalar
SELECT t, v, pg_temp.show(t, a, '{"v": ' || v || '}') FROM (VALUES
  ('Int', 'i', '5'), ('Int', 'i', '5.0'), ('Int', 'i', '5.5'), ('Int', 'i', '2147483647'), ('Int', 'i', '2147483648'), ('Int', 'i', '-2147483649'), ('Int', 'i', '"5"'), ('Int', 'i', 'true'), ('Int', 'i', '[5]'), ('Int', 'i', 'null'),
  ('Float', 'f', '1'), ('Float', 'f', '1.5e3'), ('Float', 'f', '"1"'), ('Float', 'f', 'true'), ('String', 's', '"a\u00e9\ud83d\ude00\"''"'), ('String', 's', '1'), ('String', 's', '""'), ('Boolean', 'b', 'true'), ('Boolean', 'b', '"true"'), ('Boolean', 'b', '0'),
  ('ID', 'id', '"x"'), ('ID', 'id', '17'), ('ID', 'id', '1.5'), ('ID', 'id', 'true'), ('Colour', 'e', '"RED"'), ('Colour', 'e', '"red"'), ('Colour', 'e', '1'), ('Colour', 'e', '"GREEM"'),
  ('[Int]', 'l', '[1, null, 3]'), ('[Int]', 'l', '4'), ('[Int]', 'l', '[]'), ('[Int]', 'l', '[1, "2"]'), ('[Int!]', 'l', '[1, null]'), ('[Int]!', 'l', 'null'),
  ('BigInt', 'big', '"9223372036854775807"'), ('BigInt', 'big', '9007199254740993'), ('BigInt', 'big', '1.5'), ('BigInt', 'big', '"9223372036854775808"'), ('Decimal', 'num', '"1.10"'), ('Decimal', 'num', '1.10'), ('Decimal', 'num', '"abc"'),
  ('Date', 'day', '"2024-02-29"'), ('Date', 'day', '"2023-02-29"'), ('Date', 'day', '20240229'), ('DateTime', 'at', '"2024-02-29T12:00:00.5+02:00"'), ('DateTime', 'at', '"yesterday"'), ('Time', 'clock', '"23:59:59"'), ('Time', 'clock', '"25:00"'),
  ('UUID', 'u', '"00000000-0000-0000-0000-00000000000A"'), ('UUID', 'u', '"x"'), ('JSON', 'j', '{"a": [1.10, null, {"B": "c"}]}'), ('JSON', 'j', '"s"'), ('JSON', 'j', 'null'),
  ('Point', 'o', '{"x": 1}'), ('Point', 'o', '{"x": 1, "y": null, "fooBar": "RED", "nested": {"x": 2}}'), ('Point', 'o', '{}'), ('Point', 'o', '{"x": 1, "z": 2}'), ('Point', 'o', '{"x": "1"}'), ('Point', 'o', '{"x": 1, "nested": [{"x": 1}, {"x": null}]}'), ('Point', 'o', '7')) t(t, a, v);
-- Absent, null, default
SELECT fraiseql.execute('query ($i: Int) { show(i: $i) }');
SELECT fraiseql.execute('query ($i: Int) { show(i: $i) }', '{"i": null}');
SELECT fraiseql.execute('query ($i: Int = 3) { show(i: $i) }');
SELECT fraiseql.execute('query ($i: Int = 3) { show(i: $i) }', '{"i": null}');
SELECT fraiseql.execute('query ($i: Int = 3) { need(i: $i) }');
SELECT fraiseql.execute('query ($i: Int = 3) { need(i: $i) }', '{"i": null}');
SELECT fraiseql.execute('query ($i: Int!) { need(i: $i) }');
SELECT fraiseql.execute('query ($i: Int!) { need(i: $i) }', '{"i": null}');
SELECT fraiseql.execute('query ($s: String) { need(i: 1, s: $s) }');
SELECT fraiseql.execute('query ($s: String) { need(i: 1, s: $s) }', '{"s": null}');
SELECT fraiseql.execute('query ($o: Point = {x: 9}) { show(o: $o) }');
SELECT fraiseql.execute('query ($x: Int!, $l: String) { show(o: {x: $x, label: $l, nested: [{x: $x}]}, l: [$x, 2]) }', '{"x": 4}');
-- All faults at once; what the operation does not declare is passed over.
SELECT fraiseql.execute('query ($a: Int!, $b: Colour, $c: Point) { show(i: $a, e: $b, o: $c) }', '{"b": "BLUE", "c": {"y": 1.5}, "d": 1}');
SELECT fraiseql.execute('query A($i: Int!) { need(i: $i) } query B { show }', '{"i": "x"}', 'B');
-- A string that PostgreSQL cannot hold is refused, and no other document with it: they share no plan.
SELECT fraiseql.execute('{ need(i: 1, s: "a") }');
SELECT fraiseql.execute('{ need(i: 1, s: "a\u0000b") }');
SELECT fraiseql.execute('{ need(i: 1, s: "b") }');
SELECT fraiseql.execute('{ a: show(o: {x: 1, label: "\u0000"}) }');
SELECT fraiseql.execute('{ a: show(o: {x: 1, label: "c"}) }');
-- Uses that validation refuses
SELECT fraiseql.execute('{ show(i: $i) }');
SELECT fraiseql.execute('query ($i: Int, $n: Int) { need(i: $i) }');
SELECT fraiseql.execute('query ($i: Int = "x", $i: Nothing) { show(i: $i) }');
SELECT fraiseql.execute('query ($s: String) { show(i: $s) }');
DROP SCHEMA query_variables CASCADE;
