import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpawnedProcess } from '@showrunner/platform';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProcesses } from '../create-processes.ts';
import { readStat } from '../proc-stat.ts';
import { createProcessTable } from './process-table.ts';

const processes = createProcesses();
const started: SpawnedProcess[] = [];
const never = new AbortController().signal;
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-members-'));
});

afterEach(async () => {
  for (const process of started.splice(0)) await processes.signalGroup(process, 'SIGKILL');
  rmSync(directory, { recursive: true });
});

const exitFile = (name: string) => join(directory, `exit-${name}`);
const output = (name: string) => readFileSync(join(directory, `${name}.log`), 'utf8');

async function sh(name: string, script: string): Promise<SpawnedProcess> {
  const process = await processes.spawn({
    argv: ['/bin/sh', '-c', script],
    cwd: directory,
    env: { PATH: '/usr/bin:/bin' },
    logFile: join(directory, `${name}.log`),
    exitFile: exitFile(name),
  });
  started.push(process);
  return process;
}

/** Waits for something that a real child does; the test's own time limit ends it. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setImmediate(resolve));
}

it('is one scan for all who ask in the same moment', () => {
  const table = createProcessTable();
  expect(table.refresh()).toBe(table.refresh());
});

it('finds a member that was seen in the group before it made a session of its own', async () => {
  const script = '(while [ ! -e go ]; do sleep 0.02; done; exec setsid sleep 60) & echo "$!"; exit 0';
  const process = await sh('one', script);
  await processes.whenEnded(process, exitFile('one'), never);
  const member = Number(output('one'));
  expect(await processes.groupMembers(process)).toContain(member);
  writeFileSync(join(directory, 'go'), '');
  await until(() => readStat(member)?.session === member);
  expect(await processes.groupMembers(process)).toEqual([member]);
  expect(await processes.signalGroup(process, 'SIGKILL')).toBe(true);
  await until(async () => (await processes.groupMembers(process)).length === 0);
});

it('finds a member that has dropped its mark, and nothing of another run', async () => {
  const hidden = await sh('hidden', 'env -i sleep 60 & echo "$!"; wait');
  const other = await sh('other', 'setsid sleep 60 & echo "$!"; wait');
  await until(() => output('hidden').includes('\n') && output('other').includes('\n'));
  const [inGroup, stray] = [Number(output('hidden')), Number(output('other'))];
  await until(() => readStat(stray)?.session === stray);
  expect(await processes.groupMembers(hidden)).toContain(inGroup);
  expect(await processes.groupMembers(hidden)).not.toContain(stray);
  expect(await processes.groupMembers(other)).toContain(stray);
});

it('is empty as soon as the end is told, where nothing was left behind', async () => {
  for (let round = 0; round < 20; round += 1) {
    const process = await sh(`round-${round}`, 'exit 3');
    expect(await processes.whenEnded(process, exitFile(`round-${round}`), never)).toMatchObject({ code: 3 });
    expect(await processes.groupMembers(process)).toEqual([]);
  }
});
