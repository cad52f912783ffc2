import type { ExitReport, Problem, Requester, UnitHealth, UnitState } from '@showrunner/contracts';
import type { SpawnedProcess } from '@showrunner/platform';
import type { OwnMounts } from '../probes/own-mounts.ts';
import type { ProviderRuns } from './inputs.ts';

/** Why a stop goes on, and so what comes after it. */
export type AfterStop =
  /** Stay down. */
  | 'rest'
  /** Start again as soon as the gates allow. */
  | 'start'
  /** Whatever the restart policy says about `pendingExit`. */
  | 'policy';

/** That a unit is left as it is, because what it shares with a provider is away. */
export interface Guard {
  readonly since: number;
  /** One sentence: what is away. */
  readonly reason: string;
  /** Since when everything is back. Asked anew after a restart of the control plane. */
  readonly calmSince: number | undefined;
}

/** All that the machine knows of one unit. Changed only by `next`. */
export interface UnitMemory {
  readonly state: UnitState;
  readonly since: number;
  readonly reason: string;
  /** The last wish. Survives restarts of the control plane. */
  readonly wanted: boolean;
  /** A person stopped it and nobody has started it since. */
  readonly held: boolean;
  /** Number of the last spawn; names its run record. */
  readonly run: number;
  /** A spawn is under way and its result will come. */
  readonly spawning: boolean;
  readonly process: SpawnedProcess | undefined;
  readonly startedAt: number | undefined;
  /** The same moment, and that at which it had come up, on the clock that nobody can set; known within one boot. */
  readonly startedMs: number | undefined;
  readonly servesSinceMs: number | undefined;
  readonly runningFingerprint: string | undefined;
  /** Size of the output file when the process was started: its last words come after it. */
  readonly outputOffset: number;
  /** The startup probe has passed in this run. */
  readonly passedStartup: boolean;
  readonly health: UnitHealth;
  readonly unhealthyCount: number;
  readonly afterStop: AfterStop;
  /** Who asked for the stop that goes on, or was the last. */
  readonly stoppedFor: Requester | undefined;
  /** KILL has been sent in this stop. */
  readonly killed: boolean;
  /** How the leader ended while the rest of its group is being ended. */
  readonly pendingExit: ExitReport | undefined;
  readonly restartCount: number;
  /** When restarts by policy happened, within the window, and when one is due; on the clock that nobody can set. */
  readonly restartsMs: readonly number[];
  readonly restartDueMs: number | undefined;
  /** The due moment for people. */
  readonly nextRestartAt: number | undefined;
  readonly lastExit: ExitReport | undefined;
  readonly problem: Problem | undefined;
  /** The runs of its providers that it lives with. */
  readonly providerRuns: ProviderRuns;
  /** What it has mounted itself in this run. */
  readonly ownMounts: OwnMounts;
  readonly guard: Guard | undefined;
  /** The wait for a start, or that start, is nobody's command but follows from policy or an edge. */
  readonly byPolicy: boolean;
  /** While it waits: for the stack-wide brake. */
  readonly braked: boolean;
  readonly adopted: boolean;
}

/** A unit that was never started. */
export function newMemory(now: number): UnitMemory {
  return {
    state: 'stopped',
    since: now,
    reason: 'Not started yet.',
    wanted: false,
    held: false,
    run: 0,
    spawning: false,
    process: undefined,
    startedAt: undefined,
    startedMs: undefined,
    servesSinceMs: undefined,
    runningFingerprint: undefined,
    outputOffset: 0,
    passedStartup: false,
    health: 'unknown',
    unhealthyCount: 0,
    afterStop: 'rest',
    stoppedFor: undefined,
    killed: false,
    pendingExit: undefined,
    restartCount: 0,
    restartsMs: [],
    restartDueMs: undefined,
    nextRestartAt: undefined,
    lastExit: undefined,
    problem: undefined,
    providerRuns: {},
    ownMounts: {},
    guard: undefined,
    byPolicy: false,
    braked: false,
    adopted: false,
  };
}

/** Whether a process of the unit may live. */
export function isLive(memory: UnitMemory): boolean {
  return memory.spawning || memory.process !== undefined;
}
