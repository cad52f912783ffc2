#!/bin/sh
# Has children and grandchildren in its own group; sometimes ends before them.
sleep 1000000 &
(sleep 1000000 & sleep 1000000) &
sleep $(($$ % 20 + 1))
[ $(($$ % 2)) -eq 0 ] && exit 1
wait
