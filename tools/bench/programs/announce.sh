#!/bin/sh
# Says that it runs, then does nothing: $1 its name, $2 the pipe of the announcements.
echo "$1 $$" >"$2"
exec sleep 1000000
