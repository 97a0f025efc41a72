-- Introspection (spec section 4), beside fields of data.
SET client_min_messages = warning;
CREATE SCHEMA introspection_schema;
SET search_path = introspection_schema;
CREATE VIEW v_user AS SELECT 1 AS id, 'Ann' AS name, 'x' AS old;
CREATE FUNCTION role_of(u v_user, "as" text DEFAULT NULL) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce("as", 'none') $$;
CREATE FUNCTION pick(pair jsonb DEFAULT NULL, n int DEFAULT NULL, s text[] DEFAULT NULL) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT concat_ws(' ', pair, n, s) $$;
SELECT fraiseql.load_schema('
  """A person""" type User implements Named @source(relation: "v_user") { id: ID! "the name" name: String! old: String @deprecated(reason: "gone") role(as: Role = ADMIN @deprecated): String @function(name: "role_of") }
  interface Named { name: String! }
  enum Role { ADMIN GUEST @deprecated }
  union Any = User
  scalar Url @specifiedBy(url: "https://url.spec.whatwg.org/")
  input Pair @oneOf { a: Int b: Int }
  type Query { user(id: ID!): User users: [User!]! pick(pair: Pair, n: Int = 3, s: [String!] = ["x"]): Url @function(name: "pick") }');
\pset format unaligned
\pset tuples_only on
SELECT fraiseql.execute('{ __typename user(id: 1) { name __typename role guest: role(as: GUEST) } __schema { queryType { name } mutationType { name } subscriptionType { name } } pick(pair: {a: 1}) }');
SELECT fraiseql.execute('{ __type(name: "User") { kind name description interfaces { name } fields { name description type { kind name ofType { name } } } old: fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }');
SELECT fraiseql.execute('query ($n: String!) { __type(name: $n) { name kind enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } fields { name } } none: __type(name: "Nothing") { name } }', '{"n": "Role"}');
SELECT fraiseql.execute('{ __type(name: "Query") { fields { name args { name type { name kind ofType { name kind ofType { name } } } defaultValue } } } }');
SELECT fraiseql.execute('{ i: __type(name: "Named") { kind possibleTypes { name } } u: __type(name: "Any") { kind possibleTypes { name } fields { name } } s: __type(name: "Url") { kind specifiedByURL } p: __type(name: "Pair") { isOneOf inputFields { name defaultValue } } }');
-- The engine's own directives are not shown; the standard ones are.
SELECT fraiseql.execute('{ __schema { directives { name isRepeatable locations args { name defaultValue } } } }');
SELECT string_agg(t ->> 'name', ' ' ORDER BY t ->> 'name' COLLATE "C") FROM json_array_elements(fraiseql.execute('{ __schema { types { name } } }') #> '{data,__schema,types}') t;
SELECT fraiseql.execute('{ __type(name: "UserWhereInput") { inputFields { name type { name kind ofType { name } } } } o: __type(name: "UserOrderByInput") { inputFields { name type { name } } } }');
SELECT fraiseql.execute('{ __schema { nothing } __type { name } }');
DROP SCHEMA introspection_schema CASCADE;
