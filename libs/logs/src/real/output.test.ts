import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock as clock, realFiles as files } from '../fixtures/real-host.ts';
import { followLog, type LogPiece } from '../following/follow-log.ts';
import { createRedactor } from '../redact.ts';
import { rotateLog } from '../rotation/rotate-log.ts';

const children: ChildProcess[] = [];
const closers: (() => Promise<void>)[] = [];
let directory = '';
let path = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-output-'));
  mkdirSync(join(directory, 'log'));
  path = join(directory, 'log', 'unit.log');
});

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A child that holds the log itself. */
function startChild(...argv: readonly [string, ...string[]]): ChildProcess {
  const log = openSync(path, 'a', 0o640);
  const child = spawn(argv[0], argv.slice(1), { stdio: ['pipe', log, log] });
  closeSync(log);
  children.push(child);
  return child;
}

const say = (child: ChildProcess, line: string) => void child.stdin?.write(`${line}\n`);

/** A reader of the log. `saw` resolves when a line has come. */
async function follow(options: { take?: () => Promise<void>; redact?: (line: string) => string } = {}) {
  const stop = new AbortController();
  const lines: string[] = [];
  let missed = 0;
  const waiting = new Set<() => void>();
  let begins: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begins = resolve));
  const take = async (piece: LogPiece) => {
    missed += piece.missed;
    for (const { raw } of piece.records) lines.push(raw);
    waiting.forEach((look) => look());
    begins();
    if (piece.records.length > 0) await options.take?.();
  };
  const redact = options.redact ?? ((line: string) => line);
  const done = followLog({ files, clock, path, spec: { patterns: [] }, redact, tail: 0, take }, stop.signal);
  closers.push(async () => {
    stop.abort();
    await done;
  });
  await begun;
  const saw = (line: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!lines.includes(line)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { lines, saw, missed: () => missed };
}

describe('scenario 38: output that knows no measure', () => {
  it('of 100 MB in one line costs a bounded amount of memory', async () => {
    const reader = await follow();
    const before = process.memoryUsage().rss;
    const child = startChild(
      'awk',
      `BEGIN { for (n = 0; n < 1000; n++) printf "%100000s", "x"; print ""; print "end" }`,
    );
    await once(child, 'exit');
    await reader.saw('end');
    expect(reader.lines).toHaveLength(2);
    expect(reader.lines[0]?.length).toBeLessThan(70_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    expect(reader.missed()).toBe(0);
  });

  it('of bytes that are no text comes as lines, and of a million lines none is lost', async () => {
    writeFileSync(path, '');
    const reader = await follow();
    const binary = Buffer.from(Array.from({ length: 4_096 }, (_, index) => index % 256));
    writeFileSync(path, Buffer.concat([binary, Buffer.from('\nend of binary\n')]), { flag: 'a' });
    await reader.saw('end of binary');
    startChild('awk', 'BEGIN { for (n = 1; n <= 1000000; n++) printf "%d\\n", n }');
    await reader.saw('1000000');
    const numbers = reader.lines.slice(reader.lines.indexOf('end of binary') + 1);
    expect(numbers).toHaveLength(1_000_000);
    expect(numbers.every((line, index) => Number(line) === index + 1)).toBe(true);
  });
});

it('scenario 39: a reader that never takes anything holds no other up', async () => {
  const stuck = { end: () => undefined as void };
  closers.push(() => Promise.resolve(stuck.end()));
  const never = new Promise<void>((resolve) => (stuck.end = resolve));
  await follow({ take: () => never });
  const quick = [await follow(), await follow()];
  startChild('awk', 'BEGIN { for (n = 1; n <= 100000; n++) print n }');
  await Promise.all(quick.map((reader) => reader.saw('100000')));
  expect(quick.map(({ lines }) => lines.length)).toEqual([100_000, 100_000]);
});

describe('scenario 41: somebody else lays hands on the log', () => {
  it('renames it and puts another in its place: both are read, and nothing stalls', async () => {
    const child = startChild('cat');
    const reader = await follow();
    say(child, 'one');
    await reader.saw('one');
    renameSync(path, `${path}.old`);
    writeFileSync(path, 'of the new file\n');
    await reader.saw('of the new file');
    say(child, 'into the old file');
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('removes it with its directory: the child goes on, and what is there afterwards is read', async () => {
    const child = startChild('cat');
    const reader = await follow();
    say(child, 'one');
    await reader.saw('one');
    rmSync(join(directory, 'log'), { recursive: true });
    say(child, 'unseen');
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    mkdirSync(join(directory, 'log'));
    const next = startChild('cat');
    say(next, 'again');
    await reader.saw('again');
  });

  it('empties it in place: what is written from then on is read from the start', async () => {
    const child = startChild('cat');
    const reader = await follow();
    say(child, 'a long line before the cut');
    await reader.saw('a long line before the cut');
    writeFileSync(path, '');
    say(child, 'after');
    await reader.saw('after');
    expect(reader.lines).toEqual(['a long line before the cut', 'after']);
  });

  it('makes it read-only: who holds it open does not notice', async () => {
    const child = startChild('cat');
    const reader = await follow();
    chmodSync(path, 0o444);
    say(child, 'still');
    await reader.saw('still');
  });

  // Mounting a file system to fill is root's alone.
  it.skipIf(process.getuid?.() !== 0)(
    'fills the disk: nothing is lost that was written, and rotation goes on when there is room again',
    async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(directory, 'log')]);
      closers.push(() => Promise.resolve(void execFileSync('umount', ['--lazy', join(directory, 'log')])));
      const limits = { sizeBytes: 100_000, count: 99 };
      const noise = Array.from({ length: 9_000 }, (_, index) => `${index} ${Math.sin(index)}`);
      writeFileSync(path, `${noise.join('\n')}\n`);
      const ballast = join(directory, 'log', 'ballast');
      execFileSync('sh', ['-c', `cat /dev/zero > ${ballast} 2>/dev/null || true`]);
      await expect(rotateLog({ files, path, limits, now: 1 })).rejects.toMatchObject({ code: 'file.unwritable' });
      rmSync(ballast);
      expect((await rotateLog({ files, path, limits, now: 1 })).kind).toBe('rotated');
    },
  );
});

it('scenario 43: a secret that is written in two pieces comes to no reader', async () => {
  const redact = createRedactor(() => ['s3cr3t-value']);
  const reader = await follow({ redact });
  writeFileSync(path, 'http://h/?k=s3cr3t', { flag: 'a' });
  await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(path, '-value&x=1\nend\n', { flag: 'a' });
  await reader.saw('end');
  expect(reader.lines).toEqual(['http://h/?k=[REDACTED]&x=1', 'end']);
});
