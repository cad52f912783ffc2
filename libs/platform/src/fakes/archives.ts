import { Problem } from '@showrunner/contracts';
import type { Archives } from '../archives.ts';
import { isKept } from '../kept-paths.ts';
import type { Files } from '../files.ts';

/** Content of a pretended archive: path → text, or text with a mode. */
export type FakeArchive = Readonly<Record<string, string | { readonly content: string; readonly mode: number }>>;

/** What to serve as the bytes of a pretended archive. */
export function packFakeArchive(entries: FakeArchive): string {
  return `fake-archive ${JSON.stringify(entries)}`;
}

/** Unpacks what `packFakeArchive` made, into the given files; everything else is refused as unsafe. */
export function createFakeArchives(files: Files): Archives {
  return {
    extract: async (request) => {
      const text = (await files.readText(request.archive)) ?? '';
      if (!text.startsWith('fake-archive '))
        throw new Problem('archive.unsafe', `${request.archive} cannot be unpacked`);
      // The text was made by packFakeArchive.
      const entries = Object.entries(JSON.parse(text.slice('fake-archive '.length)) as FakeArchive);
      let sizeBytes = 0;
      await files.makeDirectory(request.into);
      for (const [name, entry] of entries) {
        if (request.keep !== undefined && !isKept(name, request.keep)) continue;
        const parts = name.split('/').slice(request.strip);
        if (parts.length === 0) continue;
        const { content, mode } = typeof entry === 'string' ? { content: entry, mode: 0o644 } : entry;
        sizeBytes += content.length;
        await files.write([request.into, ...parts].join('/'), content, { mode });
      }
      request.onProgress?.(entries.length);
      return { entries: entries.length, sizeBytes };
    },
  };
}
