#!/bin/sh
# Says that it runs, then writes ten numbered lines a second: $1 its name, $2 the pipe of the announcements.
echo "$1 $$" >"$2"
n=0
while :; do
  n=$((n + 1))
  echo "line $n"
  sleep 0.1
done
