import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Owner } from '@showrunner/platform';
import type { ClaimedEntry, EntryGuard } from './entry-rules.ts';

/** Puts admitted entries on disk. Links come last, so that nothing can ever be written through one. */
export interface EntryWriter {
  put(
    entry: ClaimedEntry,
    mode: number,
    content: AsyncIterable<unknown> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void>;
  finish(): Promise<void>;
}

export function createEntryWriter(into: string, guard: EntryGuard, owner: Owner | undefined): EntryWriter {
  const made = new Set<string>();
  const own = async (path: string): Promise<void> => {
    if (owner) await fs.lchown(path, owner.uid, owner.gid);
  };
  const makeDirectory = async (path: string): Promise<void> => {
    if (path.length < into.length || made.has(path)) return;
    await makeDirectory(dirname(path));
    await fs.mkdir(path, { mode: 0o755, recursive: true });
    await own(path);
    made.add(path);
  };
  return {
    put: async (entry, mode, content, signal) => {
      const parts = guard.admit(entry);
      if (parts === undefined) return await pass(content, guard);
      if (entry.kind === 'symlink') return;
      const path = join(into, ...parts);
      if (entry.kind === 'directory') {
        await makeDirectory(path);
        return;
      }
      await makeDirectory(dirname(path));
      // No setuid, setgid, sticky bits; not writable for others; always readable by its owner.
      const out = createWriteStream(path, { flags: 'wx', mode: (mode & 0o755) | 0o600 });
      if (content) await pipeline(content, counter(guard), out, signal ? { signal } : {});
      else await new Promise<void>((resolve) => void out.end(resolve));
      await fs.chmod(path, (mode & 0o755) | 0o600);
      await own(path);
    },
    finish: async () => {
      for (const { path, target } of guard.checkLinks()) {
        await makeDirectory(dirname(join(into, path)));
        await fs.symlink(target, join(into, path));
        await own(join(into, path));
      }
    },
  };
}

/** What is not put down counts all the same: a bomb need not be wanted. */
async function pass(content: AsyncIterable<unknown> | undefined, guard: EntryGuard): Promise<void> {
  for await (const chunk of content ?? []) guard.count((chunk as Uint8Array).length);
}

function counter(guard: EntryGuard): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      try {
        guard.count(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}
