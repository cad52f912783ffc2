import { type ChildProcess, spawn as spawnChild } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SpawnedProcess, SpawnRequest } from '@showrunner/platform';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Entry, plainEntry } from '../keeper/entry.ts';
import { createProcesses } from '../processes/create-processes.ts';
import { isSameAndAlive } from '../processes/identity.ts';
import { listPids, readProc, readStat } from '../processes/proc-stat.ts';
import { spawnKept } from '../processes/start/spawn.ts';
import { createSpawner } from './spawner.ts';
import { spawnerName } from './spawner-script.ts';

const processes = createProcesses();
const started: SpawnedProcess[] = [];
const planes: ChildProcess[] = [];
let directory = '';
let entry: Entry = plainEntry;
const road = { spawner: createSpawner(), giveUp: () => undefined, entryOf: () => entry };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-spawner-'));
  entry = plainEntry;
});

afterEach(async () => {
  planes.splice(0).forEach((plane) => plane.kill('SIGKILL'));
  for (const process of started.splice(0)) await processes.signalGroup(process, 'SIGKILL');
  rmSync(directory, { recursive: true });
});

const output = (name = 'out.log') => readFileSync(join(directory, name), 'utf8');
const never = new AbortController().signal;

function request(argv: SpawnRequest['argv'], changes: Partial<SpawnRequest> = {}): SpawnRequest {
  const files = { logFile: join(directory, 'out.log'), exitFile: join(directory, 'exit-1') };
  return { argv, cwd: directory, env: { PATH: '/usr/bin:/bin' }, ...files, ...changes };
}

async function start(argv: SpawnRequest['argv'], changes: Partial<SpawnRequest> = {}): Promise<SpawnedProcess> {
  const { process } = await spawnKept(request(argv, changes), road);
  started.push(process);
  return process;
}

async function runToEnd(argv: SpawnRequest['argv'], changes: Partial<SpawnRequest> = {}): Promise<string> {
  const process = await start(argv, changes);
  await processes.whenEnded(process, join(directory, 'exit-1'), never);
  return output();
}

const isOurs = (process: SpawnedProcess) => readStat(process.group.pid)?.parent === globalThis.process.pid;

/** Spawners of a control plane, without what they have forked for a moment. */
function spawnersOf(plane: number | undefined): readonly number[] {
  return listPids().filter((pid) => {
    const words = readProc(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
    return words[words.indexOf(spawnerName) + 1] === String(plane) && readStat(pid)?.session === pid;
  });
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setImmediate(resolve));
}

it('forks keepers that are not our children and hold nothing of ours but their record and log', async () => {
  const process = await start(['sleep', '60']);
  expect(isOurs(process)).toBe(false);
  // What we were born with and cannot close goes to every child.
  const bare = spawnChild('sleep', ['60'], { stdio: 'ignore' });
  planes.push(bare);
  const links = (pid = 0) => readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  // A program that still loads its libraries opens and closes them while we look.
  const settled = (pid?: number) => {
    const found = links(pid);
    expect(found.filter((path) => path.includes('.so'))).toEqual([]);
    return found;
  };
  const all = await vi.waitFor(() => settled(bare.pid), 10_000);
  const born = all.filter((path) => path !== '/dev/null');
  const held = (pid: number) => links(pid).filter((path) => !born.includes(path));
  const [log, record] = [join(directory, 'out.log'), join(directory, 'exit-1')];
  expect(held(process.group.pid).sort()).toEqual(['/dev/null', record, record, log].sort());
  await until(() => readlinkSync(`/proc/${process.identity.pid}/exe`).endsWith('/sleep'));
  await vi.waitFor(() => expect(held(process.identity.pid).sort()).toEqual(['/dev/null', log, log].sort()), 10_000);
});

it('hands over every plain byte, and no variable of its own', async () => {
  const plain = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
  const odd = ['', ' lead', 'trail ', '\\', '\\n', '-n', '=', '.', 'k', '@1', '"', "'", '$(id)', '`id`', '*'];
  const env = {
    PATH: '/usr/bin:/bin',
    A: plain,
    EMPTY: '',
    _sr_word: 'x',
    OPTIND: 'x',
    UID: 'x',
    LD_LIBRARY_PATH: '/x',
  };
  const process = await start(['/usr/bin/printf', '%s|', plain, ...odd], { env });
  expect(isOurs(process)).toBe(false);
  await processes.whenEnded(process, join(directory, 'exit-1'), never);
  expect(output()).toBe([plain, ...odd, ''].join('|'));
  rmSync(join(directory, 'out.log'));
  const lines = (await runToEnd(['/usr/bin/env'], { env })).trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('SHOWRUNNER_RUN=')).sort()).toEqual(
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  );
});

it.each(['two\nlines', 'é', 'x'.repeat(40_000)])('leaves text that is not plain and short to Node', async (text) => {
  const process = await start(['/usr/bin/printf', '%s', text]);
  await processes.whenEnded(process, join(directory, 'exit-1'), never);
  expect(output()).toBe(text);
});

it.skipIf(process.getuid?.() !== 0)('drops to the user of the program, for good', async () => {
  chmodSync(directory, 0o755);
  const user = { uid: 65534, gid: 65534 };
  const text = await runToEnd(['grep', '-E', '^(Uid|Gid|Groups|CapEff)', '/proc/self/status'], { user });
  expect(text.replace(/\s+/g, ' ').trim()).toBe(
    'Uid: 65534 65534 65534 65534 Gid: 65534 65534 65534 65534 Groups: CapEff: 0000000000000000',
  );
});

it.each([['plain'], ['two\nlines']])('enters cgroup and limits before the keeper is one (%j)', async (text) => {
  const [first, second] = [join(directory, 'first.procs'), join(directory, 'second.procs')];
  entry = { cgroupFiles: [first, second], resourceOptions: ['--nofile=77:77'] };
  expect(await runToEnd(['/bin/sh', '-c', 'ulimit -Hn', text])).toBe('77\n');
  expect([first, second].map((path) => readFileSync(path, 'utf8'))).toEqual(['0\n', '0\n']);
});

it('tells a cgroup that lets nobody in', async () => {
  entry = { ...plainEntry, cgroupFiles: [join(directory, 'gone', 'cgroup.procs')] };
  await expect(start(['sleep', '60'])).rejects.toMatchObject({ code: 'unit.limits' });
});

it('loses and doubles nothing when it is killed again and again', async () => {
  const count = 60;
  let done = 0;
  const spawns = Array.from({ length: count }, async (_, index) => {
    const files = { logFile: join(directory, `log-${index}`), exitFile: join(directory, `exit-${index}`) };
    await start(['sleep', '60'], { ...files, env: { PATH: '/usr/bin:/bin', PLACE: directory } });
    done += 1;
  });
  const killed = new Set<number>();
  const all = Promise.all(spawns);
  for (let at = 5; at < count; at += 15) {
    await until(() => done >= at);
    for (const pid of spawnersOf(process.pid)) {
      killed.add(pid);
      process.kill(pid, 'SIGKILL');
    }
  }
  await all;
  expect(killed.size).toBeGreaterThan(0);
  const programs = listPids().filter((pid) => {
    const ours = readProc(`/proc/${pid}/environ`)?.split('\0').includes(`PLACE=${directory}`) ?? false;
    return ours && readStat(pid)?.session !== pid;
  });
  expect(programs.sort()).toEqual(started.map(({ identity }) => identity.pid).sort());
  expect(started.every(({ identity, group }) => isSameAndAlive(identity) && isSameAndAlive(group))).toBe(true);
});

it('ends with its control plane, and the units go on', async () => {
  const script = join(directory, 'plane.ts');
  const source = new URL('../index.ts', import.meta.url).href;
  writeFileSync(
    script,
    `import { createProcesses } from ${JSON.stringify(source)};
     const process_ = await createProcesses().spawn(${JSON.stringify(request(['sleep', '60']))});
     console.log(JSON.stringify(process_));
     setInterval(() => undefined, 1000);`,
  );
  const plane = spawnChild(process.execPath, ['--conditions=source', '--no-warnings', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  planes.push(plane);
  const line = (await createInterface({ input: plane.stdout })[Symbol.asyncIterator]().next()) as { value: string };
  const unit = JSON.parse(line.value) as SpawnedProcess; // printed by the program above
  started.push(unit);
  const spawners = spawnersOf(plane.pid);
  expect(spawners).toHaveLength(1);
  plane.kill('SIGKILL');
  await until(() => !spawners.some((pid) => isSameAndAlive({ ...unit.identity, pid, startTicks: startOf(pid) })));
  expect(isSameAndAlive(unit.identity) && isSameAndAlive(unit.group)).toBe(true);
  expect(await createProcesses().recover(join(directory, 'exit-1'))).toEqual({ process: unit });
});

function startOf(pid: number): number {
  return readStat(pid)?.startTicks ?? -1;
}
