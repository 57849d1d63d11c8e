#!/usr/bin/env bash
# A gateway with three Communicators, three devices, and a web server: five processes. The gateway fetches each image once (gateway-cache) and gathers check-ins.
. "$(dirname "$0")/../common.sh"
secup init "$work/trial" --devices 3
node --firmware-server "$work/trial/firmware-server.yaml" --tracker "$work/trial/tracker.yaml"
for number in 1 2 3; do node --device "$work/trial/device-$number.yaml"; done
node --communicator "$work/trial/gateway.yaml"
update 3 "$@"
