import { Problem } from '@showrunner/contracts';
import { fingerprint } from '@showrunner/planner';
import { isIntact, quarantine } from '../cache/install-cache.ts';
import { type CacheNote, type CacheNotes, createCacheNotes, type DownloadPurpose } from '../cache/notes.ts';
import type { Locks } from '../locks.ts';
import { withRetries } from '../retries.ts';
import type { InstallerSettings, InstallerTools, InstallOptions } from '../settings.ts';

export interface FetchRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the person who watches: `zurg-v0.9.3-linux-amd64.zip`. */
  readonly name: string;
  /** What its digest must be, hex. */
  readonly sha256?: string;
  /** Where the publisher names no better one. */
  readonly sha1?: string;
  /** What it is for; decides how long it is kept. */
  readonly purpose?: DownloadPurpose;
}

export interface FetchedFile {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Brings a file into the cache, where it lies under its digest. One that is there already is not fetched again: by its
 * digest where that is known before, else by its ETag.
 * @throws Problem `source.*`
 */
export type Fetch = (request: FetchRequest, options: InstallOptions) => Promise<FetchedFile>;

export function createFetcher(tools: InstallerTools, settings: InstallerSettings, locks: Locks): Fetch {
  const directory = `${settings.cacheDir}/downloads`;
  const notes = createCacheNotes(tools.files, directory);
  return (request, options) =>
    // Two instances of one service want the same file at the same time; the second finds it in the cache.
    locks.run(`fetch ${request.url}`, options.signal, async () => {
      const purpose = request.purpose === undefined ? {} : { purpose: request.purpose };
      const keep = async (note: Omit<CacheNote, 'usedAt'>): Promise<FetchedFile> => {
        await notes.write({ ...note, ...purpose, usedAt: tools.clock.now() });
        return { path: `${directory}/objects/${note.sha256}`, sha256: note.sha256 };
      };
      const cached = await findCached(tools, settings, notes, request, options);
      if (cached && (await isCurrent(tools, cached, request, options))) {
        options.onLine(`${request.name} is in the cache`);
        return await keep(cached);
      }
      const path = `${directory}/incoming/${fingerprint(request.url)}`;
      const result = await download(tools, settings, request, path, options);
      for (const kind of ['sha256', 'sha1'] as const) {
        if (request[kind] === undefined || result[kind] === request[kind]) continue;
        await tools.files.remove(path);
        throw new Problem(
          'source.digest',
          `${request.name} has the digest ${result[kind]}, published is ${request[kind]}`,
        );
      }
      await tools.files.makeDirectory(`${directory}/objects`);
      await tools.files.rename(path, `${directory}/objects/${result.sha256}`);
      return await keep({ url: request.url, name: request.name, ...result });
    });
}

/** A kept download of this address, if its bytes are still what they were. */
async function findCached(
  { files }: InstallerTools,
  settings: InstallerSettings,
  notes: CacheNotes,
  { url, name }: FetchRequest,
  options: InstallOptions,
): Promise<CacheNote | undefined> {
  const note = await notes.read(url);
  if (note === undefined) return undefined;
  if (await isIntact(files, `${settings.cacheDir}/downloads`, note)) return note;
  options.onLine(`${name} is damaged in the cache; it is put aside and fetched again`);
  await quarantine(files, settings.cacheDir, notes, note);
  return undefined;
}

async function isCurrent(
  tools: InstallerTools,
  note: CacheNote,
  request: FetchRequest,
  options: InstallOptions,
): Promise<boolean> {
  if (request.sha256 !== undefined) return request.sha256 === note.sha256;
  if (request.sha1 !== undefined) return request.sha1 === note.sha1;
  if (note.etag === undefined) return false;
  try {
    const { url, headers = {} } = request;
    const head = await tools.network.http(
      { url, method: 'HEAD', headers, timeoutMs: 15_000, followRedirects: true },
      options.signal,
    );
    return head.status === 200 && head.headers['etag'] === note.etag;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'source.unreachable') throw error;
    options.onLine(`${error.message}. Using the copy in the cache.`);
    return true;
  }
}

function download(
  tools: InstallerTools,
  settings: InstallerSettings,
  request: FetchRequest,
  path: string,
  options: InstallOptions,
) {
  const policy = {
    clock: tools.clock,
    rateLimitMaxWaitMs: settings.rateLimitMaxWaitMs,
    onWait: (why: string): void => {
      options.onLine(why);
      options.onProgress(why);
    },
    signal: options.signal,
  };
  return withRetries(policy, () =>
    tools.network.download(
      {
        url: request.url,
        ...(request.headers ? { headers: request.headers } : {}),
        path,
        limitBytes: settings.limits.downloadBytes,
        ...(request.sha1 === undefined ? {} : { withSha1: true }),
        onProgress: (done, total) => {
          const of = total === undefined ? '' : ` of ${mebibytes(total)}`;
          options.onProgress(`Downloading ${mebibytes(done)}${of} MiB`, total ? done / total : undefined);
        },
      },
      options.signal,
    ),
  );
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
