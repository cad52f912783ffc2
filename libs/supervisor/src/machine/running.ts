import { Problem, type ProblemCode } from '@showrunner/contracts';
import { enter, outcome, type Transition } from './cell.ts';
import type { UnitEffect } from './effects.ts';
import type { InputOf } from './inputs.ts';
import { isProbed, settleMs } from './probe-roles.ts';
import { asStoppedByUs, neverStarted } from './exit/exit-report.ts';
import { applyPolicy, beginStop, finishStop, forgetProcess, stopSignals, stuckMs, wait } from './stopping.ts';

/** What is said again is no change: it would wake the one that says it. */
export const hold: Transition<InputOf<'held'>> = (memory, input) =>
  outcome(
    memory.reason === input.sentence ? memory : { ...memory, reason: input.sentence, braked: input.byBrake === true },
  );

export const spawn: Transition<InputOf<'gates-open'>> = (memory, input, tools) =>
  outcome(
    enter(memory, 'starting', 'Is being started.', tools, {
      spawning: true,
      run: memory.run + 1,
      providerRuns: input.runs,
      ownMounts: {},
      startedAt: undefined,
      startedMs: undefined,
      servesSinceMs: undefined,
      passedStartup: false,
      health: 'starting',
      unhealthyCount: 0,
      pendingExit: undefined,
      problem: undefined,
    }),
    { kind: 'spawn' },
  );

export const giveUpWaiting: Transition<InputOf<'gates-failed'>> = (memory, input, tools) =>
  outcome(enter(memory, 'failed', input.problem.message, tools, { problem: input.problem }));

export const noteSpawned: Transition<InputOf<'spawned'>> = (memory, input, tools) => {
  const { process, fingerprint, outputOffset } = input;
  const started = { startedAt: tools.now, startedMs: tools.monotonicMs };
  const spawned = { process, runningFingerprint: fingerprint, outputOffset, spawning: false, ...started };
  if (memory.state === 'stopping') {
    return outcome({ ...memory, ...spawned }, { kind: 'watch' }, ...stopSignals(tools));
  }
  const probed = isProbed(tools.spec);
  const reason = probed ? 'Runs; it has not answered yet.' : 'Runs.';
  const effects: UnitEffect[] = [
    { kind: 'watch' },
    ...(probed ? [{ kind: 'probe', whether: 'started' } as const] : []),
    { kind: 'set-timer', timer: 'startup', ms: probed ? tools.spec.startupMs : settleMs },
  ];
  return outcome(enter(memory, 'starting', reason, tools, spawned), ...effects);
};

/** What may be over in a moment, when something else has ended. */
const wantsOfRoom: ReadonlySet<ProblemCode> = new Set([
  'unit.no-processes',
  'unit.no-files',
  'unit.no-memory',
  'unit.no-space',
]);

/** Only a want of room is worth another try: a missing program stays missing. */
export const noteSpawnFailed: Transition<InputOf<'spawn-failed'>> = (memory, input, tools) => {
  const { problem } = input;
  const lastExit = neverStarted(problem, tools.now);
  if (memory.state === 'stopping') return finishStop({ ...memory, lastExit }, tools);
  const ended = { ...forgetProcess(memory), lastExit, problem };
  if (wantsOfRoom.has(problem.code)) return applyPolicy(ended, tools);
  return outcome(enter(ended, 'failed', problem.message, tools));
};

export const noteEnded: Transition<InputOf<'ended'>> = (memory, input, tools) => {
  const { exit } = input;
  if (input.rest) {
    const reason = `${exit.message} What it has left behind is being ended.`;
    const changes = { pendingExit: exit, lastExit: exit };
    return beginStop(memory, { afterStop: 'policy', requester: { by: 'policy' }, reason, changes }, tools);
  }
  const policy = applyPolicy({ ...forgetProcess(memory), lastExit: exit, pendingExit: exit }, tools);
  return outcome(
    policy.memory,
    { kind: 'stop-probing' },
    { kind: 'cancel-timer', timer: 'startup' },
    ...policy.effects,
  );
};

/** With an end that leaves nothing behind the stop is over; there is no need to look again whether the group is empty. */
export const noteEndedWhileStopping: Transition<InputOf<'ended'>> = (memory, input, tools) => {
  const exit = asStoppedByUs(input.exit, memory, tools.spec.stop.signal);
  const ended = { ...memory, lastExit: exit, pendingExit: exit };
  return input.rest ? outcome(ended) : finishStop(ended, tools);
};

export const noteEmpty: Transition<InputOf<'group-empty'>> = (memory, _input, tools) => finishStop(memory, tools);

export const kill: Transition<InputOf<'kill-due'>> = (memory, _input, tools) => {
  if (memory.killed || memory.process === undefined) return outcome(memory);
  const reason = `Did not end within its time after ${tools.spec.stop.signal}; it is being killed.`;
  return outcome(
    enter(memory, 'stopping', reason, tools, { killed: true }),
    { kind: 'signal', signal: 'SIGKILL' },
    { kind: 'set-timer', timer: 'stuck', ms: stuckMs },
  );
};

export const giveUpStopping: Transition<InputOf<'stuck-due'>> = (memory, _input, tools) => {
  const message = `${tools.spec.processName} lives on after SIGKILL; no second copy is started while it does.`;
  return outcome(enter(memory, 'stuck', message, tools, { problem: new Problem('unit.stuck', message) }));
};

export const restartByPolicy: Transition<InputOf<'backoff-due'>> = (memory, _input, tools) =>
  wait(
    {
      ...memory,
      restartCount: memory.restartCount + 1,
      restartsMs: [...memory.restartsMs, tools.monotonicMs],
      byPolicy: true,
    },
    tools,
  );
