# Shared by check.sh, mutants.sh and accept.sh: where things are, and how the model is compiled.
model="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="${SECUP_MODEL_DIR:-$model/../../artifacts/model}"

fail() { echo "$(basename "$0"): $1" >&2; exit "$2"; }

need_tools() {
  for tool in spin gcc; do
    command -v "$tool" >/dev/null || fail "$tool is not installed. On Debian and Ubuntu: apt-get install spin gcc" 3
  done
}

# compile NAME DEVICES SERVERS [flags of gcc...] [-- flags of spin...]: the binary is kept until a file of the model changes, and its path is printed.
compile() {
  local name=$1 devices=$2 servers=$3 gccflags=() spinflags=()
  shift 3
  while (($#)) && [[ $1 != -- ]]; do gccflags+=("$1"); shift; done
  (($#)) && shift
  spinflags=("$@")
  local key dir
  key=$(cat "$model"/*.pml <(echo "$devices $servers ${gccflags[*]} ${spinflags[*]}") | sha256sum | cut -c1-16)
  dir="$work/$name-$key"
  if [[ ! -x $dir/pan ]]; then
    rm -rf "$work/$name"-*
    mkdir -p "$dir"
    (cd "$dir" && spin -a -DSEARCH "-DDEVICES=$devices" "-DSERVERS=$servers" "${spinflags[@]}" "$model/secup.pml" >spin.log 2>&1 &&
      gcc -O1 -w -DNOREDUCE -DVECTORSZ=2048 -DMEMLIM=9216 "${gccflags[@]}" -o pan.part pan.c >gcc.log 2>&1 && mv pan.part pan) ||
      fail "the model does not compile; see $dir" 2
  fi
  echo "$dir/pan"
}

# The configurations of the model. The set machines is searched over the shipped machines alone; its names and numbers are its own.
configurations() { awk '!/^#/ && NF && $4 != "machines"' "$model/configurations.txt"; }

# The line of a configuration: devices servers set numbers...
configuration() {
  local line
  line=$(configurations | grep -E "^$1 ") || fail "there is no configuration $1; --list names them" 2
  read -r _ line <<<"$line"
  echo "$line"
}

# Readable actions of a trail: trail PAN DIRECTORY [options of pan]; the numbers of the configuration are in the environment.
trail() {
  (cd "$2" && SHOW=1 timeout 60 "$1" "${@:3}" -r secup.pml.trail 2>/dev/null | grep -E '^ *[@#=]' | sed -E 's/^ +//' || true)
}

# Ends what this script started, and what that started.
stop_children() {
  local child
  for child in $(pgrep -P "${1:-$$}" || true); do
    [[ $child == "$BASHPID" ]] && continue
    stop_children "$child"
    kill "$child" 2>/dev/null || true
  done
}
