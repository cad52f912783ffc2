import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFiles } from './files.ts';

const files = createFiles();
let directory: string;
let path: string;
beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), 'rotation-hands-'));
  path = join(directory, 'unit.log');
});
afterEach(() => fs.rm(directory, { recursive: true, force: true }));

const idOf = async () => (await files.facts(path))?.id ?? '';

async function content(of: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.decompress(of)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('compresses a part of a file with the mode of the whole, and reads it back', async () => {
  await fs.writeFile(path, '0123456789'.repeat(100_000));
  await fs.chmod(path, 0o640);
  await files.compress({ path, fileId: await idOf(), offset: 5, lengthBytes: 700_000 }, `${path}.gz`);
  expect(await content(`${path}.gz`)).toBe('5678901234'.repeat(70_000));
  const facts = await files.facts(`${path}.gz`);
  expect(facts?.mode).toBe(0o640);
  expect(facts?.sizeBytes).toBeLessThan(10_000);
  expect(await content(`${path}.none`)).toBe('');
});

it('leaves nothing when the source is another file by now, or has become shorter', async () => {
  await fs.writeFile(path, 'short');
  const range = { path, offset: 0, lengthBytes: 6 };
  await expect(files.compress({ ...range, fileId: await idOf() }, `${path}.gz`)).rejects.toThrow('shorter');
  await expect(files.compress({ ...range, fileId: '1:2' }, `${path}.gz`)).rejects.toThrow('another file');
  expect(await files.list(directory)).toEqual(['unit.log']);
});

it('gives back the first bytes of a file that somebody appends to', async () => {
  expect(await files.canPunch(directory)).toBe(true);
  await fs.writeFile(path, 'a'.repeat(100_000));
  const writer = await fs.open(path, 'a');
  await files.punch(path, await idOf(), 90_001);
  await writer.writeFile('end');
  await writer.close();
  const bytes = await fs.readFile(path);
  expect(bytes.subarray(0, 90_001).every((byte) => byte === 0)).toBe(true);
  expect(bytes.subarray(90_001).toString()).toBe(`${'a'.repeat(9_999)}end`);
  expect((await fs.stat(path)).blocks * 512).toBeLessThan(20_000);
  await expect(files.punch(path, '1:2', 5)).rejects.toThrow('another file');
});

it('says that a directory that cannot be written to has no holes, and does not remember it', async () => {
  expect(await files.canPunch('/proc/self')).toBe(false);
  expect(await files.canPunch(join(directory, 'absent'))).toBe(false);
});
