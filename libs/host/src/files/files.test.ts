import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileChunk } from '@showrunner/platform';
import { createFiles } from './files.ts';

const files = createFiles();
let directory: string;
let path: string;
beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), 'files-'));
  path = join(directory, 'file.txt');
});
afterEach(() => fs.rm(directory, { recursive: true, force: true }));

describe('files', () => {
  it('replaces a file and keeps its mode, leaving no temporary file', async () => {
    await fs.writeFile(path, 'old', { mode: 0o640 });
    await fs.chmod(path, 0o640);
    await files.write(path, 'new');
    expect(await files.readText(path)).toBe('new');
    expect((await files.facts(path))?.mode).toBe(0o640);
    expect(await files.list(directory)).toEqual(['file.txt']);
  });

  it('makes parents and gives a new file the mode that was asked for', async () => {
    const deep = join(directory, 'a/b/secret');
    await files.write(deep, 'x', { mode: 0o600 });
    expect((await files.facts(deep))?.mode).toBe(0o600);
  });

  it('replaces what a link points at and leaves the link', async () => {
    await fs.writeFile(join(directory, 'real'), 'old');
    await fs.symlink('real', path);
    await files.write(path, 'new');
    expect((await files.facts(path))?.kind).toBe('symlink');
    expect(await fs.readFile(join(directory, 'real'), 'utf8')).toBe('new');
  });

  it('replaces a file without waiting for the disk, whole at any moment and with the mode that was asked for', async () => {
    const deep = join(directory, 'a/state');
    const soon = { mode: 0o600, durable: false };
    await Promise.all(['one', 'two', 'three'].map((text) => files.write(deep, text.repeat(9_000), soon)));
    expect(await files.readText(deep)).toMatch(/^(one|two|three)(\1){8999}$/);
    expect((await files.facts(deep))?.mode).toBe(0o600);
    expect(await files.list(join(directory, 'a'))).toEqual(['state']);
    await expect(files.write(join(deep, 'below'), 'y', soon)).rejects.toMatchObject({ code: 'file.unwritable' });
  });

  it('writes over a file in place, makes what is not there, and follows no link', async () => {
    const path = join(directory, 'made', 'state');
    await files.overwrite(path, 'a long first text', { mode: 0o600 });
    const { id, mode } = (await files.facts(path)) ?? {};
    await files.overwrite(path, 'short', { mode: 0o644 });
    expect(await files.readText(path)).toBe('shortg first text');
    expect(await files.facts(path)).toMatchObject({ id, mode });
    expect(mode).toBe(0o600);
    await files.symlink(path, join(directory, 'link'));
    await expect(files.overwrite(join(directory, 'link'), 'x')).rejects.toMatchObject({ code: 'file.unwritable' });
  });

  it('names a file that cannot be read, and why', async () => {
    await expect(files.readText(directory)).rejects.toMatchObject({
      code: 'file.unreadable',
      message: `Cannot read ${directory}: a directory is in its place.`,
    });
    expect(await files.readText(path)).toBeUndefined();
  });

  it('names a file that cannot be written', async () => {
    await fs.writeFile(path, 'x');
    await expect(files.write(join(path, 'below'), 'y')).rejects.toMatchObject({ code: 'file.unwritable' });
  });

  it('answers undefined for what is not there', async () => {
    expect(await files.readText(path)).toBeUndefined();
    expect(await files.readBytes(join(path, 'x'))).toBeUndefined();
    expect(await files.facts(path)).toBeUndefined();
    expect(await files.readLink(path)).toBeUndefined();
    expect(await files.list(path)).toEqual([]);
  });

  it('copies a tree with its links as they are', async () => {
    await files.write(join(directory, 'from/a/b'), 'x');
    await files.symlink('a/b', join(directory, 'from/link'));
    await files.copy(join(directory, 'from'), join(directory, 'to'), { recursive: true });
    expect(await files.readLink(join(directory, 'to/link'))).toBe('a/b');
    expect(await files.readText(join(directory, 'to/a/b'))).toBe('x');
  });

  it('reads a range and stops at the end', async () => {
    await fs.writeFile(path, '0123456789');
    expect(Buffer.from(await files.readRange(path, 7, 100)).toString()).toBe('789');
    expect(Buffer.from(await files.readRange(path, 2, 3)).toString()).toBe('234');
  });
});

/** Follows until the text satisfies the condition, then ends the following. */
async function follow(from: 'start' | 'end' | number, work: (state: Following) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const waiters: { until: (text: string) => boolean; resolve: () => void }[] = [];
  const chunks: FileChunk[] = [];
  const text = (): string => chunks.map((chunk) => Buffer.from(chunk.bytes).toString()).join('');
  const done = files.follow(
    path,
    from,
    (chunk) => {
      chunks.push(chunk);
      for (const waiter of waiters) if (waiter.until(text())) waiter.resolve();
    },
    stop.signal,
  );
  await work({
    chunks,
    saw: (wanted) =>
      new Promise((resolve) =>
        text().includes(wanted) ? resolve() : waiters.push({ until: (all) => all.includes(wanted), resolve }),
      ),
  });
  stop.abort();
  await done;
}
interface Following {
  readonly chunks: FileChunk[];
  saw(text: string): Promise<void>;
}

describe('follow', () => {
  it('gives what is there and what is appended', async () => {
    await fs.writeFile(path, 'one ');
    await follow('start', async ({ saw, chunks }) => {
      await saw('one ');
      await fs.appendFile(path, 'two ');
      await saw('one two ');
      expect(chunks.map((chunk) => chunk.offset)).toEqual([0, 4]);
    });
  });

  it('waits for a file that is not there yet', async () => {
    await follow('end', async ({ saw }) => {
      await fs.writeFile(path, 'born');
      await saw('born');
    });
  });

  it('reads a replaced file from its start, under its new id, after the rest of the old one', async () => {
    await fs.writeFile(path, 'old');
    await follow('start', async ({ saw, chunks }) => {
      await saw('old');
      await fs.appendFile(path, '-rest');
      await fs.rename(path, `${path}.1`);
      await fs.writeFile(path, 'fresh');
      await saw('old-restfresh');
      expect(new Set(chunks.map((chunk) => chunk.fileId)).size).toBe(2);
      expect(chunks.at(-1)?.offset).toBe(0);
    });
  });

  it('reads a truncated file from its start', async () => {
    await fs.writeFile(path, 'a long first content');
    await follow('start', async ({ saw, chunks }) => {
      await saw('content');
      await fs.truncate(path, 0);
      await fs.appendFile(path, 'short');
      await saw('short');
      expect(chunks.at(-1)?.offset).toBe(0);
    });
  });

  it('leaves out what was punched out before it was read, and keeps the offsets', async () => {
    await fs.writeFile(path, 'a'.repeat(10_000));
    const { id = '' } = (await files.facts(path)) ?? {};
    await follow('start', async ({ saw, chunks }) => {
      await saw('a'.repeat(10_000));
      // One step for a follower that is asleep: new content, most of which is gone before it is read.
      const fresh = join(directory, 'fresh');
      await fs.writeFile(fresh, `${'b'.repeat(9_000)}rest`);
      await files.punch(fresh, (await files.facts(fresh))?.id ?? '', 9_000);
      await fs.rename(fresh, path);
      await saw('rest');
      const last = chunks.at(-1);
      expect([last?.offset, Buffer.from(last?.bytes ?? []).toString()]).toEqual([9_000, 'rest']);
      expect(last?.fileId).not.toBe(id);
    });
  });

  it('notices content that was emptied and has grown beyond what was read', async () => {
    await fs.writeFile(path, 'first');
    await follow('start', async ({ saw, chunks }) => {
      await saw('first');
      const file = await fs.open(path, 'r+');
      await file.write('other content', 0);
      await file.close();
      await saw('other content');
      expect(chunks.at(-1)?.offset).toBe(0);
    });
  });

  it('reads no further while a piece is being taken', async () => {
    await fs.writeFile(path, 'x'.repeat(600_000));
    const stop = new AbortController();
    const behind: number[] = [];
    let busy = false;
    await files.follow(
      path,
      'start',
      async ({ behindBytes }) => {
        expect(busy).toBe(false);
        busy = true;
        await new Promise((resolve) => setImmediate(resolve));
        busy = false;
        behind.push(behindBytes);
        if (behindBytes === 0) stop.abort();
      },
      stop.signal,
    );
    expect(behind).toEqual([337_856, 75_712, 0]);
  });

  it('starts at an offset', async () => {
    await fs.writeFile(path, '0123456789');
    await follow(8, async ({ saw, chunks }) => {
      await saw('89');
      expect(chunks[0]?.offset).toBe(8);
    });
  });
});
