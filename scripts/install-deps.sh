#!/bin/bash
# Installs from Debian what building, testing and the demonstration need; does nothing when all of it is there.
#
#   scripts/install-deps.sh [demo|test]      demo: without what only tests and benchmarks need; test (default): everything
#
# Runs as root, or as a user with sudo. It starts no server and touches none: the packages of PostgreSQL and NATS would
# start one each, which is held back for the time of the installation.
set -euo pipefail

# The PostgreSQL of the Debian release. Development, and with it the tests' compilers, is on Debian 12.
release=$(. /etc/os-release 2>/dev/null && echo "${VERSION_ID:-sid}" || true)
case $release in
  12) postgresql=15 ;;
  13) postgresql=17 ;;
  *) postgresql=18 ;;
esac

packages=(
  # what builds the extension, and the libraries it uses
  make g++ postgresql-server-dev-$postgresql libpq-dev libnats-dev rapidjson-dev libtomlplusplus-dev
  # what the platform of the demonstration and of the tests consists of
  postgresql-$postgresql nats-server python3
)
test_packages=(
  # the core without PostgreSQL, its unit tests, benchmarks, fuzzers and the checks of the source
  cmake libgtest-dev libbenchmark-dev clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 git
)
# graphql-js runs on Node.js; any release will do, wherever it comes from.
command -v npm >/dev/null || test_packages+=(nodejs npm)

case ${1:-test} in
  demo) ;;
  test) packages+=("${test_packages[@]}") ;;
  *) echo "usage: $0 [demo|test]" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "This is no Debian: install by hand what ${packages[*]} are called here." >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and there is no sudo to install them: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"

# No cluster "main" of a PostgreSQL that is new here, and no start or restart of these two services.
no_cluster=/etc/postgresql-common/createcluster.d/fraiseql-install.conf
policy=/usr/sbin/policy-rc.d
nats_is_new=false
[[ " ${missing[*]} " != *" nats-server "* ]] || nats_is_new=true
own_policy=false
cleanup() {
  "${as_root[@]}" rm -f "$no_cluster"
  ! $own_policy || "${as_root[@]}" rm -f "$policy"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
"${as_root[@]}" mkdir -p "${no_cluster%/*}"
echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
if [ ! -e "$policy" ]; then
  own_policy=true
  printf '%s\n' '#!/bin/sh' 'case $1 in postgresql*|nats-server*) exit 101 ;; esac' |
    "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi

log=$(mktemp)
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 \
    -o Acquire::Retries=5 "$@" >>"$log" 2>&1 </dev/null
}
# The package lists of a fresh machine are empty, those of another one may name versions that are gone. And a mirror may
# not answer for a moment.
attempt=1
until apt install "${missing[@]}"; do
  if [ $attempt = 5 ]; then
    cat "$log" >&2
    exit 1
  fi
  sleep $(((attempt - 1) * 10))
  : >"$log"
  apt update || true
  attempt=$((attempt + 1))
done
rm -f "$log"

# Debian enables the service of a new nats-server; nobody has asked for one.
if $nats_is_new; then
  "${as_root[@]}" deb-systemd-helper disable nats-server.service >/dev/null 2>&1 || true
fi
