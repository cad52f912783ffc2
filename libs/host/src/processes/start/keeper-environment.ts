import { markVariable } from '../../keeper/keeper-script.ts';
import type { Execution } from './preflight.ts';

/** Names that the shell can hold without changing them. */
const shellName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Names that a shell sets, drops or gives a meaning of its own. */
const shellOwned = new Set(
  'PWD OLDPWD SHLVL _ IFS OPTIND PPID ENV BASH_ENV BASHOPTS SHELLOPTS UID EUID LINENO PS1 PS2 PS4 CDPATH'.split(' '),
);
/** Names of the spawner's own variables. */
const spawnerOwned = /^_sr_/;
/** Names by which a C library can be made to load or write files: not while a program on the way is still root. */
const libraryOwned = /^(LD_|MALLOC_|GLIBC_TUNABLES$|GCONV_PATH$|LOCPATH$|MUSL_LOCPATH$|NLSPATH$|TZDIR$)/;

/**
 * Divides an environment into what passes through the keeper's shell unharmed, and what does not: a shell drops names
 * such as `RCLONE_CONFIG_MY-REMOTE_TYPE`, and `LD_PRELOAD` is the program's alone. The latter go through `env`, which
 * then becomes the program.
 */
export function throughKeeper(
  execution: Execution,
  program: string,
  mark: string,
): { argv: string[]; env: Record<string, string> } {
  const passes = ([name]: [string, string]) =>
    shellName.test(name) && !shellOwned.has(name) && !spawnerOwned.test(name) && !libraryOwned.test(name);
  const entries = Object.entries(execution.env);
  const rest = entries.filter((entry) => !passes(entry)).map(([name, value]) => `${name}=${value}`);
  const argv = [program, ...execution.argv.slice(1)];
  return {
    argv: rest.length === 0 ? argv : ['/usr/bin/env', ...rest, ...argv],
    env: { ...Object.fromEntries(entries.filter(passes)), [markVariable]: mark },
  };
}
