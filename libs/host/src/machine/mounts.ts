import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Problem } from '@showrunner/contracts';
import { runCommand } from '../processes/run-command.ts';

/** How long a tool that ends a mount may take. */
const unmountMs = 10_000;

/** Mount points in a mountinfo text; see proc_pid_mountinfo(5). Blanks and such are octal there. */
export function parseMountPoints(text: string): ReadonlySet<string> {
  const points = text
    .split('\n')
    .map((line) => line.split(' ')[4])
    .filter((point): point is string => point !== undefined)
    .map((point) => point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))));
  return new Set(points.map((point) => Buffer.from(point, 'latin1').toString('utf8')));
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
    const points = parseMountPoints(await readFile('/proc/self/mountinfo', 'latin1'));
    if (!points.has(resolve(path))) return;
  }
  throw new Problem(
    'unit.stuck',
    `The mount ${path} could not be ended: ${said.join('; ') || 'no tool for it was found'}.`,
  );
}
