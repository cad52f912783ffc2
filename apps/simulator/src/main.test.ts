import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

it('says where it listens, answers there, and ends on SIGTERM', async () => {
  const root = await mkdtemp(join(tmpdir(), 'simulator-main-'));
  await using simulator = runProgram([process.execPath, '--conditions=source', main, '--port', '0', '--root', root]);
  await simulator.whenSaid('"event":"listening"');
  const line =
    simulator
      .output()
      .split('\n')
      .find((text) => text.includes('"event":"listening"')) ?? '{}';
  const { url } = JSON.parse(line) as { url: string };
  expect(await (await fetch(url)).json()).toMatchObject({ simulated: true });
  process.kill(simulator.pid, 'SIGTERM');
  expect(await simulator.whenEnded()).toBe(0);
  await rm(root, { recursive: true, force: true });
});

it('explains itself without a root', async () => {
  await using simulator = runProgram([process.execPath, '--conditions=source', main]);
  expect(await simulator.whenEnded()).toBe(2);
  expect(simulator.output()).toContain('usage:');
});
