import type { FileChunk, Files } from '@showrunner/platform';
import { createFakeClock, createFakeFiles } from '@showrunner/platform/fakes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateLog } from '../rotation/rotate-log.ts';
import { followLog, type LogPiece } from './follow-log.ts';

const path = '/log/riven.log';

/** A follower of a file whose growth the test tells; `take` may hold it up. */
async function aFollower(options: { tail?: number; existing?: string; take?: () => Promise<void> } = {}) {
  const fake = createFakeFiles();
  if (options.existing !== undefined) await fake.write(path, options.existing);
  const clock = createFakeClock(7);
  const pieces: LogPiece[] = [];
  let onChunk: (chunk: FileChunk) => void | Promise<void> = () => undefined;
  let follows: () => void = () => undefined;
  const following = new Promise<void>((resolve) => (follows = resolve));
  const files: Files = {
    ...fake,
    follow: (_path, _from, tell, signal) => {
      onChunk = tell;
      follows();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
  const stop = new AbortController();
  const take = async (piece: LogPiece) => {
    pieces.push(piece);
    if (pieces.length > 1) await options.take?.();
  };
  const redact = (line: string) => line.replace('hunter2', '***');
  const request = { files, clock, path, spec: { patterns: [] }, redact, tail: options.tail ?? 0, take };
  const done = followLog(request, stop.signal);
  await following;
  let offset = options.existing?.length ?? 0;
  const first = (await fake.facts(path))?.id ?? 'a';
  const grow = async (text: string, more: { fileId?: string; at?: number; behindBytes?: number } = {}) => {
    const bytes = new TextEncoder().encode(text);
    const at = more.at ?? offset;
    offset = at + bytes.length;
    await onChunk({ fileId: more.fileId ?? first, offset: at, bytes, behindBytes: more.behindBytes ?? 0 });
  };
  const close = async () => {
    stop.abort();
    await done;
  };
  return { fake, clock, pieces, grow, close };
}

const textsOf = (pieces: readonly LogPiece[]) => pieces.flatMap(({ records }) => records.map(({ raw }) => raw));

describe('a follower', () => {
  it('gets the last records and then what follows, nothing twice and nothing left out', async () => {
    const { pieces, grow, close } = await aFollower({ tail: 1, existing: 'one\ntwo\nthr' });
    expect(textsOf(pieces)).toEqual(['two']);
    await grow('ee hunter2\nfour\n');
    expect(textsOf(pieces)).toEqual(['two', 'three ***', 'four']);
    expect(pieces.flatMap(({ records }) => records.map(({ sequence, at }) => [sequence, at]))).toEqual([
      [1, 7],
      [2, 7],
      [3, 7],
    ]);
    await close();
  });

  it('that wants no history does not get the rest of a line that began before it', async () => {
    const { pieces, grow, close } = await aFollower({ existing: 'password: hun' });
    await grow('ter2\nnext\n');
    expect(textsOf(pieces)).toEqual(['next']);
    await close();
  });

  it('scenario 42: gets the same lines however the bytes are cut', async () => {
    const text = 'größe\r\n10%\r50%\r100%\n\u001b[31mred\u001b[0m\nlast\n';
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const { fake, pieces, close } = await aFollower();
        await close();
        const stop = new AbortController();
        const request = { files: fake, clock: createFakeClock(), path, spec: { patterns: [] }, tail: 0 };
        let begins: () => void = () => undefined;
        const begun = new Promise<void>((resolve) => (begins = resolve));
        const take = (piece: LogPiece) => {
          begins();
          return Promise.resolve(void pieces.push(piece));
        };
        const done = followLog({ ...request, redact: (line) => line, take }, stop.signal);
        await begun;
        const places = [0, ...cuts.sort((left, right) => left - right), bytes.length];
        for (const [index, end] of places.slice(1).entries()) {
          await fake.append(path, bytes.subarray(places[index], end));
          await new Promise((resolve) => setImmediate(resolve));
        }
        stop.abort();
        await done;
        expect(pieces.flatMap(({ records }) => records.map(({ message }) => message))).toEqual([
          'größe',
          '100%',
          'red',
          'last',
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('scenario 39: that is slow is told exactly how many lines it missed, and gets the newest', async () => {
    const slow: { clock?: ReturnType<typeof createFakeClock> } = {};
    const { clock, pieces, grow, close } = await aFollower({ take: async () => await slow.clock?.advance(10_000) });
    slow.clock = clock;
    await grow('1\n');
    delete slow.clock;
    await grow('2\n3\n4 ha', { behindBytes: 5_000_000 });
    await grow('lf\n5\n6 be', { behindBytes: 2_000_000 });
    await grow('gun\n7\n', { behindBytes: 100 });
    expect(pieces.slice(2)).toMatchObject([{ missed: 4, records: [{ raw: '6 begun', sequence: 6 }, { raw: '7' }] }]);
    await close();
  });

  it('that is quick misses nothing, however much waits for it', async () => {
    const { pieces, grow, close } = await aFollower();
    await grow('1\n', { behindBytes: 200_000_000 });
    await grow('2\n');
    expect(pieces.every(({ missed }) => missed === 0)).toBe(true);
    expect(textsOf(pieces)).toEqual(['1', '2']);
    await close();
  });

  it('ends the line under way when the file is replaced or cut', async () => {
    const { pieces, grow, close } = await aFollower();
    await grow('half');
    await grow('new\n', { fileId: 'b', at: 0 });
    await grow('again\n', { fileId: 'b', at: 0 });
    expect(textsOf(pieces)).toEqual(['half', 'new', 'again']);
    await close();
  });

  it('gets from the archives what was rotated away before it came for it', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${String(index).padStart(2, '0')}\n`);
    const { fake, pieces, grow, close } = await aFollower({ existing: '' });
    await grow(lines.slice(0, 3).join('').slice(0, -4));
    await fake.append(path, lines.join(''));
    await rotateLog({ files: fake, path, limits: { sizeBytes: 16, count: 99 }, now: 1 });
    const size = lines.join('').length;
    const start = 80; // what the rotation has left
    await grow(lines.join('').slice(start, size), { at: start });
    expect(textsOf(pieces)).toEqual(lines.map((line) => line.trimEnd()));
    expect(pieces.every(({ missed }) => missed === 0)).toBe(true);
    await close();
  });
});
