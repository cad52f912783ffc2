#!/bin/sh
# Runs the control plane below tini and starts it again when it dies, so that the services, which outlive it, are taken
# over by the next one. Without this, tini would end with it and the container would take the services along.
set -u

data=/
for argument in "$@"; do
  # A demo is kept apart from the real stack, inside a volume.
  [ "$argument" = --demo ] && data=/data/demo
done
export SHOWRUNNER_DATA="${SHOWRUNNER_DATA:-$data}"

started=
stopping=
pass_on() {
  stopping=yes
  [ -z "$started" ] || kill -s "$1" "$!" 2>/dev/null
}
trap 'pass_on TERM' TERM
trap 'pass_on INT' INT

short_lives=0
while [ -z "$stopping" ]; do
  began=$(date +%s)
  started=yes
  node /showrunner/apps/api/dist/main.js "$@" &
  # A signal ends `wait` early; only when the process is gone is the number its exit code.
  while :; do
    wait "$!"
    code=$?
    kill -0 "$!" 2>/dev/null || break
  done
  if [ -n "$stopping" ] || [ "$code" -eq 0 ]; then exit "$code"; fi

  # What cannot stay up is left to the restart policy of the container.
  if [ $(($(date +%s) - began)) -ge 60 ]; then short_lives=0; fi
  short_lives=$((short_lives + 1))
  if [ "$short_lives" -ge 5 ]; then exit "$code"; fi
  echo "The control plane ended with $code. The services go on; starting it again." >&2
  sleep $((short_lives - 1))
done
