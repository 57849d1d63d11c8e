#!/usr/bin/env bash
# Does the model accept the trace of a real run? README.md, "Traces", describes the file.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
accept.sh [--seconds N] TRACE

Searches for a run of the model whose rows are those of the trace, entity by entity. Prints "accepted", or "rejected" with the furthest point that any
run reached in each entity's list and the row that stands there.

  --seconds N   how long to search (default 120)

Example: spec/model/accept.sh artifacts/run.rows

Exit codes: 0 accepted; 1 rejected; 2 wrong use, or undecided within the time; 3 spin or gcc is missing.
TEXT
}

seconds=120 trace=""
while (($#)); do
  case $1 in
    --seconds) seconds=$2; shift ;;
    -h|--help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) trace=$(realpath "$1") ;;
  esac
  shift
done
[[ -r $trace ]] || { usage >&2; exit 2; }
need_tools
mkdir -p "$work"
run="$(mktemp -d "$work/accept.XXXXXX")"
trap 'rm -rf "$run"' EXIT

# The first line: sizes, for which the search is compiled, and numbers, which come from the environment.
read -r -a words <"$trace"
[[ ${words[0]:-} == "~" ]] || fail "the first line of $trace does not begin with ~" 2
devices=1 servers=1 blocks=2 attempts=2 off=0 numbers=()
for ((i = 1; i < ${#words[@]}; i++)); do
  case ${words[i]} in
    devices) devices=${words[++i]} ;;
    servers) servers=${words[++i]} ;;
    blocks) blocks=${words[++i]} ;;
    attempts) attempts=${words[++i]} ;;
    off) off=1 ;;
    [A-Z]*=[0-9]*) numbers+=("${words[i]}") ;;
    *) fail "the first line of $trace has ${words[i]}" 2 ;;
  esac
done

# The rows as numbers: entity, phase, trigger, next phase.
rows() {
  awk -v wrong="$run/wrong" '
    function bad(why) { print FILENAME ", line " FNR ": " why >wrong; failed = 1; exit }
    function name(text) { if (!(text in number)) bad("unknown name " text); return number[text] }
    BEGIN { machine["DeviceCore"] = "DC"; machine["Communicator"] = "CM"; machine["StatusTracker"] = "ST"; machine["ServerLink"] = "SL"; machine["FirmwareServer"] = "FS"
      first["DeviceCore"] = 0; first["Communicator"] = 2; first["StatusTracker"] = 4; first["ServerLink"] = 6; first["FirmwareServer"] = 8 }
    FNR == NR { if ($1 == "#define" && $3 ~ /^[0-9]+$/) number[$2] = $3; next }
    $1 != "#" { next }
    !($2 in machine) { bad("no machine " $2) }
    { split($3, part, "/")
      entity = first[$2] + ($2 == "FirmwareServer" ? 3 * (part[1] - 1) + (part[2] == 5 ? 2 : part[2] - 2) : part[1] - 1)
      if (part[1] !~ /^[12]$/ || ($2 == "FirmwareServer" && part[2] !~ /^[235]$/)) bad("no subject " $3)
      if (NF == 4 && $4 == "cut") print entity, 0, 63, 0
      else if (NF == 4 && $4 == "restart") print entity, 0, 62, 0
      else if (NF == 6) print entity, name(machine[$2] "_" $4), name(machine[$2] "_" $5), ($6 == "refused" ? number["REFUSED"] : name(machine[$2] "_" $6))
      else bad("expected machine, subject and phase, trigger, next, or cut, or restart") }
  ' "$model/tables.pml" "$trace" >"$run/rows"
  [[ ! -s $run/wrong ]] || fail "$(cat "$run/wrong")" 2
}

# The rows come in when the search begins, so that one binary serves every trace of a size.
write_reader() {
  printf '#define BLOCKS %d\n#define ATTEMPTS %d\n' "$blocks" "$attempts"
  if ((off)); then echo '#define START_OFF'; fi
  cat <<'TEXT'
c_decl {
  static int trace_length[14];
  static unsigned char (*trace_rows[14])[3];
  static void __attribute__((constructor)) read_rows(void) {
    const char *name = getenv("ROWS");
    FILE *file = name ? fopen(name, "r") : 0;
    int entity, phase, trigger, next;
    if (!file) { fprintf(stderr, "ROWS names no file\n"); exit(2); }
    while (fscanf(file, "%d %d %d %d", &entity, &phase, &trigger, &next) == 4) {
      int at = trace_length[entity]++;
      trace_rows[entity] = realloc(trace_rows[entity], 3 * (at + 1));
      trace_rows[entity][at][0] = phase; trace_rows[entity][at][1] = trigger; trace_rows[entity][at][2] = next;
    }
    fclose(file);
  }
}
TEXT
}

build() {
  local key dir
  write_reader >"$run/trace.pml"
  key=$(cat "$model"/*.pml "$run/trace.pml" <(echo "$devices $servers") | sha256sum | cut -c1-16)
  dir="$work/accept$devices$servers-$blocks-$attempts-$off-$key"
  if [[ ! -x $dir/pan ]]; then
    mkdir -p "$run/source"
    cp "$model"/*.pml "$run/trace.pml" "$run/source/"
    (cd "$run/source" && spin -a -DSEARCH -DTRACE "-DDEVICES=$devices" "-DSERVERS=$servers" secup.pml >spin.log 2>&1 &&
      gcc -O1 -w -DSAFETY -DNOREDUCE -DVECTORSZ=4096 -DMEMLIM=6144 -o pan pan.c >gcc.log 2>&1) ||
      { cat "$run/source"/*.log >&2; fail "the model does not compile" 2; }
    rm -rf "$work/accept$devices$servers-$blocks-$attempts-$off"-*
    mkdir -p "$dir"
    mv "$run/source/pan" "$dir/pan"
  fi
  pan="$dir/pan"
}

rows
build
cd "$run"
env ${numbers[@]+"${numbers[@]}"} ROWS="$run/rows" timeout "$seconds" "$pan" -E -m4000000 -w22 >out 2>&1 || true
if grep -q 'assertion violated.*I_accepted' out; then echo "accepted"; exit 0; fi
if grep -q 'assertion violated' out; then grep 'assertion violated' out; fail "the run of the trace violates an invariant of the model" 1; fi
grep -q 'errors: 0' out && ! grep -qiE 'search depth too small|out of memory|MEMLIM bound|search not completed' out || fail "undecided after $seconds s" 2
echo "rejected; furthest point of each entity, counted from 0:"
names=("DeviceCore 1" "DeviceCore 2" "Communicator 1" "Communicator 2" "StatusTracker 1" "StatusTracker 2" "ServerLink 1" "ServerLink 2"
  "FirmwareServer 1/2" "FirmwareServer 1/3" "FirmwareServer 1/5" "FirmwareServer 2/2" "FirmwareServer 2/3" "FirmwareServer 2/5")
sed -nE 's/^furthest ([0-9]+) ([0-9]+) ([0-9]+)$/\1 \2 \3/p' out | while read -r entity reached length; do
  echo "  ${names[$entity]}: $reached of $length  $(grep -E "^ *# ${names[$entity]} " "$trace" | sed -n "$((reached + 1))p")"
done
exit 1
