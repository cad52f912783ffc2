#!/bin/sh
# Has descendants in sessions of their own, one of which ignores TERM; sometimes ends before them.
setsid sleep 1000000 &
setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
sleep $(($$ % 20 + 1))
[ $(($$ % 2)) -eq 0 ] && exit 3
wait
