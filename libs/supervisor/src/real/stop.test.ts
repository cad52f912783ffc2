import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const waits = 'echo up; exec sleep 60';

/** Resolves once a program has said that it is up, so that a signal meets its traps. */
async function untilSaid(unit: string, word: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!existsSync(join(world.directory, `${unit}.log`)) || !world.log(unit).includes(word)) {
    if (performance.now() > deadline) throw new Error(`${unit} did not say ${word} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function opened() {
  const plane = world.open();
  await plane.ready;
  return plane;
}

describe('scenario 9: the leader obeys TERM, a child of its group ignores it', () => {
  it('the unit is stopped only when the whole group is gone, by KILL after the grace', async () => {
    const plane = await opened();
    const script = `(trap '' TERM; echo up; while :; do sleep 0.1; done) & trap 'exit 0' TERM; wait`;
    await plane.run(world.unit('Half', script, { stop: { signal: 'SIGTERM', graceMs: 500 } }));
    await untilSaid('half', 'up');
    await plane.call('stop', 'half');
    expect(world.living('half')).toEqual([]);
    expect(plane.status('half')).toMatchObject({ state: 'stopped', lastExit: { cause: 'stopped-by-us' } });
  });
});

describe('scenario 10: a child that makes a session of its own and keeps the output open', () => {
  it('is found and ended with the unit, and the stop ends in time', async () => {
    const plane = await opened();
    const script = `(setsid sh -c 'trap "" HUP; echo stray; while :; do sleep 0.1; done' &) ; ${waits}`;
    await plane.run(world.unit('Stray', script));
    await untilSaid('stray', 'stray');
    expect(new Set(world.living('stray').map(({ session }) => session)).size).toBe(2);
    await plane.call('stop', 'stray');
    expect(world.living('stray')).toEqual([]);
  });
});

describe('scenario 11: a child that ignores TERM', () => {
  it('gets KILL after its grace, not earlier and not twice', async () => {
    const plane = await opened();
    const script = `trap 'echo TERM' TERM; echo up; while :; do sleep 0.05; done`;
    await plane.run(world.unit('Deaf', script, { stop: { signal: 'SIGTERM', graceMs: 800 } }));
    await untilSaid('deaf', 'up');
    const asked = performance.now();
    await plane.call('stop', 'deaf');
    expect(performance.now() - asked).toBeGreaterThanOrEqual(800);
    expect(world.log('deaf').filter((line) => line === 'TERM')).toHaveLength(1);
    expect(plane.status('deaf')?.lastExit?.message).toContain('It did not end in');
  });
});

describe('scenario 12: a child that ends in the moment of the stop', () => {
  it('is stopped without an error and not started again', async () => {
    const plane = await opened();
    const unit = world.unit('Brief', 'sleep 0.1; exit 1', {
      restart: { when: 'always', backoffMs: [0], maxRestarts: 1000, windowMs: 60_000, unhealthyThreshold: 0 },
    });
    for (let round = 0; round < 10; round += 1) {
      await plane.run(unit);
      await new Promise((resolve) => setTimeout(resolve, 95 + round)); // the moment itself is what is tried
      await plane.call('stop', 'brief');
      expect(world.living('brief')).toEqual([]);
      expect(plane.status('brief')?.state).toBe('stopped');
    }
  });
});

describe('scenario 13: a stop before anything runs', () => {
  const restart = {
    when: 'always',
    backoffMs: [300],
    maxRestarts: 1000,
    windowMs: 60_000,
    unhealthyThreshold: 0,
  } as const;

  it('in back-off leaves nothing that starts later', async () => {
    const plane = await opened();
    await plane.call('define', world.unit('Back', 'echo run; exit 1', { restart }));
    await plane.call('start', 'back').catch(() => undefined); // it may have ended before it counted as started
    await plane.until('back', ({ state }) => state === 'backoff');
    const runs = world.log('back').length;
    await plane.call('stop', 'back');
    await plane.run(world.unit('Other', 'sleep 0.6; echo later; exec sleep 60'));
    await untilSaid('other', 'later'); // the delay of the back-off is over
    expect(world.log('back')).toHaveLength(runs);
  });

  it('while it waits for a gate leaves nothing that starts when the gate opens', async () => {
    const plane = await opened();
    const gate = { kind: 'directory', path: join(world.directory, 'gate'), timeoutMs: 60_000 } as const;
    await plane.call('define', world.unit('Gated', waits, { gates: [gate] }));
    const started = plane.call('start', 'gated').catch((error: unknown) => error);
    await plane.until('gated', ({ state, reason }) => state === 'waiting' && reason.includes('gate'));
    await plane.call('stop', 'gated');
    expect(await started).toBeInstanceOf(Error);
    await plane.run(world.unit('Opener', 'mkdir gate; sleep 0.6; echo later; exec sleep 60'));
    await untilSaid('opener', 'later');
    expect(existsSync(join(world.directory, 'gated.log'))).toBe(false);
  });
});

describe('scenario 14: 200 commands from ten clients in random order', () => {
  it('leave at most one child at any moment, all end, and the last wish holds', async () => {
    const plane = await opened();
    const unit = world.unit('Busy', 'echo start $$; exec sleep 60');
    await plane.call('define', unit);
    const verbs = ['start', 'stop', 'restart'];
    let most = 0;
    plane.onEvent(() => {
      most = Math.max(most, world.living('busy').filter(({ pid, session }) => pid === session).length);
    });
    const clients = Array.from({ length: 10 }, async (_, client) => {
      for (let turn = 0; turn < 20; turn += 1) {
        const verb = verbs[(client * 7 + turn * 5) % 3] ?? 'start';
        await plane.call(verb, 'busy').catch(() => undefined); // overtaken by another client's wish
      }
    });
    await Promise.all(clients);
    await plane.call('start', 'busy');
    await plane.until('busy', ({ state }) => state === 'running');
    expect(most).toBeLessThanOrEqual(1);
    expect(world.living('busy').filter(({ pid, session }) => pid === session)).toHaveLength(1);
    await plane.call('stop', 'busy');
    expect(world.living('busy')).toEqual([]);
  });
});

describe('scenario 15: a restart while it waits for a dependency', () => {
  it('ends in one copy', async () => {
    const plane = await opened();
    const gate = { kind: 'directory', path: join(world.directory, 'gate'), timeoutMs: 60_000 } as const;
    await plane.call('define', world.unit('Gated', waits, { gates: [gate] }));
    const calls = [plane.call('start', 'gated'), plane.call('restart', 'gated'), plane.call('restart', 'gated')];
    await plane.until('gated', ({ state, reason }) => state === 'waiting' && reason.includes('gate'));
    await plane.run(world.unit('Opener', 'mkdir gate; exec sleep 60'));
    await Promise.all(calls);
    await plane.until('gated', ({ state }) => state === 'running');
    expect(world.living('gated').filter(({ pid, session }) => pid === session)).toHaveLength(1);
    expect(world.log('gated')).toEqual(['up']);
  });
});

describe('scenario 17: a unit that leaves 500 orphans within a second', () => {
  it('has its own exit code told, and the control plane keeps no zombie', async () => {
    const plane = await opened();
    const script = 'n=0; while [ $n -lt 500 ]; do n=$((n+1)); (true &) ; done; exit 7';
    await plane.call(
      'define',
      world.unit('Orphans', script, { restart: { ...world.unit('x', '').restart, when: 'no' } }),
    );
    await plane.call('start', 'orphans').catch(() => undefined); // it may have ended before it counted as started
    const ended = await plane.until('orphans', ({ lastExit }) => lastExit !== undefined);
    expect(ended.lastExit).toMatchObject({ cause: 'exit', code: 7 });
    expect(zombiesOf(plane.pid)).toEqual([]);
  });
});

/** Children of a process that have ended and were not waited for. */
function zombiesOf(pid: number): readonly string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return children.filter((child) => child !== '' && /\) Z /.test(readFileSync(`/proc/${child}/stat`, 'utf8')));
}
