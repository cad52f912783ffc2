import type { Probe } from '@showrunner/planner';
import type { Verdict } from './http-verdict.ts';

/** What the answers to one probe come to so far. */
export interface Streak {
  /** What counts: a bad answer only after `failureThreshold` of them, a good one after a bad only after `successThreshold`. */
  readonly verdict: Verdict | undefined;
  readonly failures: number;
  readonly successes: number;
}

export const noStreak: Streak = { verdict: undefined, failures: 0, successes: 0 };

/** Adds an answer. Whatever is not unhealthy is a sign of life, so it ends a row of failures. */
export function addAnswer(
  { verdict, failures, successes }: Streak,
  answer: Verdict,
  { failureThreshold, successThreshold }: Pick<Probe, 'failureThreshold' | 'successThreshold'>,
): Streak {
  if (answer.health === 'unhealthy') {
    const failed = failures + 1;
    return { verdict: failed >= failureThreshold ? answer : verdict, failures: failed, successes: 0 };
  }
  const passed = successes + 1;
  const holds = verdict?.health !== 'unhealthy' || passed >= successThreshold;
  return { verdict: holds ? answer : verdict, failures: 0, successes: passed };
}
