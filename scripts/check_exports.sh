#!/bin/bash
# The library shows the server its entry points and nothing else.
#
#   scripts/check_exports.sh [fraiseql.so]
set -euo pipefail
cd "$(dirname "$0")/.."
stray=$(nm -D --defined-only "${1:-fraiseql.so}" | awk '{print $3}' |
  grep -vE '^(_PG_init|Pg_magic_func|(pg_finfo_)?fraiseql_[a-z0-9_]+)$' || true)
[ -z "$stray" ] || { printf 'exported without need: %s\n' $stray; exit 1; }
