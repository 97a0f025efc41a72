#!/bin/bash
# Every regression test has an expected output and every expected output (NAME.out, NAME_1.out, ...) a test.
set -euo pipefail
cd "$(dirname "$0")/../test/regress"
difference=$(diff <(cd sql && ls -- *.sql | sed 's/\.sql$//' | sort -u) \
                  <(cd expected && ls -- *.out | sed -E 's/(_[0-9])?\.out$//' | sort -u) || true)
[ -z "$difference" ] || { echo "only in sql (<) or in expected (>):"; grep '^[<>]' <<<"$difference"; exit 1; }
