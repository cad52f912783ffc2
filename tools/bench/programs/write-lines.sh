#!/bin/sh
# Writes $3 numbered lines of 100 bytes, says before and after that it did: $1 its name, $2 the pipe of the announcements.
# It waits for the file $4, so that whoever measures can get ready.
echo "$1 $$" >"$2"
while [ ! -e "$4" ]; do sleep 0.05; done
echo "$1:begins $$" >"$2"
seq -f '%08.0f abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz 012345678' "$3"
echo "$1:done $$" >"$2"
exec sleep 1000000
