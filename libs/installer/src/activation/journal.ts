import type { Files } from '@showrunner/platform';
import { fingerprint } from '@showrunner/planner';

/**
 * How far an installation came, written before each stretch, so that what a crash left can be finished or taken back:
 * `staging` nothing of the target is touched · `moving-out` old paths go aside, or come back · `moving-in` new paths take
 * their place · `active` the new tree stands · `committed` the old tree may go.
 */
export interface InstallJournal {
  readonly phase: 'staging' | 'moving-out' | 'moving-in' | 'active' | 'committed';
  readonly target: string;
  readonly staging: string;
  readonly previous: string;
  /** Paths under the target that go aside, and paths under staging that take a place. */
  readonly out: readonly string[];
  readonly in: readonly string[];
  /** The target did not exist before. */
  readonly madeTarget: boolean;
}

export interface JournalStore {
  write(entry: InstallJournal): Promise<void>;
  /** Writes down beforehand what `turnBack` will say, so that turning back needs no space on the disk. */
  prepareTurn(entry: InstallJournal): Promise<void>;
  /** Says that old paths come back. @see prepareTurn */
  turnBack(entry: InstallJournal): Promise<void>;
  remove(entry: InstallJournal): Promise<void>;
  /** What was left behind. */
  list(): Promise<readonly InstallJournal[]>;
}

/** Journals are kept in one place, so that a start finds them without searching the data root. */
export function createJournalStore(files: Files, directory: string): JournalStore {
  const pathOf = (entry: InstallJournal): string => `${directory}/${fingerprint(entry.staging)}.json`;
  const turnOf = (entry: InstallJournal): string => `${directory}/${fingerprint(entry.staging)}.back`;
  return {
    write: (entry) => files.write(pathOf(entry), JSON.stringify(entry, undefined, 2), { mode: 0o600 }),
    prepareTurn: (entry) =>
      files.write(turnOf(entry), JSON.stringify({ ...entry, phase: 'moving-out' }, undefined, 2), { mode: 0o600 }),
    turnBack: async (entry) => {
      if ((await files.facts(turnOf(entry))) !== undefined) await files.rename(turnOf(entry), pathOf(entry));
      // Earlier versions prepared nothing.
      else await files.write(pathOf(entry), JSON.stringify({ ...entry, phase: 'moving-out' }), { mode: 0o600 });
    },
    remove: async (entry) => {
      await files.remove(turnOf(entry));
      await files.remove(pathOf(entry));
    },
    list: async () => {
      const names = (await files.list(directory)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      const texts = await Promise.all(names.map((name) => files.readText(`${directory}/${name}`)));
      // Written by us, by atomic replacement.
      return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as InstallJournal]));
    },
  };
}
