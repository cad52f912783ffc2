import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitSpec } from '@showrunner/planner';
import { afterEach, describe, expect, it } from 'vitest';
import { anEdge, ready } from '../fixtures/a-unit.ts';
import { thisMachine } from '../fixtures/this-machine.ts';
import type { Plane } from './harness/plane.ts';
import { useWorld } from './harness/world.ts';

const rclone = await thisMachine.findProgram('rclone');
const mounts = rclone !== undefined && (await thisMachine.facts()).fuse;
/** Long enough that a look at a guard that is still there comes before its end. */
const stableMs = 3_000;
const again = { when: 'always', maxRestarts: 100, windowMs: 300_000 } as const;

describe.skipIf(!mounts)('a real mount', () => {
  const world = useWorld();
  afterEach(async () => {
    // What a failed test leaves mounted would keep the directory from being removed.
    while ((await thisMachine.mountState(point(), 2_000)) !== 'none') await thisMachine.unmount(point());
  });

  const point = () => join(world.directory, 'mnt');

  /** Storage that mounts a folder with one file, and a media server that needs the mount and says what it sees. */
  function stack(restart: Partial<UnitSpec['restart']> = {}) {
    const source = join(world.directory, 'source');
    for (const path of [source, point()]) mkdirSync(path, { recursive: true });
    writeFileSync(join(source, 'film.mkv'), 'film');
    const storage = world.unit('Storage', '', {
      argv: [rclone ?? '', 'mount', source, point(), '--config', '/dev/null', '--dir-cache-time', '1s'],
      mounts: [point()],
      probes: ready({ kind: 'mount', path: point() }),
      restart: { ...again, backoffMs: [500], unhealthyThreshold: 0, ...restart },
    });
    const plex = world.unit('Plex', `echo "sees $(ls ${point()})"; exec sleep 600`, {
      edges: [anEdge(storage, 'mount', { mounts: [point()], stableMs })],
      restart: { ...again, backoffMs: [100], unhealthyThreshold: 0 },
    });
    return { storage, plex };
  }

  async function served(plane: Plane, { storage, plex }: ReturnType<typeof stack>): Promise<void> {
    await plane.ready;
    await plane.call('define', storage);
    await plane.call('define', plex);
    const started = plane.call('start', plex.unitId);
    await plane.call('start', storage.unitId);
    await started;
    await plane.until(plex.unitId, ({ state }) => state === 'running');
  }

  const guarded = (plane: Plane) =>
    plane.until('plex', ({ conditions }) => conditions?.some(({ type }) => type === 'Guarded') === true);
  const lifted = (plane: Plane) => plane.until('plex', ({ conditions }) => conditions === undefined);
  const killStorage = () => {
    for (const pid of pidsOf('rclone', point())) process.kill(pid, 'SIGKILL');
  };
  const sightings = () => world.log('plex');

  it('is waited for: the dependent sees the files in it from its first moment', async () => {
    const plane = world.open();
    const specs = stack();
    await plane.ready;
    await plane.call('define', specs.storage);
    await plane.call('define', specs.plex);
    const started = plane.call('start', 'plex');
    const { reason } = await plane.until('plex', ({ state }) => state === 'waiting');
    expect(reason).toBeDefined();
    await plane.call('start', 'storage');
    await started;
    await plane.until('plex', ({ state }) => state === 'running');
    expect(sightings()).toEqual(['sees film.mkv']);
    await plane.close();
  });

  it('scenario 33: that dies guards the dependent, is cleaned and made again, and the dependent is restarted once', async () => {
    const plane = world.open();
    await served(plane, stack());
    const before = plane.status('plex');
    killStorage();
    const { state, pid } = await guarded(plane);
    expect({ state, pid }).toEqual({ state: 'running', pid: before?.pid });
    await plane.until('storage', ({ health, restartCount }) => health === 'healthy' && restartCount === 1);
    expect(layersAt(point())).toBe(1);
    expect(plane.status('plex')?.pid).toBe(before?.pid);
    await lifted(plane);
    await plane.until('plex', (status) => status.state === 'running' && status.pid !== before?.pid);
    expect(sightings()).toEqual(['sees film.mkv', 'sees film.mkv']);
    await plane.close();
    expect(layersAt(point())).toBe(0);
  });

  it('scenario 37: a guard outlives a killed control plane, and is lifted only after the whole stable time', async () => {
    const first = world.open();
    await served(first, stack({ backoffMs: [2_000] }));
    const { pid } = first.status('plex') ?? {};
    killStorage();
    const [guard] = (await guarded(first)).conditions ?? [];
    await first.kill();

    const second = world.open();
    const adopted = (await second.ready).find(({ unitId }) => unitId === 'plex');
    expect(adopted).toMatchObject({ pid, adopted: true, conditions: [guard] });
    await second.until('storage', ({ health }) => health === 'healthy');
    const back = performance.now();
    expect(second.status('plex')).toMatchObject({ pid, conditions: [guard] });
    await lifted(second);
    expect(performance.now() - back).toBeGreaterThan(stableMs - 500);
    await second.until('plex', (status) => status.state === 'running' && status.pid !== pid);
    expect(sightings()).toEqual(['sees film.mkv', 'sees film.mkv']);
    await second.close();
  });

  it('that dies together with the control plane is a loss to the next one', async () => {
    const first = world.open();
    await served(first, stack());
    const { pid } = first.status('plex') ?? {};
    await first.kill();
    killStorage();
    const second = world.open();
    await second.ready;
    expect((await guarded(second)).pid).toBe(pid);
    await lifted(second);
    await second.until('plex', (status) => status.state === 'running' && status.pid !== pid);
    expect(sightings()).toEqual(['sees film.mkv', 'sees film.mkv']);
    await second.close();
  });

  it('whose provider hangs guards the dependent, and lets it go without a restart when it goes on', async () => {
    const plane = world.open();
    await served(plane, stack());
    const { pid } = plane.status('plex') ?? {};
    const [hanging = Number.NaN] = pidsOf('rclone', point());
    process.kill(hanging, 'SIGSTOP');
    expect(await guarded(plane)).toMatchObject({ pid, state: 'running' });
    expect(plane.status('storage')?.health).toBe('unhealthy');
    process.kill(hanging, 'SIGCONT');
    await lifted(plane);
    expect(plane.status('plex')?.pid).toBe(pid);
    expect(sightings()).toEqual(['sees film.mkv']);
    await plane.close();
  });

  it('whose provider is stopped guards the dependent for as long as that is gone', async () => {
    const plane = world.open();
    await served(plane, stack());
    const { pid } = plane.status('plex') ?? {};
    await plane.call('stop', 'storage');
    expect(await guarded(plane)).toMatchObject({ pid, state: 'running' });
    expect(layersAt(point())).toBe(0);
    await plane.call('start', 'storage');
    await lifted(plane);
    await plane.until('plex', (status) => status.state === 'running' && status.pid !== pid);
    await plane.close();
  });

  it.skipIf(process.getuid?.() !== 0)(
    'scenario 34: with another file system over it is no mount of the provider',
    async () => {
      const plane = world.open();
      const specs = stack();
      await served(plane, specs);
      const { pid } = plane.status('plex') ?? {};
      expect(spawnSync('mount', ['-t', 'tmpfs', 'showrunner-test', point()]).status).toBe(0);
      expect(readdirSync(point())).toEqual([]);
      expect(await guarded(plane)).toMatchObject({ pid, state: 'running' });
      expect(plane.status('storage')?.reason).toContain(' tmpfs showrunner-test.');
      await thisMachine.unmount(point());
      await lifted(plane);
      expect(plane.status('plex')?.pid).toBe(pid);
      await plane.close();
    },
  );
});

/** Living programs of this name with this argument. */
function pidsOf(name: string, argument: string): readonly number[] {
  return readdirSync('/proc').flatMap((entry) => {
    const [program = '', ...rest] = /^\d+$/.test(entry) ? argvOf(entry) : [];
    return program.endsWith(`/${name}`) && rest.includes(argument) ? [Number(entry)] : [];
  });
}

function argvOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // gone meanwhile
  }
}

function layersAt(path: string): number {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.split(' ')[4] === path).length;
}
