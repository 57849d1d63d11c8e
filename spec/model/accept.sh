#!/usr/bin/env bash
# Does the model accept the trace of a real run? README.md, "Traces", describes the file.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
accept.sh [--seconds N] TRACE.pml

Searches for a run of the model whose rows are those of the trace, entity by entity. Prints "accepted", or "rejected" with the furthest point that any
run reached in each entity's list.

  --seconds N   how long to search (default 120)

Example: spec/model/accept.sh artifacts/trace.pml

Exit codes: 0 accepted; 1 rejected; 2 wrong use, or undecided within the time; 3 spin or gcc is missing.
TEXT
}

seconds=120 trace=""
while (($#)); do
  case $1 in
    --seconds) seconds=$2; shift ;;
    -h|--help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) trace=$1 ;;
  esac
  shift
done
[[ -r $trace ]] || { usage >&2; exit 2; }
need_tools
run="$(mktemp -d)"
trap 'rm -rf "$run"' EXIT
cp "$model"/*.pml "$run/"
cp "$trace" "$run/trace.pml"
cd "$run"
spin -a -DSEARCH -DTRACE secup.pml >spin.log 2>&1 && gcc -O0 -w -DSAFETY -DNOREDUCE -DVECTORSZ=4096 -DMEMLIM=6144 -o pan pan.c >gcc.log 2>&1 || { cat spin.log gcc.log >&2; fail "the model does not compile with this trace" 2; }
timeout "$seconds" ./pan -E -m4000000 -w22 >out 2>&1 || true
if grep -q 'assertion violated.*I_accepted' out; then echo "accepted"; exit 0; fi
if grep -q 'assertion violated' out; then grep 'assertion violated' out; fail "the run of the trace violates an invariant of the model" 1; fi
grep -q 'errors: 0' out && ! grep -qiE 'search depth too small|out of memory|MEMLIM bound|search not completed' out || fail "undecided after $seconds s" 2
echo "rejected; furthest point of each entity, counted from 0:"
names=(DeviceCore-1 DeviceCore-2 Communicator-1 Communicator-2 StatusTracker-1 StatusTracker-2 ServerLink-1 ServerLink-2
  FirmwareServer-1/2 FirmwareServer-1/3 FirmwareServer-1/5 FirmwareServer-2/2 FirmwareServer-2/3 FirmwareServer-2/5)
sed -nE 's/^furthest ([0-9]+) ([0-9]+) ([0-9]+)$/\1 \2 \3/p' out | while read -r entity reached length; do echo "  ${names[$entity]}: $reached of $length"; done
exit 1
