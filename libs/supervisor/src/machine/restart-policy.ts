import type { ExitReport, Problem } from '@showrunner/contracts';
import type { RestartPolicy } from '@showrunner/planner';

/** A run that served this long after it had become healthy clears the budget: a crash a day is not a crash loop. */
export const stableMs = 60_000;
/** Share of the delay that chance may add, so that many units that fell together do not rise together. */
const jitter = 0.2;

/** What is to happen after an end that nobody wished for. */
export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number; readonly restartsMs: readonly number[] }
  | { readonly kind: 'exited' }
  | { readonly kind: 'failed'; readonly crashLoop: boolean };

/** What the decision is made of. */
export interface EndedRun {
  readonly exit: ExitReport | undefined;
  /** Why we ended it ourselves, or why it could not start. */
  readonly problem: Problem | undefined;
  readonly restartsMs: readonly number[];
  /** How long ago it had come up; undefined where it never had. */
  readonly servedMs: number | undefined;
}

/** Decides by the policy; `random` is uniform in [0, 1). */
export function decideRestart(
  policy: RestartPolicy,
  run: EndedRun,
  monotonicMs: number,
  random: number,
): RestartDecision {
  const success = run.problem === undefined && run.exit?.cause === 'exit' && run.exit.code === 0;
  if (policy.when === 'no' || (policy.when === 'on-failure' && success)) {
    return success ? { kind: 'exited' } : { kind: 'failed', crashLoop: false };
  }
  const healed = run.servedMs !== undefined && run.servedMs >= stableMs;
  const restartsMs = healed ? [] : run.restartsMs.filter((at) => at > monotonicMs - policy.windowMs);
  if (restartsMs.length >= policy.maxRestarts) return { kind: 'failed', crashLoop: policy.maxRestarts > 0 };
  const base = policy.backoffMs[Math.min(restartsMs.length, policy.backoffMs.length - 1)] ?? 0;
  return { kind: 'restart', delayMs: Math.round(base * (1 + jitter * random)), restartsMs };
}
