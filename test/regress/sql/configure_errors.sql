-- What a wrong configuration says: the key, where it stands, what is near; never a value.
SET client_min_messages = notice;

-- Syntax.
SELECT fraiseql.configure('[databases.inventory
url = "x"');
SELECT fraiseql.configure(E'a = 1\nb = = 2');

-- Unknown keys and the nearest known one.
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h/d"
pool_sze = 3');
SELECT fraiseql.configure('[federaton]
enabled = true');
SELECT fraiseql.configure('[federation.retry]
max_attempt = 2');
SELECT fraiseql.configure('[federation.circuit_breaker]
zzz = 2');
SELECT fraiseql.configure('[query_defaults]
orderBy = false');

-- Values.
SELECT fraiseql.configure('[databases.inventory]
pool_size = 3');
SELECT fraiseql.configure('[databases.inventory]
url = 5');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h/d"
pool_size = "many"');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h/d"
pool_size = 0');
SELECT fraiseql.configure('[federation.retry]
backoff = "fast"');
SELECT fraiseql.configure('[databases]
inventory = 1');
SELECT fraiseql.configure('[databases.public]
url = "x"');
SELECT fraiseql.configure('[databases.pg_x]
url = "x"');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h/d"
schemas = []');
SELECT fraiseql.configure('[[federation.circuit_breaker.per_database]]
database = "stock"');
SELECT fraiseql.configure('observers = 1');
SELECT fraiseql.configure('[[observers]]
channel = 2026-11-23T02:00:00Z');
SELECT fraiseql.configure('[[observers]]
channel = inf');

-- URLs: nothing of them is repeated, a password may be in it.
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3%cret@h/d"');
SELECT fraiseql.configure('[databases.inventory]
url = "host=h password=s3 cret dbname=d"');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@[::1/d"');
SELECT fraiseql.configure('[databases.inventory]
url = "mysql://u:s3cret@h/d"');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h"');
SELECT fraiseql.configure('[databases.inventory]
url = "postgresql://u:s3cret@h/d?client_encoding=latin1"');

-- The environment.
SELECT fraiseql.configure('[databases.inventory]
url = "${INVENTORY_DB}"');
SELECT fraiseql.configure('[databases.inventory]
url = "${INVENTORY_DB"', '{"INVENTORY_DB": "x"}');
SELECT fraiseql.configure('[databases.inventory]
url = "${1X}"');
SELECT fraiseql.configure('', '["x"]');
SELECT fraiseql.configure('', '{"X": {"y": 1}}');
SELECT fraiseql.configure('[federation]
batch_size = "${SIZE:-50}"
default_timeout = "${TIMEOUT}"', '{"TIMEOUT": 1500}');

-- Sections of other runtimes.
SELECT fraiseql.configure('[server]
port = 8000
[fraiseql]
schema_file = "schema.json"
[auth]
issuer = "${NOT_SET}"
[observers]
backend = "redis"
[federation]
apollo_version = 2');

SELECT fraiseql.configure(NULL);
SELECT fraiseql.configure('', NULL);

-- SQLSTATEs.
\set VERBOSITY sqlstate
SELECT fraiseql.configure('x');
SELECT fraiseql.configure('x = 1');
SELECT fraiseql.configure('observers = 1');
SELECT fraiseql.configure('[databases.inventory]
url = "${INVENTORY_DB}"');
