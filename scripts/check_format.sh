#!/bin/bash
# Every C++ file is as clang-format leaves it. `scripts/check_format.sh --fix` makes it so.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files -co --exclude-standard '*.cpp' '*.h')
[ ${#files[@]} -gt 0 ] || exit 0
if [ "${1:-}" = --fix ]; then
  exec clang-format-14 -i "${files[@]}"
fi
exec clang-format-14 --dry-run --Werror -ferror-limit=1 "${files[@]}"
