import { type CacheScope, toProblem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';
import type { InstallerSettings, InstallerTools } from '../settings.ts';
import { type CacheLimits, chooseSuperfluous } from './choose-superfluous.ts';
import { type CacheNote, type CacheNotes, createCacheNotes } from './notes.ts';

export interface Amount {
  readonly bytes: number;
  readonly files: number;
}

export interface CacheStatus {
  readonly path: string;
  /** `metadata`: what is remembered of downloads and of answers of release servers. */
  readonly parts: Readonly<Record<CacheScope | 'metadata', Amount>>;
  readonly limits: CacheLimits;
  readonly downloads: readonly CacheNote[];
}

/** What is kept of downloads and builds. Everything in it may be deleted; it is fetched again when it is needed. */
export interface InstallCache {
  status(): Promise<CacheStatus>;
  /** Brings the downloads within the limits. @param maxBytes instead of the limit of the settings */
  prune(maxBytes?: number): Promise<{ readonly removed: number; readonly bytes: number }>;
  /** Reads every download again; what is not what it was goes to quarantine. */
  verify(): Promise<{ readonly checked: number; readonly quarantined: number; readonly errors: readonly string[] }>;
  empty(scope: CacheScope): Promise<Amount>;
}

export function createInstallCache(tools: InstallerTools, settings: InstallerSettings): InstallCache {
  const { files, clock, logger } = tools;
  const root = settings.cacheDir;
  const downloads = `${root}/downloads`;
  const notes = createCacheNotes(files, downloads);
  const directories: Readonly<Record<CacheScope, string>> = {
    downloads,
    dependencies: `${root}/dependencies`,
    quarantine: `${root}/quarantine`,
  };

  const remove = async (going: readonly CacheNote[], staying: readonly CacheNote[]) => {
    const needed = new Set(staying.map(({ sha256 }) => sha256));
    let bytes = 0;
    for (const note of going) {
      await notes.remove(note);
      if (needed.has(note.sha256)) continue;
      bytes += note.sizeBytes;
      needed.add(note.sha256);
      await files.remove(`${downloads}/objects/${note.sha256}`);
    }
    return bytes;
  };

  return {
    async status() {
      const [objects, incoming, dependencies, aside, index, api] = await Promise.all(
        [
          `${downloads}/objects`,
          `${downloads}/incoming`,
          directories.dependencies,
          directories.quarantine,
          `${downloads}/index`,
          `${root}/api`,
        ].map((path) => measure(files, path)),
      );
      return {
        path: root,
        parts: {
          downloads: sum(objects, incoming),
          dependencies: sum(dependencies),
          quarantine: sum(aside),
          metadata: sum(index, api),
        },
        limits: settings.cacheLimits(),
        downloads: (await notes.list()).toSorted((a, b) => b.usedAt - a.usedAt),
      };
    },

    async prune(maxBytes) {
      const limits = settings.cacheLimits();
      const all = await notes.list();
      const going = chooseSuperfluous(all, { ...limits, maxBytes: maxBytes ?? limits.maxBytes }, clock.now());
      const gone = new Set(going);
      const bytes = await remove(
        going,
        all.filter((note) => !gone.has(note)),
      );
      const stale = await removeStale(files, `${downloads}/incoming`, clock.now() - limits.maxAgeMs);
      const result = { removed: going.length + stale.files, bytes: bytes + stale.bytes };
      if (result.removed > 0) logger.info('install-cache.pruned', result);
      return result;
    },

    async verify() {
      const damaged: CacheNote[] = [];
      const errors: string[] = [];
      const all = await notes.list();
      for (const note of all) {
        try {
          if (!(await isIntact(files, downloads, note))) damaged.push(note);
        } catch (error) {
          errors.push(toProblem(error).message);
        }
      }
      for (const note of damaged) await quarantine(files, root, notes, note);
      return { checked: all.length, quarantined: damaged.length, errors };
    },

    async empty(scope) {
      const amount = await measure(files, directories[scope]);
      await files.remove(directories[scope], { recursive: true });
      logger.info('install-cache.emptied', { scope, ...amount });
      return amount;
    },
  };
}

/** Whether the bytes of a download are still what they were. */
export async function isIntact(files: Files, downloads: string, note: CacheNote): Promise<boolean> {
  return (await files.sha256(`${downloads}/objects/${note.sha256}`)) === note.sha256;
}

/** Puts a damaged download aside, so that nobody uses it and somebody may look at it. */
export async function quarantine(files: Files, cacheDir: string, notes: CacheNotes, note: CacheNote): Promise<void> {
  await notes.remove(note);
  const object = `${cacheDir}/downloads/objects/${note.sha256}`;
  if ((await files.facts(object)) === undefined) return;
  await files.makeDirectory(`${cacheDir}/quarantine`, { mode: 0o700 });
  await files.rename(object, `${cacheDir}/quarantine/${note.sha256}`);
}

/** Sizes of all files of a tree. Links are not followed. */
async function measure(files: Files, path: string): Promise<Amount> {
  const facts = await files.facts(path);
  if (facts === undefined) return { bytes: 0, files: 0 };
  if (facts.kind !== 'directory') return { bytes: facts.sizeBytes, files: 1 };
  let amount: Amount = { bytes: 0, files: 0 };
  for (const name of await files.list(path)) amount = sum(amount, await measure(files, `${path}/${name}`));
  return amount;
}

/** Downloads that were broken off and never taken up again. */
async function removeStale(files: Files, directory: string, before: number): Promise<Amount> {
  let amount: Amount = { bytes: 0, files: 0 };
  for (const name of await files.list(directory)) {
    const facts = await files.facts(`${directory}/${name}`);
    if (facts === undefined || facts.modifiedAt >= before) continue;
    await files.remove(`${directory}/${name}`);
    amount = sum(amount, { bytes: facts.sizeBytes, files: 1 });
  }
  return amount;
}

function sum(...amounts: readonly (Amount | undefined)[]): Amount {
  return amounts.reduce<Amount>(
    (total, amount) => ({
      bytes: total.bytes + (amount?.bytes ?? 0),
      files: total.files + (amount?.files ?? 0),
    }),
    { bytes: 0, files: 0 },
  );
}
