#!/bin/sh
# Writes bursts of numbered lines, `run number`, a second apart; how many depends on its pid. What it has written is noted
# in the directory $1, so that a line that is missing at the end of a log is missed as well.
n=0
while :; do
  burst=$(($$ % 40 + 1))
  while [ "$burst" -gt 0 ]; do
    n=$((n + 1))
    burst=$((burst - 1))
    echo "$SHOWRUNNER_RUN $n"
  done
  echo "$n" >"$1/$SHOWRUNNER_RUN"
  sleep 1
done
