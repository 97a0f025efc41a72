#!/bin/bash
# Links between the documents lead somewhere.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
while IFS=: read -r file link; do
  target=$(dirname "$file")/${link%%#*}
  [ -e "$target" ] || { echo "$file links to $link, which is not there"; failed=1; }
done < <(git ls-files -co --exclude-standard -z '*.md' | xargs -0 grep -HoE '\]\([^)#: ][^): ]*\)' |
  sed -E 's/:\]\((.*)\)$/:\1/')
exit $failed
