import type { UnitId } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { UnitMemory } from '../machine/memory.ts';
import type { SupervisorParts } from '../parts.ts';
import { loadUnit, type StoredUnit } from './load-unit.ts';
import { toSaved } from './saved-unit.ts';
import { slotOf, slotText } from './state-slots.ts';
import { type Wish, wishText } from './wish.ts';

/**
 * One directory a unit: `spec.json`, `wish.json`, the state in `state-0` and `state-1`, and a run record `exit-<n>` for each
 * spawn, the newest kept. Earlier versions have the state in `state.json`.
 */
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
  /** The last state of each unit that was written to its end. */
  const sequences = new Map<string, number>();
  /** Units whose state an earlier version has saved last. */
  const early = new Set<string>();
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
      for (const { spec, onDisk } of units) {
        if (onDisk.wish !== undefined) wishes.set(spec.unitId, wishText(onDisk.wish));
        sequences.set(spec.unitId, onDisk.sequence);
        if (onDisk.isEarly) early.add(spec.unitId);
      }
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
      const sequence = (sequences.get(unit) ?? 0) + 1;
      await files.overwrite(`${directory(unit)}/${slotOf(sequence)}`, slotText({ sequence, text }), privateFile);
      sequences.set(unit, sequence);
      // It would count for more than ours, see `loadUnit`.
      if (early.delete(unit)) await files.remove(`${directory(unit)}/state.json`);
    },
    exitFile: (unit, run) => `${directory(unit)}/exit-${run}`,
    async removeRunsBefore(unit, run) {
      for (const old of await runsOf(unit)) if (old < run) await files.remove(`${directory(unit)}/exit-${old}`);
    },
    newestRun: async (unit) => Math.max(0, ...(await runsOf(unit))),
    async remove(unit) {
      for (const known of [wishes, sequences, early]) known.delete(unit);
      await files.remove(directory(unit), { recursive: true });
    },
  };
}
