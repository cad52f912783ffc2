#!/bin/sh
# Writes 2,000 numbered lines at once, rests, and again.
n=0
while :; do
  seq -f "$SHOWRUNNER_RUN %.0f" $((n + 1)) $((n + 2000)) || exit 9
  n=$((n + 2000))
  echo "$n" >"$1/$SHOWRUNNER_RUN"
  sleep 5
done
