import type { UnitStatus } from '@showrunner/contracts';

/** How bad it is; picks the colour. */
export type Tone = 'ok' | 'busy' | 'warn' | 'fail' | 'idle';
/** What the eye sees without colour. */
export type Shape = 'full' | 'half' | 'dotted' | 'triangle' | 'square' | 'ring' | 'dash' | 'cross' | 'question';

/** A state as it is shown everywhere: colour, shape and word. */
export interface DisplayState {
  readonly tone: Tone;
  readonly shape: Shape;
  readonly word: string;
}

const byState: Record<Exclude<UnitStatus['state'], 'running'>, DisplayState> = {
  stopped: { tone: 'idle', shape: 'ring', word: 'Stopped' },
  waiting: { tone: 'busy', shape: 'dotted', word: 'Waiting' },
  starting: { tone: 'busy', shape: 'half', word: 'Starting' },
  stopping: { tone: 'busy', shape: 'half', word: 'Stopping' },
  backoff: { tone: 'warn', shape: 'half', word: 'Trying again' },
  exited: { tone: 'idle', shape: 'ring', word: 'Finished' },
  failed: { tone: 'fail', shape: 'square', word: 'Failed' },
  stuck: { tone: 'fail', shape: 'cross', word: 'Stuck' },
};

const byHealth: Record<UnitStatus['health'], DisplayState> = {
  healthy: { tone: 'ok', shape: 'full', word: 'Running' },
  unknown: { tone: 'ok', shape: 'full', word: 'Running' },
  starting: { tone: 'busy', shape: 'half', word: 'Starting' },
  degraded: { tone: 'warn', shape: 'triangle', word: 'Degraded' },
  unhealthy: { tone: 'fail', shape: 'triangle', word: 'Not healthy' },
};

/** The state of a unit as it is shown; `enabled: false` is off, whatever was last heard. */
export function toDisplayState(status: UnitStatus, enabled = true): DisplayState {
  if (!enabled && !isLive(status)) return { tone: 'idle', shape: 'dash', word: 'Off' };
  return status.state === 'running' ? byHealth[status.health] : byState[status.state];
}

/** A state of which nothing was heard for a while: what it was, said as such. */
export function toUnheard(state: DisplayState): DisplayState {
  return { tone: 'idle', shape: 'question', word: `Was ${state.word.toLowerCase()}` };
}

/** Whether a process exists or is wanted now. */
export function isLive(status: UnitStatus): boolean {
  return !['stopped', 'exited', 'failed'].includes(status.state);
}

/** Whether a person has to look at it. */
export function isTroubled(status: UnitStatus): boolean {
  const { tone } = toDisplayState(status);
  return tone === 'fail' || tone === 'warn';
}
