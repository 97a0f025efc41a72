#!/bin/bash
# The core's layers include only those to their left and know no PostgreSQL; errors of the server are met in one place.
set -euo pipefail
cd "$(dirname "$0")/.."
layers=(base language schema values validation planner execution explain)
failed=0

fault() {
  echo "$1"
  failed=1
}

allowed=
for layer in "${layers[@]}"; do
  allowed="${allowed:+$allowed|}$layer"
  [ -d "src/$layer" ] || continue
  while IFS= read -r line; do
    fault "$line: $layer may include ${allowed//|/, } only"
  done < <(grep -rnE '^\s*#\s*include\s*"' "src/$layer" | grep -vE "#\s*include\s*\"($allowed)/" || true)
  while IFS= read -r line; do
    fault "$line: the core knows no PostgreSQL, NATS or TOML"
  done < <(grep -rnE '^\s*#\s*include\s*<(postgres|libpq|nats|toml|server/|utils/)' "src/$layer" || true)
done

while IFS= read -r line; do
  fault "$line: only src/pg/boundary.cpp catches errors of the server"
done < <(grep -rnE '\b(PG_TRY|PG_CATCH|PG_FINALLY|sigsetjmp)\b' src --include='*.cpp' --include='*.h' |
  grep -vE '^src/pg/boundary\.(cpp|h):|^[^:]+:[0-9]+:\s*//' || true)
exit $failed
