import { expect, it } from 'vitest';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const once = { when: 'no', backoffMs: [0], maxRestarts: 0, windowMs: 60_000, unhealthyThreshold: 0 } as const;
/** Fills what it takes; where nothing limits it, it ends by itself at 192 MiB. */
const hog = 'const kept = []; while (kept.length < 12) kept.push(Buffer.alloc(16 * 2 ** 20, 1));';

it('scenario 21: a program over its limit of memory is told as out of memory, and one that nothing limits as not limited', async () => {
  const plane = world.open();
  await plane.ready;
  const spec = world.unit('Hog', '', {
    argv: [process.execPath, '-e', hog],
    limits: { memoryBytes: 96 * 2 ** 20 },
    restart: once,
  });
  await plane.run(spec);
  const { lastExit, limits } = await plane.until(spec.unitId, (status) => status.lastExit !== undefined);
  if (limits?.[0]?.enforcedBy === 'nothing') {
    expect(limits[0].sentence).toMatch(/^Not enforced/);
    expect(lastExit).toMatchObject({ cause: 'exit', code: 0 });
  } else {
    expect(lastExit).toMatchObject({
      cause: 'out-of-memory',
      message: 'The kernel ended it because it used more than its limit of 96 MiB.',
    });
  }
});
