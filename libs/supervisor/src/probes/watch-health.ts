import { toProblem } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { Verdict } from './http-verdict.ts';
import { type ProbeParts, probeMs, runProbe } from './run-probe.ts';
import type { SpokenHealth } from './status-words.ts';

/** While a unit starts it is asked often: the pause grows from the first to the longest. */
const firstPauseMs = 50;
const growth = 1.4;
const longestStartPauseMs = 1_000;

/** A round that took this much longer than its limits was held up by us: it says nothing about the unit. */
const ownStallMs = 2_000;

const severity: readonly SpokenHealth[] = ['unhealthy', 'starting', 'degraded', 'healthy'];

/** The worst of several verdicts; the first of the worst speaks. */
export function reduceVerdicts(verdicts: readonly Verdict[]): Verdict | undefined {
  return severity.flatMap((health) => verdicts.find((verdict) => verdict.health === health) ?? []).at(0);
}

/**
 * Asks all probes of a unit, again and again, never two rounds at once, until the signal is aborted.
 * @param onVerdict answers whether the unit still starts
 */
export async function watchHealth(
  spec: UnitSpec,
  parts: ProbeParts,
  onVerdict: (verdict: Verdict) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  let pause = firstPauseMs;
  for (;;) {
    const startedAt = parts.clock.now();
    const verdict = await askAll(spec, parts, signal);
    signal.throwIfAborted();
    const stalled = parts.clock.now() - startedAt > probeMs + ownStallMs;
    const starting = stalled || verdict === undefined ? true : await onVerdict(verdict);
    await parts.clock.sleep(starting ? Math.min(pause, spec.probeIntervalMs) : spec.probeIntervalMs, signal);
    pause = Math.min(pause * growth, longestStartPauseMs);
  }
}

/** All at once: each is limited by itself. */
async function askAll(spec: UnitSpec, parts: ProbeParts, signal: AbortSignal): Promise<Verdict | undefined> {
  const verdicts = await Promise.all(
    spec.probes.map(async (probe): Promise<Verdict> => {
      try {
        return await runProbe(probe, spec, parts, signal);
      } catch (error) {
        signal.throwIfAborted();
        return { health: 'degraded', sentence: `The probe itself failed: ${toProblem(error).message}` };
      }
    }),
  );
  return reduceVerdicts(verdicts);
}
