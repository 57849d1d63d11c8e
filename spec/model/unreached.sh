#!/usr/bin/env bash
# unreached.sh HITS...: the table rows that no search took, compared with left-out.md. Exit 1 when the two differ.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Rows as "Machine Phase Trigger", from the tables.
rows() {
  local pages=("DeviceCore device-core 1" "Communicator communicator 1" "StatusTracker status-tracker 1" "ServerLink status-tracker 2" "FirmwareServer firmware-server 1") page
  for page in "${pages[@]}"; do
    read -r machine file table <<<"$page"
    awk -F' *\\| *' -v machine="$machine" -v wanted="$table" '
      /table:begin/ { table++; inside = 1; next } /table:end/ { inside = 0 }
      inside && table == wanted && $2 != "Phase" && $2 !~ /^-/ { print machine, $2, $3 }' "$model/../machines/$file.md"
  done
}

# Hits are "machine phase trigger" by number; the names are those of tables.pml.
taken() {
  sort -u "$@" | awk -v tables="$model/tables.pml" '
    BEGIN {
      split("DeviceCore Communicator StatusTracker ServerLink FirmwareServer", machine, " "); split("DC CM ST SL FS", prefix, " ")
      while ((getline line < tables) > 0) {
        if (line ~ /phases, triggers/) { block++; kind = "phase"; last = -1 }
        if (split(line, part, " ") == 3 && part[1] == "#define" && part[2] ~ /^(DC|CM|ST|SL|FS)_/) {
          if (part[3] + 0 <= last) kind = "trigger"
          last = part[3] + 0
          name = part[2]; sub(/^.._/, "", name); names[block, kind, part[3]] = name
        }
      }
    }
    { print machine[$1 + 1], names[$1 + 1, "phase", $2], names[$1 + 1, "trigger", $3] }'
}

# left-out.md names groups: | Machine | Phases, or * | Triggers | reason |
explained() {
  awk -F' *\\| *' '/^\| (DeviceCore|Communicator|StatusTracker|ServerLink|FirmwareServer) / { print $2 "|" $3 "|" $4 }' "$model/left-out.md" |
    while IFS='|' read -r machine phases triggers; do
      for trigger in ${triggers//,/}; do
        if [[ $phases == "*" ]]; then grep -E "^$machine [A-Za-z]+ $trigger$" <(rows)
        else for phase in ${phases//,/}; do echo "$machine $phase $trigger"; done
        fi
      done
    done
}

missing=$(comm -23 <(rows | sort -u) <(taken "$@" | sort -u))
listed=$(explained | sort -u)
status=0
while read -r row; do [[ -z $row ]] || { echo "not taken and not explained: $row"; status=1; }; done < <(comm -23 <(echo "$missing") <(echo "$listed"))
while read -r row; do [[ -z $row ]] || { echo "explained and taken, or no row: $row"; status=1; }; done < <(comm -13 <(echo "$missing") <(echo "$listed"))
echo "$(rows | wc -l) rows, $(grep -c . <<<"$missing" || true) not taken" >&2
exit $status
