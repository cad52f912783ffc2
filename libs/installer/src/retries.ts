import { Problem } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';

const attempts = 5;

export interface RetryPolicy {
  readonly clock: Clock;
  readonly rateLimitMaxWaitMs: number;
  readonly onWait: (why: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Repeats work that failed for a reason which passes by itself: no answer (waiting 1, 2, 4, 8 s) and rate limits (waiting
 * as long as the server asks, if that is not too long). Everything else fails at once.
 */
export async function withRetries<T>(policy: RetryPolicy, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (policy.signal.aborted || !(error instanceof Problem) || attempt === attempts) throw error;
      const waitMs = waitFor(error, attempt, policy.rateLimitMaxWaitMs);
      if (waitMs === undefined) throw error;
      policy.onWait(`${error.message}. Trying again in ${Math.ceil(waitMs / 1000)} s`);
      await policy.clock.sleep(waitMs, policy.signal);
    }
  }
}

function waitFor(problem: Problem, attempt: number, longestMs: number): number | undefined {
  if (problem.code === 'source.unreachable') return 1000 * 2 ** (attempt - 1);
  if (problem.code !== 'source.rate-limited') return undefined;
  const seconds = problem.details['retryAfterSeconds'];
  const waitMs = (typeof seconds === 'number' ? seconds : 60) * 1000;
  return waitMs <= longestMs ? waitMs : undefined;
}
