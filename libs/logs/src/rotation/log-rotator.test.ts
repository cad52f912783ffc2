import { createFakeClock, createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { listArchives } from './log-archive.ts';
import { createLogRotator } from './log-rotator.ts';

const path = '/log/riven.log';
const line = 'nine chars\n';

/** A rotator over one running program. */
function aRotator(options: { holes?: boolean } = {}) {
  const files = createFakeFiles(undefined, { holes: options.holes ?? true });
  const clock = createFakeClock();
  const logger = createFakeLogger();
  const limits = () => ({ sizeBytes: 44, count: 3 });
  const told: (string | undefined)[] = [];
  const onNote = (_path: string, sentence: string | undefined) => void told.push(sentence);
  const rotator = createLogRotator({ files, clock, logger, limits, outputs: () => [path], onNote });
  const archives = async () => (await listArchives(files, path)).archives.length;
  return { files, clock, logger, rotator, archives, told };
}

describe('the rotator', () => {
  it('cuts the log of a running program once it has grown', async () => {
    const { files, clock, rotator, archives } = aRotator();
    await files.write(path, line);
    await clock.advance(5_000);
    expect(await archives()).toBe(0);
    await files.append(path, line.repeat(8));
    await clock.advance(10_000);
    expect(await archives()).toBe(1);
    await clock.advance(600_000);
    expect(await archives()).toBe(1);
    await rotator.close();
    expect(clock.pending).toBe(0);
  });

  it('looks less and less often at a log that rests', async () => {
    const { files, clock, rotator } = aRotator();
    await files.write(path, line);
    let looks = 0;
    const { facts } = files;
    files.facts = (of) => {
      looks += of === path ? 1 : 0;
      return facts(of);
    };
    await clock.advance(600_000);
    expect(looks).toBeLessThan(20);
    await rotator.close();
  });

  it('says once that a log can only be rotated at rest, and does it before the next start', async () => {
    const { files, clock, logger, rotator, archives } = aRotator({ holes: false });
    await files.write(path, line.repeat(8));
    await clock.advance(60_000);
    expect(rotator.noteOf(path)).toContain('before the next start');
    expect(logger.lines.filter(({ event }) => event === 'logs.impaired')).toHaveLength(1);
    await rotator.beforeStart(path);
    expect(rotator.noteOf(path)).toBeUndefined();
    expect(await files.facts(path)).toBeUndefined();
    expect(await archives()).toBe(1);
    await rotator.close();
  });

  it('leaves a small log alone at a start', async () => {
    const { files, rotator, archives } = aRotator({ holes: false });
    await files.write(path, line);
    await rotator.beforeStart(path);
    expect(await archives()).toBe(0);
    await rotator.close();
  });

  it('scenario 41: says that a log was removed or replaced while its program runs, until the next start', async () => {
    const { files, clock, rotator, told } = aRotator();
    await files.write(path, line);
    await clock.advance(10_000);
    await files.remove(path);
    await clock.advance(60_000);
    expect(rotator.noteOf(path)).toContain('removed');
    await files.write(path, line);
    await clock.advance(60_000);
    expect(rotator.noteOf(path)).toContain('taken the place');
    await rotator.beforeStart(path);
    await clock.advance(60_000);
    expect(rotator.noteOf(path)).toBeUndefined();
    expect(told.map((sentence) => sentence?.split(' while')[0])).toEqual([
      'The log file was removed',
      'Another file has taken the place of this log',
      undefined,
    ]);
    await rotator.close();
  });

  it('scenario 41: goes on after a full disk, and says so meanwhile', async () => {
    const { files, clock, rotator, archives } = aRotator();
    await files.write(path, line.repeat(8));
    files.failNext('compress', path);
    await clock.advance(5_000);
    expect(rotator.noteOf(path)).toContain('could not be rotated');
    await clock.advance(60_000);
    expect(rotator.noteOf(path)).toBeUndefined();
    expect(await archives()).toBe(1);
    await rotator.close();
  });
});
