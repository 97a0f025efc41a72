#!/bin/bash
# Links between the documents lead somewhere, and every setting is described.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
while IFS=: read -r file link; do
  target=$(dirname "$file")/${link%%#*}
  [ -e "$target" ] || { echo "$file links to $link, which is not there"; failed=1; }
done < <(git ls-files -co --exclude-standard -z '*.md' | xargs -0 grep -HoE '\]\([^)#: ][^): ]*\)' |
  sed -E 's/:\]\((.*)\)$/:\1/')
while read -r setting; do
  grep -qrF "\`$setting\`" docs || { echo "no document in docs/ describes \`$setting\`"; failed=1; }
done < <(grep -rhoE '"fraiseql\.[a-z_]+"' src/extension/guc.cpp | tr -d '"' | sort -u)
exit $failed
