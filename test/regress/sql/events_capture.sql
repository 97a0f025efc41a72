-- Every way to call pg_notify that reaches the planner, each committed, rolled back, and in a rolled-back savepoint.
SELECT fraiseql.set_observers('[{"channel": "capture"}]');
CREATE SCHEMA events_capture;
SET search_path = events_capture;

CREATE FUNCTION w_perform(p text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('capture', p); END $$;
CREATE FUNCTION w_assign(p text) RETURNS text LANGUAGE plpgsql AS
  $$ DECLARE x text; BEGIN x := pg_notify('capture', p); RETURN x; END $$;
CREATE FUNCTION w_condition(p text) RETURNS text LANGUAGE plpgsql AS
  $$ BEGIN IF pg_notify('capture', p)::text IS NULL THEN RETURN 'null'; END IF; RETURN 'x'; END $$;
CREATE FUNCTION w_return(p text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN pg_notify('capture', p); END $$;
CREATE FUNCTION w_select_into(p text) RETURNS text LANGUAGE plpgsql AS
  $$ DECLARE x text; BEGIN SELECT pg_notify('capture', p) INTO x; RETURN x; END $$;
CREATE FUNCTION w_execute(p text) RETURNS void LANGUAGE plpgsql AS
  $$ BEGIN EXECUTE 'SELECT pg_notify($1, $2)' USING 'capture', p; END $$;
CREATE FUNCTION w_exception(p text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    BEGIN PERFORM pg_notify('capture', p || ' lost'); RAISE division_by_zero;
    EXCEPTION WHEN division_by_zero THEN PERFORM pg_notify('capture', p); END;
  END $$;
CREATE FUNCTION w_notify(p text) RETURNS void LANGUAGE plpgsql AS
  $$ BEGIN EXECUTE format('NOTIFY capture, %L', p); END $$;
CREATE FUNCTION w_sql_inlined(p text) RETURNS void LANGUAGE sql AS $$ SELECT pg_notify('capture', p) $$;
CREATE FUNCTION w_sql_called(p text) RETURNS integer LANGUAGE sql AS
  $$ SELECT pg_notify('capture', p); SELECT 1 $$;
CREATE FUNCTION w_sql_atomic(p text) RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT pg_notify('capture', p); END;
CREATE FUNCTION w_sql_set(p text) RETURNS SETOF text LANGUAGE sql AS
  $$ SELECT pg_notify('capture', p)::text FROM (VALUES (1)) v $$;
CREATE FUNCTION w_definer(p text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
  $$ BEGIN PERFORM pg_notify('capture', p); END $$;
CREATE PROCEDURE w_procedure(p text) LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('capture', p); END $$;
CREATE PROCEDURE w_argument(p text) LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE TABLE t (p text);
CREATE VIEW w_view AS SELECT p, pg_notify('capture', p)::text AS n FROM t;
CREATE FUNCTION w_trigger() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_notify('capture', NEW.p); RETURN NEW; END $$;
CREATE TABLE w_row (p text);
CREATE TRIGGER r AFTER INSERT ON w_row FOR EACH ROW EXECUTE FUNCTION w_trigger();
CREATE TABLE w_before (p text);
CREATE TRIGGER r BEFORE INSERT ON w_before FOR EACH ROW EXECUTE FUNCTION w_trigger();
CREATE TABLE w_deferred (p text);
CREATE CONSTRAINT TRIGGER r AFTER INSERT ON w_deferred DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION w_trigger();
CREATE TABLE w_when (p text);
CREATE TRIGGER r AFTER INSERT ON w_when FOR EACH ROW
  WHEN (pg_notify('capture', NEW.p)::text IS NULL) EXECUTE FUNCTION w_trigger();
CREATE TABLE w_rule (p text);
CREATE RULE r AS ON INSERT TO w_rule DO ALSO SELECT pg_notify('capture', NEW.p);
CREATE TABLE w_default (p text, n text DEFAULT pg_notify('capture', current_setting('w.p')));
CREATE TABLE w_check (p text CHECK (pg_notify('capture', p)::text IS NOT NULL));
CREATE DOMAIN w_domain AS text CHECK (pg_notify('capture', VALUE)::text IS NOT NULL);
CREATE TABLE w_policy (p text);
INSERT INTO w_policy VALUES ('');
ALTER TABLE w_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE w_policy FORCE ROW LEVEL SECURITY;
CREATE POLICY w ON w_policy USING (pg_notify('capture', current_setting('w.p'))::text IS NOT NULL);
CREATE ROLE regress_events_capture;
GRANT USAGE ON SCHEMA events_capture TO regress_events_capture;
GRANT SELECT ON w_policy TO regress_events_capture;
CREATE TABLE w_key (k integer PRIMARY KEY, p text);
INSERT INTO w_key VALUES (1, '');
CREATE OPERATOR ### (FUNCTION = pg_notify, LEFTARG = text, RIGHTARG = text);
PREPARE w_parameters(text) AS SELECT pg_notify('capture', $1);
PREPARE w_plain(text) AS SELECT $1;

CREATE TABLE way (name text PRIMARY KEY, statements text[]);
INSERT INTO way VALUES
  ('select list',            '{"SELECT pg_notify(''capture'', %L)"}'),
  ('function in from',       '{"SELECT * FROM pg_notify(''capture'', %L)"}'),
  ('lateral',                '{"SELECT n FROM (VALUES (%L)) AS v(p), LATERAL pg_notify(''capture'', p) AS n"}'),
  ('where',                  '{"SELECT 1 WHERE pg_notify(''capture'', %L)::text IS NOT NULL"}'),
  ('having',                 '{"SELECT count(*) HAVING pg_notify(''capture'', %L)::text IS NOT NULL"}'),
  ('case',                   '{"SELECT CASE WHEN true THEN pg_notify(''capture'', %L) END"}'),
  ('aggregate argument',     '{"SELECT count(pg_notify(''capture'', %L)::text)"}'),
  ('window argument',        '{"SELECT max(pg_notify(''capture'', %L)::text) OVER ()"}'),
  ('order by',               '{"SELECT 1 ORDER BY pg_notify(''capture'', %L)::text"}'),
  ('subselect',              '{"SELECT (SELECT pg_notify(''capture'', %L))"}'),
  ('cte',                    '{"WITH w AS MATERIALIZED (SELECT pg_notify(''capture'', %L)::text AS n) SELECT n FROM w"}'),
  ('values',                 '{"VALUES (pg_notify(''capture'', %L))"}'),
  ('returning',              '{"INSERT INTO t VALUES (''x'') RETURNING pg_notify(''capture'', %L)"}'),
  ('insert select',          '{"INSERT INTO t SELECT pg_notify(''capture'', %L)::text"}'),
  ('update set',             '{"UPDATE w_key SET p = pg_notify(''capture'', %L)::text"}'),
  ('on conflict',            '{"INSERT INTO w_key VALUES (1) ON CONFLICT (k) DO UPDATE SET p = pg_notify(''capture'', %L)::text"}'),
  ('merge',                  '{"MERGE INTO w_key USING (VALUES (1)) v(k) ON w_key.k = v.k WHEN MATCHED THEN UPDATE SET p = pg_notify(''capture'', %L)::text"}'),
  ('create table as',        '{"CREATE TEMP TABLE made AS SELECT pg_notify(''capture'', %L)::text AS n","DROP TABLE made"}'),
  ('operator',               '{"SELECT ''capture''::text ### %L::text"}'),
  ('prepared with parameter','{"EXECUTE w_parameters(%L)"}'),
  ('argument of execute',    '{"EXECUTE w_plain(pg_notify(''capture'', %L)::text)"}'),
  ('cursor',                 '{"DECLARE w CURSOR FOR SELECT pg_notify(''capture'', %L)","FETCH ALL FROM w","CLOSE w"}'),
  ('copy to',                '{"COPY (SELECT pg_notify(''capture'', %L)) TO PROGRAM ''cat >/dev/null''"}'),
  ('view',                   '{"DELETE FROM t","INSERT INTO t VALUES (%L)","SELECT n FROM w_view"}'),
  ('perform',                '{"SELECT w_perform(%L)"}'),
  ('plpgsql assignment',     '{"SELECT w_assign(%L)"}'),
  ('plpgsql condition',      '{"SELECT w_condition(%L)"}'),
  ('plpgsql return',         '{"SELECT w_return(%L)"}'),
  ('plpgsql select into',    '{"SELECT w_select_into(%L)"}'),
  ('plpgsql execute',        '{"SELECT w_execute(%L)"}'),
  ('plpgsql exception',      '{"SELECT w_exception(%L)"}'),
  ('plpgsql notify',         '{"SELECT w_notify(%L)"}'),
  ('do block',               '{"DO $d$ BEGIN PERFORM pg_notify(''capture'', %L); END $d$"}'),
  ('sql function inlined',   '{"SELECT w_sql_inlined(%L)"}'),
  ('sql function called',    '{"SELECT w_sql_called(%L)"}'),
  ('sql function atomic',    '{"SELECT w_sql_atomic(%L)"}'),
  ('sql function set',       '{"SELECT * FROM w_sql_set(%L)"}'),
  ('security definer',       '{"SELECT w_definer(%L)"}'),
  ('procedure',              '{"CALL w_procedure(%L)"}'),
  ('argument of call',       '{"CALL w_argument(pg_notify(''capture'', %L)::text)"}'),
  ('row trigger',            '{"INSERT INTO w_row VALUES (%L)"}'),
  ('before trigger',         '{"INSERT INTO w_before VALUES (%L)"}'),
  ('trigger condition',      '{"INSERT INTO w_when VALUES (%L)"}'),
  ('rule',                   '{"INSERT INTO w_rule VALUES (%L)"}'),
  ('default',                '{"SET LOCAL w.p = %L","INSERT INTO w_default(p) VALUES (1)"}'),
  ('copy from with default', '{"SET LOCAL w.p = %L","COPY w_default(p) FROM PROGRAM ''echo 1''"}'),
  ('check constraint',       '{"INSERT INTO w_check VALUES (%L)"}'),
  ('domain constraint',      '{"SELECT %L::w_domain"}'),
  ('row security',           '{"SET LOCAL w.p = %L","SET LOCAL ROLE regress_events_capture","SELECT * FROM w_policy","RESET ROLE"}'),
  ('notify statement',       '{"NOTIFY capture, %L"}'),
  ('emit',                   '{"SELECT fraiseql.emit(''capture'', %L)"}');
SELECT count(*) AS ways FROM way;

\set QUIET on
\o /dev/null
SELECT s.statement
  FROM way,
       LATERAL (SELECT 0, 0, 'BEGIN'
                UNION ALL SELECT 1, o, format(s, name || ': committed') FROM unnest(statements) WITH ORDINALITY u(s, o)
                UNION ALL VALUES (2, 0, 'COMMIT'), (3, 0, 'BEGIN')
                UNION ALL SELECT 4, o, format(s, name || ': rolled back') FROM unnest(statements) WITH ORDINALITY u(s, o)
                UNION ALL VALUES (5, 0, 'ROLLBACK'), (6, 0, 'BEGIN'), (7, 0, 'SAVEPOINT s')
                UNION ALL SELECT 8, o, format(s, name || ': savepoint') FROM unnest(statements) WITH ORDINALITY u(s, o)
                UNION ALL VALUES (9, 0, 'ROLLBACK TO s'), (10, 0, 'COMMIT')) AS s(phase, place, statement)
 ORDER BY name, s.phase, s.place
\gexec
-- A constraint trigger at commit, and NOTIFY as the action of a rule.
BEGIN; INSERT INTO w_deferred VALUES ('deferred trigger: committed'); COMMIT;
CREATE RULE n AS ON DELETE TO w_row DO ALSO NOTIFY capture;
DELETE FROM w_row;
\o
\unset QUIET

-- The way, and what was captured of it: one event each.
SELECT name, array_agg(payload) AS captured
  FROM way LEFT JOIN fraiseql.outbox ON channel = 'capture' AND split_part(payload, ': ', 1) = name
 GROUP BY name HAVING array_agg(payload) IS DISTINCT FROM ARRAY[name || ': committed'];
SELECT payload FROM fraiseql.outbox
 WHERE channel = 'capture' AND NOT EXISTS (SELECT FROM way WHERE payload = name || ': committed') ORDER BY payload;

-- Equal notifications of one transaction are one, as LISTEN would see them; emitted events are not folded.
BEGIN;
SELECT pg_notify('capture', 'fold'), pg_notify('capture', 'fold') FROM generate_series(1, 3);
SAVEPOINT s;
NOTIFY capture, 'fold';
RELEASE s;
SELECT fraiseql.emit('capture', 'no fold') FROM generate_series(1, 2);
COMMIT;
SELECT payload, count(*) FROM fraiseql.outbox WHERE payload LIKE '%fold' GROUP BY payload ORDER BY payload;

-- Nested savepoints: what was released goes with the savepoint around it.
BEGIN;
SELECT fraiseql.emit('capture', 'nested 0');
SAVEPOINT a;
SELECT fraiseql.emit('capture', 'nested 1');
SAVEPOINT b;
SELECT fraiseql.emit('capture', 'nested 2');
RELEASE b;
SAVEPOINT c;
SELECT fraiseql.emit('capture', 'nested 3');
ROLLBACK TO c;
ROLLBACK TO a;
SELECT fraiseql.emit('capture', 'nested 4');
COMMIT;
SELECT payload FROM fraiseql.outbox WHERE payload LIKE 'nested%' ORDER BY seq;

-- A function committing in between; numbers are in the order of the commits.
CREATE PROCEDURE in_turns() LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('capture', 'turn 1'); COMMIT;
  PERFORM pg_notify('capture', 'turn 2'); ROLLBACK;
  PERFORM pg_notify('capture', 'turn 3'); COMMIT;
END $$;
CALL in_turns();
SELECT payload FROM fraiseql.outbox WHERE payload LIKE 'turn%' ORDER BY seq;

-- What plans were made before the channel was observed, or before capture was installed, plan again.
PREPARE early(text) AS SELECT pg_notify('late', $1);
EXECUTE early('before');
SELECT fraiseql.set_observers('[{"channel": "capture"}, {"channel": "late"}]');
EXECUTE early('after');
SELECT payload FROM fraiseql.outbox WHERE channel = 'late';

SELECT fraiseql.set_observers('[]');
SET client_min_messages = warning;
DROP SCHEMA events_capture CASCADE;
DROP ROLE regress_events_capture;
