import type { OperationView } from '@showrunner/contracts';

/** How far the stack has come since the control plane started. Words and meaning are those of the original's wire. */
export interface StartupState {
  readonly phase:
    'initializing' | 'preinstalling' | 'starting_services' | 'stabilizing' | 'ready' | 'degraded' | 'shutting_down';
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly completedAt?: number;
  /** Process names that should run. */
  readonly expected: readonly string[];
  readonly failures: Readonly<Record<string, string>>;
}

/** What became of the first reconcile: ready, or degraded with a sentence for each process that failed. */
export function concludeStartup(state: StartupState, operation: OperationView, now: number): StartupState {
  const failures: Record<string, string> = {};
  for (const step of operation.steps) {
    if (step.state !== 'failed' || step.problem === undefined) continue;
    failures[step.processName ?? step.title] = step.problem.message;
  }
  if (operation.problem !== undefined && Object.keys(failures).length === 0)
    failures['Showrunner'] = operation.problem.message;
  const phase = operation.state === 'succeeded' ? 'ready' : 'degraded';
  return { ...state, phase, completedAt: now, failures };
}
