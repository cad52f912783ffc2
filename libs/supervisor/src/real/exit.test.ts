import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitSpec } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { Refused } from './harness/plane.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const once = { when: 'no', backoffMs: [0], maxRestarts: 0, windowMs: 60_000, unhealthyThreshold: 0 } as const;
const always = { ...once, when: 'always', maxRestarts: 5 } as const;

async function opened() {
  const plane = world.open();
  await plane.ready;
  return plane;
}

describe('scenario 18: a program that cannot be started', () => {
  const file = (name: string, text: string, mode: number) => {
    writeFileSync(join(world.directory, name), text);
    chmodSync(join(world.directory, name), mode);
  };
  const cases: readonly (readonly [string, string, (spec: UnitSpec) => UnitSpec])[] = [
    ['is missing', 'unit.missing-program', (spec) => ({ ...spec, argv: ['/nowhere/program'] })],
    [
      'is not executable',
      'unit.not-executable',
      (spec) => (file('plain', '#!/bin/sh\n', 0o644), { ...spec, argv: [join(world.directory, 'plain')] }),
    ],
    [
      'is a directory',
      'unit.not-executable',
      (spec) => (mkdirSync(join(world.directory, 'folder')), { ...spec, argv: [join(world.directory, 'folder')] }),
    ],
    [
      'has a missing interpreter',
      'unit.missing-interpreter',
      (spec) => (file('script', '#!/nowhere/sh\n', 0o755), { ...spec, argv: [join(world.directory, 'script')] }),
    ],
    [
      'is for another machine',
      'unit.wrong-architecture',
      (spec) => (file('alien', alien(), 0o755), { ...spec, argv: [join(world.directory, 'alien')] }),
    ],
    ['has no working directory', 'unit.missing-directory', (spec) => ({ ...spec, cwd: '/nowhere' })],
    ['has too large an argument', 'unit.too-large', (spec) => ({ ...spec, argv: ['/bin/true', 'x'.repeat(200_000)] })],
    ['has a NUL byte in a value', 'unit.malformed', (spec) => ({ ...spec, env: { ...spec.env, A: 'a\0b' } })],
  ];

  it.each(cases)('because it %s has a problem of its own and is no restart loop', async (_what, code, change) => {
    const plane = await opened();
    await plane.call('define', change(world.unit('Never', '', { restart: always })));
    const refusal = await plane.call('start', 'never').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ problem: { code } });
    expect(plane.status('never')).toMatchObject({
      state: 'failed',
      restartCount: 0,
      lastExit: { cause: 'never-started' },
      problem: { code, hint: expect.any(String) as string },
    });
  });
});

describe('scenario 20: output that is no UTF-8', () => {
  it('is kept byte for byte, and told with replacement characters', async () => {
    const plane = await opened();
    await plane.call('define', world.unit('Bytes', `printf 'caf\\351\\n'; exit 3`, { restart: once }));
    await plane.call('start', 'bytes').catch(() => undefined); // it may have ended before it counted as started
    const { lastExit } = await plane.until('bytes', (status) => status.lastExit !== undefined);
    expect(lastExit?.lastWords).toEqual(['caf\ufffd']);
    expect([...readFileSync(join(world.directory, 'bytes.log'))]).toEqual([0x63, 0x61, 0x66, 0xe9, 0x0a]);
  });
});

describe('scenario 40: last words', () => {
  it.each([
    ['an end of its own', 'exit 3'],
    ['a kill', 'kill -9 $$; sleep 60'],
  ])('before %s are in the log and with the exit, though their line has no end', async (_how, end) => {
    const plane = await opened();
    await plane.call('define', world.unit('Words', `echo one; printf 'panic: here'; ${end}`, { restart: once }));
    await plane.call('start', 'words').catch(() => undefined); // it may have ended before it counted as started
    const { lastExit } = await plane.until('words', (status) => status.lastExit !== undefined);
    expect(lastExit?.lastWords).toEqual(['one', 'panic: here']);
    expect(world.log('words')).toEqual(['one', 'panic: here']);
  });
});

describe('scenario 21: each way to end', () => {
  it.each([0, 1, 126, 127, 255])('exit code %i is told as such', async (code) => {
    const plane = await opened();
    await plane.call('define', world.unit('Ends', `exit ${code}`, { restart: once }));
    await plane.call('start', 'ends').catch(() => undefined); // it may have ended before it counted as started
    const { state, lastExit } = await plane.until('ends', (status) => status.lastExit !== undefined);
    expect(lastExit).toMatchObject({ cause: 'exit', code });
    expect(state).toBe(code === 0 ? 'exited' : 'failed');
  });

  it.each(['HUP', 'INT', 'QUIT', 'KILL', 'SEGV', 'TERM', 'ABRT'])('a death by %s is told as such', async (signal) => {
    const plane = await opened();
    await plane.call('define', world.unit('Ends', `kill -${signal} $$; sleep 5`, { restart: once }));
    await plane.call('start', 'ends').catch(() => undefined); // it may have ended before it counted as started
    const { lastExit } = await plane.until('ends', (status) => status.lastExit !== undefined);
    expect(lastExit).toMatchObject({ cause: 'signal', signal: `SIG${signal}` });
  });

  it('a stop by us is never a crash', async () => {
    const plane = await opened();
    await plane.run(world.unit('Ends', 'exec sleep 60', { restart: always }));
    await plane.call('stop', 'ends', { by: 'person', actor: 'anna' });
    const status = plane.status('ends');
    expect(status).toMatchObject({ state: 'stopped', restartCount: 0, lastExit: { cause: 'stopped-by-us' } });
    expect(status?.lastExit?.message).toContain('anna');
  });
});

describe('scenario 23: a service that ends at once', () => {
  it('is started again after growing delays, gives up at the budget, and a start by hand begins anew', async () => {
    const plane = await opened();
    const restart = { ...always, backoffMs: [50, 100, 200], maxRestarts: 3 };
    const told: string[] = [];
    plane.onEvent((event) => void (event.type === 'unit.changed' && told.push(event.unit.state)));
    await plane.call('define', world.unit('Loop', 'echo run; exit 1', { restart }));
    await plane.call('start', 'loop').catch(() => undefined); // it may have ended before it counted as started
    const failed = await plane.until('loop', ({ state }) => state === 'failed');
    expect(failed).toMatchObject({ restartCount: 3, problem: { code: 'unit.crash-loop' } });
    expect(world.log('loop')).toHaveLength(4);
    expect(told.filter((state) => state === 'failed')).toHaveLength(1);
    await plane.call('start', 'loop').catch(() => undefined); // as above
    await plane.until('loop', ({ state, restartCount }) => state === 'backoff' && restartCount === 0);
    await plane.call('stop', 'loop');
  });
});

/** The head of a program file for a machine that this is not. */
function alien(): string {
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(243, 18); // RISC-V
  return head.toString('latin1');
}
