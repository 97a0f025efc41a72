-- The fraiseql.* settings: what exists, who may change it, what it takes.
SELECT name, setting, unit, context, vartype, min_val, max_val, enumvals
FROM pg_settings WHERE name LIKE 'fraiseql.%' AND name !~ '^fraiseql\.(nats|worker|outbox|event)' ORDER BY name COLLATE "C";

SET fraiseql.max_depth = 1001;
SET fraiseql.mutation_atomicity = 'transaction';
SET fraiseql.remote_timeout = '2s';
SHOW fraiseql.remote_timeout;
RESET fraiseql.remote_timeout;

-- The prefix is reserved: a misspelt name is an error, not a new placeholder.
SET fraiseql.max_dept = 10;
