#!/bin/bash
# soak.sh DURATION SEED: events flow for DURATION seconds while everything fails (events_soak.py). The last line says
# what became of them; the status is 0 when nothing was lost, twice or out of order.
set -euo pipefail
cd "$(dirname "$0")"
exec python3 events_soak.py "${1:-600}" "${2:-1}"
