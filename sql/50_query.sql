-- Answers a GraphQL request: a response with `data` and `errors`, keys in the order of the selection. Errors of the
-- request are part of the response; what stays an SQL error is what a driver retries or reports (cancel, shutdown,
-- serialization failure, deadlock, out of memory) and misuse of this function. `extensions` is accepted and unused.
CREATE FUNCTION execute(query text, variables jsonb DEFAULT NULL, operation_name text DEFAULT NULL,
                        extensions jsonb DEFAULT NULL) RETURNS json
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_execute';

-- How an operation is answered: its fields, and the statements for them with their databases. With analyze it is run,
-- what it writes is undone, and keys, rows and times are told. A request with errors has the response of execute.
CREATE FUNCTION explain(query text, variables jsonb DEFAULT NULL, operation_name text DEFAULT NULL,
                        "analyze" boolean DEFAULT false, format text DEFAULT 'text') RETURNS text
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'fraiseql_explain';
COMMENT ON FUNCTION explain IS
  'how a GraphQL operation is answered: fields, statements, databases; format is text, json or mermaid';
