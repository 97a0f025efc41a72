#!/bin/bash
# Builds the fuzzers and runs each, starting from its seeds.
#
#   scripts/fuzz.sh [SECONDS [NAME ...]]      30 seconds each; names as in test/fuzz/NAME_fuzz.cpp, default: all
#
# What a fuzzer finds interesting is kept in build/fuzz/corpus/NAME for the next run, an input that breaks something in
# build/fuzz/. The exit status is 0 when nothing broke.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
shift || true
CXX=clang++-14 CC=clang-14 cmake -S . -B build/fuzz -DFRAISEQL_FUZZ=ON -DFRAISEQL_SANITIZE=ON >/dev/null
cmake --build build/fuzz --parallel 2 >/dev/null
names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(basename -s _fuzz.cpp -a test/fuzz/*_fuzz.cpp)
failed=0
for name in "${names[@]}"; do
  mkdir -p "build/fuzz/corpus/$name"
  echo "fuzzing $name for $seconds s"
  "build/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -dict=test/fuzz/graphql.dict -artifact_prefix="build/fuzz/$name-" \
    "build/fuzz/corpus/$name" "test/fuzz/corpus/$name" 2>"build/fuzz/$name.log" || failed=1
  grep -E '^(SUMMARY|stat::number_of_executed_units|==.*ERROR)' "build/fuzz/$name.log" || tail -n 20 "build/fuzz/$name.log"
done
exit $failed
