import { Problem } from '@showrunner/contracts';
import { fingerprint } from '@showrunner/planner';
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

interface CacheNote {
  readonly url: string;
  readonly sha256: string;
  readonly sha1?: string;
  readonly sizeBytes: number;
  readonly etag?: string;
}

export function createFetcher(tools: InstallerTools, settings: InstallerSettings, locks: Locks): Fetch {
  const directory = `${settings.cacheDir}/downloads`;
  return (request, options) =>
    // Two instances of one service want the same file at the same time; the second finds it in the cache.
    locks.run(`fetch ${request.url}`, options.signal, async () => {
      const notePath = `${directory}/index/${fingerprint(request.url)}.json`;
      const cached = await findCached(tools, directory, notePath, request);
      if (cached && (await isCurrent(tools, cached, request, options))) {
        options.onLine(`${request.name} is in the cache`);
        return { path: `${directory}/objects/${cached.sha256}`, sha256: cached.sha256 };
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
      const note: CacheNote = { url: request.url, ...result };
      await tools.files.write(notePath, JSON.stringify(note), { mode: 0o600 });
      return { path: `${directory}/objects/${result.sha256}`, sha256: result.sha256 };
    });
}

async function findCached(
  tools: InstallerTools,
  directory: string,
  notePath: string,
  request: FetchRequest,
): Promise<CacheNote | undefined> {
  const text = await tools.files.readText(notePath);
  if (text === undefined) return undefined;
  // Written by us, by atomic replacement.
  const note = JSON.parse(text) as CacheNote;
  const facts = await tools.files.facts(`${directory}/objects/${note.sha256}`);
  return note.url === request.url && facts?.sizeBytes === note.sizeBytes ? note : undefined;
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
