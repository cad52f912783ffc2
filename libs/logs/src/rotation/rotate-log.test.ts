import { createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { readLogTail } from '../reading/read-log.ts';
import { listArchives } from './log-archive.ts';
import { rotateAtRest } from './rotate-at-rest.ts';
import { rotateLog } from './rotate-log.ts';
import { type RotationLimits, toRotationLimits } from './rotation-limits.ts';

const path = '/log/riven.log';
const ten = 'nine chars\n'; // eleven bytes with its end
const limits: RotationLimits = { sizeBytes: 44, count: 3 };

const rotate = (files: ReturnType<typeof createFakeFiles>, wish = limits, now = 1) =>
  rotateLog({ files, path, limits: wish, now });
const lines = (files: ReturnType<typeof createFakeFiles>) =>
  readLogTail({ files, path, lines: 1_000, limitBytes: 1_000_000, redact: (line) => line });
const ranges = async (files: ReturnType<typeof createFakeFiles>) =>
  (await listArchives(files, path)).archives.map(({ sequence, start, end }) => [sequence, start, end]);

describe('rotating a log that is written to', () => {
  it('takes whole lines out of it and leaves the offsets, the mode and the owner as they are', async () => {
    const files = createFakeFiles();
    await files.write(path, `${ten.repeat(8)}half a li`, { mode: 0o640, owner: { uid: 7, gid: 8 } });
    const before = await files.facts(path);
    expect(await rotate(files)).toEqual({ kind: 'rotated', coveredBytes: 44, droppedBytes: 0 });
    expect(await files.facts(path)).toEqual(before);
    const { archives } = await listArchives(files, path);
    expect(archives.map(({ start, end }) => [start, end])).toEqual([[0, 44]]);
    expect(await files.facts(archives[0]?.path ?? '')).toMatchObject({ mode: 0o640, owner: { uid: 7, gid: 8 } });
    expect(await lines(files)).toEqual([...Array<string>(8).fill('nine chars'), 'half a li']);
  });

  it('does nothing while the log is small, and nothing at all when the limit is 0', async () => {
    const files = createFakeFiles();
    await files.write(path, ten.repeat(5));
    expect((await rotate(files)).kind).toBe('rest');
    await files.append(path, ten.repeat(500));
    expect((await rotate(files, { ...limits, sizeBytes: 0 })).kind).toBe('rest');
  });

  it('keeps as many archives as are wanted, and compresses none that would be deleted at once', async () => {
    const files = createFakeFiles();
    await files.write(path, ten.repeat(40));
    const outcome = await rotate(files);
    expect(outcome.droppedBytes).toBe(ten.length * 26);
    expect(await ranges(files)).toEqual([
      [1, 286, 330],
      [2, 330, 374],
      [3, 374, 418],
    ]);
    await files.append(path, ten.repeat(4));
    await rotate(files);
    expect((await ranges(files)).map(([sequence]) => sequence)).toEqual([2, 3, 4]);
    expect(await lines(files)).toHaveLength(4 * 3 + 2);
  });

  it('rotates by age, and deletes what is too old', async () => {
    const files = createFakeFiles();
    const days = { sizeBytes: 1_000, count: 9, maxAgeMs: 100 };
    await files.write(path, ten.repeat(60));
    expect((await rotate(files, days, 50)).kind).toBe('rest');
    expect((await rotate(files, days, 103)).kind).toBe('rotated');
    expect(await ranges(files)).toEqual([[1, 0, 154]]);
    // What stays in the log itself for its last words is too little to be cut again.
    await rotate(files, days, 1_000);
    expect(await ranges(files)).toEqual([]);
    expect(await lines(files)).toHaveLength(46);
  });

  it('waits for the end of a line, and takes a carriage return for one where there is no other', async () => {
    const files = createFakeFiles();
    await files.write(path, 'x'.repeat(200));
    expect((await rotate(files)).kind).toBe('no-line-end');
    await files.append(path, `\r${'y'.repeat(100)}`);
    expect(await rotate(files)).toMatchObject({ kind: 'rotated', coveredBytes: 201 });
  });

  it('notices that somebody else has emptied the log, and takes nothing for copied that is not', async () => {
    const files = createFakeFiles();
    await files.write(path, ten.repeat(8));
    await rotate(files);
    // Emptied in place: the same file, other content, and grown beyond what the archive says.
    await files.emptyInPlace(path);
    await files.append(path, 'other line\n'.repeat(9));
    expect(await rotate(files)).toMatchObject({ kind: 'rotated', coveredBytes: 44 });
    const all = await lines(files);
    expect(all.filter((line) => line === 'other line')).toHaveLength(9);
    expect(all.filter((line) => line === 'nine chars')).toHaveLength(4);
  });
});

describe('rotating where a file system has no holes', () => {
  it('is left to the next start, which begins a new file', async () => {
    const files = createFakeFiles(undefined, { holes: false });
    await files.write(path, ten.repeat(8));
    expect(await rotate(files)).toMatchObject({ kind: 'at-rest-only' });
    expect(await rotateAtRest(files, path)).toBe(true);
    expect(await files.facts(path)).toBeUndefined();
    await files.append(path, 'new run\n');
    await rotate(files);
    expect((await listArchives(files, path)).archives.every(({ compressed }) => compressed)).toBe(true);
    expect(await lines(files)).toEqual([...Array<string>(8).fill('nine chars'), 'new run']);
  });
});

it.each([
  [
    { log_size: '10M', log_count: 2 },
    { sizeBytes: 10_485_760, count: 2 },
  ],
  [
    { log_size: '1.5 kb', log_count: '7', log_days: '2' },
    { sizeBytes: 1_536, count: 7, maxAgeMs: 172_800_000 },
  ],
  [
    { log_size: 4096, log_count: 0, log_days: 0 },
    { sizeBytes: 4_096, count: 1 },
  ],
  [
    { log_size: 'much', log_count: 'many', log_days: '' },
    { sizeBytes: 10_485_760, count: 2 },
  ],
])('limits of %j are %j', (settings, expected) => {
  expect(toRotationLimits(settings)).toEqual(expected);
});
