# Shared by the samples: builds secup once, makes a trial folder, and stops every node at the end.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
nodes=()

finish() {
    for node in "${nodes[@]}"; do kill -TERM "$node" 2>/dev/null || true; done
    for node in "${nodes[@]}"; do wait "$node" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

dotnet build "$root/src/Cli" --verbosity quiet --nologo
secup() { dotnet "$root/artifacts/bin/SecUpIoT.Cli/debug/secup.dll" "$@"; }

# Starts a node in the background and waits until it runs.
node() {
    local log="$work/node-${#nodes[@]}.log"
    dotnet "$root/artifacts/bin/SecUpIoT.Cli/debug/secup.dll" node run "$@" > "$log" 2>&1 &
    nodes+=($!)
    until grep -q '^Running' "$log"; do
        kill -0 "${nodes[-1]}" 2>/dev/null || { cat "$log"; exit 1; }
        sleep 0.2
    done
}

# Publishes an image as number 3 and waits until all devices completed: update COUNT [IMAGE]
update() {
    local count=$1 image=${2:-$root/artifacts/bin/SecUpIoT.Cli/debug/secup.dll}
    secup enrol --trial "$work/trial"
    secup package create --image "$image" --number 3 --vendor example.com --class webcam --key "$work/trial/keys/author.key" --out "$work/app.suit"
    secup publish "$work/app.suit" --payload "$image" --trial "$work/trial"
    for _ in $(seq 300); do
        [ "$(secup status --completed --trial "$work/trial" | grep -c ' Confirmed ')" -eq "$count" ] && { secup status --trial "$work/trial"; return; }
        sleep 1
    done
    secup status --trial "$work/trial"
    return 1
}
