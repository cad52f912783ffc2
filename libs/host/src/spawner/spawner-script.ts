/**
 * The spawner: one constant `/bin/sh` script that forks the keepers of all units, because a fork costs in proportion
 * to the memory of the one that forks. It reads orders line by line; what varies is only ever a value, never a text
 * that the shell reads as script. A line is one letter and its value:
 *
 * `@` begins an order and names it · `o` and `l` name our descriptors of run record and log · `g` is a file that is
 * told `0`, which is how a process enters a cgroup · `d` is the directory · `e` a variable · `=` an argument ·
 * `k` stands for the keeper's own script · `.` ends the order.
 *
 * Record and log are opened anew through our own descriptors, so no path is looked up twice, and an order that is still
 * in the pipe when we die can do nothing: our descriptors are gone. The record is opened first, over the pipe that the
 * answers go through: who has not opened it still holds that pipe, which is how we see that an order is decided.
 * Standard input is the orders' until the very end, then nothing. `setsid -f` forks the keeper; its own end says whether
 * that was possible.
 */
export const spawnerScript = `_sr_keeper=$3
while IFS= read -r _sr_order; do
case $_sr_order in @*) ;; *) continue ;; esac
(
set --
while :; do
IFS= read -r _sr_word || exit 125
_sr_value=\${_sr_word#?}
case $_sr_word in
o*) exec >>"/proc/$PPID/fd/$_sr_value" 2>&1 ;;
l*) exec 3>>"/proc/$PPID/fd/$_sr_value" ;;
g*) echo 0 >"$_sr_value" || exit 124 ;;
d*) cd -P -- "$_sr_value" || exit 125 ;;
e*) export "$_sr_value" ;;
=*) set -- "$@" "$_sr_value" ;;
k*) set -- "$@" "$_sr_keeper" ;;
.*) exec /usr/bin/setsid -f "$@" </dev/null ;;
*) exit 125 ;;
esac
done
)
echo "$_sr_order $?"
done
`;

/** What the spawner calls itself; its next two arguments are the pid and start time of the control plane it works for. */
export const spawnerName = 'showrunner-spawner';
