import type { ExitReport, Problem, Requester, UnitHealth } from '@showrunner/contracts';
import type { SpawnedProcess } from '@showrunner/platform';
import type { Probes } from '@showrunner/planner';

/** Which of the three questions an answer is to. */
export type ProbeRole = keyof Probes;

/** Everything that can happen to a unit. Commands come from people and plans, the rest is news from effects. */
export type UnitInput =
  | { readonly kind: 'start' }
  /** By `shutdown` the wish stays, only the control plane goes. `graceMs` shortens the spec's. */
  | { readonly kind: 'stop'; readonly requester: Requester; readonly graceMs?: number }
  | { readonly kind: 'restart'; readonly requester: Requester }
  /** The wait goes on; the sentence says for what. */
  | { readonly kind: 'held'; readonly sentence: string }
  | { readonly kind: 'gates-open' }
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
    }
  /** It runs, and is to be asked other questions from now on. */
  | { readonly kind: 'probes-changed' }
  | { readonly kind: 'startup-due' }
  | { readonly kind: 'kill-due' }
  | { readonly kind: 'stuck-due' }
  | { readonly kind: 'backoff-due' }
  /** A unit that this one needs is gone, or came back with a new process, and the edge asks for a reaction. */
  | { readonly kind: 'need-lost'; readonly sentence: string }
  | { readonly kind: 'need-renewed'; readonly sentence: string };

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
  'need-lost',
  'need-renewed',
] as const satisfies readonly InputKind[];
