import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aProbe } from '../fixtures/a-unit.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const restart = { when: 'always', backoffMs: [50], maxRestarts: 100, windowMs: 60_000, unhealthyThreshold: 0 } as const;
const hasFuse = process.getuid?.() === 0 && existsSync('/dev/fuse') && existsSync('/usr/bin/rclone');
const libraries = ['movies', 'shows', 'anime', 'music', 'books', 'other'];
const target = () => join(world.directory, 'target');

// A dead mount would hold whoever removes the directory; this runs before that.
afterEach(() => {
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(target())) execFileSync('umount', ['--lazy', target()]);
});

/** A unit that keeps a mount, and stays when the program behind the mount is gone. */
function aMount() {
  for (const library of libraries) mkdirSync(join(world.directory, 'source', library), { recursive: true });
  mkdirSync(target());
  const rclone = `rclone mount '${join(world.directory, 'source')}' '${target()}' --config /dev/null`;
  const liveness = [aProbe({ kind: 'mount', path: target() }, { intervalMs: 200, timeoutMs: 500 })];
  return world.unit('Mount', `${rclone} & exec sleep 60`, {
    mounts: [target()],
    probes: { startup: [], readiness: [], liveness },
    startupMs: 60_000,
    restart,
  });
}

/** The process that answers for the mount. */
function rcloneOf(unit: string): number {
  const found = world.living(unit).find(({ pid }) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'rclone');
  if (found === undefined) throw new Error('no rclone lives');
  return found.pid;
}

describe.skipIf(!hasFuse)('scenario 33: a FUSE mount dies', () => {
  it.each([
    ['its program is gone', 'SIGKILL'],
    ['its program hangs, and with it whoever asks', 'SIGSTOP'],
  ] as const)(
    'because %s: the probe says so in time, and the mount is cleaned and comes back',
    async (_why, signal) => {
      const plane = world.open();
      await plane.ready;
      const { pid } = await plane.run(aMount());
      await plane.until('mount', ({ health }) => health === 'healthy');
      process.kill(rcloneOf('mount'), signal);
      const next = await plane.until('mount', (status) => status.pid !== undefined && status.pid !== pid);
      expect(next.lastExit).toMatchObject({ cause: 'stopped-by-us', requester: { by: 'policy' } });
      await plane.until('mount', ({ pid: later, health }) => later === next.pid && health === 'healthy');
      expect(existsSync(join(target(), 'movies'))).toBe(true);
      await plane.close();
      expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(target());
    },
  );

  it('under the gates of more units than we have threads: they wait, and everything else goes on', async () => {
    const plane = world.open();
    await plane.ready;
    const mount = aMount();
    await plane.run({ ...mount, probes: { startup: [], readiness: mount.probes.liveness, liveness: [] } });
    await plane.until('mount', ({ health }) => health === 'healthy');
    const rclone = rcloneOf('mount');
    process.kill(rclone, 'SIGSTOP');
    const users = libraries.map((library) =>
      world.unit(library, 'echo up; exec sleep 60', {
        gates: [{ kind: 'directory', path: join(target(), library), timeoutMs: 60_000 }],
      }),
    );
    await Promise.all(users.map((spec) => plane.call('define', spec)));
    const started = users.map(({ unitId }) => plane.call('start', unitId));
    for (const { unitId } of users) await plane.until(unitId, ({ reason }) => reason.includes('does not answer'));
    await plane.run(world.unit('Other', 'exec sleep 60'));
    process.kill(rclone, 'SIGCONT');
    await Promise.all(started);
  });
});
