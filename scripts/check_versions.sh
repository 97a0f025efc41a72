#!/bin/bash
# Makefile, control file, META.json and the head of the changelog name the same version, and each earlier release has an
# upgrade script.
set -euo pipefail
cd "$(dirname "$0")/.."
makefile=$(sed -nE 's/^EXTVERSION *= *(\S+)$/\1/p' Makefile)
control=$(sed -nE "s/^default_version *= *'(.*)'$/\1/p" fraiseql.control)
meta=$(python3 -c 'import json; m = json.load(open("META.json")); print(m["version"], m["provides"]["fraiseql"]["version"])')
changelog=$(sed -nE 's/^## ([0-9]+\.[0-9]+\.[0-9]+).*/\1/p' CHANGELOG.md)
failed=0
if [ "$control" != "$makefile" ] || [ "$meta" != "$makefile $makefile" ] || [ "${changelog%%$'\n'*}" != "$makefile" ]; then
  echo "Makefile $makefile, fraiseql.control $control, META.json $meta, CHANGELOG.md ${changelog%%$'\n'*}"
  failed=1
fi
previous=
for version in $changelog; do
  if [ -n "$previous" ] && [ ! -f "sql/fraiseql--$version--$previous.sql" ]; then
    echo "sql/fraiseql--$version--$previous.sql is missing"
    failed=1
  fi
  previous=$version
done
exit $failed
