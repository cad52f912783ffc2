#!/bin/sh
# A stranger: notes in the file $1 every signal that it gets and can note.
for signal in HUP INT QUIT USR1 USR2 TERM; do
  trap "echo $signal >>'$1'" "$signal"
done
while :; do sleep 1; done
