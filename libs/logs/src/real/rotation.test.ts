import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realFiles as files } from '../fixtures/real-host.ts';
import { readLogEnd } from '../reading/read-tail.ts';
import { listArchives } from '../rotation/log-archive.ts';
import { rotateLog } from '../rotation/rotate-log.ts';

const program = new URL('../fixtures/rotating-process.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];
let directory = '';
let path = '';

beforeEach(async () => {
  // In memory the rotation keeps pace with a child at full speed; on a disk each archive waits until it is safe there.
  const place = (await files.canPunch('/dev/shm')) ? '/dev/shm' : tmpdir();
  directory = mkdtempSync(join(place, 'showrunner-rotation-'));
  path = join(directory, 'unit.log');
});

afterEach(async () => {
  const ended = children.splice(0).map((child) => {
    child.kill('SIGKILL');
    return whenGone(child);
  });
  await Promise.all(ended);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A child that numbers its lines as fast as it can, each in a write of its own, into the log that it holds itself. */
function startWriter(filler: string): { readonly stop: () => Promise<void> } {
  const log = openSync(path, 'a', 0o640);
  const script = `BEGIN { for (;;) { n++; printf "line %d ${filler}\\n", n; fflush() } }`;
  const child = spawn('awk', [script], { stdio: ['ignore', log, log] });
  closeSync(log);
  children.push(child);
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await whenGone(child);
    },
  };
}

const whenGone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
  });

/** Proves that archives and log together have each number once, in order. Answers how many there are. */
async function countNumbers(filler: string): Promise<number> {
  const { bytes } = await readLogEnd(files, path, Number.MAX_SAFE_INTEGER);
  const text = Buffer.from(bytes).toString();
  let at = 0;
  let number = 0;
  while (at < text.length) {
    number += 1;
    const line = `line ${number} ${filler}\n`;
    if (!text.startsWith(line, at)) expect.fail(`Line ${number} is not where it belongs: ${text.slice(at, at + 40)}`);
    at += line.length;
  }
  return number;
}

describe('scenario 42 of rotation, real: a child that writes at full speed', () => {
  it('is rotated 20 times, and no line is lost or doubled', async () => {
    const filler = '.'.repeat(80);
    const writer = startWriter(filler);
    const limits = { sizeBytes: 3_000_000, count: 10_000 };
    for (let rotations = 0; rotations < 20;) {
      rotations += (await rotateLog({ files, path, limits, now: 1 })).kind === 'rotated' ? 1 : 0;
    }
    await writer.stop();
    await rotateLog({ files, path, limits, now: 1 });
    const { archives } = await listArchives(files, path);
    expect(archives.length).toBeGreaterThanOrEqual(20);
    expect(await countNumbers(filler)).toBeGreaterThan(20 * 30_000);
    // The space was given back: what is left is less than two pieces.
    expect(statSync(path).size).toBeGreaterThan(60_000_000);
    expect(statSync(path).blocks * 512).toBeLessThan(6_000_000);
  }, 120_000);

  it('goes on while the rotating process is killed again and again, and no line is lost or doubled', async () => {
    const writer = startWriter('');
    for (let kills = 0; kills < 8; kills += 1) {
      const rotator = spawn(process.execPath, ['--conditions=source', '--no-warnings', program, path, '500000'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(rotator);
      // Dies in the middle of its work: after so many rotations, and another part of the next one each time.
      let wanted = 1 + (kills % 2);
      for await (const said of createInterface({ input: rotator.stdout })) {
        wanted -= said.startsWith('rotated') ? 1 : 0;
        if (wanted <= 0) break;
      }
      await new Promise((resolve) => setTimeout(resolve, kills * 7));
      rotator.kill('SIGKILL');
      await whenGone(rotator);
    }
    await writer.stop();
    await rotateLog({ files, path, limits: { sizeBytes: 500_000, count: 10_000 }, now: 1 });
    expect((await listArchives(files, path)).archives.length).toBeGreaterThan(8);
    expect(await countNumbers('')).toBeGreaterThan(10_000);
    expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 120_000);
});
