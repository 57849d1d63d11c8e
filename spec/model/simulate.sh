#!/usr/bin/env bash
# Random walks through the world, as text: actions, table rows and state lines. Another checker can replay them step by step.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
simulate.sh [--devices N] [--servers N] [--actions N] SEED [NAME=NUMBER...]

One random walk. Each step prints "@ action" with every choice resolved (world.md), "# machine subject phase trigger next" for each table row that was
taken or refused, and "= state line". The first line says with which numbers the walk was made.

Example: spec/model/simulate.sh 7 PUBLISH=2 LOSS=1 CUT=1

Exit codes: 0 done; 2 wrong use, or the model does not compile; 3 spin or gcc is missing.
TEXT
}

devices=1 servers=1 actions=120 seed="" numbers=()
while (($#)); do
  case $1 in
    --devices) devices=$2; shift ;;
    --servers) servers=$2; shift ;;
    --actions) actions=$2; shift ;;
    -h|--help) usage; exit 0 ;;
    [A-Z]*=[0-9]*) numbers+=("$1") ;;
    [0-9]*) seed=$1 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[[ -n $seed ]] || { usage >&2; exit 2; }
need_tools
echo "~ seed $seed devices $devices servers $servers ${numbers[*]}"
# spin counts its own small steps; the last action may be cut in the middle, so what follows the last state line is dropped.
directory="$(mktemp -d)"
trap 'rm -rf "$directory"' EXIT
cd "$directory"
defines=()
for number in "${numbers[@]}"; do defines+=("-D${number/=/_=}"); done
spin -T "-n$seed" "-u$((actions * 1000))" -DSHOW_=1 "-DDEVICES=$devices" "-DSERVERS=$servers" "${defines[@]}" "$model/secup.pml" 2>&1 |
  awk -v limit="$actions" '/^ *[@#=~]/ { sub(/^ +/, ""); if (/^@/) steps++; if (steps > limit) exit; buffer = buffer $0 "\n"; if (/^=/) { printf "%s", buffer; buffer = "" } }' || true
