import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '@showrunner/contracts';
import type { ProcessUser } from '@showrunner/platform';

/** What a process does between its fork and becoming a keeper, while it still has our rights. */
export interface Entry {
  /** Files (`cgroup.procs`) that it writes itself into, in this order. */
  readonly cgroupFiles: readonly string[];
  /** Options of prlimit(1), such as `--nofile=1024:1024`. */
  readonly resourceOptions: readonly string[];
  /** Name of the control group that it enters so. */
  readonly cgroup?: string;
}

/** Nothing to do. */
export const plainEntry: Entry = { cgroupFiles: [], resourceOptions: [] };

/** Exit code of an entry that was not let into its cgroup. */
export const notEnteredCode = 124;

/** The constant script of an entry without the spawner: cgroup files, `--`, and what it then becomes. */
export const entryScript = `while [ "$1" != -- ]; do echo 0 >"$1" || exit ${notEnteredCode}; shift; done
shift
exec "$@"
`;

const tools = { setsid: '/usr/bin/setsid', setpriv: '/usr/bin/setpriv', prlimit: '/usr/bin/prlimit' } as const;

/** Whether util-linux is here. What busybox has under these names lacks the options that we need. */
export function hasUtilLinux(): boolean {
  return Object.values(tools).every((path) => existsSync(path) && basename(realpathSync(path)) !== 'busybox');
}

/** Whether anything is to be done that Node itself cannot do in a child. */
export function isPlain(entry: Entry): boolean {
  return entry.cgroupFiles.length === 0 && entry.resourceOptions.length === 0;
}

/** The programs, each of which becomes the next, that stand before a keeper: limits first, then the user. */
export function leadIn(entry: Entry, user: ProcessUser | undefined): readonly string[] {
  const limits = entry.resourceOptions.length === 0 ? [] : [tools.prlimit, ...entry.resourceOptions];
  if (user === undefined || process.getuid?.() !== 0) return limits;
  return [...limits, tools.setpriv, `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
}

/** @throws Problem `host.missing` where limits are asked for and the tools for them are not there */
export function checkEntry(entry: Entry): void {
  if (isPlain(entry) || hasUtilLinux()) return;
  throw new Problem('host.missing', 'Limits need prlimit and setpriv of util-linux, which are not in /usr/bin.');
}
