import type { Files, Logger } from '@showrunner/platform';
import type { UnitSpec } from '@showrunner/planner';
import { toRunningSpec } from '../machine/running-spec.ts';
import { type SavedSpec, toCurrentSpec } from './saved-spec.ts';
import { parseSaved, type SavedUnit } from './saved-unit.ts';
import { newestState, slotNames } from './state-slots.ts';
import { parseWish, type Wish } from './wish.ts';

/** What is on disk of one unit. `saved` is absent where it was never started or its file is damaged. */
export interface StoredUnit {
  readonly spec: UnitSpec;
  readonly saved: SavedUnit | undefined;
  /** Absent where nobody has wished anything, or an earlier version has saved it. */
  readonly wish: Wish | undefined;
  readonly onDisk: OnDisk;
}

/** What whoever writes next has to know of the files. */
export interface OnDisk {
  /** The last state that was written to its end; 0: none. */
  readonly sequence: number;
  /** What the file of the wish says, whether it counts or not. */
  readonly wish: Wish | undefined;
  /** There is a state that an earlier version has saved. */
  readonly isEarly: boolean;
}

interface Reading {
  readonly files: Files;
  readonly logger: Logger;
}

/** Reads the directory of one unit. `undefined`: there is no spec to make anything of. */
export async function loadUnit(
  { files, logger }: Reading,
  directory: string,
  bootId: string,
): Promise<StoredUnit | undefined> {
  const [specText, early, ...slots] = await Promise.all(
    ['spec.json', 'state.json', ...slotNames].map((name) => files.readText(`${directory}/${name}`)),
  );
  if (specText === undefined) return undefined;
  const spec = parseSpec(specText, directory, logger);
  if (spec === undefined) return undefined;
  const newest = newestState(slots);
  // We remove what an earlier version has left before anything comes of our own state. If it is there, that version has
  // been here again, and what we had written is older.
  const text = early ?? newest?.text;
  const wish = parseWish(await files.readText(`${directory}/wish.json`));
  const counts = early === undefined || (await isWishNewer(files, directory));
  const saved = text === undefined ? undefined : parseSaved(text, bootId, counts ? wish : undefined);
  const onDisk = { sequence: newest?.sequence ?? 0, wish, isEarly: early !== undefined };
  if (saved === undefined) return { spec, saved, wish, onDisk };
  const runningSpec = saved.runningSpec === undefined ? undefined : toRunningSpec(saved.runningSpec, spec);
  return { spec, saved: { ...saved, runningSpec }, wish: counts ? wish : undefined, onDisk };
}

/**
 * The wish is written before the first state that follows from it. One that is older than the state of an earlier version
 * may be of before that version, which perhaps knew nothing of this file.
 */
async function isWishNewer(files: Files, directory: string): Promise<boolean> {
  const [ofWish, ofState] = await Promise.all(
    ['wish.json', 'state.json'].map((name) => files.facts(`${directory}/${name}`)),
  );
  return (ofWish?.modifiedAt ?? 0) >= (ofState?.modifiedAt ?? 0);
}

function parseSpec(text: string, directory: string, logger: Logger): UnitSpec | undefined {
  try {
    // Written whole by saveSpec, in a directory that only we can write.
    return toCurrentSpec(JSON.parse(text) as SavedSpec);
  } catch (error) {
    logger.error('unit.spec-damaged', { directory, error: String(error) });
    return undefined;
  }
}
