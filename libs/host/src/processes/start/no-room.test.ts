import { type ChildProcess, spawn as spawnChild, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawnProblem } from './preflight.ts';

const host = new URL('../../index.ts', import.meta.url).href;
/** A user that nobody else is, so that its limit of processes counts only ours. */
const loner = 61_234;
const planes: ChildProcess[] = [];
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-no-room-'));
  chmodSync(directory, 0o777);
});

afterEach(() => {
  planes.splice(0).forEach((plane) => plane.kill('SIGKILL'));
  rmSync(directory, { recursive: true });
});

/** A control plane of its own: each line on its input is a user to start a program as, each answer what came of it. */
const source = `
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createProcesses } from '${host}';
const [directory, uid] = process.argv.slice(2);
const processes = createProcesses();
await stat('/'); // all threads that it will ever need are there from now on
if (uid !== '0') {
  process.setgroups([]);
  process.setgid(Number(uid));
  process.setuid(Number(uid));
}
console.log('ready');
let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  count += 1;
  const files = { logFile: directory + '/log-' + count, exitFile: directory + '/exit-' + count };
  const request = { argv: ['/bin/sleep', '60'], cwd: '/', env: {}, ...files, ...JSON.parse(line) };
  try {
    const started = await processes.spawn(request);
    await processes.signalGroup(started, 'SIGKILL');
    console.log('started');
  } catch (error) {
    console.log(error.code);
  }
}
`;

async function open(uid: number, before: readonly string[] = []) {
  const script = join(directory, 'plane.mjs');
  writeFileSync(script, source);
  const node = [process.execPath, '--conditions=source', '--no-warnings', script, directory, String(uid)];
  const [program = '', ...argv] = [...before, ...node];
  const plane = spawnChild(program, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  planes.push(plane);
  const lines = createInterface({ input: plane.stdout })[Symbol.asyncIterator]();
  const answer = async () => ((await lines.next()) as { value?: string }).value;
  expect(await answer()).toBe('ready');
  return {
    start(changes: object = {}): Promise<string | undefined> {
      plane.stdin.write(`${JSON.stringify(changes)}\n`);
      return answer();
    },
    limit(option: string): void {
      const asIts = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups'];
      const { status } = spawnSync('setpriv', [...asIts, 'prlimit', '--pid', String(plane.pid), option]);
      expect(status).toBe(0);
    },
  };
}

describe.skipIf(process.getuid?.() !== 0)('scenario 19: a machine without room', () => {
  it.each([
    ['processes', 'unit.no-processes', '--nproc=0:4000', '--nproc=4000:4000'],
    ['open files', 'unit.no-files', '--nofile=10:4000', '--nofile=4000:4000'],
  ])('for more %s is told as such, and all is well when there is room again', async (_what, code, none, some) => {
    const plane = await open(loner);
    plane.limit(none);
    expect(await plane.start()).toBe(code);
    expect(await plane.start()).toBe(code);
    plane.limit(some);
    expect(await plane.start()).toBe('started');
  });

  it('for more open files is told after the spawner was there, too', async () => {
    const plane = await open(0);
    expect(await plane.start()).toBe('started');
    plane.limit('--nofile=10:4000');
    expect(await plane.start()).toBe('unit.no-files');
    plane.limit('--nofile=4000:4000');
    expect(await plane.start()).toBe('started');
  });
});

it.skipIf(process.getuid?.() !== 0)('tells root that may not change user so', async () => {
  const plane = await open(0, ['setpriv', '--bounding-set=-setuid,-setgid', '--inh-caps=-all']);
  expect(await plane.start({ user: { uid: loner, gid: loner } })).toBe('unit.permission');
  expect(await plane.start()).toBe('started');
});

it.each([
  ['EAGAIN', 'unit.no-processes'],
  ['EMFILE', 'unit.no-files'],
  ['ENFILE', 'unit.no-files'],
  ['ENOMEM', 'unit.no-memory'],
  ['ENOSPC', 'unit.no-space'],
  ['E2BIG', 'unit.too-large'],
  ['EPERM', 'unit.permission'],
])('has a code for %s of the kernel', (errno, code) => {
  const error = Object.assign(new Error(`spawn ${errno}`), { code: errno });
  expect(spawnProblem(error, 'It could not be started')).toMatchObject({ code, details: { errno } });
});
