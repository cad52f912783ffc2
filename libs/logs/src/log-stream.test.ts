import type { FileChunk, Files } from '@showrunner/platform';
import { createFakeClock, createFakeFiles } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { openLogStream } from './log-stream.ts';
import { readLogTail } from './reading/read-log.ts';

const never = new AbortController().signal;
const path = '/log/riven.log';

/** A stream over a file whose growth the test tells. */
async function aStream(capacity: number, existing = '') {
  const fake = createFakeFiles();
  if (existing !== '') await fake.write(path, existing);
  let onChunk: (chunk: FileChunk) => void = () => undefined;
  const files: Files = {
    ...fake,
    follow: (_path, _from, tell, signal) => {
      onChunk = tell;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
  let offset = 0;
  const stream = await openLogStream({
    files,
    clock: createFakeClock(7),
    path,
    spec: { patterns: [] },
    redact: (line) => line.replace('hunter2', '***'),
    capacity,
    onError: (error) => expect.fail(String(error)),
  });
  const grow = (text: string, fileId = 'a', at = offset) => {
    const bytes = new TextEncoder().encode(text);
    offset = at + bytes.length;
    onChunk({ fileId, offset: at, bytes });
  };
  return { stream, grow };
}

const texts = (records: readonly { message: string }[]) => records.map(({ message }) => message);

describe('a log stream', () => {
  it('gives a snapshot and then what follows, nothing twice and nothing left out', async () => {
    const { stream, grow } = await aStream(10);
    grow('one\ntwo\nthr');
    const reader = stream.subscribe(1);
    expect(texts((await reader.next(never)).records)).toEqual(['two']);
    const following = reader.next(never);
    grow('ee hunter2\nfour\n');
    expect(texts((await following).records)).toEqual(['three ***', 'four']);
    expect(stream.snapshot(2).map(({ sequence, at }) => [sequence, at])).toEqual([
      [3, 7],
      [4, 7],
    ]);
    await stream.close();
  });

  it('tells a slow reader what it missed, and holds no other up', async () => {
    const { stream, grow } = await aStream(3);
    const [slow, quick] = [stream.subscribe(0), stream.subscribe(0)];
    grow('1\n2\n');
    expect(await quick.next(never)).toMatchObject({ missed: 0 });
    grow('3\n4\n5\n');
    const batch = await slow.next(never);
    expect([batch.missed, texts(batch.records)]).toEqual([2, ['3', '4', '5']]);
    expect(texts((await quick.next(never)).records)).toEqual(['3', '4', '5']);
    await stream.close();
  });

  it('ends the line under way when the file is replaced or cut', async () => {
    const { stream, grow } = await aStream(10);
    grow('half');
    grow('new\n', 'b', 0);
    grow('again\n', 'b', 0);
    expect(texts(stream.snapshot(10))).toEqual(['half', 'new', 'again']);
    await stream.close();
  });

  it('stops waiting when the reader is gone', async () => {
    const { stream } = await aStream(10);
    const controller = new AbortController();
    const waiting = stream.subscribe(0).next(controller.signal);
    controller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await stream.close();
  });
});

it('a tail reads on into rotated siblings, oldest line first', async () => {
  const files = createFakeFiles();
  await files.write(path, 'e\nf');
  await files.write(`${path}.1`, 'c\nd\n');
  await files.write(`${path}.2`, 'a\nb\n');
  await files.write(`${path}.10`, 'zero\n');
  await files.write(`${path}.bak`, 'no\n');
  const redact = (line: string) => line;
  expect(await readLogTail({ files, path, lines: 5, limitBytes: 1000, redact })).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(await readLogTail({ files, path, lines: 9, limitBytes: 1000, redact })).toEqual([
    'zero',
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
  ]);
  expect(await readLogTail({ files, path: '/log/none.log', lines: 5, limitBytes: 1000, redact })).toEqual([]);
});
