-- Enum values whose stored text is not their name: in columns and in JSON, on the way in and out, over both routes.
SELECT current_database() AS regression,
       format('host=127.0.0.1 port=%s dbname=enums_there user=postgres', current_setting('port')) AS url \gset
SET client_min_messages = warning;
CREATE DATABASE enums_here;
CREATE DATABASE enums_there;
\c enums_there
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TYPE mood AS ENUM ('very glad', 'sad', 'unknown');
CREATE TABLE tb_task (id int PRIMARY KEY, state text, feeling mood, level int, done boolean, past text[], feelings mood[],
  parent_id int);
INSERT INTO tb_task VALUES
  (1, 'in progress', 'very glad', 1, false, '{new,in progress}', '{sad,very glad}', NULL),
  (2, 'done', 'sad', 2, true, '{new,done,NULL}', '{}', 1),
  (3, '"},;é', 'unknown', 1, NULL, NULL, '{unknown}', 1);
CREATE VIEW v_task AS SELECT id, parent_id, jsonb_build_object('state', state, 'feeling', feeling, 'level', level,
  'done', done, 'past', past, 'feelings', feelings) AS data FROM tb_task;
\c enums_here
SET client_min_messages = warning;
CREATE EXTENSION fraiseql;
CREATE TYPE mood AS ENUM ('very glad', 'sad', 'unknown');
CREATE TABLE tb_task (id int PRIMARY KEY, state text, feeling mood, level int, done boolean, past text[], feelings mood[],
  parent_id int);
INSERT INTO tb_task VALUES
  (1, 'in progress', 'very glad', 1, false, '{new,in progress}', '{sad,very glad}', NULL),
  (2, 'done', 'sad', 2, true, '{new,done,NULL}', '{}', 1),
  (3, '"},;é', 'unknown', 1, NULL, NULL, '{unknown}', 1);
CREATE VIEW v_task AS SELECT id, parent_id, jsonb_build_object('state', state, 'feeling', feeling, 'level', level,
  'done', done, 'past', past, 'feelings', feelings) AS data FROM tb_task;
-- The same, but `data` is read at run time: it cannot be looked through.
CREATE VIEW v_opaque AS SELECT id, parent_id, data FROM v_task OFFSET 0;
CREATE FUNCTION fn_move(p_id int, p_state text, p_feelings mood[] DEFAULT '{sad}') RETURNS SETOF v_task LANGUAGE sql AS
  'UPDATE tb_task SET state = p_state, feelings = p_feelings WHERE id = p_id; SELECT * FROM v_task WHERE id = p_id';
CREATE FUNCTION fn_echo(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
CREATE FUNCTION last_state() RETURNS text LANGUAGE sql STABLE AS $$SELECT 'done'$$;
CREATE FUNCTION all_states() RETURNS text[] LANGUAGE sql STABLE AS $$SELECT '{new,done,lost,NEW}'::text[]$$;
SELECT fraiseql.configure('[databases.there]
url = "${URL}"', jsonb_build_object('URL', :'url'));
\set fields '{ id: ID! state: State feeling: Feeling level: Level done: Done past: [State] feelings: [Feeling!] parent: PARENT children: [PARENT!]! @join(local: ["id"], remote: ["parent_id"]) } '
SELECT fraiseql.load_schema($$
  enum State { "Not begun." NEW @stored(as: "new") IN_PROGRESS @stored(as: "in progress") DONE @stored(as: "done") ODD @stored(as: "\"},;\u00e9") }
  enum Feeling { GLAD @stored(as: "very glad") SAD @stored(as: "sad") } extend enum Feeling { unknown @deprecated }
  enum Level { LOW @stored(as: "1") HIGH @stored(as: "2") }
  enum Done { YES @stored(as: "true") NO @stored(as: "false") }
  type Task @source(relation: "v_task", database: "primary") $$ || replace(:'fields', 'PARENT', 'Task') || $$
  type Opaque @source(relation: "v_opaque") $$ || replace(:'fields', 'PARENT', 'Opaque') || $$
  type Row @source(relation: "tb_task", database: "primary") $$ || replace(:'fields', 'PARENT', 'Row') || $$
  type Far @source(relation: "v_task", database: "there") $$ || replace(:'fields', 'PARENT', 'Far') || $$
  type FarRow @source(relation: "tb_task", database: "there") $$ || replace(:'fields', 'PARENT', 'FarRow') || $$
  input Change { state: State = IN_PROGRESS feelings: [Feeling!] more: [Change!] note: String last: State! = ODD }
  type Query {
    tasks(state: State, feeling: Feeling, level: Level, done: Done): [Task!]!
    opaques(state: State, feeling: Feeling, level: Level, done: Done): [Opaque!]!
    rows(state: State, feeling: Feeling, level: Level, done: Done): [Row!]!
    fars(state: State, feeling: Feeling, level: Level, done: Done): [Far!]!
    farRows(state: State, feeling: Feeling, level: Level, done: Done): [FarRow!]!
    pages: [Row!]! @connection
    begun(state: State = IN_PROGRESS): [Task!]! @source(relation: "v_task", database: "primary")
    lastState: State @function(name: "last_state")
    allStates: [State] @function(name: "all_states")
  }
  type Mutation { move(id: ID!, state: State!, feelings: [Feeling!]): Task echo(input: Change!): JSON }
$$);
\pset format unaligned
\pset tuples_only on
-- What clients see.
SELECT substring(fraiseql.schema_sdl() FROM 'enum State .*?\n}');
SELECT substring(fraiseql.schema_sdl() FROM 'input Change .*?\n}');
SELECT fraiseql.execute('{ __type(name: "Feeling") { enumValues(includeDeprecated: true) { name isDeprecated } } }');
SELECT fraiseql.schema_sdl() ~ 'stored';

-- Out: looked through, read at run time, from columns, and over both routes: the same everywhere.
CREATE FUNCTION pg_temp.ask(rest text, variables jsonb = NULL, definitions text = '') RETURNS TABLE (same boolean, answer json) LANGUAGE plpgsql AS $$
DECLARE
  first text;
  other text;
  field text;
  route text;
BEGIN
  same := true;
  FOR field, route IN VALUES ('tasks', 'auto'), ('opaques', 'auto'), ('rows', 'auto'), ('fars', 'direct'), ('fars', 'foreign_scan'),
    ('farRows', 'direct'), ('farRows', 'foreign_scan') LOOP
    PERFORM set_config('fraiseql.route', route, false);
    other := fraiseql.execute('query ' || definitions || ' { it: ' || replace(rest, 'TYPE', field) || ' }', variables);
    IF first IS NULL THEN first := other;
    ELSIF first <> other THEN
      same := false; answer := other; RETURN NEXT;
    END IF;
  END LOOP;
  answer := first;
  RETURN NEXT;
END $$;

SELECT * FROM pg_temp.ask('TYPE(orderBy: {id: ASC}) { id state feeling level done past feelings parent { state } children(orderBy: {id: ASC}) { state feelings } }');
-- In: arguments that filter, `where`, variables, orderings, groups.
SELECT * FROM pg_temp.ask('TYPE(state: IN_PROGRESS) { id }');
SELECT * FROM pg_temp.ask('TYPE(state: ODD) { id state }');
SELECT * FROM pg_temp.ask('TYPE(feeling: GLAD, level: LOW, done: NO) { id }');
SELECT * FROM pg_temp.ask('TYPE(state: $s) { id }', '{"s": "DONE"}', '($s: State)');
SELECT * FROM pg_temp.ask('TYPE(state: $s) { id }', NULL, '($s: State = IN_PROGRESS)');
SELECT * FROM pg_temp.ask('TYPE(where: {state: {eq: DONE}, feeling: {neq: GLAD}}) { id }');
SELECT * FROM pg_temp.ask('TYPE(where: {state: {in: [DONE, ODD]}}, orderBy: {id: DESC}) { id }');
SELECT * FROM pg_temp.ask('TYPE(where: {state: {in: $s}, children: {none: {feeling: {in: [SAD]}}}}, orderBy: {id: ASC}) { id }', '{"s": ["ODD", "IN_PROGRESS", "DONE"]}', '($s: [State!])');
SELECT * FROM pg_temp.ask('TYPE(where: {state: {nin: [DONE]}, level: {eq: LOW}, feeling: {nin: [unknown]}}) { id }');
SELECT * FROM pg_temp.ask('TYPE(where: {past: {array_contains: [DONE]}}) { id }');
SELECT * FROM pg_temp.ask('TYPE(where: {feelings: {eq: [SAD, GLAD]}}) { id }');
SELECT * FROM pg_temp.ask('TYPE(orderBy: {state: DESC}) { state }');
SELECT * FROM pg_temp.ask('TYPEAggregate(groupBy: {level: true}, where: {level: {in: [LOW, HIGH]}}) { count groups { key { level } count } }');
-- One text with different values, and texts that differ in them: plans are kept by shape.
SELECT fraiseql.execute('query ($s: State) { tasks(state: $s) { id state } }', format('{"s": "%s"}', s)::jsonb) FROM unnest('{DONE,ODD,NEW,DONE}'::text[]) s;
SELECT fraiseql.execute(format('{ tasks(state: %s) { id state } }', s)) FROM unnest('{DONE,ODD,NEW,DONE}'::text[]) s;
SELECT fraiseql.execute('{ begun { id state } other: begun(state: DONE) { id } none: begun(state: null) { id } }');
-- Cursors hold what is sorted by.
SELECT fraiseql.execute('{ pages(orderBy: {state: ASC}, first: 2) { nodes { state } pageInfo { endCursor } } }') -> 'data' -> 'pages' AS page \gset
\echo :page
SELECT fraiseql.execute('query ($c: String) { pages(orderBy: {state: ASC}, first: 2, after: $c) { nodes { state } } }', jsonb_build_object('c', :'page'::json -> 'pageInfo' ->> 'endCursor'));
-- Functions: what they get, and what they return.
SELECT fraiseql.execute('{ lastState allStates }');
SELECT fraiseql.execute('mutation { a: move(id: 1, state: ODD, feelings: [GLAD, unknown]) { id state feelings } b: move(id: 1, state: NEW) { state feelings } }');
SELECT fraiseql.execute('mutation ($f: [Feeling!], $s: State!) { move(id: 1, state: $s, feelings: $f) { state feelings } }', '{"s": "IN_PROGRESS", "f": ["SAD", "GLAD"]}');
SELECT fraiseql.execute('mutation { echo(input: {feelings: [GLAD], more: [{state: ODD, last: NEW}], note: "DONE"}) }');
SELECT fraiseql.execute('mutation ($c: Change!) { echo(input: $c) }', '{"c": {"state": "NEW", "feelings": "SAD", "more": {}}}');
-- A name is no stored text, and a stored text is no name.
SELECT fraiseql.execute('query ($s: State) { tasks(state: $s) { id } }', '{"s": "done"}');
SELECT fraiseql.execute('{ tasks(state: done) { id } }');
SELECT fraiseql.execute('{ tasks(state: "done") { id } }');
UPDATE tb_task SET state = 'DONE', level = 3, done = NULL, past = '{new,NEW}' WHERE id = 2;
UPDATE tb_task SET done = true, level = NULL WHERE id = 3;
SELECT fraiseql.execute('{ tasks(orderBy: {id: ASC}) { id state level done past } }');
SELECT fraiseql.execute('{ it: opaques(orderBy: {id: ASC}) { id state level done past } }')::text = fraiseql.execute('{ it:   tasks(orderBy: {id: ASC}) { id state level done past } }')::text AS same;

-- The same from the JSON of the SDKs: defaults may be names or stored texts.
SELECT fraiseql.load_schema($${
  "enums": [{"name": "State", "values": [{"name": "NEW", "value": "new"}, {"name": "DONE", "value": "done", "deprecated": true},
    {"name": "in_progress"}, {"name": "LATE", "value": "in progress"}]}],
  "types": [{"name": "Task", "sql_source": "there.v_task", "fields": [{"name": "id", "type": "ID", "nullable": false}, {"name": "state", "type": "State", "nullable": true}]}],
  "queries": [{"name": "tasks", "return_type": "Task", "returns_list": true, "nullable": false, "sql_source": "there.v_task",
    "arguments": [{"name": "state", "type": "State", "nullable": true, "default": "in progress"}]}]}$$);
SELECT fraiseql.execute('{ tasks { id state } all: tasks(state: null) { id } }');
SELECT substring(fraiseql.schema_sdl() FROM 'enum State .*?\n}');

-- What the writer is told: names, and pairs of name and stored text.
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Enum","e":["A",["B","b"]]},{"k":"b","a":1,"t":"Enum","e":["A",["B","b"]]}]}', 'A'::text, 'b'::text);
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Enum","e":[["B"]]}]}', 'A'::text);
SELECT fraiseql.project(NULL, '{"f":[{"k":"a","a":0,"t":"Enum","e":"A"}]}', 'A'::text);

-- Wrong uses.
\set VERBOSITY default
SELECT fraiseql.load_schema('type Query { a: A @function(name: "last_state") } enum A { X @stored(as: "Y") Y }');
SELECT fraiseql.load_schema('type Query { a: A @function(name: "last_state") } enum A { X @stored(as: "one") } extend enum A { Y @stored(as: "one") }');
SELECT fraiseql.load_schema('type Query { a: A @function(name: "last_state") } enum A { X @stored(as: 1) Y @stored Z @stored(text: "z") }');
SELECT fraiseql.load_schema('type Query { a: A @function(name: "last_state") } enum A @stored(as: "a") { X @stored(as: "a") @stored(as: "b") }');
SELECT fraiseql.load_schema('type Query { a: A @function(name: "last_state") } enum A { X @stored(as: "\u0000") Y @stored(as: null) }');
\c :regression
SET client_min_messages = warning;
DROP DATABASE enums_here WITH (FORCE);
DROP DATABASE enums_there WITH (FORCE);
