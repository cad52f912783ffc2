import { toUnitId } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { anEdge, aUnit, ready } from '../fixtures/a-unit.ts';

const riven = aUnit('Riven Backend');
const postgres = aUnit('PostgreSQL', { stopTier: 'databases' });

describe('start and stop', () => {
  it('tells each state once, in order, and leaves nothing that waits', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    await stack.clock.advance(2_000);
    await engine.stop(riven.unitId);
    expect(stack.told(riven.unitId)).toEqual(['stopped', 'waiting', 'starting', 'running', 'stopping', 'stopped']);
    expect(stack.living()).toEqual([]);
    await engine.close({ stopUnits: true, deadlineMs: 1_000 });
    expect(stack.clock.pending).toBe(0);
  });

  it('scenario 11: kills after the grace, and reports what cannot be killed', async () => {
    const stack = aStack();
    stack.processes.script(({ exitFile }) => ({ ignoresSignals: exitFile.includes('riven') ? 'all-but-kill' : 'all' }));
    const engine = await stack.open();
    for (const spec of [riven, postgres]) {
      await engine.define(spec);
      await engine.start(spec.unitId);
    }
    const stops = Promise.allSettled([engine.stop(riven.unitId), engine.stop(postgres.unitId)]);
    await stack.clock.advance(10_000);
    expect(await stops).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'unit.stuck' } }]);
    expect(stack.processes.children.map(({ signals }) => signals)).toEqual([
      ['SIGTERM', 'SIGKILL'],
      ['SIGTERM', 'SIGKILL'],
    ]);
    await expect(engine.start(postgres.unitId)).rejects.toMatchObject({ code: 'unit.stuck' });
    expect(stack.living()).toHaveLength(1);
  });

  it('shows what is wrong with an output file on the unit that writes to it, while it is so', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(riven);
    await engine.define(postgres);
    engine.noteOutput(riven.outputFile, 'The log file was removed.');
    expect(engine.inspect(riven.unitId)?.conditions).toMatchObject([
      { type: 'LogImpaired', message: 'The log file was removed.' },
    ]);
    expect(engine.inspect(postgres.unitId)?.conditions).toBeUndefined();
    engine.noteOutput(riven.outputFile, undefined);
    expect(engine.inspect(riven.unitId)?.conditions).toBeUndefined();
    await engine.close({ stopUnits: true, deadlineMs: 1_000 });
  });

  it('an unknown unit is a problem with a name', async () => {
    const engine = await aStack().open();
    await expect(engine.start(toUnitId('nope'))).rejects.toMatchObject({ code: 'unit.unknown' });
  });

  it('remove stops and forgets', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    await engine.remove(riven.unitId);
    expect(engine.list()).toEqual([]);
    expect(Object.keys(stack.files.snapshot('/state/units'))).not.toContain('/state/units/riven-backend/spec.json');
    expect(stack.events.at(-1)).toEqual({ type: 'unit.removed', unitId: riven.unitId });
  });

  it('a changed spec applies from the next start', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    const before = engine.specOf(riven.unitId)?.runningFingerprint;
    await engine.define({ ...riven, argv: ['/bin/other'] });
    expect(engine.specOf(riven.unitId)?.runningFingerprint).toBe(before);
    await engine.restart(riven.unitId);
    expect(engine.specOf(riven.unitId)?.runningFingerprint).not.toBe(before);
    expect(stack.processes.children.map(({ request }) => request.argv[0])).toEqual(['/bin/sleep', '/bin/other']);
  });
});

describe('an end that nobody wished for', () => {
  it('keeps the last words, without secrets, and starts again after its delay', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await stack.files.write(riven.outputFile, 'an older run\n');
    await engine.define(riven);
    await engine.start(riven.unitId);
    await stack.files.append(riven.outputFile, 'password is hunter22\nboom');
    stack.processes.end(engine.inspect(riven.unitId)?.pid ?? 0);
    await stack.clock.advance(50);
    expect(engine.inspect(riven.unitId)).toMatchObject({
      state: 'backoff',
      reason: 'Ended with exit code 1. It is started again.',
      lastExit: { cause: 'exit', code: 1, lastWords: ['password is [REDACTED]', 'boom'] },
    });
    await stack.clock.advance(100);
    expect(engine.inspect(riven.unitId)).toMatchObject({ state: 'starting', restartCount: 1 });
  });

  it('ends what the leader has left behind before it starts again', async () => {
    const stack = aStack();
    stack.processes.script(() => ({ leavesBehind: 1 }));
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    stack.processes.end(engine.inspect(riven.unitId)?.pid ?? 0);
    await stack.clock.advance(1_000);
    expect(engine.inspect(riven.unitId)?.state).toBe('stopping');
    await stack.clock.advance(2_000);
    expect(stack.processes.children).toHaveLength(2);
  });

  it('again and again is a crash loop that whenHealthy tells with the last words', async () => {
    const stack = aStack();
    stack.processes.script(() => ({ endsAfterMs: 10, exit: { code: 2 } }));
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    await stack.files.append(riven.outputFile, 'no database\n');
    const healthy = engine.whenHealthy(riven.unitId, 60_000).catch((error: unknown) => error);
    await stack.clock.advance(10_000);
    expect(await healthy).toMatchObject({ code: 'unit.crash-loop', details: { lastWords: [] } });
    expect(stack.processes.children).toHaveLength(4);
    await stack.clock.advance(600_000);
    expect(stack.processes.children).toHaveLength(4);
  });
});

describe('gates', () => {
  it('a unit waits for what it needs, and says so', async () => {
    const stack = aStack();
    const engine = await stack.open();
    const needy = aUnit('Riven Backend', { edges: [anEdge(postgres, 'network')] });
    await engine.define(needy);
    const started = engine.start(needy.unitId);
    await stack.clock.advance(0);
    expect(engine.inspect(needy.unitId)?.reason).toBe('Riven Backend waits for PostgreSQL, which is not set up yet.');
    await engine.define(postgres);
    await stack.clock.advance(0);
    expect(engine.inspect(needy.unitId)?.reason).toBe('Riven Backend waits for PostgreSQL, which is stopped.');
    await engine.start(postgres.unitId);
    expect(stack.living()).toHaveLength(1);
    await stack.clock.advance(2_000);
    await started;
    await stack.clock.advance(2_000);

    stack.processes.end(engine.inspect(postgres.unitId)?.pid ?? 0);
    await stack.clock.advance(50);
    expect(engine.inspect(needy.unitId)?.state).toBe('waiting');
    await stack.clock.advance(5_000);
    expect(engine.inspect(needy.unitId)?.state).toBe('running');
    expect(stack.processes.children).toHaveLength(4);
  });

  it('a gate that does not open in time is a failure with its name; a stop ends the wait', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(aUnit('Zilean', { gates: [{ kind: 'directory', path: '/nope', timeoutMs: 3_000 }] }));
    const zilean = toUnitId('Zilean');
    const first = engine.start(zilean).catch((error: unknown) => error);
    await stack.clock.advance(1_000);
    await engine.stop(zilean);
    expect(await first).toMatchObject({ code: 'operation.cancelled' });
    const second = engine.start(zilean).catch((error: unknown) => error);
    await stack.clock.advance(4_000);
    expect(await second).toMatchObject({ code: 'unit.gate-timeout' });
    expect(engine.inspect(zilean)?.problem?.message).toContain('Zilean waits for the directory /nope.');
    expect(stack.processes.children).toEqual([]);
  });

  it('opens as soon as all gates are met', async () => {
    const stack = aStack();
    const engine = await stack.open();
    const web = { kind: 'http', url: 'http://127.0.0.1:9/dav', method: 'PROPFIND', timeoutMs: 60_000 } as const;
    const tcp = { kind: 'tcp', host: '127.0.0.1', port: 5432, timeoutMs: 60_000 } as const;
    await engine.define(aUnit('Zurg', { gates: [{ kind: 'mount', path: '/mnt/a', timeoutMs: 60_000 }, tcp, web] }));
    const started = engine.start(toUnitId('Zurg'));
    await stack.clock.advance(1_000);
    stack.mounts.set('/mnt/a', 'mounted');
    await stack.clock.advance(6_000);
    expect(engine.inspect(toUnitId('Zurg'))?.reason).toBe('Zurg waits for something to listen on 127.0.0.1:5432.');
    stack.network.listen({ port: 5432, address: '127.0.0.1' });
    await stack.clock.advance(6_000);
    stack.network.on(web.url, { status: 207 });
    await stack.clock.advance(6_000);
    await started;
  });
});

describe('health', () => {
  it('follows the probes, and whenHealthy resolves with them', async () => {
    const stack = aStack();
    const url = 'http://127.0.0.1:8080/health';
    stack.network.on(url, 'unreachable', { status: 503, body: '{"status":"migrating"}' }, { status: 200 });
    const engine = await stack.open();
    await engine.define(aUnit('Riven Backend', { probes: ready({ kind: 'http', url, method: 'GET' }) }));
    await engine.start(riven.unitId);
    const healthy = engine.whenHealthy(riven.unitId, 60_000);
    await stack.clock.advance(60);
    expect(engine.inspect(riven.unitId)).toMatchObject({
      state: 'starting',
      reason: expect.stringContaining('starting') as string,
    });
    await stack.clock.advance(100);
    await healthy;
    stack.network.on(url, { status: 500 });
    await stack.clock.advance(1_000);
    expect(engine.inspect(riven.unitId)).toMatchObject({ state: 'running', health: 'unhealthy' });
    await stack.clock.advance(2_500);
    expect(stack.processes.children).toHaveLength(2);
  });

  it('whenHealthy tells at the time limit what is missing', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(aUnit('Riven Backend', { probes: ready({ kind: 'tcp', port: 8080 }) }));
    await engine.start(riven.unitId);
    const healthy = engine.whenHealthy(riven.unitId, 5_000).catch((error: unknown) => error);
    await stack.clock.advance(5_000);
    expect(await healthy).toMatchObject({
      code: 'unit.unhealthy',
      message: expect.stringContaining('Port 8080') as string,
    });
  });
});

it('the stack stops tier after tier, databases last, and its wishes survive', async () => {
  const stack = aStack();
  const engine = await stack.open();
  const plex = aUnit('Plex', { stopTier: 'media' });
  for (const spec of [postgres, riven, plex]) {
    await engine.define(spec);
    await engine.start(spec.unitId);
  }
  await stack.clock.advance(2_000);
  stack.events.length = 0;
  const closed = engine.close({ stopUnits: true, deadlineMs: 10_000 });
  await stack.clock.advance(10_000);
  await closed;
  const stopped = stack.events.flatMap((event) =>
    event.type === 'unit.changed' && event.unit.state === 'stopped' ? [event.unit.unitId] : [],
  );
  expect(stopped).toEqual(['plex', 'riven-backend', 'postgresql']);
  const again = await stack.open();
  expect(again.list().map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  await again.startWanted();
  await stack.clock.advance(2_000);
  expect(stack.living()).toHaveLength(3);
});

it('a mount that a dead run has left is ended before the start, and after the stop', async () => {
  const stack = aStack();
  stack.mounts.set('/mnt/debrid', 'stale');
  const engine = await stack.open();
  await engine.define(aUnit('Rclone', { mounts: ['/mnt/debrid'] }));
  await engine.start(toUnitId('Rclone'));
  expect(stack.mounts.size).toBe(0);
  stack.mounts.set('/mnt/debrid', 'mounted');
  await engine.stop(toUnitId('Rclone'));
  expect(stack.mounts.size).toBe(0);
});

it('a stop that is over does not end the mounts of the run that comes after it', async () => {
  const stack = aStack();
  const mounting = aUnit('rclone', { mounts: ['/mnt/debrid'] });
  stack.processes.script(() => {
    stack.mounts.set('/mnt/debrid', 'mounted');
    return {};
  });
  // Whoever looks a second time at what is left of a run gets the answer when the next one is long there.
  const looked = new Set<number>();
  const { groupMembers } = stack.processes;
  Object.assign(stack.processes, {
    async groupMembers(run: Parameters<typeof groupMembers>[0]) {
      const members = await groupMembers(run);
      if (looked.has(run.group.pid)) await stack.clock.sleep(1_000, new AbortController().signal);
      looked.add(run.group.pid);
      return members;
    },
  });
  const engine = await stack.open();
  await engine.define(mounting);
  await engine.start(mounting.unitId);
  await engine.restart(mounting.unitId);
  await stack.clock.advance(5_000);
  expect(stack.mounts.get('/mnt/debrid')).toBe('mounted');
});
