import { Problem, type UnitId } from '@showrunner/contracts';
import type { Gate, UnitSpec } from '@showrunner/planner';
import type { ProviderRuns } from '../machine/inputs.ts';
import type { SupervisorParts } from '../parts.ts';
import { checkGate } from './check-gate.ts';
import { holdOfEdge, isServing, lookBehindEdge, type Provider } from './edge-gate.ts';

/** First pause between two looks at a gate, how it grows, and where it stops. */
const firstPauseMs = 200;
const growth = 1.5;
const longestPauseMs = 5_000;

/** The other units, as one that waits sees them. */
export interface Neighbours {
  providerOf(unit: UnitId): Provider | undefined;
  /** Asks the stack-wide brake. `undefined`: go; else one sentence. Whoever asks stays in its queue until it withdraws. */
  askBrake(unit: UnitId): string | undefined;
  withdraw(unit: UnitId): void;
  /** Resolves when any unit changes next. */
  nextChange(signal: AbortSignal): Promise<void>;
}

/** What a wait needs, and whom it tells what it waits for. */
export interface GateWait {
  readonly spec: UnitSpec;
  readonly parts: Pick<SupervisorParts, 'clock' | 'machine' | 'network'>;
  readonly neighbours: Neighbours;
  /** What is away, while the unit is guarded. */
  guard(): string | undefined;
  onHeld(sentence: string, byBrake?: boolean): void;
}

/**
 * Resolves when all edges are met and all gates are open, with the runs of the providers that serve. A provider that
 * crashes or flickers meanwhile is waited for, however long: only the unit's own gates have a time limit.
 * @throws Problem `unit.gate-timeout`
 */
export async function openGates(wait: GateWait, signal: AbortSignal): Promise<ProviderRuns> {
  wait.neighbours.withdraw(wait.spec.unitId);
  do {
    await awaitProviders(wait, signal);
    await awaitBehindProviders(wait, signal);
    for (const gate of wait.spec.gates) await awaitGate(gate, wait, signal);
  } while (!(await passBrake(wait, signal)));
  return runsOf(wait);
}

async function awaitProviders(wait: GateWait, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const changed = wait.neighbours.nextChange(signal);
    const hold = holdOf(wait);
    if (hold !== undefined) {
      wait.onHeld(hold);
      await changed;
      continue;
    }
    changed.catch(() => undefined); // nobody waits for this change any more, and its abort is no failure
    return;
  }
}

/** One sentence: what the start waits for, of what the states of units tell. */
function holdOf({ spec, neighbours, guard }: GateWait): string | undefined {
  const away = guard();
  if (away !== undefined) return away;
  for (const edge of spec.edges) {
    const hold = holdOfEdge(edge, neighbours.providerOf(edge.unitId));
    if (hold !== undefined) return `${spec.processName} waits for ${hold}`;
  }
  return undefined;
}

/** What a provider shares must be there as well: its mount, its port. Looked at again and again, as long as it serves. */
async function awaitBehindProviders(wait: GateWait, signal: AbortSignal): Promise<void> {
  const { spec, parts, neighbours } = wait;
  for (const edge of spec.edges) {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * growth, longestPauseMs)) {
      const provider = neighbours.providerOf(edge.unitId);
      if (provider === undefined || !isServing(edge.until, provider)) break;
      const missing = await lookBehindEdge(edge, provider, parts);
      signal.throwIfAborted();
      if (missing === undefined) break;
      wait.onHeld(`${spec.processName} waits for ${missing}`);
      await parts.clock.sleep(pause, signal);
    }
  }
}

/** Whether it may go. False: something of its own came between, which is to be awaited first. */
async function passBrake(wait: GateWait, signal: AbortSignal): Promise<boolean> {
  const { spec, neighbours } = wait;
  for (;;) {
    signal.throwIfAborted();
    if (holdOf(wait) !== undefined) {
      neighbours.withdraw(spec.unitId);
      return false;
    }
    const changed = neighbours.nextChange(signal);
    const sentence = neighbours.askBrake(spec.unitId);
    if (sentence === undefined) {
      changed.catch(() => undefined); // as above
      return true;
    }
    wait.onHeld(sentence, true);
    await changed;
  }
}

function runsOf({ spec, neighbours }: GateWait): ProviderRuns {
  const runs: Record<UnitId, number> = {};
  for (const { unitId, until } of spec.edges) {
    const provider = neighbours.providerOf(unitId);
    if (provider !== undefined && isServing(until, provider)) runs[unitId] = provider.run;
  }
  return runs;
}

async function awaitGate(gate: Gate, { spec, parts, onHeld }: GateWait, signal: AbortSignal): Promise<void> {
  const { clock } = parts;
  const deadline = clock.monotonic() + gate.timeoutMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * growth, longestPauseMs)) {
    const missing = await checkGate(gate, parts, signal);
    signal.throwIfAborted();
    if (missing === undefined) return;
    const sentence = `${spec.processName} waits for ${missing}.`;
    if (clock.monotonic() >= deadline) {
      throw new Problem(
        'unit.gate-timeout',
        `${sentence} It did not come within ${Math.round(gate.timeoutMs / 1000)} s.`,
      );
    }
    onHeld(sentence);
    await clock.sleep(Math.min(pause, Math.max(deadline - clock.monotonic(), 1)), signal);
  }
}
