#!/bin/bash
# The example platform on this machine: `make demo` installs what it needs, builds and installs the extension, starts
# three PostgreSQL servers and a nats-server and shows them at work; `make demo-stop` ends and removes them.
#
#   scripts/demo.sh [start|stop]
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-start} in
  start) ;;
  stop) exec python3 scripts/demo.py stop ;;
  *) echo "usage: $0 [start|stop]" >&2; exit 2 ;;
esac

scripts/install-deps.sh demo
python3 scripts/demo.py check

echo "Building and installing the extension (a few minutes the first time)"
make -s -j"$(nproc)"
if [ -w "$("${PG_CONFIG:-pg_config}" --pkglibdir)" ]; then
  make -s install
else
  sudo make -s install ${PG_CONFIG:+PG_CONFIG="$PG_CONFIG"}
fi >/dev/null

exec python3 scripts/demo.py start
