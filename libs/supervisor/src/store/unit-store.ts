import type { UnitId } from '@showrunner/contracts';
import type { Files, Logger } from '@showrunner/platform';
import type { UnitSpec } from '@showrunner/planner';
import type { UnitMemory } from '../machine/memory.ts';
import { toRunningSpec } from '../machine/running-spec.ts';
import type { SupervisorParts } from '../parts.ts';
import { type SavedSpec, toCurrentSpec } from './saved-spec.ts';
import { parseSaved, type SavedUnit, toSaved } from './saved-unit.ts';
import { parseWish, type Wish, wishText } from './wish.ts';

/** What is on disk of one unit. `saved` is absent where it was never started or its file is damaged. */
export interface StoredUnit {
  readonly spec: UnitSpec;
  readonly saved: SavedUnit | undefined;
  /** Absent where nobody has wished anything, or an earlier version has saved it. */
  readonly wish: Wish | undefined;
}

/** One directory a unit: `spec.json`, `wish.json`, `state.json`, and a run record `exit-<n>` for each spawn, the newest kept. */
export interface UnitStore {
  /** The boot that durations are kept for. */
  readonly bootId: string;
  load(): Promise<readonly StoredUnit[]>;
  saveSpec(spec: UnitSpec): Promise<void>;
  /** The state as `saveState` takes it. Two equal answers need no write between them. */
  stateText(memory: UnitMemory, runningSpec: UnitSpec | undefined): string;
  /**
   * Survives our own end. A loss of power may take it, and what it tells is over then; but the last wish, which is kept in
   * a file of its own, has survived that as well when this resolves.
   */
  saveState(unit: UnitId, text: string, wish: Wish): Promise<void>;
  /** Where the keeper of this run writes. The directory is there once the spec is saved. */
  exitFile(unit: UnitId, run: number): string;
  removeRunsBefore(unit: UnitId, run: number): Promise<void>;
  /** Highest run that has a record; 0 where there is none. For a unit whose state file is damaged. */
  newestRun(unit: UnitId): Promise<number>;
  remove(unit: UnitId): Promise<void>;
}

/** Specs hold secrets in their environment, so nobody else reads here. */
const privateFile = { mode: 0o600 };
const privateDirectory = { mode: 0o700 };

/** Nobody has ever wished anything of the unit: that needs no file. */
const noWish = wishText({ wanted: false, held: false });

/** Opens the store under the supervisor's state directory. */
export function createUnitStore(
  { files, logger, stateDir }: Pick<SupervisorParts, 'files' | 'logger' | 'stateDir'>,
  bootId: string,
): UnitStore {
  const root = `${stateDir}/units`;
  /** What the files of wishes hold. */
  const wishes = new Map<string, string>();
  const directory = (unit: string) => `${root}/${unit}`;
  const runsOf = async (unit: UnitId) =>
    (await files.list(directory(unit))).flatMap((name) => /^exit-(\d+)$/.exec(name)?.slice(1).map(Number) ?? []);
  return {
    bootId,
    async load() {
      await files.makeDirectory(root, privateDirectory);
      const stored = await Promise.all(
        (await files.list(root)).map((unit) => loadUnit({ files, logger }, directory(unit), bootId)),
      );
      const units = stored.filter((unit) => unit !== undefined);
      for (const { spec, wish } of units) if (wish !== undefined) wishes.set(spec.unitId, wishText(wish));
      return units;
    },
    async saveSpec(spec) {
      await files.makeDirectory(directory(spec.unitId), privateDirectory);
      await files.write(`${directory(spec.unitId)}/spec.json`, JSON.stringify(spec), privateFile);
    },
    stateText: (memory, runningSpec) => JSON.stringify(toSaved(memory, runningSpec, bootId)),
    async saveState(unit, text, { wanted, held }) {
      const wish = wishText({ wanted, held });
      if (wish !== (wishes.get(unit) ?? noWish)) await files.write(`${directory(unit)}/wish.json`, wish, privateFile);
      wishes.set(unit, wish);
      await files.write(`${directory(unit)}/state.json`, text, { ...privateFile, durable: false });
    },
    exitFile: (unit, run) => `${directory(unit)}/exit-${run}`,
    async removeRunsBefore(unit, run) {
      for (const old of await runsOf(unit)) if (old < run) await files.remove(`${directory(unit)}/exit-${old}`);
    },
    newestRun: async (unit) => Math.max(0, ...(await runsOf(unit))),
    async remove(unit) {
      wishes.delete(unit);
      await files.remove(directory(unit), { recursive: true });
    },
  };
}

async function loadUnit(
  { files, logger }: { readonly files: Files; readonly logger: Logger },
  directory: string,
  bootId: string,
): Promise<StoredUnit | undefined> {
  const specText = await files.readText(`${directory}/spec.json`);
  const stateText = await files.readText(`${directory}/state.json`);
  if (specText === undefined) return undefined;
  const spec = parseSpec(specText, directory, logger);
  if (spec === undefined) return undefined;
  const wish = parseWish(await files.readText(`${directory}/wish.json`));
  const saved = stateText === undefined ? undefined : parseSaved(stateText, bootId, wish);
  if (saved?.runningSpec === undefined) return { spec, saved, wish };
  return { spec, saved: { ...saved, runningSpec: toRunningSpec(saved.runningSpec, spec) }, wish };
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
