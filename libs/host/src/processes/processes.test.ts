import { spawn as spawnChild } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { SpawnedProcess, SpawnRequest } from '@showrunner/platform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProcesses } from './create-processes.ts';

const processes = createProcesses();
const started: SpawnedProcess[] = [];
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-processes-'));
});

afterEach(async () => {
  for (const process of started.splice(0)) await processes.signalGroup(process, 'SIGKILL');
  rmSync(directory, { recursive: true });
});

const never = new AbortController().signal;
const exitFile = () => join(directory, 'exit-1');
const output = () => readFileSync(join(directory, 'out.log'), 'utf8');

function request(argv: SpawnRequest['argv'], changes: Partial<SpawnRequest> = {}): SpawnRequest {
  const logFile = join(directory, 'out.log');
  return { argv, cwd: directory, env: { PATH: '/usr/bin:/bin' }, logFile, exitFile: exitFile(), ...changes };
}

async function start(argv: SpawnRequest['argv'], changes: Partial<SpawnRequest> = {}): Promise<SpawnedProcess> {
  const process = await processes.spawn(request(argv, changes));
  started.push(process);
  return process;
}

const sh = (script: string, changes: Partial<SpawnRequest> = {}) => start(['/bin/sh', '-c', script], changes);
const ended = (process: SpawnedProcess) => processes.whenEnded(process, exitFile(), never);

/** Waits for something that a real child does; the test's own time limit ends it. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setImmediate(resolve));
}

async function failing(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

describe('spawn', () => {
  it('makes the keeper leader of a session of its own and gives the program its own identity', async () => {
    const process = await start(['sleep', '60']);
    expect(process.identity.pid).not.toBe(process.group.pid);
    expect(await processes.sessionOf(process.identity.pid)).toBe(process.group.pid);
    expect(await processes.isAlive(process.identity)).toBe(true);
    expect([...(await processes.groupMembers(process))].sort()).toEqual(
      [process.group.pid, process.identity.pid].sort(),
    );
  });

  it('gives the program its whole environment, arguments and directory, and nothing else', async () => {
    const env = {
      PATH: '/usr/bin:/bin',
      GREETING: "it's $HOME `x`",
      'RCLONE_CONFIG_MY-REMOTE_TYPE': 'webdav',
      PWD: '/given',
    };
    const process = await start(['/usr/bin/env'], { env });
    await ended(process);
    const seen = output()
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('SHOWRUNNER_RUN='));
    expect(seen.sort()).toEqual(
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });

  it('never lets a shell read an argument', async () => {
    await ended(await start(['printf', '%s|', 'a b', '$(id)', '; exit 9', '*', '']));
    expect(output()).toBe('a b|$(id)|; exit 9|*||');
  });

  it('lets the child hold its log file, opened for append with mode 0640', async () => {
    writeFileSync(join(directory, 'out.log'), 'before\n');
    await ended(await sh('echo out; echo err >&2'));
    expect(output()).toBe('before\nout\nerr\n');
    rmSync(join(directory, 'out.log'));
    await ended(await sh('true'));
    expect(statSync(join(directory, 'out.log')).mode & 0o777).toBe(0o640);
  });

  it.skipIf(process.getuid?.() !== 0)('runs the program as the given user without supplementary groups', async () => {
    chmodSync(directory, 0o755);
    await ended(await start(['id'], { user: { uid: 65534, gid: 65534 } }));
    expect(output()).toMatch(/^uid=65534\S* gid=65534\S* groups=65534\S*\n$/);
    expect(statSync(join(directory, 'out.log')).uid).toBe(65534);
  });

  it('leaves default signal dispositions to the program', async () => {
    await ended(await start(['grep', '-E', '^Sig(Ign|Blk)', '/proc/self/status']));
    const ignored = BigInt(`0x${/SigIgn:\s*(\w+)/.exec(output())?.[1] ?? 'f'}`);
    expect(ignored & 0b111n).toBe(0n);
  });
});

describe('a spawn that fails', () => {
  const file = (name: string, content: string | Uint8Array, mode: number) => {
    const path = join(directory, name);
    writeFileSync(path, content, { mode });
    return path;
  };
  const cases: readonly (readonly [string, string, () => SpawnRequest])[] = [
    ['a missing program', 'unit.missing-program', () => request(['/nope'])],
    ['a program that is not on the path', 'unit.missing-program', () => request(['nope'])],
    ['a missing directory', 'unit.missing-directory', () => request(['true'], { cwd: join(directory, 'nope') })],
    ['a file for a directory', 'unit.missing-directory', () => request(['true'], { cwd: file('plain', '', 0o644) })],
    ['a missing interpreter', 'unit.missing-interpreter', () => request([file('script', '#!/nope -x\n', 0o755)])],
    ['a file that is not executable', 'unit.not-executable', () => request([file('script', '#!/bin/sh\n', 0o644)])],
    ['a directory for a program', 'unit.not-executable', () => request([directory])],
    ['a script without #!', 'unit.not-a-program', () => request([file('text', 'echo hi\n', 0o755)])],
    ['a program of another machine', 'unit.wrong-architecture', () => request([file('alien', alienProgram(), 0o755)])],
    ['an argument beyond the limit', 'unit.too-large', () => request(['true', 'x'.repeat(200_000)])],
    ['too many arguments', 'unit.too-large', () => request(['true', ...Array<string>(30).fill('x'.repeat(100_000))])],
    ['a zero byte', 'unit.malformed', () => request(['true', 'a\0b'])],
    ['a variable without a name', 'unit.malformed', () => request(['true'], { env: { '': 'x' } })],
    ['a #! line without a program', 'unit.missing-interpreter', () => request([file('script', '#!\n', 0o755)])],
    [
      'the user that means "unchanged"',
      'unit.unknown-user',
      () => request(['true'], { user: { uid: 2 ** 32 - 1, gid: 1 } }),
    ],
    [
      'a log file that cannot be',
      'file.unwritable',
      () => request(['true'], { logFile: join(directory, 'no', 'log') }),
    ],
  ];
  it.each(cases)('tells %s by its own code', async (_what, code, make) => {
    expect(await failing(processes.spawn(make()))).toBe(code);
  });
});

describe('the end of a program', () => {
  it.each([
    ['exit 0', { code: 0 }],
    ['exit 1', { code: 1 }],
    ['exit 126', { code: 126 }],
    ['exit 127', { code: 127 }],
    ['exit 143', { code: 143 }],
    ['exit 255', { code: 255 }],
    ['kill -TERM $$', { signal: 'SIGTERM' }],
    ['kill -INT $$', { signal: 'SIGINT' }],
    ['kill -SEGV $$', { signal: 'SIGSEGV' }],
    ['kill -KILL $$', { signal: 'SIGKILL' }],
  ])('%s is told as it was', async (script, exit) => {
    expect(await ended(await sh(script))).toEqual({ ...exit, outOfMemory: false, at: expect.any(Number) as number });
  });

  it('is known to a control plane that did not start the program', async () => {
    const process = await start(['sleep', '60']);
    const stranger = createProcesses().whenEnded(process, exitFile(), never);
    await processes.signalGroup(process, 'SIGTERM');
    expect(await stranger).toMatchObject({ signal: 'SIGTERM' });
  });

  it('is noticed when the whole group was killed and nothing could be written', async () => {
    const process = await start(['sleep', '60']);
    const stranger = createProcesses().whenEnded(process, exitFile(), never);
    await processes.signalGroup(process, 'SIGKILL');
    expect(await stranger).not.toHaveProperty('code');
    expect(await ended(process)).toMatchObject({ outOfMemory: false });
  });

  it('is still noticed after the keeper alone was killed', async () => {
    const process = await start(['sleep', '60']);
    globalThis.process.kill(process.group.pid, 'SIGKILL');
    const end = ended(process);
    await until(async () => !(await processes.isAlive(process.group)));
    expect(await processes.isAlive(process.identity)).toBe(true);
    expect(await processes.signalGroup(process, 'SIGTERM')).toBe(true);
    expect(await end).not.toHaveProperty('code');
  });

  it('stops waiting when the signal is aborted', async () => {
    const process = await start(['sleep', '60']);
    const controller = new AbortController();
    const end = processes.whenEnded(process, exitFile(), controller.signal);
    controller.abort(new Error('enough'));
    await expect(end).rejects.toThrow('enough');
  });
});

describe('signals', () => {
  it('reach the group, and members that ignore TERM are left to be seen', async () => {
    const process = await sh(`(trap '' TERM; echo ready; exec sleep 60) & wait`);
    await until(() => output().includes('ready'));
    expect(await processes.signalGroup(process, 'SIGTERM')).toBe(true);
    await ended(process);
    expect(await processes.groupMembers(process)).toHaveLength(1);
    await processes.signalGroup(process, 'SIGKILL');
    await until(async () => (await processes.groupMembers(process)).length === 0);
    expect(await processes.signalGroup(process, 'SIGKILL')).toBe(false);
  });

  it('reach strays that made a session of their own', async () => {
    // The stray says itself that it is there: until its program is loaded it has no environment to be known by.
    const there = join(directory, 'there');
    const alive = `require('fs').writeFileSync('${there}.new', String(process.pid)); require('fs').renameSync('${there}.new', '${there}'); setInterval(() => {}, 1000)`;
    const process = await sh(`setsid "$NODE" -e "$ALIVE" & exit 0`, {
      env: { PATH: '/usr/bin:/bin', NODE: execPath, ALIVE: alive },
    });
    await ended(process);
    await until(() => existsSync(there));
    const stray = Number(readFileSync(there, 'utf8'));
    expect(await processes.sessionOf(stray)).toBe(stray);
    expect(await processes.groupMembers(process)).toEqual([stray]);
    await processes.signalGroup(process, 'SIGTERM');
    await until(async () => (await processes.groupMembers(process)).length === 0);
  });

  it('never reach a stranger that got the number of a dead group', async () => {
    const stranger = spawnChild('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const pid = stranger.pid ?? 0;
    const process = await start(['true']);
    await ended(process);
    // A number is used again only after all others were, so the dead group is older than this stranger by far.
    const startTicks = process.group.startTicks - 1000;
    const pretended = {
      ...process,
      group: { ...process.group, pid, startTicks },
      identity: { ...process.identity, pid, startTicks },
    };
    expect(await processes.signalGroup(pretended, 'SIGKILL')).toBe(false);
    expect(await processes.isAlive(pretended.identity)).toBe(false);
    const gone = new Promise((resolve) => stranger.once('exit', resolve));
    expect(stranger.kill('SIGTERM')).toBe(true);
    await gone;
  });
});

describe('recover', () => {
  it('names the program of a run that nobody has recorded', async () => {
    const process = await start(['sleep', '60']);
    expect(await createProcesses().recover(exitFile())).toEqual({ process });
  });

  it('knows nothing of a run that never was, and nothing of another boot', async () => {
    expect(await processes.recover(exitFile())).toBeUndefined();
    writeFileSync(exitFile(), 'run other-boot mark\n');
    expect(await processes.recover(exitFile())).toBeUndefined();
  });
});

describe('the lock', () => {
  it('names the holder to the second, and is free again after a release', async () => {
    const path = join(directory, 'state', 'lock');
    const lock = await processes.lock(path);
    await expect(processes.lock(path)).rejects.toMatchObject({
      code: 'control-plane.running',
      details: { pid: process.pid },
    });
    await lock.release();
    await (await processes.lock(path)).release();
  });

  it('of a dead holder is taken over', async () => {
    const path = join(directory, 'lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: 1, bootId: 'other' }));
    await (await processes.lock(path)).release();
    writeFileSync(path, '{"pid":');
    await (await processes.lock(path)).release();
  });
});

describe('run', () => {
  it('answers code and output of a short command', async () => {
    const lines: string[] = [];
    const argv = ['/bin/sh', '-c', 'read line; echo "got $line"; echo oops >&2; exit 3'] as const;
    const result = await processes.run({ argv, stdin: 'hi\n', timeoutMs: 10_000, onLine: (line) => lines.push(line) });
    expect(result).toEqual({ code: 3, signal: null, stdout: 'got hi\n', stderr: 'oops\n', truncated: false });
    expect(lines.sort()).toEqual(['got hi', 'oops']);
  });

  it('kills the whole group at the time limit', async () => {
    const argv = ['/bin/sh', '-c', 'sleep 60 & echo $!; wait'] as const;
    const result = await processes.run({ argv, timeoutMs: 300 });
    expect(result.signal).toBe('SIGKILL');
    await until(() => !isThere(Number(result.stdout)));
  });

  it('ends on abort', async () => {
    const controller = new AbortController();
    const run = processes.run(
      {
        argv: ['/bin/sh', '-c', 'echo up; sleep 60'],
        timeoutMs: 60_000,
        onLine: () => controller.abort(new Error('enough')),
      },
      controller.signal,
    );
    await expect(run).rejects.toThrow('enough');
  });

  it('keeps a bounded part of endless output', async () => {
    const result = await processes.run({ argv: ['head', '-c', '3000000', '/dev/zero'], timeoutMs: 10_000 });
    expect(result.truncated).toBe(true);
    expect(result.stdout).toHaveLength(1024 * 1024);
  });

  it('tells a missing program', async () => {
    expect(await failing(processes.run({ argv: ['nope'], timeoutMs: 1000 }))).toBe('unit.missing-program');
  });
});

it('usage tells memory of what lives and nothing of what does not', async () => {
  const process = await start(['sleep', '60']);
  // While the kernel changes one program for the other, a process has no memory for a moment.
  await until(async () => ((await processes.usage(process.identity.pid))?.memoryBytes ?? 0) > 0);
  expect(await processes.usage(2 ** 30)).toBeUndefined();
});

function isThere(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Head of an ELF file for a machine that nobody has. */
function alienProgram(): Uint8Array {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head[4] = 2;
  head.writeUInt16LE(8, 18);
  return head;
}
