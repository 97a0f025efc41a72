#!/bin/bash
# Builds the extension, installs it and runs a command with PG_CONFIG set to where it is.
#
#   scripts/with-install.sh COMMAND [ARGUMENT ...]
#
# Where PG_CONFIG is set already it installs there, else into a copy of PostgreSQL that lives as long as the command.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-deps.sh
if [ -z "${PG_CONFIG:-}" ]; then
  tree=$(mktemp -d /tmp/fraiseql-postgres.XXXXXX)
  trap 'rm -rf "$tree"' EXIT
  PG_CONFIG=$(scripts/private-postgres.sh "$tree")
  export PG_CONFIG
fi
make -s -j"$(nproc)"
make -s install >/dev/null
"$@"
