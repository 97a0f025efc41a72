-- Answers a GraphQL request: a response with `data` and `errors`, keys in the order of the selection. Errors of the
-- request are part of the response; what stays an SQL error is what a driver retries or reports (cancel, shutdown,
-- serialization failure, deadlock, out of memory) and misuse of this function. `extensions` is accepted and unused.
CREATE FUNCTION execute(query text, variables jsonb DEFAULT NULL, operation_name text DEFAULT NULL,
                        extensions jsonb DEFAULT NULL) RETURNS json
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_execute';
