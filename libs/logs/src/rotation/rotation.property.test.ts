import { createFakeFiles, type FakeFiles } from '@showrunner/platform/fakes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCrashingFiles, Death, type DeathPoint } from '../fixtures/crashing-files.ts';
import { readLogEnd } from '../reading/read-tail.ts';
import { listArchives } from './log-archive.ts';
import { rotateAtRest } from './rotate-at-rest.ts';
import { rotateLog } from './rotate-log.ts';
import type { RotationLimits } from './rotation-limits.ts';

const path = '/log/riven.log';
const limits: RotationLimits = { sizeBytes: 40, count: 1_000 };

/** Everything that a reader sees of a log, at this moment. */
async function readAll(files: FakeFiles): Promise<string> {
  return new TextDecoder().decode((await readLogEnd(files, path, 1_000_000)).bytes);
}

const words = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 12 });
const chunk = words.map((parts) => parts.map((part) => `${part.replaceAll('\0', '-')}\n`).join(''));
const death: fc.Arbitrary<DeathPoint> = fc.record({
  at: fc.integer({ min: 1, max: 9 }),
  done: fc.constantFrom('nothing', 'half', 'all'),
});
/** What happens to a log: it grows, is rotated by a process that dies at some change, or by one that lives. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('grow' as const), text: chunk }),
  fc.record({ kind: fc.constant('rotate' as const), death, meanwhile: fc.array(chunk, { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('restart' as const), death, text: chunk }),
);

describe('scenario 42 of rotation: death at any operation', () => {
  it('loses no byte and doubles none, for whoever reads at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const files = createFakeFiles();
        let written = '';
        const grow = async (text: string) => {
          written += text;
          await files.append(path, text);
        };
        for (const event of steps) {
          if (event.kind === 'grow') await grow(event.text);
          else {
            const meanwhile = event.kind === 'rotate' ? [...event.meanwhile] : [];
            const dying = createCrashingFiles(files, event.death, async () => {
              const text = meanwhile.shift();
              if (text !== undefined) await grow(text);
            });
            const work =
              event.kind === 'rotate' ? rotateLog({ files: dying, path, limits, now: 1 }) : rotateAtRest(dying, path);
            await work.catch((error: unknown) => {
              if (!(error instanceof Death)) throw error;
            });
            if (event.kind === 'restart') await grow(event.text);
          }
          expect(await readAll(files)).toBe(written);
        }
        await rotateLog({ files, path, limits, now: 1 });
        expect(await readAll(files)).toBe(written);
        const { archives, leftovers } = await listArchives(files, path);
        expect(leftovers).toEqual([]);
        expect(archives.every(({ compressed }) => compressed)).toBe(true);
        await expectWholeLines(files);
      }),
      { numRuns: 300 },
    );
  });
});

/** Each archive begins a line and ends one, but for those of a file that was at rest. */
async function expectWholeLines(files: FakeFiles): Promise<void> {
  for (const archive of (await listArchives(files, path)).archives) {
    const pieces: number[] = [];
    for await (const piece of files.decompress(archive.path)) pieces.push(...piece);
    expect(pieces.length).toBe(archive.end - archive.start);
    expect(pieces.at(-1)).toBe(10);
  }
}
