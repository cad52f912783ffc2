import { Problem, type ProblemCode, unitStates } from '@showrunner/contracts';
import type { SpawnedProcess } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { aProbe, aUnit, ready } from '../fixtures/a-unit.ts';
import { toExitReport } from './exit/exit-report.ts';
import { inputKinds, type UnitInput } from './inputs.ts';
import { newMemory, type UnitMemory } from './memory.ts';
import { next, unitTable } from './unit-machine.ts';

const identity = { pid: 10, startTicks: 5, bootId: 'boot' };
const process: SpawnedProcess = { identity, group: { ...identity, pid: 9 }, mark: 'mark' };
const spec = aUnit('Riven Backend');
const probed = aUnit('Riven Backend', { probes: ready({ kind: 'tcp', port: 8080 }) });
const crash = toExitReport({ code: 1, outOfMemory: false, at: 1 }, { lastWords: ['boom'], away: false });
const success = toExitReport({ code: 0, outOfMemory: false, at: 1 }, { lastWords: [], away: false });

/** Feeds inputs one after the other; answers the memory and the effects of the last. */
function feed(inputs: readonly UnitInput[], options: { from?: UnitMemory; unit?: typeof spec; now?: number } = {}) {
  const { from = newMemory(0), unit = spec, now = 1000 } = options;
  return inputs.reduce(
    (outcome, input) => next(outcome.memory, input, { spec: unit, now, monotonicMs: now, random: 0 }),
    {
      memory: from,
      effects: [] as readonly unknown[],
    },
  );
}

const spawned: UnitInput = { kind: 'spawned', process, fingerprint: 'f', outputOffset: 0 };
const up: readonly UnitInput[] = [
  { kind: 'start' },
  { kind: 'gates-open', runs: {} },
  spawned,
  { kind: 'startup-due' },
];
const stop: UnitInput = { kind: 'stop', requester: { by: 'person', actor: 'anna' } };

describe('the table', () => {
  it('has a cell for every input in every state', () => {
    const cells = unitStates.map((state) => [state, Object.keys(unitTable[state]).sort()]);
    expect(cells).toEqual(unitStates.map((state) => [state, [...inputKinds].sort()]));
  });
});

describe('a start', () => {
  it('waits for its gates, spawns, and runs once it has settled', () => {
    expect(feed([{ kind: 'start' }])).toMatchObject({
      memory: { state: 'waiting' },
      effects: [{ kind: 'open-gates' }],
    });
    expect(feed(up.slice(0, 2))).toMatchObject({ memory: { state: 'starting', run: 1 }, effects: [{ kind: 'spawn' }] });
    expect(feed(up).memory).toMatchObject({ state: 'running', health: 'healthy', reason: 'Runs.' });
  });

  it('with probes is running only when they are content', () => {
    const sentence = 'Port 8080 does not answer.';
    const starting = feed([...up.slice(0, 3), { kind: 'verdict', of: 'startup', health: 'unhealthy', sentence }], {
      unit: probed,
    });
    expect(starting.memory).toMatchObject({ state: 'starting', health: 'starting', reason: sentence });
    const running = feed([{ kind: 'verdict', of: 'startup', health: 'healthy', sentence: 'Listens.' }], {
      from: starting.memory,
    });
    expect(running.memory).toMatchObject({ state: 'running', health: 'healthy' });
  });

  it('that cannot be is failed at once and no loop, unless the machine had no room', () => {
    const fail = (code: ProblemCode) =>
      feed([...up.slice(0, 2), { kind: 'spawn-failed', problem: new Problem(code, 'No.') }]).memory;
    expect(fail('unit.missing-program')).toMatchObject({ state: 'failed', lastExit: { cause: 'never-started' } });
    for (const code of ['unit.no-processes', 'unit.no-files', 'unit.no-memory', 'unit.no-space'] as const) {
      expect(fail(code).state).toBe('backoff');
    }
  });

  it('that does not become healthy in time is ended and counted as a failure', () => {
    const late = feed([...up], { unit: probed });
    expect(late.memory).toMatchObject({ state: 'stopping', afterStop: 'policy', problem: { code: 'unit.unhealthy' } });
    const after = feed([{ kind: 'ended', exit: success, rest: false }, { kind: 'group-empty' }], { from: late.memory });
    expect(after.memory).toMatchObject({ state: 'backoff', lastExit: { cause: 'stopped-by-us' } });
  });
});

describe('a stop', () => {
  it('signals the group, kills after the grace, and is stuck when even that does not help', () => {
    const stopping = feed([...up, stop]);
    expect(stopping.effects).toContainEqual({ kind: 'signal', signal: 'SIGTERM' });
    expect(stopping.effects).toContainEqual({ kind: 'set-timer', timer: 'kill', ms: 2000 });
    const killed = feed([{ kind: 'kill-due' }], { from: stopping.memory });
    expect(killed.effects).toContainEqual({ kind: 'signal', signal: 'SIGKILL' });
    expect(feed([{ kind: 'kill-due' }], { from: killed.memory }).effects).toEqual([]);
    const stuck = feed([{ kind: 'stuck-due' }, { kind: 'start' }], { from: killed.memory });
    expect(stuck.memory).toMatchObject({ state: 'stuck', afterStop: 'start', problem: { code: 'unit.stuck' } });
    expect(feed([{ kind: 'group-empty' }], { from: stuck.memory }).memory.state).toBe('waiting');
  });

  it('is over when the group is empty, not when the leader has ended', () => {
    const leaderGone = feed([...up, stop, { kind: 'ended', exit: success, rest: true }]);
    expect(leaderGone.memory.state).toBe('stopping');
    const empty = feed([{ kind: 'group-empty' }], { from: leaderGone.memory }).memory;
    expect(empty).toMatchObject({ state: 'stopped', wanted: false, held: true, process: undefined });
    expect(empty.lastExit?.cause).toBe('stopped-by-us');
  });

  it('during a spawn waits for its result and ends what came of it', () => {
    const early = feed([...up.slice(0, 2), stop]);
    expect(early.memory).toMatchObject({ state: 'stopping', spawning: true });
    expect(feed([spawned], { from: early.memory }).effects).toContainEqual({ kind: 'signal', signal: 'SIGTERM' });
  });

  it.each(['waiting', 'backoff'] as const)('in %s leaves nothing that starts later', (state) => {
    const { memory, effects } = feed([stop, { kind: 'gates-open', runs: {} }, { kind: 'backoff-due' }], {
      from: { ...newMemory(0), state, wanted: true },
    });
    expect(memory).toMatchObject({ state: 'stopped', run: 0 });
    expect(effects).toEqual([]);
  });

  it('together with the control plane keeps the wish', () => {
    const down = feed([...up, { kind: 'stop', requester: { by: 'shutdown' } }, { kind: 'group-empty' }]);
    expect(down.memory).toMatchObject({ state: 'stopped', wanted: true, held: false });
  });

  it('followed by a start, or the other way round, ends in the last wish', () => {
    expect(feed([...up, stop, { kind: 'start' }, { kind: 'group-empty' }]).memory.state).toBe('waiting');
    expect(
      feed([...up, { kind: 'restart', requester: { by: 'person' } }, stop, { kind: 'group-empty' }]).memory.state,
    ).toBe('stopped');
  });
});

describe('an end that nobody wished for', () => {
  it('is followed by a growing delay and then by giving up', () => {
    let memory = feed(up).memory;
    const delays: number[] = [];
    while (memory.state !== 'failed') {
      memory = feed([{ kind: 'ended', exit: crash, rest: false }], { from: memory }).memory;
      if (memory.state !== 'backoff') continue;
      delays.push((memory.nextRestartAt ?? 0) - 1000);
      memory = feed([{ kind: 'backoff-due' }, ...up.slice(1)], { from: memory }).memory;
    }
    expect(delays).toEqual([100, 500, 500]);
    expect(memory).toMatchObject({ problem: { code: 'unit.crash-loop' }, restartCount: 3, wanted: true });
    expect(feed([{ kind: 'start' }], { from: memory }).memory).toMatchObject({ restartCount: 0, restartsMs: [] });
  });

  it('after a minute of service begins the count anew', () => {
    const tired: UnitMemory = { ...feed(up).memory, restartsMs: [900, 950, 999] };
    const ended = feed([{ kind: 'ended', exit: crash, rest: false }], { from: tired, now: 62_000 }).memory;
    expect(ended).toMatchObject({ state: 'backoff', restartsMs: [] });
  });

  it('with success is left alone under on-failure', () => {
    expect(feed([...up, { kind: 'ended', exit: success, rest: false }]).memory.state).toBe('exited');
  });

  it('has the rest of its group ended first', () => {
    const rest = feed([...up, { kind: 'ended', exit: crash, rest: true }]);
    expect(rest.memory).toMatchObject({ state: 'stopping', lastExit: { cause: 'exit', code: 1 } });
    expect(feed([{ kind: 'group-empty' }], { from: rest.memory }).memory.state).toBe('backoff');
  });

  it('is also that of a unit that was unhealthy too often in a row', () => {
    const bad: UnitInput = { kind: 'verdict', of: 'readiness', health: 'unhealthy', sentence: 'Silence.' };
    const good: UnitInput = { kind: 'verdict', of: 'readiness', health: 'healthy', sentence: 'Fine.' };
    expect(feed([...up, bad, bad, good, bad, bad]).memory.state).toBe('running');
    expect(feed([...up, bad, bad, bad]).memory).toMatchObject({ state: 'stopping', afterStop: 'policy' });
  });
});

describe('probes that are apart', () => {
  const tcp = { kind: 'tcp', port: 8080 } as const;
  const apart = aUnit('Riven Backend', {
    probes: { startup: [aProbe(tcp)], readiness: [aProbe(tcp)], liveness: [aProbe(tcp)] },
  });
  const verdict = (of: 'startup' | 'readiness' | 'liveness', health: 'healthy' | 'unhealthy'): UnitInput => ({
    kind: 'verdict',
    of,
    health,
    sentence: 'So it says.',
  });
  const started = feed([...up.slice(0, 3), verdict('startup', 'healthy')], { unit: apart });

  it('begin with the startup probe alone, and go on with the others once it has passed', () => {
    const spawnedNow = feed(up.slice(0, 3), { unit: apart });
    expect(spawnedNow.effects).toContainEqual({ kind: 'probe', whether: 'started' });
    expect(started.effects).toContainEqual({ kind: 'probe', whether: 'serves' });
    expect(started.memory).toMatchObject({ state: 'running', health: 'starting' });
    const ready = feed([verdict('readiness', 'healthy')], { from: started.memory, unit: apart });
    expect(ready.memory.health).toBe('healthy');
  });

  it('end for liveness, never for readiness alone', () => {
    const never = { ...apart, restart: { ...apart.restart, unhealthyThreshold: 0 } };
    const unready = feed(Array<UnitInput>(50).fill(verdict('readiness', 'unhealthy')), {
      from: started.memory,
      unit: never,
    });
    expect(unready.memory).toMatchObject({ state: 'running', health: 'unhealthy' });
    const stuck = feed([verdict('liveness', 'unhealthy')], { from: unready.memory, unit: never });
    expect(stuck.memory).toMatchObject({ state: 'stopping', afterStop: 'policy', problem: { code: 'unit.unhealthy' } });
    expect(
      feed([{ kind: 'ended', exit: success, rest: false }], { from: stuck.memory, unit: never }).memory.lastExit,
    ).toMatchObject({
      cause: 'stopped-by-us',
      requester: { by: 'policy' },
    });
  });

  it('end a start that has no end, whatever the document says of health', () => {
    const never = { ...apart, restart: { ...apart.restart, unhealthyThreshold: 0 } };
    expect(feed(up, { unit: never }).memory).toMatchObject({ state: 'stopping', afterStop: 'policy' });
  });
});
