#!/usr/bin/env bash
# A webcam (Device core and Communicator) and a web server (Status tracker and Firmware server): two processes.
. "$(dirname "$0")/../common.sh"
secup init "$work/trial"
node --firmware-server "$work/trial/firmware-server.yaml" --tracker "$work/trial/tracker.yaml"
node --device "$work/trial/device-1.yaml" --communicator "$work/trial/communicator-1.yaml"
update 1 "$@"
