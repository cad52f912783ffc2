import type { ExitReport, Problem, Requester, UnitHealth, UnitId } from '@showrunner/contracts';
import type { SpawnedProcess } from '@showrunner/platform';
import type { Probes } from '@showrunner/planner';
import type { OwnMounts } from '../probes/own-mounts.ts';

/** Which of the three questions an answer is to. */
export type ProbeRole = keyof Probes;

/** Everything that can happen to a unit. Commands come from people and plans, the rest is news from effects. */
export type UnitInput =
  | { readonly kind: 'start' }
  /** By `shutdown` the wish stays, only the control plane goes. `graceMs` shortens the spec's. */
  | {
      readonly kind: 'stop';
      readonly requester: Requester;
      readonly graceMs?: number;
      /** Only for a while: the wish that it runs stays, as with a shutdown. */
      readonly forRestart?: true;
    }
  | { readonly kind: 'restart'; readonly requester: Requester }
  /** The wait goes on; the sentence says for what. */
  | { readonly kind: 'held'; readonly sentence: string; readonly byBrake?: boolean }
  /** `runs`: of each provider that serves, the run that does. */
  | { readonly kind: 'gates-open'; readonly runs: ProviderRuns }
  | { readonly kind: 'gates-failed'; readonly problem: Problem }
  | {
      readonly kind: 'spawned';
      readonly process: SpawnedProcess;
      readonly fingerprint: string;
      readonly outputOffset: number;
    }
  | { readonly kind: 'spawn-failed'; readonly problem: Problem }
  /** The leader has ended. `rest`: something of its group still lives. */
  | { readonly kind: 'ended'; readonly exit: ExitReport; readonly rest: boolean }
  | { readonly kind: 'group-empty' }
  | {
      readonly kind: 'verdict';
      readonly of: ProbeRole;
      readonly health: Exclude<UnitHealth, 'unknown'>;
      readonly sentence: string;
      /** What is its own at its mount points, as far as that is known now. */
      readonly mounts?: OwnMounts;
    }
  /** It runs, and is to be asked other questions from now on. */
  | { readonly kind: 'probes-changed' }
  | { readonly kind: 'startup-due' }
  | { readonly kind: 'kill-due' }
  | { readonly kind: 'stuck-due' }
  | { readonly kind: 'backoff-due' }
  | { readonly kind: 'guard-due' }
  /** A provider serves with another run than the one that this unit lives with, and the edge says restart. */
  | { readonly kind: 'edge-restart'; readonly provider: UnitId; readonly run: number; readonly sentence: string }
  /** A provider is lost, and the edge says pause. */
  | { readonly kind: 'edge-pause'; readonly sentence: string }
  /** A provider is lost, or lost again while the guard was about to be lifted, and the edge says guard. */
  | { readonly kind: 'edge-guard'; readonly sentence: string }
  /** All providers that the guard is for serve. It is lifted when they have done so for `stableMs`. */
  | { readonly kind: 'edge-calm'; readonly stableMs: number }
  /** The unit lives with these runs of its providers from now on. */
  | { readonly kind: 'edge-runs'; readonly runs: ProviderRuns };

/** Runs of providers. 0: it was lost, and its next run counts as another one whichever it is. */
export type ProviderRuns = Readonly<Record<UnitId, number>>;

export type InputKind = UnitInput['kind'];
export type InputOf<K extends InputKind> = Extract<UnitInput, { kind: K }>;

export const inputKinds = [
  'start',
  'stop',
  'restart',
  'held',
  'gates-open',
  'gates-failed',
  'spawned',
  'spawn-failed',
  'ended',
  'group-empty',
  'verdict',
  'probes-changed',
  'startup-due',
  'kill-due',
  'stuck-due',
  'backoff-due',
  'guard-due',
  'edge-restart',
  'edge-pause',
  'edge-guard',
  'edge-calm',
  'edge-runs',
] as const satisfies readonly InputKind[];
