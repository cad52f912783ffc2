import { Problem, type ProblemCode, problems } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { UnitMemory } from '../machine/memory.ts';
import type { Wish } from './wish.ts';
import { toCurrentSpec } from './saved-spec.ts';

/** The state of a unit as it is on disk: everything but health, which is asked anew. */
export interface SavedUnit {
  readonly memory: UnitMemory;
  readonly runningSpec: UnitSpec | undefined;
}

const version = 1;
/** Moments on the clock that nobody can set mean nothing in another boot. */
const unknownDurations = {
  startedMs: undefined,
  servesSinceMs: undefined,
  restartsMs: [],
  restartDueMs: undefined,
} satisfies Partial<UnitMemory>;
/** What JSON leaves out. */
const absent = {
  reason: '',
  process: undefined,
  startedAt: undefined,
  ...unknownDurations,
  runningFingerprint: undefined,
  stoppedFor: undefined,
  pendingExit: undefined,
  nextRestartAt: undefined,
  lastExit: undefined,
  providerRuns: {},
  ownMounts: {},
  guard: undefined,
  byPolicy: false,
  braked: false,
} satisfies Partial<UnitMemory>;

/** What of a unit's memory must survive us. Two equal answers need no write between them. */
export function toSaved(memory: UnitMemory, runningSpec: UnitSpec | undefined, bootId: string) {
  const { health: _health, unhealthyCount: _count, adopted: _adopted, problem, reason, guard, ...kept } = memory;
  const told = isActive(memory) ? {} : { reason };
  const failure = problem === undefined ? {} : { problem: { code: problem.code, message: problem.message } };
  const guarded = guard === undefined ? {} : { guard: { since: guard.since, reason: guard.reason } };
  return { version, bootId, ...kept, ...told, ...failure, ...guarded, runningSpec };
}

/** While a unit lives its reason follows its probes; only that of a rest is worth a write. */
function isActive({ state }: UnitMemory): boolean {
  return state === 'starting' || state === 'running' || state === 'waiting';
}

/**
 * Reads a state file. That of another boot may be older than the last wish. `undefined`: damaged, or of an earlier version; the run records still tell what lives.
 * @throws Problem `control-plane.newer`: what a later version means by its words cannot be known
 */
export function parseSaved(text: string, bootId: string, wish?: Wish): SavedUnit | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // cut short by a full disk of old
  }
  // The file is ours: written atomically by saveState, in a directory that only we can write.
  const saved = value as ReturnType<typeof toSaved> | null;
  if (typeof saved !== 'object' || saved === null) return undefined;
  if (saved.version > version) {
    const text = `The state of a unit has version ${saved.version}; this Showrunner knows versions up to ${version}.`;
    throw new Problem('control-plane.newer', text);
  }
  if (saved.version !== version) return undefined;
  const { version: _version, bootId: savedIn, runningSpec, problem, guard, ...kept } = saved;
  const memory: UnitMemory = {
    ...absent,
    ...kept,
    ...(savedIn === bootId ? {} : { ...unknownDurations, ...wish }),
    health: 'unknown',
    unhealthyCount: 0,
    adopted: false,
    guard: guard === undefined ? undefined : { ...guard, calmSince: undefined },
    problem: problem === undefined || !isCode(problem.code) ? undefined : new Problem(problem.code, problem.message),
  };
  return { memory, runningSpec: runningSpec === undefined ? undefined : toCurrentSpec(runningSpec) };
}

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}
