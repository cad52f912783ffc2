import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessLimits, SpawnedProcess } from '@showrunner/platform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCgroups } from '../../cgroups/create-cgroups.ts';
import { createProcesses } from '../create-processes.ts';

const processes = createProcesses();
const cgroups = createCgroups();
const { memory, cpus, pids } = processes.limitEnforcers();
const mebibyte = 2 ** 20;
const never = new AbortController().signal;

let directory = '';
let lastRun = 0;
const started: { process: SpawnedProcess; exitFile: string }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-limits-'));
});

afterEach(async () => {
  for (const { process } of started.splice(0)) {
    await processes.signalGroup(process, 'SIGKILL');
    await until(async () => (await processes.groupMembers(process)).length === 0);
  }
  await processes.forgetRuns(directory, []);
  rmSync(directory, { recursive: true });
});

async function start(script: string, limits: ProcessLimits = {}, user?: { uid: number; gid: number }) {
  const exitFile = join(directory, `exit-${(lastRun += 1)}`);
  const process = await processes.spawn({
    argv: ['/bin/sh', '-c', script],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', PROGRAM: globalThis.process.execPath },
    logFile: join(directory, 'out.log'),
    exitFile,
    limits,
    run: { owner: directory, name: `unit.${lastRun}` },
    ...(user === undefined ? {} : { user }),
  });
  started.push({ process, exitFile });
  return { process, ended: processes.whenEnded(process, exitFile, never) };
}

const output = () => readFileSync(join(directory, 'out.log'), 'utf8');

/** Waits for something that a real child does; the test's own time limit ends it. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setImmediate(resolve));
}

/** Whatever this machine cannot enforce it must not claim to enforce: then there is no group that could do it. */
function expectNothing(process: SpawnedProcess): void {
  expect(process.cgroup === undefined || cgroups.enforcerOf('memory') === undefined || pids === undefined).toBe(true);
}

describe('limits of a run', () => {
  it('on memory end a program that uses more, and the end is told as one for want of memory', async () => {
    // Buffers are filled, so that their pages are really used; it gives up by itself where nothing limits it.
    const hog = 'const kept = []; while (kept.length < 12) kept.push(Buffer.alloc(16 * 2 ** 20, 1));';
    const { process, ended } = await start(`exec "$PROGRAM" -e '${hog}'`, { memoryBytes: 96 * mebibyte });
    const exit = await ended;
    if (memory === undefined) {
      expectNothing(process);
      expect(exit).toMatchObject({ code: 0, outOfMemory: false });
    } else {
      expect(exit).toMatchObject({ signal: 'SIGKILL', outOfMemory: true });
    }
  });

  it('on processes hold a program that forks without end', async () => {
    const bomb = 'n=0; while [ $n -lt 40 ]; do sleep 60 & n=$((n+1)); done; echo all; wait';
    const { process } = await start(bomb, { pids: 8 });
    if (pids === undefined) {
      expectNothing(process);
      await until(() => output().includes('all'));
    } else {
      await until(() => /fork|Resource/i.test(output()));
      expect((await processes.groupMembers(process)).length).toBeLessThanOrEqual(9); // the keeper is one more
    }
    await processes.signalGroup(process, 'SIGKILL');
    await until(async () => (await processes.groupMembers(process)).length === 0);
  });

  it('on processor time are kept', async () => {
    const { process } = await start('while :; do :; done', { cpus: 0.1 });
    const name = process.cgroup;
    if (cpus === undefined || name === undefined) return expectNothing(process);
    const begun = performance.now();
    const first = cgroups.usage(name).cpuMs ?? 0;
    await until(() => performance.now() - begun > 600);
    const used = (cgroups.usage(name).cpuMs ?? 0) - first;
    expect(used).toBeGreaterThan(0);
    // A tenth, and one period more in which it may have begun; without a limit it would be the whole time.
    expect(used).toBeLessThan((performance.now() - begun) * 0.1 + 60);
  });

  it('on open files are what the program sees, and it cannot raise them', async () => {
    const { ended } = await start('ulimit -n; ulimit -Hn', { openFiles: 64 }, nobody());
    await ended;
    expect(output()).toBe('64\n64\n');
  });

  it('hold for a program that runs as another user', async () => {
    const { process, ended } = await start('exit 7', { memoryBytes: 64 * mebibyte, pids: 20 }, nobody());
    expect(await ended).toMatchObject({ code: 7, outOfMemory: false });
    if (memory !== undefined) expect(process.cgroup).toMatch(/unit\.\d+\.[0-9a-f]{8}$/);
  });

  it('are changed while it runs', async () => {
    // Room for the parent that setsid leaves behind for a moment, which is counted, too.
    const { process } = await start('sleep 60 & wait', { pids: 4 });
    if (pids === undefined || process.cgroup === undefined) {
      await expect(processes.limit(process, { pids: 30 })).rejects.toMatchObject({ code: 'unit.limits' });
      return;
    }
    await processes.limit(process, { memoryBytes: 512 * mebibyte, cpus: 1, pids: 30 });
    await processes.limit(process, {});
    await expect(processes.limit(process, { memoryBytes: 4096 })).rejects.toMatchObject({ code: 'unit.limits' });
    expect(await processes.isAlive(process.identity)).toBe(true);
  });
});

describe('a stray that has left its session and its environment', () => {
  const stray = 'setsid env -i /bin/sh -c "setsid /bin/sleep 97 & echo \\$!" & wait; exit 0';

  it('is found and ended where there are control groups, and is nobody’s where there are none', async () => {
    const { process, ended } = await start(stray);
    await ended;
    await until(() => /^\d+\n/.test(output()));
    const pid = Number(output());
    const members = await processes.groupMembers(process);
    if (process.cgroup === undefined) {
      expect(members).not.toContain(pid);
      globalThis.process.kill(pid, 'SIGKILL');
      return;
    }
    expect(members).toEqual([pid]);
    expect(await processes.signalGroup(process, 'SIGKILL')).toBe(true);
    await until(async () => (await processes.groupMembers(process)).length === 0);
  });
});

describe('groups of runs', () => {
  it('are gone when their last process is', async () => {
    const { process, ended } = await start('exit 0');
    await ended;
    await until(async () => (await processes.groupMembers(process)).length === 0);
    expect(cgroups.members(process.cgroup ?? '')).toEqual([]);
    expect(cgroups.usage(process.cgroup ?? '')).toEqual({ cpuMs: undefined, memoryBytes: undefined });
  });

  it('of a former control plane are swept, but not those of what lives', async () => {
    const living = await start('sleep 60');
    const over = await start('exit 0');
    await over.ended;
    await until(() => cgroups.members(over.process.cgroup ?? '').length === 0);
    const next = createProcesses();
    await next.forgetRuns(directory, [living.process]);
    expect(cgroups.usage(over.process.cgroup ?? '').cpuMs).toBeUndefined();
    if (living.process.cgroup === undefined) return expectNothing(living.process);
    expect(cgroups.members(living.process.cgroup)).toContain(living.process.identity.pid);
  });

  it('are found again by a control plane that did not make them', async () => {
    const { process } = await start('sleep 60');
    const exitFile = started.at(-1)?.exitFile ?? '';
    expect((await createProcesses().recover(exitFile))?.process).toEqual(process);
  });
});

/** Another user where we may become one. */
function nobody(): { uid: number; gid: number } | undefined {
  return globalThis.process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}
