import { Problem, type UnitId, type UnitStatus } from '@showrunner/contracts';
import type { Gate, UnitSpec } from '@showrunner/planner';
import type { SupervisorParts } from '../parts.ts';
import { checkGate } from './check-gate.ts';

/** First pause between two looks at a gate, how it grows, and where it stops. */
const firstPauseMs = 200;
const growth = 1.5;
const longestPauseMs = 5_000;

/** The other units, as one that waits sees them. */
export interface Neighbours {
  statusOf(unit: UnitId): UnitStatus | undefined;
  /** Resolves when any unit changes next. */
  nextChange(signal: AbortSignal): Promise<void>;
}

/** What a wait needs, and whom it tells what it waits for. */
export interface GateWait {
  readonly spec: UnitSpec;
  readonly parts: Pick<SupervisorParts, 'clock' | 'files' | 'machine' | 'network'>;
  readonly neighbours: Neighbours;
  onHeld(sentence: string): void;
}

/**
 * Resolves when all needed units are there and all gates are open.
 * @throws Problem `unit.gate-timeout`
 */
export async function openGates(wait: GateWait, signal: AbortSignal): Promise<void> {
  do {
    await awaitNeeds(wait, signal);
    for (const gate of wait.spec.gates) await awaitGate(gate, wait, signal);
  } while (missingNeed(wait) !== undefined);
}

async function awaitNeeds(wait: GateWait, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const changed = wait.neighbours.nextChange(signal);
    const missing = missingNeed(wait);
    if (missing !== undefined) {
      wait.onHeld(`${wait.spec.processName} waits for ${missing}.`);
      await changed;
      continue;
    }
    changed.catch(() => undefined); // nobody waits for this change any more, and its abort is no failure
    return;
  }
}

function missingNeed({ spec, neighbours }: GateWait): string | undefined {
  for (const need of spec.needs) {
    if (need.until === 'installed') continue;
    const status = neighbours.statusOf(need.unitId);
    if (status === undefined) return `${need.unitId}, which is not set up yet`;
    if (!isMet(need.until, status)) return `${status.processName}, which ${phrases[status.state]}`;
  }
  return undefined;
}

function isMet(until: 'started' | 'healthy', { state, health, pid }: UnitStatus): boolean {
  if (until === 'healthy') return state === 'running' && (health === 'healthy' || health === 'degraded');
  return (state === 'starting' || state === 'running') && pid !== undefined;
}

const phrases: Readonly<Record<UnitStatus['state'], string>> = {
  stopped: 'is stopped',
  waiting: 'waits itself',
  starting: 'is starting',
  running: 'is not healthy',
  stopping: 'is being stopped',
  backoff: 'has ended and will be started again',
  exited: 'has ended',
  failed: 'has failed',
  stuck: 'cannot be ended',
};

async function awaitGate(gate: Gate, { spec, parts, onHeld }: GateWait, signal: AbortSignal): Promise<void> {
  const { clock } = parts;
  const deadline = clock.now() + gate.timeoutMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * growth, longestPauseMs)) {
    const missing = await checkGate(gate, parts, signal);
    signal.throwIfAborted();
    if (missing === undefined) return;
    const sentence = `${spec.processName} waits for ${missing}.`;
    if (clock.now() >= deadline) {
      throw new Problem(
        'unit.gate-timeout',
        `${sentence} It did not come within ${Math.round(gate.timeoutMs / 1000)} s.`,
      );
    }
    onHeld(sentence);
    await clock.sleep(Math.min(pause, Math.max(deadline - clock.now(), 1)), signal);
  }
}
