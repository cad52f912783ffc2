import * as fs from 'node:fs/promises';
import { Problem } from '@showrunner/contracts';
import type { Archives, ExtractRequest } from '@showrunner/platform';
import { createEntryGuard } from './entry-rules.ts';
import { createEntryWriter } from './entry-writer.ts';
import type { Compression } from './decoders.ts';
import type { Unpacking } from './tar.ts';

/** Loaded when there is something to unpack: most starts have nothing. */
const formats: Record<ExtractRequest['format'], (work: Unpacking) => Promise<void>> = {
  zip: async (work) => (await import('./zip.ts')).unpackZip(work),
  tar: (work) => unpackTar(work, 'none'),
  'tar.gz': (work) => unpackTar(work, 'gz'),
  'tar.xz': (work) => unpackTar(work, 'xz'),
  'tar.zst': (work) => unpackTar(work, 'zst'),
  deb: async (work) => (await import('./deb.ts')).unpackDeb(work),
  gz: async (work) => (await import('./gz.ts')).unpackGz(work),
};

async function unpackTar(work: Unpacking, compression: Compression): Promise<void> {
  await (await import('./tar.ts')).unpackTar(work, compression);
}

/** Unpacking with every entry under suspicion. What a refused archive had already put down is removed again. */
export function createArchives(): Archives {
  return {
    extract: async (request, signal) => {
      await fs.mkdir(request.into, { recursive: true, mode: 0o755 });
      if ((await fs.readdir(request.into)).length > 0) {
        throw new Problem(
          'file.unwritable',
          `${request.into} is not empty; an archive is only unpacked into a new directory`,
        );
      }
      const guard = createEntryGuard(request);
      const writer = createEntryWriter(request.into, guard, request.owner);
      const onEntry = (): void => request.onProgress?.(guard.entries);
      try {
        await formats[request.format]({ archive: request.archive, guard, writer, onEntry, signal });
        await writer.finish();
      } catch (error) {
        await fs.rm(request.into, { recursive: true, force: true });
        throw named(error, request, signal);
      }
      return { entries: guard.entries, sizeBytes: guard.sizeBytes };
    },
  };
}

function named(error: unknown, request: ExtractRequest, signal: AbortSignal | undefined): unknown {
  if (error instanceof Problem) return error;
  if (signal?.aborted) return signal.reason;
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem('archive.unsafe', `${request.archive} cannot be unpacked: ${reason}`, { cause: error });
}
