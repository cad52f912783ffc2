import type { Signal } from '@showrunner/platform';

export const timerNames = ['startup', 'kill', 'stuck', 'backoff', 'guard'] as const;
export type TimerName = (typeof timerNames)[number];

/** What the machine wants done. Its results come back as inputs. */
export type UnitEffect =
  /** Look at needs and gates until all are met; ends in `gates-open` or `gates-failed`. */
  | { readonly kind: 'open-gates' }
  | { readonly kind: 'close-gates' }
  /** Ends in exactly one `spawned` or `spawn-failed`. */
  | { readonly kind: 'spawn' }
  /** Tell when the process ends: one `ended`. */
  | { readonly kind: 'watch' }
  | { readonly kind: 'signal'; readonly signal: Signal }
  /** Ends in `group-empty`. */
  | { readonly kind: 'await-empty' }
  /** Ask the startup probes, or readiness and liveness; replaces what was asked before. Ends in `verdict`s. */
  | { readonly kind: 'probe'; readonly whether: 'started' | 'serves' }
  | { readonly kind: 'stop-probing' }
  | { readonly kind: 'set-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly kind: 'cancel-timer'; readonly timer: TimerName };

/** What an input leads to. */
export interface Outcome<Memory> {
  readonly memory: Memory;
  readonly effects: readonly UnitEffect[];
}
