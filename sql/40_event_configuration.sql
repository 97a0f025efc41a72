-- Events: what is observed, what is subscribed to, and how NATS is reached. Written by fraiseql.configure through the
-- set_ functions below; docs/events.md lists the keys.

-- Tokens between dots, each without white space, control characters and wildcards; nothing of NATS' own ($JS, _INBOX).
CREATE FUNCTION fraiseql.is_nats_subject(subject text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN subject ~ '^[^[:space:][:cntrl:].*>]+(\.[^[:space:][:cntrl:].*>]+)*$'
   AND subject !~ '^(\$|_INBOX(\.|$))' AND pg_catalog.octet_length(subject) <= 255;

-- The same with the wildcards of a subscription: * for a token, > for all that follow.
CREATE FUNCTION fraiseql.is_nats_subject_filter(subject text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN subject ~ '^(([^[:space:][:cntrl:].*>]+|\*)(\.([^[:space:][:cntrl:].*>]+|\*))*(\.>)?|>)$'
   AND subject !~ '^(\$|_INBOX(\.|$))' AND pg_catalog.octet_length(subject) <= 255;

-- The subject of a channel whose [[observers]] block names none: every byte that is no letter, digit, dot, hyphen or
-- underscore becomes %XX, and so do dots that would make an empty token.
CREATE FUNCTION fraiseql.nats_subject_of(channel text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  SELECT 'fraiseql.' || pg_catalog.string_agg(
           CASE WHEN byte ~ '^[A-Za-z0-9_-]$' THEN byte
                WHEN byte = '.' AND place > 1 AND place < size AND before IS DISTINCT FROM '.' THEN byte
                ELSE '%' || pg_catalog.upper(pg_catalog.lpad(pg_catalog.to_hex(code), 2, '0')) END, '' ORDER BY place)
    FROM (SELECT place, code, size, CASE WHEN code BETWEEN 33 AND 126 THEN pg_catalog.chr(code) ELSE '' END AS byte,
                 pg_catalog.lag(CASE WHEN code = 46 THEN '.' END) OVER (ORDER BY place) AS before
            FROM (SELECT place, pg_catalog.octet_length(channel) AS size,
                         pg_catalog.get_byte(pg_catalog.convert_to(channel, 'UTF8'), place - 1) AS code
                    FROM pg_catalog.generate_series(1, pg_catalog.octet_length(channel)) AS place) AS bytes) AS chars;
END;

CREATE TABLE fraiseql.observer (
  channel      text COLLATE "C" PRIMARY KEY CHECK (channel <> '' AND octet_length(channel) < 64),
  nats_subject text NOT NULL CHECK (fraiseql.is_nats_subject(nats_subject)),
  stream       text CHECK (fraiseql.is_nats_subject(stream) AND strpos(stream, '.') = 0),
  durable      boolean NOT NULL DEFAULT true,
  passthrough  boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE fraiseql.observer IS 'the notification channels that are forwarded to NATS';

CREATE TABLE fraiseql.subscriber (
  name        text COLLATE "C" PRIMARY KEY CHECK (name <> ''),
  subject     text NOT NULL CHECK (fraiseql.is_nats_subject_filter(subject)),
  function    text NOT NULL,
  role        name NOT NULL DEFAULT current_user,
  stream      text CHECK (fraiseql.is_nats_subject(stream) AND strpos(stream, '.') = 0),
  durable     text CHECK (fraiseql.is_nats_subject(durable) AND strpos(durable, '.') = 0),
  start       text NOT NULL DEFAULT 'first' CHECK (start IN ('first', 'new')),
  concurrency integer NOT NULL DEFAULT 1 CHECK (concurrency BETWEEN 1 AND 64),
  ordered_by  text CHECK (ordered_by <> ''),
  max_deliver integer NOT NULL DEFAULT 5 CHECK (max_deliver > 0),
  backoff     interval NOT NULL DEFAULT '1 s' CHECK (backoff > '0'),
  max_backoff interval NOT NULL DEFAULT '5 min' CHECK (max_backoff > '0'),
  timeout     interval NOT NULL DEFAULT '30 s' CHECK (timeout > '0')
);
COMMENT ON TABLE fraiseql.subscriber IS 'the NATS subjects whose messages are handed to SQL functions';

-- One row at most. What is null here comes from the setting fraiseql.nats_<column>.
CREATE TABLE fraiseql.nats (
  only_row    fraiseql.only_row PRIMARY KEY,
  url         text,
  "user"      text,
  password    text,
  token       text,
  credentials text,
  tls         boolean,
  ca          text,
  cert        text,
  key         text,
  jetstream   boolean
);
COMMENT ON TABLE fraiseql.nats IS 'how the worker of this database reaches NATS (holds secrets: superusers only)';

CREATE TABLE fraiseql.stream (
  name             text COLLATE "C" PRIMARY KEY CHECK (fraiseql.is_nats_subject(name) AND strpos(name, '.') = 0),
  subjects         text[],
  max_age          interval NOT NULL DEFAULT '0' CHECK (max_age >= '0'),
  max_bytes        bigint NOT NULL DEFAULT -1,
  max_messages     bigint NOT NULL DEFAULT -1,
  discard          text NOT NULL DEFAULT 'old' CHECK (discard IN ('old', 'new')),
  replicas         integer NOT NULL DEFAULT 1 CHECK (replicas BETWEEN 1 AND 5),
  duplicate_window interval NOT NULL DEFAULT '2 h' CHECK (duplicate_window > '0')
);
COMMENT ON TABLE fraiseql.stream IS 'the JetStream streams that the worker makes when they are missing';

-- A role can be named as the one a handler runs as only by those who may become it: the worker could become anybody.
CREATE FUNCTION fraiseql.check_subscriber() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(current_user, NEW.role, 'MEMBER') THEN
    RAISE EXCEPTION 'permission denied to run a subscriber''s function as role "%"', NEW.role
      USING ERRCODE = 'insufficient_privilege', HINT = 'Name a role that you are a member of.';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_subscriber BEFORE INSERT OR UPDATE ON fraiseql.subscriber
  FOR EACH ROW EXECUTE FUNCTION fraiseql.check_subscriber();

-- A duration as TOML gives it: a number of seconds, or text such as "2h" or "500 ms". Null where there is none.
CREATE FUNCTION fraiseql.event_interval(value jsonb) RETURNS interval
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN CASE jsonb_typeof(value) WHEN 'number' THEN make_interval(secs => value::double precision)
            ELSE (value #>> '{}')::interval END;

-- What is wrong with a value of the configuration, null when nothing is. The kinds are those of check_event_values.
CREATE FUNCTION fraiseql.event_value_fault(value jsonb, kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bounds text[] := string_to_array(substring(kind FROM '^(-?\d+\.\.\d+)$'), '..');
BEGIN
  IF kind = 'string' AND jsonb_typeof(value) <> 'string' THEN
    RETURN 'must be a string';
  ELSIF kind = 'strings' AND (jsonb_typeof(value) <> 'array'
                              OR jsonb_path_exists(value, '$[*] ? (@.type() != "string")', silent => true)) THEN
    RETURN 'must be a list of strings';
  ELSIF kind = 'url' AND jsonb_typeof(value) <> 'string' AND fraiseql.event_value_fault(value, 'strings') IS NOT NULL THEN
    RETURN 'must be a string or a list of strings';
  ELSIF kind = 'url' AND EXISTS (SELECT FROM regexp_split_to_table(
          CASE jsonb_typeof(value) WHEN 'string' THEN value #>> '{}'
               ELSE (SELECT string_agg(u, ',') FROM jsonb_array_elements_text(value) AS u) END, ',') AS server
          WHERE server !~* '^\s*((nats|tls)://)?[^:/\s][^/\s]*/?\s*$') THEN
    RETURN 'must hold servers such as nats://10.0.0.5:4222 or tls://nats.example.com';
  ELSIF kind = 'boolean' AND jsonb_typeof(value) <> 'boolean' THEN
    RETURN 'must be true or false';
  ELSIF kind = 'list' AND jsonb_typeof(value) <> 'array' THEN
    RETURN 'must be a list';
  ELSIF bounds IS NOT NULL THEN
    IF jsonb_typeof(value) = 'number' AND value #>> '{}' ~ '^-?\d+$' THEN
      IF (value #>> '{}')::numeric BETWEEN bounds[1]::numeric AND bounds[2]::numeric THEN
        RETURN NULL;
      END IF;
    END IF;
    RETURN format('must be a whole number from %s to %s', bounds[1], bounds[2]);
  ELSIF kind IN ('duration', 'duration or 0') THEN
    IF jsonb_typeof(value) IN ('number', 'string') THEN
      IF fraiseql.event_interval(value) > '0' OR fraiseql.event_interval(value) = '0' AND kind = 'duration or 0' THEN
        RETURN NULL;
      END IF;
    END IF;
    RETURN 'must be a duration, such as "30s" or 30 (seconds)';
  ELSIF strpos(kind, '|') > 0 AND (jsonb_typeof(value) <> 'string' OR value #>> '{}' <> ALL (string_to_array(kind, '|'))) THEN
    RETURN 'must be "' || replace(kind, '|', '" or "') || '"';
  END IF;
  RETURN NULL;
EXCEPTION WHEN invalid_datetime_format OR datetime_field_overflow OR interval_field_overflow THEN
  RETURN 'must be a duration, such as "30s" or 30 (seconds)';
END
$$;

-- Checks what the keys of a block hold, as an error that names the first that is wrong; which keys there are is checked
-- where the file is read. `known` says of each key what it takes: string, strings, boolean, list, url, "duration", "duration or 0", a range "1..64", words "a|b".
CREATE FUNCTION fraiseql.check_event_values(block text, given jsonb, known jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wrong record;
BEGIN
  IF jsonb_typeof(given) <> 'object' THEN
    RAISE EXCEPTION '%: a table is expected, not %', block, jsonb_typeof(given)
      USING ERRCODE = 'QL003';
  END IF;
  SELECT key, value, fraiseql.event_value_fault(value, known ->> key) AS fault INTO wrong FROM jsonb_each(given)
   WHERE fraiseql.event_value_fault(value, known ->> key) IS NOT NULL ORDER BY key LIMIT 1;
  IF FOUND THEN
    -- What stands in [nats] may be a secret.
    RAISE EXCEPTION '%: "%" %', block, wrong.key,
      wrong.fault || CASE block WHEN 'nats' THEN '' ELSE ', not ' || wrong.value::text END
      USING ERRCODE = 'QL003';
  END IF;
END
$$;

-- Names of streams and consumers are single words.
CREATE FUNCTION fraiseql.check_nats_name(block text, key text, name text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF fraiseql.is_nats_subject(name) AND strpos(name, '.') = 0 OR name IS NULL THEN
    RETURN;
  END IF;
  RAISE EXCEPTION '%: "%" is no name for "%"', block, name, key
    USING ERRCODE = 'QL003', HINT = 'It is a word without white space, ".", "*", ">" and a leading "$".';
END
$$;

-- The channels become what the array says: observers it does not name are gone.
CREATE FUNCTION fraiseql.set_observers(observers jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  block jsonb;
BEGIN
  FOR block IN SELECT value FROM jsonb_array_elements(coalesce(observers, '[]')) LOOP
    PERFORM fraiseql.check_event_values('observers', block,
      '{"channel": "string", "nats_subject": "string", "stream": "string", "durable": "boolean",
        "passthrough": "boolean"}');
    IF block ->> 'channel' IS NULL THEN
      RAISE EXCEPTION 'observers: a block has no "channel"' USING ERRCODE = 'QL003';
    END IF;
    IF block ->> 'channel' = '' OR octet_length(block ->> 'channel') > 63 THEN
      RAISE EXCEPTION 'observers: "%" is no channel: its name has from 1 to 63 bytes', block ->> 'channel'
        USING ERRCODE = 'QL003';
    END IF;
    PERFORM fraiseql.check_nats_name('observers', 'stream', block ->> 'stream');
    IF NOT fraiseql.is_nats_subject(coalesce(block ->> 'nats_subject', 'none')) THEN
      RAISE EXCEPTION 'observers: "%" is no subject to publish to (channel "%")',
        block ->> 'nats_subject', block ->> 'channel'
        USING ERRCODE = 'QL003',
              HINT = 'A subject is words separated by single dots, without white space, "*" and ">".';
    END IF;
  END LOOP;
  IF EXISTS (SELECT FROM jsonb_array_elements(observers) AS b GROUP BY b ->> 'channel' HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'observers: channel "%" appears twice',
      (SELECT b ->> 'channel' FROM jsonb_array_elements(observers) AS b GROUP BY 1 HAVING count(*) > 1 LIMIT 1)
      USING ERRCODE = 'QL003';
  END IF;
  DELETE FROM fraiseql.observer AS o
   WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(observers) AS b WHERE b ->> 'channel' = o.channel);
  INSERT INTO fraiseql.observer AS o (channel, nats_subject, stream, durable, passthrough)
  SELECT b ->> 'channel', coalesce(b ->> 'nats_subject', fraiseql.nats_subject_of(b ->> 'channel')), b ->> 'stream',
         coalesce((b -> 'durable')::boolean, true), coalesce((b -> 'passthrough')::boolean, true)
    FROM jsonb_array_elements(observers) AS b
  ON CONFLICT (channel) DO UPDATE
     SET (nats_subject, stream, durable, passthrough) =
         (excluded.nats_subject, excluded.stream, excluded.durable, excluded.passthrough)
   WHERE (o.nats_subject, o.stream, o.durable, o.passthrough) IS DISTINCT FROM
         (excluded.nats_subject, excluded.stream, excluded.durable, excluded.passthrough);
END
$$;

-- The function of a block, written as schema.name: it takes (jsonb) or (text, jsonb), and the role may execute it.
CREATE FUNCTION fraiseql.subscriber_function(function_name text, run_as name) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  parts      text[] := pg_catalog.parse_ident(pg_catalog.regexp_replace(function_name, '\s*\(.*\)\s*$', ''));
  arguments  text   := pg_catalog.lower(pg_catalog.substring(function_name, '\((.*)\)\s*$'));
  candidates oid[];
BEGIN
  SELECT pg_catalog.array_agg(p.oid) INTO candidates
    FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
   WHERE p.proname = parts[pg_catalog.cardinality(parts)] AND p.prokind = 'f'
     AND CASE WHEN pg_catalog.cardinality(parts) = 1 THEN pg_catalog.pg_function_is_visible(p.oid)
              ELSE n.nspname = parts[1] END
     AND p.proargtypes IN ('3802'::pg_catalog.oidvector, '25 3802'::pg_catalog.oidvector)
     AND (arguments IS NULL
          OR pg_catalog.replace(arguments, ' ', '') =
             CASE p.pronargs WHEN 1 THEN 'jsonb' ELSE 'text,jsonb' END);
  IF candidates IS NULL THEN
    RAISE EXCEPTION 'subscribers: there is no function %(jsonb) or %(text, jsonb)', function_name, function_name
      USING ERRCODE = 'undefined_function',
            HINT = 'A handler takes the payload, or the subject and the payload; it is looked for in the search path.';
  ELSIF pg_catalog.cardinality(candidates) > 1 THEN
    RAISE EXCEPTION 'subscribers: function % is there twice, with (jsonb) and with (text, jsonb)', function_name
      USING ERRCODE = 'ambiguous_function', HINT = 'Write the argument types after the name.';
  ELSIF NOT pg_catalog.has_function_privilege(run_as, candidates[1], 'EXECUTE') THEN
    RAISE EXCEPTION 'subscribers: role "%" may not execute function %', run_as, function_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
                                   CASE p.pronargs WHEN 1 THEN 'jsonb' ELSE 'text,jsonb' END)
            FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
           WHERE p.oid = candidates[1]);
END
$$;

-- The subscribers become what the array says. A subscriber keeps its place in its stream as long as its name stays;
-- the name is that of its function unless the block gives one.
CREATE FUNCTION fraiseql.set_subscribers(subscribers jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  block pg_catalog.jsonb;
  wanted pg_catalog.text[] := '{}';
  subscriber fraiseql.subscriber;
BEGIN
  FOR block IN SELECT value FROM pg_catalog.jsonb_array_elements(coalesce(subscribers, '[]')) LOOP
    PERFORM fraiseql.check_event_values('subscribers', block,
      '{"subject": "string", "function": "string", "name": "string", "role": "string", "stream": "string",
        "durable": "string", "start": "first|new", "concurrency": "1..64", "ordered_by": "string",
        "max_deliver": "1..2147483647", "backoff": "duration", "max_backoff": "duration", "timeout": "duration"}');
    PERFORM fraiseql.check_nats_name('subscribers', 'stream', block ->> 'stream');
    PERFORM fraiseql.check_nats_name('subscribers', 'durable', block ->> 'durable');
    IF '' IN (block ->> 'name', block ->> 'ordered_by') THEN
      RAISE EXCEPTION 'subscribers: "name" and "ordered_by" must not be empty' USING ERRCODE = 'QL003';
    END IF;
    IF block ? 'ordered_by' AND coalesce((block -> 'concurrency')::integer, 1) = 1 THEN
      RAISE EXCEPTION 'subscribers: "ordered_by" needs a "concurrency" greater than 1'
        USING ERRCODE = 'QL003', HINT = 'One handler at a time keeps the order of the whole stream.';
    END IF;
    IF block ->> 'subject' IS NULL OR block ->> 'function' IS NULL THEN
      RAISE EXCEPTION 'subscribers: a block needs "subject" and "function"' USING ERRCODE = 'QL003';
    END IF;
    IF NOT fraiseql.is_nats_subject_filter(block ->> 'subject') THEN
      RAISE EXCEPTION 'subscribers: "%" is no subject', block ->> 'subject'
        USING ERRCODE = 'QL003',
              HINT = 'A subject is words separated by single dots; "*" stands for a word, a last ">" for all that follow.';
    END IF;
    subscriber := pg_catalog.jsonb_populate_record(NULL::fraiseql.subscriber,
                                                   block - '{backoff,max_backoff,timeout}'::pg_catalog.text[]);
    subscriber.role := coalesce(subscriber.role, current_user);
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = subscriber.role) THEN
      RAISE EXCEPTION 'subscribers: role "%" does not exist', subscriber.role USING ERRCODE = 'undefined_object';
    END IF;
    subscriber.function := fraiseql.subscriber_function(subscriber.function, subscriber.role);
    subscriber.name := coalesce(subscriber.name,
                                pg_catalog.regexp_replace(subscriber.function, '\([a-z,]*\)$', ''));
    IF subscriber.name = ANY (wanted) THEN
      RAISE EXCEPTION 'subscribers: two blocks are named "%"', subscriber.name
        USING ERRCODE = 'QL003', HINT = 'Give each a "name" of its own.';
    END IF;
    wanted := wanted || subscriber.name;
    subscriber.start       := coalesce(subscriber.start, 'first');
    subscriber.concurrency := coalesce(subscriber.concurrency, 1);
    subscriber.max_deliver := coalesce(subscriber.max_deliver, 5);
    subscriber.backoff     := coalesce(fraiseql.event_interval(block -> 'backoff'), '1 s');
    subscriber.max_backoff := coalesce(fraiseql.event_interval(block -> 'max_backoff'), '5 min');
    subscriber.timeout     := coalesce(fraiseql.event_interval(block -> 'timeout'), '30 s');
    IF NOT EXISTS (SELECT FROM fraiseql.subscriber AS s WHERE s IS NOT DISTINCT FROM subscriber) THEN
      DELETE FROM fraiseql.subscriber AS s WHERE s.name = subscriber.name;
      INSERT INTO fraiseql.subscriber SELECT subscriber.*;
    END IF;
  END LOOP;
  DELETE FROM fraiseql.subscriber AS s WHERE s.name <> ALL (wanted);
END
$$;

-- The [nats] table: the server and, in "streams", what is to exist there. A stream is a name or a table.
CREATE FUNCTION fraiseql.set_nats(nats jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  block jsonb;
  subject text;
BEGIN
  nats := coalesce(nats, '{}');
  PERFORM fraiseql.check_event_values('nats', nats,
    '{"url": "url", "user": "string", "password": "string", "token": "string", "credentials": "string",
      "tls": "boolean", "ca": "string", "cert": "string", "key": "string", "jetstream": "boolean", "streams": "list"}');
  DELETE FROM fraiseql.nats;
  IF nats - 'streams' <> '{}' THEN
    INSERT INTO fraiseql.nats
    SELECT true, r.url, r."user", r.password, r.token, r.credentials, r.tls, r.ca, r.cert, r.key, r.jetstream
      FROM jsonb_populate_record(NULL::fraiseql.nats,
             CASE jsonb_typeof(nats -> 'url') WHEN 'array' THEN jsonb_set(nats, '{url}', to_jsonb(
               (SELECT string_agg(u, ',') FROM jsonb_array_elements_text(nats -> 'url') AS u))) ELSE nats END) AS r;
  END IF;
  DELETE FROM fraiseql.stream;
  FOR block IN SELECT CASE jsonb_typeof(value) WHEN 'string' THEN jsonb_build_object('name', value) ELSE value END
                 FROM jsonb_array_elements(coalesce(nats -> 'streams', '[]')) LOOP
    PERFORM fraiseql.check_event_values('nats.streams', block,
      '{"name": "string", "subjects": "strings", "max_age": "duration or 0", "max_bytes": "-1..9223372036854775807",
        "max_messages": "-1..9223372036854775807", "discard": "old|new", "replicas": "1..5",
        "duplicate_window": "duration"}');
    IF block ->> 'name' IS NULL THEN
      RAISE EXCEPTION 'nats.streams: a block has no "name"' USING ERRCODE = 'QL003';
    END IF;
    PERFORM fraiseql.check_nats_name('nats.streams', 'name', block ->> 'name');
    IF EXISTS (SELECT FROM fraiseql.stream AS s WHERE s.name = block ->> 'name') THEN
      RAISE EXCEPTION 'nats.streams: "%" appears twice', block ->> 'name' USING ERRCODE = 'QL003';
    END IF;
    FOR subject IN SELECT jsonb_array_elements_text(block -> 'subjects') LOOP
      IF NOT fraiseql.is_nats_subject_filter(subject) THEN
        RAISE EXCEPTION 'nats.streams: "%" is no subject (stream "%")', subject, block ->> 'name'
          USING ERRCODE = 'QL003',
                HINT = 'A subject is words separated by single dots; "*" stands for a word, a last ">" for all that follow.';
      END IF;
    END LOOP;
    INSERT INTO fraiseql.stream (name, subjects, max_age, max_bytes, max_messages, discard, replicas, duplicate_window)
    VALUES (block ->> 'name', (SELECT array_agg(s) FROM jsonb_array_elements_text(block -> 'subjects') AS s),
            coalesce(fraiseql.event_interval(block -> 'max_age'), '0'),
            coalesce((block -> 'max_bytes')::bigint, -1), coalesce((block -> 'max_messages')::bigint, -1),
            coalesce(block ->> 'discard', 'old'),
            coalesce((block -> 'replicas')::integer, 1),
            coalesce(fraiseql.event_interval(block -> 'duplicate_window'), '2 h'));
  END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION fraiseql.set_observers, fraiseql.set_subscribers, fraiseql.set_nats FROM PUBLIC;

