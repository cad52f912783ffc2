import type { UnitId, UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';

/** What a control plane of the rig can be told, and what it answers. */
export interface Orders {
  /** Defines and starts all of them, at once. */
  up: { order: { specs: readonly UnitSpec[] }; answer: null };
  start: { order: { unit: UnitId }; answer: null };
  stop: { order: { unit: UnitId }; answer: null };
  restart: { order: { unit: UnitId }; answer: null };
  list: { order: object; answer: readonly UnitStatus[] };
  /** How many units have a process. */
  count: { order: object; answer: number };
  /** How many timers are set. */
  timers: { order: object; answer: number };
  /** Begins to follow a log with numbered lines; answered once it does. */
  follow: { order: { path: string; lines: number }; answer: null };
  /** What the follower got, once the last line has come. */
  followed: { order: object; answer: FollowReport };
  /** Opens a reader of a log that never reads. */
  neverRead: { order: { path: string }; answer: null };
  /** Bytes of the heap after a collection (where the process was started so that it can), and resident. */
  memory: { order: object; answer: { readonly heap: number; readonly rss: number } };
  close: { order: { stopUnits: boolean }; answer: null };
}

/** What a follower got. */
export interface FollowReport {
  readonly lines: number;
  readonly missed: number;
  readonly disordered: number;
  /** From the first line to the last. */
  readonly ms: number;
}
