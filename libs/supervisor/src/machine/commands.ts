import { enter, outcome, type Transition } from './cell.ts';
import type { InputOf } from './inputs.ts';
import type { UnitMemory } from './memory.ts';
import { tellRestarting, tellStopped, tellStopping } from './exit/requester-words.ts';
import { beginStop, wait } from './stopping.ts';

/** A wish by hand begins with a clean slate. */
const afresh = {
  wanted: true,
  held: false,
  restartCount: 0,
  restartsMs: [],
  problem: undefined,
  byPolicy: false,
} satisfies Partial<UnitMemory>;

/** Start, or restart, of what does not live. */
export const startFromRest: Transition<InputOf<'start' | 'restart'>> = (memory, _input, tools) =>
  wait({ ...memory, ...afresh }, tools);

/** The restart that was due anyway comes now. */
export const startFromBackoff: Transition<InputOf<'start' | 'restart'>> = (memory, _input, tools) => {
  const started = wait({ ...memory, ...afresh }, tools);
  return outcome(started.memory, { kind: 'cancel-timer', timer: 'backoff' }, ...started.effects);
};

/** It is on its way or there already; only the wish is noted. */
export const noteWish: Transition<InputOf<'start' | 'restart'>> = (memory) =>
  outcome({ ...memory, wanted: true, held: false, byPolicy: false });

/** While it is being stopped: the last wish wins, and comes once the group is empty. */
export const startAfterStop: Transition<InputOf<'start' | 'restart'>> = (memory) =>
  outcome({ ...memory, ...afresh, problem: memory.state === 'stuck' ? memory.problem : undefined, afterStop: 'start' });

export const restartLive: Transition<InputOf<'restart'>> = (memory, input, tools) =>
  beginStop(
    memory,
    { afterStop: 'start', requester: input.requester, reason: tellRestarting(input.requester), changes: afresh },
    tools,
  );

export const stopLive: Transition<InputOf<'stop'>> = (memory, input, tools) =>
  beginStop(
    memory,
    {
      afterStop: 'rest',
      requester: input.requester,
      reason: tellStopping(input.requester),
      graceMs: input.graceMs,
      changes: wishAfter(memory, input),
    },
    tools,
  );

/** Nothing lives, but something was going to. */
export const stopBeforeStart: Transition<InputOf<'stop'>> = (memory, input, tools) =>
  outcome(
    enter(memory, 'stopped', tellStopped(input.requester), tools, {
      ...wishAfter(memory, input),
      nextRestartAt: undefined,
      restartDueMs: undefined,
    }),
    { kind: 'close-gates' },
    { kind: 'cancel-timer', timer: 'backoff' },
  );

/** A person's stop of what has ended takes the failure off the table; ours leaves it to be seen. */
export const stopAtRest: Transition<InputOf<'stop'>> = (memory, input, tools) => {
  if (wishStays(input)) return outcome(memory);
  return outcome(
    enter(memory, 'stopped', tellStopped(input.requester), tools, { wanted: false, held: true, problem: undefined }),
  );
};

/** A second stop: what was to come afterwards is off, and the shorter time limit holds. */
export const stopWhileStopping: Transition<InputOf<'stop'>> = (memory, input) => {
  const resting: UnitMemory = {
    ...memory,
    ...wishAfter(memory, input),
    afterStop: 'rest',
    stoppedFor: input.requester.by === 'shutdown' && memory.held ? memory.stoppedFor : input.requester,
  };
  if (input.graceMs === undefined || memory.killed || memory.process === undefined) return outcome(resting);
  return outcome(resting, { kind: 'set-timer', timer: 'kill', ms: input.graceMs });
};

function wishAfter(memory: UnitMemory, input: InputOf<'stop'>): Pick<UnitMemory, 'wanted' | 'held'> {
  const { wanted, held } = memory;
  return wishStays(input) ? { wanted, held } : { wanted: false, held: true };
}

function wishStays({ requester, forRestart }: InputOf<'stop'>): boolean {
  return requester.by === 'shutdown' || forRestart === true;
}
