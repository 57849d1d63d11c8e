#!/usr/bin/env bash
# Searches the model exhaustively, one configuration after the other, and says what it found.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
check.sh [--full] [--list] [--json] [--unreached] [CONFIGURATION...]

Searches the world of world.md exhaustively with SPIN and judges the invariants of spec/invariants.yaml. Without names: every standard configuration.

  --full       also the large configurations of configurations.txt (hours; those marked bitstate are not exhaustive)
  --list       names the configurations with their numbers
  --json       one JSON object for each configuration on standard output
  --unreached  which rows of the tables no standard configuration takes, compared with left-out.md

Example: spec/model/check.sh cut onpath-device

Exit codes: 0 all hold; 1 an invariant is violated, or a search is incomplete; 2 wrong use; 3 spin or gcc is missing.
TEXT
}

full=0 json=0 unreached=0 names=()
while (($#)); do
  case $1 in
    --full) full=1 ;;
    --json) json=1 ;;
    --unreached) unreached=1 ;;
    --list) configurations; exit 0 ;;
    -h|--help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) names+=("$1") ;;
  esac
  shift
done
need_tools
TIMEFORMAT=%U # seconds of one core: what other programs do at the same time does not count
for name in "${names[@]}"; do configuration "$name" >/dev/null; done
if ((${#names[@]} == 0)); then
  mapfile -t names < <(configurations | awk -v full=$full '($4 != "full" && $4 != "bitstate") || full {print $1}')
fi

mkdir -p "$work"
run="$(mktemp -d "$work/run.XXXXXX")"
trap 'stop_children; rm -rf "$run"' EXIT
trap 'exit 130' INT TERM

echo "compiling" >&2
# One binary for each size; two compilers at a time.
sizes() { for name in "${names[@]}"; do configuration "$name"; done | awk '$3 != "liveness" {print $1 $2 ($3 == "bitstate" ? "bits" : "")}' | sort -u; }
for size in $(sizes); do
  while (($(jobs -rp | wc -l) >= 2)); do wait -n || exit 2; done
  compile "search$size" "${size:0:1}" "${size:1:1}" -DSAFETY "$([[ $size == *bits ]] && echo -DBITSTATE || echo -DCOLLAPSE)" >"$run/pan$size" &
done
wait
for size in $(sizes); do [[ -s $run/pan$size ]] || exit 2; done
if grep -qE '^1 1 liveness' <(for name in "${names[@]}"; do configuration "$name"; done); then
  compile live 1 1 -DCOLLAPSE -DNFAIR=6 -- -DLIVENESS >"$run/live" || exit 2
fi
formulas() { sed -nE 's/^ltl (I_[0-9a-z_]+) .*/\1/p' "$model/liveness.pml"; }

# One configuration: the report of pan in $run/NAME/out. The hash table is larger for the full set.
search() {
  local name=$1 devices servers set numbers pan depth=4000000 hash=25 limit=900 extra=()
  read -r devices servers set numbers <<<"$(configuration "$name")"
  if [[ $set == liveness ]]; then
    # Two of them at a time; one report for each formula.
    for formula in $(formulas); do
      mkdir -p "$run/$name.$formula"
      cd "$run/$name.$formula"
      # shellcheck disable=SC2086
      { time env $numbers timeout --foreground $limit "$(cat "$run/live")" -a -f -N "$formula" -m$depth -w23 >out 2>&1 || true; } 2>cpu
    done
    echo "$name: done" >&2
    return
  fi
  pan=$(cat "$run/pan$devices$servers$([[ $set == bitstate ]] && echo bits || true)")
  [[ $set == full ]] && hash=27 limit=86400
  [[ $set == bitstate ]] && depth=2000000 hash=34 limit=86400
  mkdir -p "$run/$name"
  cd "$run/$name"
  # shellcheck disable=SC2086
  { time env $numbers HITS="$run/$name/hits" timeout --foreground $limit "$pan" -m$depth -w$hash >out 2>&1 || true; } 2>cpu
  echo "$name: done" >&2
}

# Two at a time.
for name in "${names[@]}"; do
  while (($(jobs -rp | wc -l) >= 2)); do wait -n || true; done
  search "$name" &
done
wait

# The shortest way to the violation, by breadth-first search within two minutes, else the way that the search found.
explain() {
  local name=$1 devices servers set numbers pan bfs
  read -r devices servers set numbers <<<"$(configuration "$name")"
  pan=$(cat "$run/pan$devices$servers$([[ $set == bitstate ]] && echo bits || true)")
  bfs=$(compile "breadth$devices$servers" "$devices" "$servers" -DSAFETY -DCOLLAPSE -DBFS -- -DBREADTH)
  mkdir -p "$run/$name.bfs"
  # shellcheck disable=SC2086
  export $numbers
  (cd "$run/$name.bfs" && timeout --foreground 120 "$bfs" -w25 >out 2>&1 || true)
  if [[ -s $run/$name.bfs/secup.pml.trail ]]; then trail "$bfs" "$run/$name.bfs"; else trail "$pan" "$run/$name"; fi
}

# A liveness configuration counts as one search for each formula.
searches=()
for name in "${names[@]}"; do
  if [[ $(configuration "$name") == "1 1 liveness"* ]]; then for formula in $(formulas); do searches+=("$name.$formula"); done
  else searches+=("$name")
  fi
done

status=0
field() { sed -nE "s/$2/\1/p" "$run/$1/out" | head -1; }
for name in "${searches[@]}"; do
  out="$run/$name/out"
  states=$(field "$name" '^ *([0-9]+) states, stored.*') depth=$(field "$name" '.*depth reached ([0-9]+).*')
  memory=$(field "$name" '^ *([0-9.]+)[[:space:]]+total actual memory usage.*') seconds=$(tail -1 "$run/$name/cpu")
  invariant=$(sed -nE 's/.*assertion violated.*(I_[0-9]+).*/\1/p' "$out" | head -1 | tr _ -)
  if [[ -n $invariant ]]; then verdict="violated $invariant"
  elif grep -q 'acceptance cycle (at' "$out"; then verdict="violated $(sed -E 's/.*\.(I_[0-9]+).*/\1/; s/_/-/' <<<"$name")"
  elif grep -q 'assertion violated' "$out"; then verdict="violated"
  elif grep -qE '^pan:.*invalid end state' "$out"; then verdict="deadlock"
  elif grep -qiE 'max search depth too small|out of memory|MEMLIM bound|search not completed|not likely to be exhaustive' "$out" || [[ -z $states ]] || ! grep -q 'errors: 0' "$out"; then
    verdict="incomplete"
  elif [[ $(configuration "${name%%.*}") == *" bitstate "* ]]; then verdict="nothing found (bitstate)"
  else verdict="complete"
  fi
  [[ $verdict == complete || $verdict == nothing* ]] || status=1
  if ((json)); then
    printf '{"configuration":"%s","states":%s,"depth":%s,"megabytes":%s,"seconds":%s,"verdict":"%s"}\n' \
      "$name" "${states:-null}" "${depth:-null}" "${memory:-null}" "${seconds:-null}" "$verdict"
  else
    printf '%-33s %10s states  depth %7s  %8s MB  %7s s  %s\n' "$name" "${states:--}" "${depth:--}" "${memory:--}" "${seconds:--}" "$verdict"
  fi
  if [[ $name == *.I_* && $verdict == violated* ]]; then
    # shellcheck disable=SC2046
    (export $(configuration "${name%%.*}" | cut -d' ' -f4-); trail "$(cat "$run/live")" "$run/$name" -N "${name#*.}") | sed 's/^/    /'
  elif [[ $verdict == violated* || $verdict == deadlock ]]; then (explain "$name") | sed 's/^/    /'; fi
done

if ((unreached)); then "$model/unreached.sh" "$run"/*/hits || status=1; fi
exit $status
