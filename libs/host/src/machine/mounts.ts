import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Problem } from '@showrunner/contracts';
import { runCommand } from '../processes/run-command.ts';

/** How long a tool that ends a mount may take. */
const unmountMs = 10_000;

/** A line of the kernel's table of mounts. */
export interface MountLine {
  readonly id: string;
  /** What it is mounted in, or over. */
  readonly parent: string;
  readonly device: string;
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

/** Reads a mountinfo text; see proc_pid_mountinfo(5). Blanks and such are octal there. */
export function parseMounts(text: string): readonly MountLine[] {
  return text.split('\n').flatMap((line) => {
    const [own = '', behind = ''] = line.split(' - ');
    const [id = '', parent = '', device = '', , point] = own.split(' ');
    const [type = '', source = ''] = behind.split(' ');
    return point === undefined ? [] : [{ id, parent, device, point: unescape(point), type, source: unescape(source) }];
  });
}

export async function readMounts(): Promise<readonly MountLine[]> {
  return parseMounts(await readFile('/proc/self/mountinfo', 'latin1'));
}

/**
 * See `Machine.mountAt`. Follows the path from the root as the kernel does: into whatever is mounted on the way, and on
 * top of what it has found.
 */
export function mountAt(path: string, mounts: readonly MountLine[]): string | undefined {
  const target = resolve(path);
  const ids = new Set(mounts.map(({ id }) => id));
  const leadsTo = ({ point }: MountLine) => point === '/' || point === target || target.startsWith(`${point}/`);
  let seen = mounts.find(({ id, parent, point }) => point === '/' && (parent === id || !ids.has(parent)));
  for (let inside = seen; inside !== undefined;) {
    const within: MountLine = inside;
    const [nearest] = mounts
      .filter((mount) => mount.parent === within.id && mount.id !== within.id && leadsTo(mount))
      .toSorted((a, b) => a.point.length - b.point.length);
    seen = within;
    inside = nearest;
  }
  return seen?.point === target ? `${seen.device} ${seen.type} ${seen.source}` : undefined;
}

/** See `Machine.mountsWithin`. */
export function mountsWithin(path: string, mounts: readonly MountLine[]): readonly string[] {
  const target = resolve(path);
  return mounts.map(({ point }) => point).filter((point) => point === target || point.startsWith(`${target}/`));
}

function unescape(text: string): string {
  const bytes = text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** See `Machine.unmount`. Tries what this user may use; a mount that is gone already is fine. */
export async function endMount(path: string, isRoot: boolean, programs: readonly string[]): Promise<void> {
  const commands = programs.map((program): [string, ...string[]] =>
    program.endsWith('umount') ? [program, '-l', path] : [program, '-uz', path],
  );
  const ordered = isRoot ? commands.reverse() : commands;
  const said: string[] = [];
  for (const argv of ordered) {
    const result = await runCommand({ argv, timeoutMs: unmountMs });
    if (result.code === 0) return;
    said.push(result.stderr.trim());
    if (!(await readMounts()).some(({ point }) => point === resolve(path))) return;
  }
  throw new Problem(
    'unit.stuck',
    `The mount ${path} could not be ended: ${said.join('; ') || 'no tool for it was found'}.`,
  );
}
