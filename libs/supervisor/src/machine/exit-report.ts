import type { ExitReport, Problem } from '@showrunner/contracts';
import type { ProcessExit } from '@showrunner/platform';

/** How a process ended, for people. `lastWords` are redacted already. */
export function toExitReport(exit: ProcessExit, lastWords: readonly string[]): ExitReport {
  const words = { at: exit.at, lastWords: [...lastWords] };
  if (exit.outOfMemory) {
    const signal = exit.signal === undefined ? {} : { signal: exit.signal };
    return { ...words, ...signal, cause: 'out-of-memory', message: 'The kernel ended it for want of memory.' };
  }
  if (exit.signal !== undefined) {
    return { ...words, cause: 'signal', signal: exit.signal, message: `Ended by signal ${exit.signal}.` };
  }
  if (exit.code !== undefined) {
    return { ...words, cause: 'exit', code: exit.code, message: `Ended with exit code ${exit.code}.` };
  }
  return { ...words, cause: 'unknown', message: 'Ended; nobody was there to see how.' };
}

/** The same end, when it was our own doing. */
export function asStoppedByUs(exit: ExitReport): ExitReport {
  return { ...exit, cause: 'stopped-by-us', message: `Stopped by Showrunner. ${exit.message}` };
}

/** A start that came to nothing. */
export function neverStarted(problem: Problem, at: number): ExitReport {
  return { at, cause: 'never-started', message: problem.message, lastWords: [] };
}
