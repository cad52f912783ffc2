#!/bin/sh
# Ignores every signal that can be ignored.
trap '' TERM INT HUP QUIT USR1 USR2
n=0
while :; do
  n=$((n + 1))
  echo "$SHOWRUNNER_RUN $n"
  echo "$n" >"$1/$SHOWRUNNER_RUN"
  sleep 1
done
