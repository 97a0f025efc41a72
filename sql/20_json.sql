-- The JSON writer, and how `data` of a view is read without building it (src/catalog/look_through.h).
--
-- What writes JSON is STABLE, which keeps postgres_fdw from running it in the other database: its result may hold marks,
-- control bytes that the input function of json would refuse on the way back. fraiseql.read is IMMUTABLE, so that filters
-- are shipped, although the text of, say, a timestamp follows TimeZone: postgres_fdw fixes that over there.

CREATE FUNCTION look_through(internal) RETURNS internal
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_look_through';

-- The object of one row, as the layout says (src/planner/layout.h); values are numbered from 0, and an anonymous
-- record stands for its columns.
CREATE FUNCTION project(data jsonb, layout jsonb) RETURNS json
LANGUAGE c STABLE PARALLEL SAFE SUPPORT look_through AS 'MODULE_PATHNAME', 'fraiseql_project';

CREATE FUNCTION project(data jsonb, layout jsonb, VARIADIC "values" "any") RETURNS json
LANGUAGE c STABLE PARALLEL SAFE SUPPORT look_through AS 'MODULE_PATHNAME', 'fraiseql_project';

-- One value as the only field of the layout says: what look-through puts where `data` holds objects.
CREATE FUNCTION embed(value jsonb, layout jsonb) RETURNS json
LANGUAGE c STABLE PARALLEL SAFE SUPPORT look_through AS 'MODULE_PATHNAME', 'fraiseql_embed';

-- One value of a jsonb as an SQL value: read(data, '["total"]', NULL::numeric) is (data->>'total')::numeric, a JSON null
-- is NULL, an array type takes a JSON array. The path is jsonb and not text[] so that postgres_fdw ships the call.
CREATE FUNCTION read(data jsonb, path jsonb, type anyelement) RETURNS anyelement
LANGUAGE c IMMUTABLE PARALLEL SAFE SUPPORT look_through AS 'MODULE_PATHNAME', 'fraiseql_read';

CREATE FUNCTION list_add(internal, json) RETURNS internal
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_list_add';

CREATE FUNCTION list_finish(internal) RETURNS json
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_list_finish';

CREATE FUNCTION list_finish_or_null(internal) RETURNS json
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_list_finish_or_null';

-- A JSON array of its inputs in the order they come, `[]` where there are none; NULL becomes null.
CREATE AGGREGATE list(json) (
  SFUNC = list_add,
  STYPE = internal,
  FINALFUNC = list_finish,
  PARALLEL = SAFE
);

-- The same, but NULL where there are none: what look-through makes of jsonb_agg.
CREATE AGGREGATE list_or_null(json) (
  SFUNC = list_add,
  STYPE = internal,
  FINALFUNC = list_finish_or_null,
  PARALLEL = SAFE
);

-- Where a row stands in an ordering, as an opaque text: the values of the sort keys (src/execution/cursor.h).
CREATE FUNCTION cursor(ordering text, VARIADIC keys "any") RETURNS text
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'fraiseql_cursor';
