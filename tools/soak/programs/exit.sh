#!/bin/sh
# Writes some lines, lives for up to four seconds, and ends with one of many codes.
n=0
while [ "$n" -lt $(($$ % 30)) ]; do
  n=$((n + 1))
  echo "$SHOWRUNNER_RUN $n"
done
echo "$n" >"$1/$SHOWRUNNER_RUN"
sleep $(($$ % 4)).$(($$ % 10))
exit $(($$ % 7))
