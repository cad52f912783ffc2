import type { Readable } from 'node:stream';
import { open, type Entry, type ZipFile } from 'yauzl';
import { Problem } from '@showrunner/contracts';
import type { ClaimedEntry } from './entry-rules.ts';
import type { Unpacking } from './tar.ts';

const typeMask = 0o170000;
const maxTargetBytes = 4096;

/** Unpacks a zip by its central directory, one entry after the other. */
export async function unpackZip(work: Unpacking): Promise<void> {
  const zip = await openZip(work.archive);
  try {
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      work.signal?.throwIfAborted();
      if ((entry.generalPurposeBitFlag & 1) !== 0)
        throw new Problem('archive.unsafe', `The archive has an encrypted entry (${entry.fileName})`);
      const kind = kindOf(entry);
      const claim: ClaimedEntry =
        kind === 'symlink'
          ? { name: entry.fileName, kind, target: await readTarget(zip, entry) }
          : { name: entry.fileName, kind };
      const content = kind === 'file' ? await openEntry(zip, entry) : undefined;
      await work.writer.put(claim, unixMode(entry) || 0o644, content, work.signal);
      work.onEntry();
    }
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are judged by our own rules, so that zip and tar obey the same ones; yauzl refuses some earlier.
    open(
      path,
      { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true },
      (error, zip) => {
        if (error || !zip) reject(error ?? new Error('not a zip file'));
        else resolve(zip);
      },
    );
  });
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      zip.removeListener('entry', onEntry);
      zip.removeListener('end', onEnd);
      zip.removeListener('error', onError);
      finish();
    };
    const onEntry = (entry: Entry): void => settle(() => resolve(entry));
    const onEnd = (): void => settle(() => resolve(undefined));
    const onError = (error: Error): void => settle(() => reject(error));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

function unixMode(entry: Entry): number {
  return entry.externalFileAttributes >>> 16;
}

function kindOf(entry: Entry): ClaimedEntry['kind'] {
  const type = unixMode(entry) & typeMask;
  if (type === 0o120000) return 'symlink';
  if (entry.fileName.endsWith('/') || type === 0o040000) return 'directory';
  return type === 0 || type === 0o100000 ? 'file' : 'other';
}

async function readTarget(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > maxTargetBytes)
    throw new Problem('archive.unsafe', `The archive has a link that is too long (${entry.fileName})`);
  const parts: Uint8Array[] = [];
  for await (const part of await openEntry(zip, entry)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
