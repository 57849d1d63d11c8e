#!/usr/bin/env bash
# Runs every mutant of mutants.txt and demands that the expected invariant is violated. A checker that never failed proves nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
mutants.sh [--check] [NUMBER...]

Switches on one fault of the model after the other and demands that the search finds the expected violation. Writes mutants.md.

  --check   compare with mutants.md, apart from the figures, instead of writing it

Example: spec/model/mutants.sh --check

Exit codes: 0 every mutant is found as expected; 1 one is not, or mutants.md is stale; 2 wrong use; 3 spin or gcc is missing.
TEXT
}

check=0 only=()
while (($#)); do
  case $1 in
    --check) check=1 ;;
    -h|--help) usage; exit 0 ;;
    [0-9]*) only+=("$1") ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
need_tools
mkdir -p "$work"
run="$(mktemp -d "$work/mutants.XXXXXX")"
trap 'stop_children; rm -rf "$run"' EXIT
trap 'exit 130' INT TERM

echo "compiling" >&2
compile breadth11 1 1 -DSAFETY -DCOLLAPSE -DBFS -- -DBREADTH >"$run/breadth1" &
compile breadth22 2 2 -DSAFETY -DCOLLAPSE -DBFS -- -DBREADTH >"$run/breadth2" &
wait
compile live 1 1 -DCOLLAPSE -DNFAIR=6 -- -DLIVENESS >"$run/live1"

trim() { sed -E 's/^ +| +$//g' <<<"$1"; }

# mutate NUMBER INVARIANT SIZE SEARCH NUMBERS TEXT: one row of the table in $run/NUMBER
mutate() {
  local number=$1 invariant=$2 size=$3 search=$4 numbers=$5 text=$6 pan found states length how=() name=()
  if [[ $search == I_* ]]; then pan=$(cat "$run/live1"); name=(-N "$search") how=(-a -f -N "$search"); else pan=$(cat "$run/$search$size"); fi
  mkdir -p "$run/of$number"
  cd "$run/of$number"
  # shellcheck disable=SC2086,SC2163
  if [[ -n $numbers ]]; then export $numbers; fi
  export MUT=$number
  timeout --foreground 120 "$pan" "${how[@]}" -m1000000 -w24 >out 2>&1 || true
  found=$(sed -nE 's/.*assertion violated.*(I_[0-9]+).*/\1/p' out | head -1 | tr _ -)
  if [[ -z $found ]] && grep -q 'acceptance cycle (at' out; then found=$(sed -E 's/^(I_[0-9]+).*/\1/; s/_/-/' <<<"$search"); fi
  states=$(sed -nE 's/^ *([0-9]+) states, stored.*/\1/p' out)
  length=$(trail "$pan" "$PWD" "${name[@]}" | grep -c '^@' || true)
  echo "| $number | $text | ${found:-none} | ${size} ${numbers} | $search | ${states:--} | $length |" >"$run/$number"
  if [[ $found != "$invariant" ]]; then
    echo "mutant $number: expected $invariant, found ${found:-nothing}" >&2
    touch "$run/missed"
  fi
}

while IFS='|' read -r number invariant size search numbers text; do
  number=$(trim "$number")
  if ((${#only[@]})) && [[ " ${only[*]} " != *" $number "* ]]; then continue; fi
  while (($(jobs -rp | wc -l) >= 2)); do wait -n || true; done
  mutate "$number" "$(trim "$invariant")" "$(trim "$size")" "$(trim "$search")" "$(trim "$numbers")" "$(trim "$text")" &
done < <(grep -Ev '^(#|$)' "$model/mutants.txt")
wait

table() {
  cat <<'TEXT'
<!-- Generated from spec/model/mutants.txt by spec/model/mutants.sh. Change those and run: spec/model/mutants.sh -->
# Mutants of the model

Each mutant takes one guard away; the search must then violate the invariant named. "Devices" also counts servers. A breadth-first search gives the shortest
trail; a formula of liveness.pml is searched for a fair cycle. Lengths are numbers of actions of [world.md](world.md).

| Mutant | What is wrong | Violated | Devices, numbers | Search | States | Actions |
|---|---|---|---|---|---|---|
TEXT
  for row in $(cd "$run" && ls | grep -E '^[0-9]+$' | sort -n); do cat "$run/$row"; done
}

table >"$run/table.md"
cat "$run/table.md"
[[ ! -e $run/missed ]] || exit 1
((${#only[@]})) && exit 0
without_figures() { sed -E 's/\| [0-9]+ \| [0-9]+ \|$/|/' "$1"; }
if ((check)); then
  diff <(without_figures "$run/table.md") <(without_figures "$model/mutants.md") >&2 || fail "mutants.md is stale: spec/model/mutants.sh" 1
else
  cp "$run/table.md" "$model/mutants.md"
fi
