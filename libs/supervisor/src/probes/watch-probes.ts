import { toProblem } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { Probe } from '@showrunner/planner';
import type { Verdict } from './http-verdict.ts';
import { watchOwnStall } from './own-stall.ts';
import type { SpokenHealth } from './status-words.ts';
import { addAnswer, noStreak, type Streak } from './streak.ts';

/** While a unit starts it is asked often: the pause grows from the first to the longest. */
const firstPauseMs = 50;
const growth = 1.4;
const longestStartPauseMs = 1_000;

/** Thresholds that let every answer count. */
const each = { failureThreshold: 1, successThreshold: 1 };

const severity: readonly SpokenHealth[] = ['unhealthy', 'starting', 'degraded', 'healthy'];

/** Some probes that are asked together, by whom, and who is told what they come to. */
export interface ProbeWatch {
  readonly probes: readonly Probe[];
  /** `eager`: ask often, as while a unit starts; every answer counts then. `steady`: by intervals and thresholds. */
  readonly pace: 'eager' | 'steady';
  readonly clock: Clock;
  ask(probe: Probe, signal: AbortSignal): Promise<Verdict>;
  onVerdict(verdict: Verdict): Promise<void>;
}

interface Row {
  readonly probe: Probe;
  streak: Streak;
  dueAt: number;
}

/** The worst of several verdicts; the first of the worst speaks. */
export function reduceVerdicts(verdicts: readonly Verdict[]): Verdict | undefined {
  return severity.flatMap((health) => verdicts.find((verdict) => verdict.health === health) ?? []).at(0);
}

/**
 * Asks probes again and again until the signal is aborted. What is due is asked at once, each limited by itself, and the
 * next round begins when all have answered: no question overlaps itself. A round in which we ourselves were held up
 * counts for nothing.
 */
export async function watchProbes(watch: ProbeWatch, signal: AbortSignal): Promise<void> {
  const { clock } = watch;
  const rows = watch.probes.map((probe): Row => ({ probe, streak: noStreak, dueAt: clock.monotonic() }));
  let startPause = firstPauseMs;
  while (rows.length > 0) {
    const latest = Math.max(clock.monotonic(), nextOf(rows));
    const due = rows.filter(({ dueAt }) => dueAt <= latest);
    const counts = await askRound(due, watch, signal);
    const verdict = reduceVerdicts(rows.flatMap(({ streak }) => streak.verdict ?? []));
    if (counts && verdict !== undefined) await watch.onVerdict(verdict);
    signal.throwIfAborted();
    const now = clock.monotonic();
    for (const row of due) {
      const { intervalMs } = row.probe;
      row.dueAt = now + (watch.pace === 'eager' ? Math.min(startPause, intervalMs) : intervalMs);
    }
    startPause = Math.min(startPause * growth, longestStartPauseMs);
    await clock.sleep(Math.max(0, nextOf(rows) - now), signal);
  }
}

function nextOf(rows: readonly Row[]): number {
  return Math.min(...rows.map(({ dueAt }) => dueAt));
}

/** Answers whether the answers count. */
async function askRound(due: readonly Row[], watch: ProbeWatch, signal: AbortSignal): Promise<boolean> {
  const stall = watchOwnStall(watch.clock);
  let answers: readonly Verdict[];
  try {
    answers = await Promise.all(due.map(({ probe }) => askOne(probe, watch, signal)));
  } finally {
    if (stall.end()) answers = [];
  }
  for (const [index, row] of due.entries()) {
    const answer = answers[index];
    if (answer !== undefined) row.streak = addAnswer(row.streak, answer, watch.pace === 'eager' ? each : row.probe);
  }
  return answers.length > 0;
}

async function askOne(probe: Probe, watch: ProbeWatch, signal: AbortSignal): Promise<Verdict> {
  try {
    return await watch.ask(probe, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { health: 'degraded', sentence: `The probe itself failed: ${toProblem(error).message}` };
  }
}
