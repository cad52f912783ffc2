import type { UnitSpec } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { aStack } from '../../fixtures/a-stack.ts';
import { anEdge, aUnit, ready } from '../../fixtures/a-unit.ts';

const url = 'http://127.0.0.1:8080/health';
const provider = aUnit('PostgreSQL', {
  probes: ready({ kind: 'http', url, method: 'GET' }),
  restart: { when: 'on-failure', backoffMs: [100], maxRestarts: 2, windowMs: 300_000, unhealthyThreshold: 0 },
});

/** A stack in which the dependent waits and the provider answers what it is told to. */
async function waiting(dependent: UnitSpec, needed = provider) {
  const stack = aStack();
  stack.network.on(url, 'unreachable');
  const engine = await stack.open();
  await engine.define(needed);
  await engine.define(dependent);
  const started = engine.start(dependent.unitId).catch((error: unknown) => error);
  await engine.start(needed.unitId);
  await stack.clock.advance(100);
  const shown = () => engine.inspect(dependent.unitId);
  return { stack, engine, started, shown };
}

const riven = aUnit('Riven', { edges: [anEdge(provider, 'database')] });

describe('a dependent waits', () => {
  it('scenario 28: while readiness flickers and the provider crashes, and starts when it is ready', async () => {
    const { stack, engine, shown } = await waiting(riven);
    stack.network.on(url, { status: 200 }, { status: 500 }, { status: 500 });
    await stack.clock.advance(5_000);
    stack.processes.end(engine.inspect(provider.unitId)?.pid ?? 0);
    await stack.clock.advance(2_000);
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(5_000);
    expect(shown()?.state).toBe('running');
  });

  it('scenario 29: for what has failed, and says why that has', async () => {
    const { stack, engine, shown } = await waiting(riven);
    stack.processes.script(() => ({ endsAfterMs: 10, exit: { code: 3 } }));
    stack.processes.end(engine.inspect(provider.unitId)?.pid ?? 0);
    await stack.clock.advance(10_000);
    expect(shown()).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(
        /^Riven waits for PostgreSQL, which has failed: PostgreSQL was restarted 2 times and ended again\./,
      ) as string,
      conditions: [{ type: 'WaitingFor', reason: 'Held' }],
    });
    stack.network.on(url, { status: 200 });
    stack.processes.script(() => ({}));
    await engine.start(provider.unitId);
    await stack.clock.advance(5_000);
    expect(shown()?.state).toBe('running');
  });

  it('for a port that does not answer although the provider is healthy', async () => {
    const { stack, shown } = await waiting(aUnit('Riven', { edges: [anEdge(provider, 'port', { port: 5432 })] }));
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(10_000);
    expect(shown()?.reason).toBe('Riven waits for PostgreSQL to answer on port 5432.');
    stack.network.listen({ port: 5432, address: '127.0.0.1' });
    await stack.clock.advance(6_000);
    expect(shown()?.state).toBe('running');
  });

  it('for a mount: an empty directory is none', async () => {
    const mounts = ['/mnt/debrid'];
    const { stack, shown } = await waiting(aUnit('Plex', { edges: [anEdge(provider, 'mount', { mounts })] }));
    await stack.files.makeDirectory('/mnt/debrid');
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(10_000);
    expect(shown()?.reason).toBe(
      'Plex waits for the mount /mnt/debrid of PostgreSQL: the directory is there, nothing is mounted.',
    );
    stack.mounts.set('/mnt/debrid', 'stale');
    await stack.clock.advance(6_000);
    expect(shown()?.reason).toBe('Plex waits for the mount /mnt/debrid of PostgreSQL, which does not answer.');
    stack.mounts.set('/mnt/debrid', 'mounted');
    await stack.clock.advance(6_000);
    expect(shown()?.state).toBe('running');
  });
});

describe('scenario 34: what is mounted is not what the provider has mounted', () => {
  const path = '/mnt/debrid';
  const storage = aUnit('rclone', {
    mounts: [path],
    probes: ready({ kind: 'mount', path }),
    restart: { ...provider.restart, unhealthyThreshold: 0 },
  });
  const plex = aUnit('Plex', { edges: [anEdge(storage, 'mount', { mounts: [path] })] });

  /** The provider mounts a moment after its start. */
  async function served() {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(storage);
    await engine.define(plex);
    await engine.start(storage.unitId);
    stack.mounts.set(path, 'mounted');
    stack.fileSystems.set(path, '0:50 fuse.rclone remote:');
    await stack.clock.advance(1_500);
    return { stack, engine };
  }
  const cover = ({ fileSystems }: ReturnType<typeof aStack>) => fileSystems.set(path, '0:60 tmpfs tmpfs');

  it('keeps a dependent from starting', async () => {
    const { stack, engine } = await served();
    expect(engine.inspect(storage.unitId)?.health).toBe('healthy');
    cover(stack);
    void engine.start(plex.unitId).catch(() => undefined);
    await stack.clock.advance(0);
    expect(engine.inspect(plex.unitId)).toMatchObject({
      state: 'waiting',
      reason: 'Plex waits for the mount /mnt/debrid of rclone: something else is mounted there now.',
    });
    await stack.clock.advance(10_000);
    expect(engine.inspect(plex.unitId)?.reason).toBe(
      'Plex waits for rclone, which is not healthy: Something else is mounted at /mnt/debrid now: 0:60 tmpfs tmpfs.',
    );
  });

  it('guards one that runs, also under the next control plane, and lets go when the own mount is seen again', async () => {
    const { stack, engine } = await served();
    await engine.start(plex.unitId);
    await stack.clock.advance(1_500);
    stack.crash();
    const next = await stack.open();
    cover(stack);
    await stack.clock.advance(1_500);
    expect(next.inspect(plex.unitId)).toMatchObject({
      state: 'running',
      conditions: [{ type: 'Guarded', message: 'Plex is guarded because rclone is unhealthy.' }],
    });
    stack.fileSystems.set(path, '0:50 fuse.rclone remote:');
    await stack.clock.advance(40_000);
    expect(next.inspect(plex.unitId)?.conditions).toBeUndefined();
    expect(stack.told(plex.unitId).filter((state) => state === 'starting')).toHaveLength(1);
  });

  it('is the empty directory that a mount has left as well', async () => {
    const { stack, engine } = await served();
    await engine.start(plex.unitId);
    await stack.clock.advance(1_500);
    stack.mounts.delete(path);
    await stack.clock.advance(1_500);
    expect(engine.inspect(plex.unitId)?.conditions).toMatchObject([{ type: 'Guarded' }]);
  });

  it('is no matter of the next run, which has a mount of its own', async () => {
    const { stack, engine } = await served();
    await engine.stop(storage.unitId);
    expect(stack.mounts.has(path)).toBe(false);
    await engine.start(storage.unitId);
    stack.mounts.set(path, 'mounted');
    stack.fileSystems.set(path, '0:51 fuse.rclone remote:');
    void engine.start(plex.unitId).catch(() => undefined);
    await stack.clock.advance(5_000);
    expect(engine.inspect(plex.unitId)?.state).toBe('running');
  });
});

it('a wait is told once, however often it is looked at', async () => {
  const { stack, engine } = await waiting(riven);
  await engine.stop(provider.unitId);
  await stack.clock.advance(1);
  stack.events.length = 0;
  await stack.clock.advance(60_000);
  expect(stack.events).toEqual([]);
});

describe('an edge that is not required', () => {
  const soft = (kind: Parameters<typeof anEdge>[1]) =>
    aUnit('Riven', { edges: [anEdge(provider, kind, { required: false })] });

  it('waits for what is on its way, not for what is stopped', async () => {
    const { stack, engine, shown } = await waiting(soft('network'));
    expect(shown()?.state).toBe('waiting');
    await engine.stop(provider.unitId);
    await stack.clock.advance(5_000);
    expect(shown()?.state).toBe('running');
    stack.network.on(url, { status: 200 });
    await engine.start(provider.unitId);
    await stack.clock.advance(60_000);
    expect(stack.processes.children.filter(({ request }) => request.exitFile.includes('riven'))).toHaveLength(1);
  });

  it('still waits for a mount that a guard is for', async () => {
    const { stack, engine, shown } = await waiting(soft('mount'));
    await engine.stop(provider.unitId);
    await stack.clock.advance(60_000);
    expect(shown()?.reason).toBe('Riven waits for PostgreSQL, which is stopped.');
  });
});

it('a directory on a mount that does not answer is waited for, and said to be silent', async () => {
  const stack = aStack();
  stack.mounts.set('/mnt/debrid', 'stale');
  const engine = await stack.open();
  const gate = { kind: 'directory', path: '/mnt/debrid/movies', timeoutMs: 60_000 } as const;
  const plex = aUnit('Plex', { gates: [gate] });
  await engine.define(plex);
  const started = engine.start(plex.unitId);
  await stack.clock.advance(1_000);
  expect(engine.inspect(plex.unitId)?.reason).toBe(
    'Plex waits for the directory /mnt/debrid/movies, which does not answer.',
  );
  stack.mounts.delete('/mnt/debrid');
  await stack.files.makeDirectory('/mnt/debrid/movies');
  await stack.clock.advance(5_000);
  await started;
});
