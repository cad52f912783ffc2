import { spawn } from 'node:child_process';
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

/**
 * See `Machine.mountState`. The table answers whether there is a mount; whether it answers is asked by a helper
 * process, because a dead FUSE mount would hold one of our own threads for ever.
 */
export async function readMountState(path: string, timeoutMs: number): Promise<'none' | 'mounted' | 'stale'> {
  const points = parseMountPoints(await readFile('/proc/self/mountinfo', 'latin1'));
  if (!points.has(resolve(path))) return 'none';
  return (await answers(path, timeoutMs)) ? 'mounted' : 'stale';
}

/** Asks in a child that is left behind when it hangs: the kernel ends it when the mount is ended. */
function answers(path: string, timeoutMs: number): Promise<boolean> {
  return new Promise((settle, reject) => {
    const child = spawn('stat', ['-f', '--', path], { cwd: '/', stdio: 'ignore', detached: true });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(false);
    }, timeoutMs);
    child.unref();
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Problem('host.missing', `The program stat could not be started: ${error.message}.`, { cause: error }));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      settle(code === 0);
    });
  });
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
