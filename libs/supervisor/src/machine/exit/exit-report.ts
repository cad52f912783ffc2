import { type ExitReport, type Problem, problems } from '@showrunner/contracts';
import type { ProcessExit } from '@showrunner/platform';
import type { UnitSpec } from '@showrunner/planner';
import { tellCode, tellOutOfMemory, tellSignal } from './exit-words.ts';
import type { UnitMemory } from '../memory.ts';
import { tellStopped } from './requester-words.ts';

/** What is known about an end beside the exit itself. */
export interface Witness {
  /** Redacted already. */
  readonly lastWords: readonly string[];
  /** It had ended when this control plane came. */
  readonly away: boolean;
  /** What it might use at most; absent: what there is. */
  readonly memoryBytes?: number | undefined;
}

/** How a process ended, for people. */
export function toExitReport(exit: ProcessExit, { lastWords, away, memoryBytes }: Witness): ExitReport {
  const words = { at: exit.at, lastWords: [...lastWords] };
  if (exit.outOfMemory) {
    const signal = exit.signal === undefined ? {} : { signal: exit.signal };
    const code = exit.code === undefined ? {} : { code: exit.code };
    return { ...words, ...signal, ...code, cause: 'out-of-memory', ...tellOutOfMemory(memoryBytes) };
  }
  if (exit.signal !== undefined) {
    return { ...words, cause: 'signal', signal: exit.signal, ...tellSignal(exit.signal) };
  }
  if (exit.code !== undefined) return { ...words, cause: 'exit', code: exit.code, ...tellCode(exit.code) };
  const message = away
    ? 'Ended while Showrunner was away; nobody saw how.'
    : 'Ended together with what watches over it; nobody saw how.';
  return { ...words, cause: 'unknown', message, hint: 'Its log may tell more; so may the log of the machine.' };
}

/**
 * The same end, when it was our own doing. An end that the stop signal explains needs no more words; a crash on the way
 * down does.
 */
export function asStoppedByUs(
  exit: ExitReport,
  { stoppedFor, killed, reason }: Pick<UnitMemory, 'stoppedFor' | 'killed' | 'reason'>,
  stopSignal: UnitSpec['stop']['signal'],
): ExitReport {
  const { hint: _hint, ...kept } = exit;
  // What the policy and an edge decide has a sentence of its own already.
  const explained = stoppedFor?.by === 'policy' || stoppedFor?.by === 'edge' ? ` ${reason}` : '';
  const how = killed ? ' It did not end in time and was killed.' : isAsTold(exit, stopSignal) ? '' : ` ${exit.message}`;
  const requester = stoppedFor === undefined ? {} : { requester: stoppedFor };
  return {
    ...kept,
    ...requester,
    cause: 'stopped-by-us',
    message: `${tellStopped(stoppedFor)}${killed ? '' : explained}${how}`,
  };
}

/** A start that came to nothing. */
export function neverStarted(problem: Problem, at: number): ExitReport {
  const { code, message } = problem;
  return { at, cause: 'never-started', message, hint: problems[code].hint, problem: code, lastWords: [] };
}

/** Codes with which shells and their like pass on that the stop signal ended them. */
const codesOf = { SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

function isAsTold(exit: ExitReport, stopSignal: UnitSpec['stop']['signal']): boolean {
  if (exit.signal !== undefined) return exit.signal === stopSignal;
  return exit.code === 0 || exit.code === codesOf[stopSignal];
}
