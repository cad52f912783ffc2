import type { Announcements } from '../../rig/announcements.ts';
import type { Rig } from '../../rig/open-rig.ts';

/** One program that a fleet is to keep running. The same for every side of a comparison. */
export interface FleetUnit {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
}

/** Where a fleet lives, and what it is to run. */
export interface FleetSite {
  readonly rig: Rig;
  readonly announcements: Announcements;
  /** A directory of its own. */
  readonly directory: string;
  readonly units: readonly FleetUnit[];
  /** Whether the output of the units is written to files; ours always is. */
  readonly logged: boolean;
}

/** When a bring-up began, by `performance.now()`. */
export interface BringUp {
  /** Just before the first process of the supervisor was made. */
  readonly processAt: number;
  /** Just before the units were ordered; where the supervisor reads its orders itself, the same. */
  readonly orderedAt: number;
}

/** A supervisor with its units, as a benchmark drives it. */
export interface Fleet {
  /** Starts the supervisor and orders all units. That a unit runs is for the unit to announce. */
  up(): Promise<BringUp>;
  /** Asks for a restart in the quickest way that it offers. */
  restart(unit: string): Promise<void>;
  /** Asks for the status of all units. Answers how many are running by it. */
  status(): Promise<number>;
  /** Pids of what the supervisor itself consists of, loggers and keepers included. */
  supervisors(): readonly number[];
  /** The one or more of them that decide: what dies when the supervisor dies. */
  controlPlane(): readonly number[];
  /** Ends the supervisor's own helpers; the processes are the rig's to sweep. */
  down(): Promise<void>;
}

/** A side of a comparison. */
export interface Contender {
  readonly name: string;
  readonly kind: 'ours' | 'peer' | 'limit';
  /** How it is asked for a restart and for the status; said in the report. */
  readonly asked: string;
  open(site: FleetSite): Fleet;
}
