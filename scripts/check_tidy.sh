#!/bin/bash
# clang-tidy has nothing to say about src/ (.clang-tidy). Takes minutes: `scripts/check_tidy.sh FILE...` looks at some.
#
# PG_CONFIG (default: pg_config in PATH) tells where the headers of PostgreSQL are.
set -euo pipefail
cd "$(dirname "$0")/.."
pg_config=${PG_CONFIG:-pg_config}
server=$("$pg_config" --includedir-server)
client=$("$pg_config" --includedir)
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(git ls-files -co --exclude-standard 'src/*.cpp')
# The headers of others are not ours to mend.
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" sh -c \
  'clang-tidy-14 --quiet "$2" -- -std=c++20 -Isrc -DRAPIDJSON_HAS_STDSTRING=1 -isystem "$0" -isystem "$1" 2>/dev/null ||
   { echo "clang-tidy: $2" >&2; exit 1; }' "$server" "$client"
