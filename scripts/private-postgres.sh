#!/bin/bash
# Copies the installed PostgreSQL (programs, libraries, shared files) into a directory and prints the path of the copy's
# pg_config, so that the tests install the extension there and leave the system's PostgreSQL as it is.
#
#   scripts/private-postgres.sh DIRECTORY
#
# PostgreSQL finds its files relative to its programs. PG_CONFIG names another installation to copy.
set -euo pipefail
directory=$1
pg_config=${PG_CONFIG:-pg_config}
bindir=$("$pg_config" --bindir)

for path in "$bindir" "$("$pg_config" --pkglibdir)" "$("$pg_config" --sharedir)"; do
  mkdir -p "$directory$(dirname "$path")"
  cp -a "$path" "$directory$(dirname "$path")/"
done
# The headers stay where they are. The last two lie below the first, mostly.
for path in "$("$pg_config" --includedir)" "$("$pg_config" --pkgincludedir)" "$("$pg_config" --includedir-server)"; do
  [ -e "$directory$path" ] || { mkdir -p "$directory$(dirname "$path")" && ln -s "$path" "$directory$path"; }
done
chmod 755 "$directory"
echo "$directory$bindir/pg_config"
