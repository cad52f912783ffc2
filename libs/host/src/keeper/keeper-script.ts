/**
 * The keeper of one unit: a constant `/bin/sh` script, so that a program's end is known after the control plane was
 * away. Everything variable comes as arguments and environment; nothing is ever pasted into it.
 *
 * Descriptors: 1 and 2 are the run record (the shell tells a death by signal on 2, which is how 143 by exit and TERM
 * are told apart), 3 is the log file. The traps keep the keeper alive while the group is signalled; the program gets
 * default dispositions. It runs in the foreground, because a shell makes background programs ignore INT and QUIT.
 * The subshell becomes the program by `exec`, so the pid and start time that it notes are the program's own.
 */
export const keeperScript = `trap : HUP INT QUIT TERM USR1 USR2
unset PWD OLDPWD SHLVL
read -r stat </proc/self/stat
echo "keeper $stat"
( read -r stat </proc/self/stat; echo "program $stat"; exec "$@" >&3 2>&3 3>&- )
echo "exit $?"
`;

/** The program that runs the script; every Linux has it. */
export const keeperShell = '/bin/sh';

/** Name of the environment variable that marks all descendants of one run. */
export const markVariable = 'SHOWRUNNER_RUN';
